"""The scenarios of a study: those that ship, and files of its own, which go first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rantau.framework.errors import BadInput
from rantau.simulation.scenario import Scenario, read_scenario, shipped_scenarios, template
from rantau.simulation.world import World
from rantau.study.simulated_world import small_text
from rantau.study.sources import write_atomically

if TYPE_CHECKING:
    from rantau.study.study import Study

__all__ = ["new_scenario", "scenario_texts", "study_scenarios"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}")


def scenario_texts(study: Study) -> dict[str, tuple[str, str]]:
    """Name -> (where it is from, TOML text): those that ship, and the study's own, which go first."""
    found = {name: ("shipped", text) for name, text in shipped_scenarios().items()}
    folder = study.path / "scenarios"
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        found[path.stem] = ("study", small_text(path))
    return dict(sorted(found.items()))


def study_scenarios(study: Study, world: World, names: Sequence[str]) -> list[Scenario]:
    """The named scenarios, checked.

    Raises:
        BadInput: There is none of that name, or it is wrong; names the line.
    """
    texts = scenario_texts(study)
    for name in names:
        if name not in texts:
            raise BadInput(f"there is no scenario {name!r}; there are {', '.join(texts)}")
    return [read_scenario(texts[name][1], name, world) for name in dict.fromkeys(names)]


def new_scenario(study: Study, name: str, like: str | None = None) -> Path:
    """Write a scenario file to start from.

    Raises:
        BadInput: The name is no name, or taken; or there is no scenario to copy.
    """
    if not _NAME.fullmatch(name):
        raise BadInput(f"{name!r} is no name for a scenario; use letters, digits, - and _")
    path = study.path / "scenarios" / f"{name}.toml"
    if path.exists():
        raise BadInput(f"{path} is there already; choose another name")
    texts = scenario_texts(study)
    if like is not None and like not in texts:
        raise BadInput(f"there is no scenario {like!r}; there are {', '.join(texts)}")
    path.parent.mkdir(exist_ok=True)
    write_atomically(path, (template(name) if like is None else texts[like][1]).encode("utf-8"))
    return path
