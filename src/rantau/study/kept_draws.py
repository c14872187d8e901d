"""Draws on disk, one a file that is written whole or not at all, and named by all that the draw depends on."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rantau.framework.errors import BadInput
from rantau.simulation.results import Outcome
from rantau.simulation.storing import outcome_bytes, outcome_of_bytes
from rantau.study.sources import write_atomically

__all__ = ["KeptDraws"]


class KeptDraws(Mapping[tuple[str, int], Outcome]):
    """The draws of some scenarios, each fetched from its file when it is asked for.

    Args:
        folder: Where the runs of a study are kept.
        keys: Scenario -> the key of its runs.
        numbers: Of the draws.
    """

    def __init__(self, folder: Path, keys: Mapping[str, str], numbers: Sequence[int]) -> None:
        self._folders = {name: folder / f"{name}-{key[:16]}" for name, key in keys.items()}
        self._numbers = tuple(numbers)
        self._last: OrderedDict[tuple[str, int], Outcome] = OrderedDict()

    def _path(self, key: tuple[str, int]) -> Path:
        return self._folders[key[0]] / f"draw-{key[1]:06}.npz"

    def _read(self, key: tuple[str, int]) -> Outcome | None:
        try:
            return outcome_of_bytes(self._path(key).read_bytes(), *key)
        except FileNotFoundError:
            return None

    def missing(self) -> list[tuple[str, int]]:
        """What is not there, or damaged; all scenarios of a draw together."""
        return [key for key in self if self._read(key) is None]

    def put(self, outcome: Outcome) -> None:
        """Keep a draw."""
        path = self._path((outcome.scenario, outcome.draw))
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, outcome_bytes(outcome))

    def __getitem__(self, key: tuple[str, int]) -> Outcome:
        if key[0] not in self._folders:
            raise KeyError(key)
        if key not in self._last:
            outcome = self._read(key)
            if outcome is None:
                raise BadInput(f"{self._path(key)} is gone or damaged; simulate again, it will be made anew")
            self._last[key] = outcome
            # One draw of every scenario: they are looked at side by side.
            if len(self._last) > len(self._folders):
                self._last.popitem(last=False)
        return self._last[key]

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return ((name, number) for number in self._numbers for name in self._folders)

    def __len__(self) -> int:
        return len(self._folders) * len(self._numbers)
