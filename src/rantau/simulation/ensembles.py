"""Draws × scenarios, side by side on all cores. What a draw gives depends on its own key alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rantau.framework.errors import BadInput
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

    Raises:
        BadInput: No draw, no scenario, two scenarios of one name, a weight that is not above 0, or an unknown level.
    """
    scenarios = [scenario] if isinstance(scenario, Scenario) else list(scenario)
    if not scenarios or len({one.name for one in scenarios}) != len(scenarios):
        raise BadInput("name at least one scenario, and each only once")
    if not weight > 0 or by not in LEVELS:
        raise BadInput(f"the weight is above 0, and the level one of {', '.join(LEVELS)}")
    tasks = [(one, number) for number in numbers_of(draws) for one in scenarios]
    found: dict[tuple[str, int], Outcome] = {}

    def keep(_: tuple[Scenario, int], outcome: Outcome) -> None:
        found[outcome.scenario, outcome.draw] = outcome
        if progress is not None:
            progress(len(found), len(tasks))

    used = register() if parameters is None else parameters
    runs = Runs(world, used, seed, weight, by, feedbacks)
    for_each_member(runs, tasks, keep, workers=workers, cluster=cluster)
    ordered = {(one.name, number): found[one.name, number] for one, number in tasks}
    return Result(world, used, seed, weight, by, ordered)
