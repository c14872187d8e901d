"""Draws × scenarios, side by side on all cores. What a draw gives depends on its own key alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rantau.framework.errors import BadInput
from rantau.simulation.digests import digest
from rantau.simulation.engine import run_draw
from rantau.simulation.lowering import ALL_FEEDBACKS, Feedbacks, lower
from rantau.simulation.members import for_each_member
from rantau.simulation.parameters import Register, register
from rantau.simulation.randomness import draw_key
from rantau.simulation.results import LEVELS, Level, Outcome, Result, condense
from rantau.simulation.scenario import Scenario
from rantau.simulation.world import World

__all__ = ["Runs", "numbers_of", "run_outcome", "simulate"]


def numbers_of(draws: int | Iterable[int]) -> tuple[int, ...]:
    """Draws as numbers: 0 is the register's own values alone, n are the draws 1 to n.

    Raises:
        BadInput: A number is negative, or there is none.
    """
    numbers = tuple(range(1, draws + 1)) if isinstance(draws, int) and draws else (0,)
    if not isinstance(draws, int):
        numbers = tuple(dict.fromkeys(draws))
    if not numbers or min(numbers) < 0 or (isinstance(draws, int) and draws < 0):
        raise BadInput("draws are 0 for the register's own values, or a number from 1")
    return numbers


def run_outcome(
    world: World,
    scenario: Scenario,
    draw: int,
    seed: int,
    *,
    weight: float = 100.0,
    by: Level = "corridor",
    parameters: Register | None = None,
    feedbacks: Feedbacks = ALL_FEEDBACKS,
    threads: int | None = None,
) -> Outcome:
    """One draw of one scenario; arguments as in :func:`simulate`."""
    given = register() if parameters is None else parameters
    model = lower(world, scenario, given.draw(seed, draw), given, feedbacks)
    course = run_draw(model, draw_key(seed, draw), weight, threads=threads)
    return condense(course, model, scenario.name, draw, by)


@dataclass(frozen=True, slots=True)
class Runs:
    """The work that the members of an ensemble have in common; a member is a scenario and the number of a draw."""

    world: World
    parameters: Register
    seed: int
    weight: float
    by: Level
    feedbacks: Feedbacks = ALL_FEEDBACKS

    def __call__(self, member: tuple[Scenario, int], threads: int | None) -> Outcome:
        scenario, draw = member
        return run_outcome(
            self.world,
            scenario,
            draw,
            self.seed,
            weight=self.weight,
            by=self.by,
            parameters=self.parameters,
            feedbacks=self.feedbacks,
            threads=threads,
        )


def simulate(
    world: World,
    scenario: Scenario | Sequence[Scenario],
    draws: int | Iterable[int] = 0,
    seed: int = 0,
    *,
    weight: float = 100.0,
    by: Level = "corridor",
    parameters: Register | None = None,
    feedbacks: Feedbacks = ALL_FEEDBACKS,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    take: Callable[[Result], None] | None = None,
) -> Result:
    """Simulate a world under scenarios.

    Args:
        world: Places and corridors.
        scenario: One or several; draws of the same number share their parameters and everyone's luck.
        draws: 0 for the register's own values; n for the draws 1 to n; or their numbers.
        seed: Where chance starts from.
        weight: Migrants that a simulated person stands for.
        by: The level of the tables.
        parameters: The register; the shipped one by default.
        feedbacks: Which loops are closed.
        workers: Threads; the result is the same for any number.
        cluster: Address of a Dask scheduler to run on; the result is the same again.
        progress: Told how many are done, of how many.
        take: Given each draw as soon as it is done, as a result of its own, to write down its table. Draws are not kept
            then: what is returned has totals, comparisons and charts, and no tables. So a thousand draws by corridor
            need no more memory than some.

    Raises:
        BadInput: No draw, no scenario, two scenarios of one name, a weight that is not above 0, or an unknown level.
    """
    scenarios = [scenario] if isinstance(scenario, Scenario) else list(scenario)
    if not scenarios or len({one.name for one in scenarios}) != len(scenarios):
        raise BadInput("name at least one scenario, and each only once")
    if not weight > 0 or by not in LEVELS:
        raise BadInput(f"the weight is above 0, and the level one of {', '.join(LEVELS)}")
    tasks = [(one, number) for number in numbers_of(draws) for one in scenarios]
    used = register() if parameters is None else parameters
    found: dict[tuple[str, int], Outcome | None] = dict.fromkeys((one.name, number) for one, number in tasks)
    result = Result(world, used, seed, weight, by, _Taken(found))
    done = 0

    def keep(_: tuple[Scenario, int], outcome: Outcome) -> None:
        nonlocal done
        key = outcome.scenario, outcome.draw
        found[key] = outcome
        if take is not None:
            digest(result, *key)
            take(result.part([key]))
            found[key] = None
        done += 1
        if progress is not None:
            progress(done, len(tasks))

    for_each_member(
        Runs(world, used, seed, weight, by, feedbacks), tasks, keep, workers=workers, cluster=cluster
    )
    return result


class _Taken(Mapping[tuple[str, int], Outcome]):
    """Outcomes that may have been handed over and are then not there any more."""

    def __init__(self, found: Mapping[tuple[str, int], Outcome | None]) -> None:
        self._found = found

    def __getitem__(self, key: tuple[str, int]) -> Outcome:
        outcome = self._found[key]
        if outcome is None:
            raise BadInput(
                f"draw {key[1]} of {key[0]} was handed over and is not kept; its totals are, its table is not"
            )
        return outcome

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)
