"""The default study: ASEAN, from the documents and facts that ship with rantau."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import as_file
from pathlib import Path

from rantau.demo import demo_sources
from rantau.framework.errors import BadInput
from rantau.study.sources import SourceFolder, write_atomically
from rantau.study.study import Study
from rantau.study.workbench import Progress, silent

__all__ = ["copy_documents", "open_demo", "simulate_demo", "summary"]

SCENARIOS = ("mass_deportation", "screen_before_return", "employer_pays", "human_security_package")
DRAWS = 20
"""Few, for a first look: an interval of twenty draws is itself rough."""
WEIGHT = 1000.0
"""Migrants that a simulated person stands for."""

NAME = "Where migrants in ASEAN are vulnerable to trafficking"
QUESTION = (
    "On which corridors of the ASEAN migration system are migrants most exposed to trafficking in persons, why, and "
    "how sure can one be?"
)


@contextmanager
def _shipped_sources() -> Iterator[Path]:
    with as_file(demo_sources()) as folder:
        yield folder


def copy_documents(folder: Path) -> list[Path]:
    """Copy the documents that ship, and the table of what they are, into a folder: to practise on.

    Args:
        folder: Where to; made if it is not there. A file that lies there already as it ships is left alone.

    Returns:
        The documents, in the order of their names.

    Raises:
        BadInput: The folder is a file, or a file of one of these names lies there that is another.
    """
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"{folder} is a file; name a folder to copy the documents into")
    with _shipped_sources() as shipped:
        files = sorted(one for one in shipped.iterdir() if one.is_file())
        for one in files:
            there = folder / one.name
            if there.exists() and (not there.is_file() or there.read_bytes() != one.read_bytes()):
                raise BadInput(f"{there} is another file than the one that ships; name an empty folder")
        folder.mkdir(parents=True, exist_ok=True)
        for one in files:
            write_atomically(folder / one.name, one.read_bytes())
        return [folder / one.name for one in files if one.name != SourceFolder.TABLE]


def open_demo(path: Path, progress: Progress = silent) -> Study:
    """Open the default study; make it where there is none, with the documents that ship.

    Documents that it has already are left as they are, so a making that was cut off is completed.

    Args:
        path: Where the study is, or will be.
        progress: Told of each document taken in.

    Raises:
        BadInput: There is something else at the path.
    """
    made = (path / "study.toml").is_file()
    study = Study.open(path) if made else Study.create(path, name=NAME, question=QUESTION)
    try:
        with _shipped_sources() as folder:
            has = study.sources.rows()
            if has and not any((folder / name).exists() for name in has):
                raise BadInput(
                    f"{study.path} is a study of other documents; name another folder for the default study"
                )
            study.add([folder], progress=progress)
    except BaseException:
        study.close()
        raise
    return study


def simulate_demo(study: Study, progress: Callable[[int, int], None] | None = None) -> bool:
    """Simulate a few scenarios, coarsely, so that the brief has them; not where a simulation was run already.

    Args:
        study: The study, run up to its profiles.
        progress: Told how many draws are done, of how many.

    Returns:
        Whether anything was simulated.
    """
    from rantau.study.outputs import OutputFolder
    from rantau.study.simulating import simulate_study

    if OutputFolder(study.path / "out" / "simulation").intact():
        return False
    simulate_study(study, SCENARIOS, draws=DRAWS, weight=WEIGHT, progress=progress)
    return True


def summary(study: Study) -> list[str]:
    """The ten lines that say what was found."""
    from rantau.brief import summary_lines

    return summary_lines(study.material(), str(study.path / "out" / "brief.html"))
