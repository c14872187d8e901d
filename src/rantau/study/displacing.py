"""Reading a displacement case from its folder, simulating it, and writing what came out."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rantau.framework.errors import BadInput
from rantau.study.sources import write_atomically

if TYPE_CHECKING:
    from rantau.simulation.displacement import Displacement

__all__ = ["displace_folder", "summary_of_displacement", "write_table"]

_MOST_BYTES, _MOST_FILES = 20_000_000, 2_000
_FOLDERS = ("", "input_csv", "source_data")


def _texts(folder: Path) -> dict[str, str]:
    if not folder.is_dir():
        raise BadInput(
            f"{folder} is no folder; name the one that holds locations.csv, or input_csv and source_data"
        )
    paths = [path for name in _FOLDERS for path in sorted((folder / name).glob("*.csv")) if path.is_file()]
    if len(paths) > _MOST_FILES or sum(path.stat().st_size for path in paths) > _MOST_BYTES:
        raise BadInput(f"{folder} holds more than a displacement case; give a folder with its files alone")
    found: dict[str, str] = {}
    for path in paths:
        if path.name in found:
            raise BadInput(f"{path.name} stands twice under {folder}; keep one of them")
        try:
            found[path.name] = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise BadInput(f"{path} is not UTF-8 text; save it as UTF-8") from None
    return found


def displace_folder(
    folder: Path, *, days: int | None = None, after: int | None = None, weight: float = 1.0, seed: int = 0
) -> Displacement:
    """Simulate the case in a folder in FLEE's format; its ``displacement.toml``, if any, replaces rules of movement.

    Args:
        folder: With the files, or with ``input_csv`` and ``source_data``.
        days: Fewer than the case has.
        after: Day from which the forecasts are compared; by default 30, or half of a shorter case.
        weight: People that a simulated person stands for.
        seed: Where chance starts from.

    Raises:
        BadInput: A file is missing or wrong; names file and line.
    """
    from rantau.simulation.displacement import AFTER, displace, rules
    from rantau.simulation.displacement_input import read_case
    from rantau.simulation.parameters import read_register

    case = read_case(_texts(folder)).first_days(days)
    own = folder / "displacement.toml"
    register = (
        read_register(own.read_text(encoding="utf-8"), own.name, known=rules()) if own.is_file() else None
    )
    chosen = min(AFTER, case.days // 2) if after is None else after
    return displace(case, seed=seed, weight=weight, after=chosen, register=register)


def summary_of_displacement(found: Displacement) -> dict[str, Any]:
    """Figures and what they mean, for a person or a program."""
    from rantau.simulation.results import EXPLORES

    last = found.case.days - 1
    return {
        "what_this_is": EXPLORES,
        "from": str(found.date(0)),
        "to": str(found.date(last)),
        "places": len(found.case.places),
        "after_day": found.after,
        "averaged_relative_difference": found.differences(),
        "notes": list(found.case.notes),
        "camps": {
            name: {
                "counted": float(found.case.counts[last, n]),
                "walked": float(found.walked[last, n]),
                "predicted": float(found.predicted[last, n]),
                "restarted": float(found.restarted[last, n]),
                "naive": float(found.naive[last, n]),
            }
            for n, name in enumerate(found.names)
        },
    }


def write_table(found: Displacement, path: Path) -> None:
    """Write the tidy table as CSV."""
    stream = io.BytesIO()
    found.table().write_csv(stream)
    write_atomically(path, stream.getvalue())
