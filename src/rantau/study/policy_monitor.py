"""The protection monitor of a study: rounds taken in, each once and unchanged, and what they say together."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rantau.baseline.load import instruments, parties
from rantau.framework.errors import BadInput
from rantau.policy.instruments import bonds, obligations
from rantau.policy.monitor import core_ratifications, monitor_indicators
from rantau.policy.monitor_kept import kept
from rantau.policy.monitor_report import StateRow, commitments, region_rows, state_rows
from rantau.policy.monitor_rounds import Change, Reading, Round, changes, settle
from rantau.study.listings import Row
from rantau.study.policy_tables import read_round
from rantau.study.sources import write_atomically
from rantau.study.study import Study

__all__ = [
    "BASELINE_ROUND",
    "change_rows",
    "commitment_rows",
    "indicator_rows",
    "kept_rows",
    "monitor_rows",
    "monitor_state",
    "region_listing",
    "round_rows",
    "rounds_of",
    "take_round",
]

BASELINE_ROUND = "baseline"
"""What the baseline itself knows: how many core instruments bind each state."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_TAKEN = "monitor.round_taken"


def _folder(study: Study) -> Path:
    return study.path / "data" / "rounds"


def _taken(study: Study) -> dict[str, str]:
    """Round -> hash of its table, in the order in which they were taken in."""
    return {one.subject: one.after or "" for one in study.store.events() if one.action == _TAKEN}


def take_round(
    study: Study, path: Path, name: str | None = None, called: str = ""
) -> tuple[Round, list[Change]]:
    """Take a round in: a copy of its table under ``data/rounds``, and one event.

    Args:
        study: The study.
        path: The round's table.
        name: Its name; by default the file's.
        called: What messages call the table; by default its path.

    Returns:
        The round, and what it changed.

    Raises:
        BadInput: The name is taken or no name, or there is no such file.
        BadTable: A row is wrong; names the line. Nothing was taken in.
    """
    name = name or path.stem
    if not _NAME.fullmatch(name) or name.lower() == BASELINE_ROUND:
        raise BadInput(
            f"{name!r} cannot name a round; use letters, digits, dots and dashes, and not {BASELINE_ROUND!r}"
        )
    if not path.is_file():
        raise BadInput(f"{path} is no file; name the round's table")
    content = path.read_bytes()
    called = called or str(path)
    round = read_round(content, called, name)
    digest = hashlib.sha256(content).hexdigest()
    with study._alone():
        before = _taken(study)
        if any(one.lower() == name.lower() for one in before):
            raise BadInput(
                f"there is a round {name!r} already; a round is never overwritten: take a correction in under another "
                f"name, with {name!r} in its column revises and the reason in note"
            )
        for one in round.readings:
            if one.revises and one.revises not in {*before, BASELINE_ROUND}:
                raise BadInput(f"{called}, line {one.line}: there is no round {one.revises!r} to revise")
        earlier = rounds_of(study)
        folder = _folder(study)
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / f"{name}.csv", content)
        found = changes([*earlier, round], name, always=(BASELINE_ROUND,))
        with study.store.transaction() as transaction:
            transaction.record(
                _TAKEN,
                name,
                "",
                {
                    "rows": len(round.readings),
                    "contradicts": sum(one.what == "contradicts" for one in found),
                    "revised": sum(one.what == "revised" for one in found),
                },
                after=digest,
            )
    return round, found


def _baseline(study: Study) -> Round:
    table = parties()
    readings = []
    for state in study.settings.study.places:
        low, high = core_ratifications(table, state)
        readings.append(
            Reading(
                indicator="PI45",
                place=state,
                year=study.settings.study.period.to_year,
                value=(low + high) / 2,
                low=low,
                high=high,
                stated_error=low != high,
                status="reported",
                source="baseline/parties.csv; what no source was found for is the interval",
                source_url="",
                revises="",
                note="",
                round=BASELINE_ROUND,
                line=0,
            )
        )
    return Round(BASELINE_ROUND, tuple(readings))


def rounds_of(study: Study, until: str | None = None) -> list[Round]:
    """The rounds, in the order in which they were taken in; the baseline's own first.

    Args:
        study: The study.
        until: The last round to read; by default all.

    Raises:
        BadInput: A round's table is missing, was changed since it was taken in, or there is no such round.
    """
    taken, found = _taken(study), [_baseline(study)]
    if until is not None and until not in taken and until != BASELINE_ROUND:
        raise BadInput(f"there is no round {until!r}; there are {', '.join([BASELINE_ROUND, *taken])}")
    for name, digest in taken.items():
        if until == BASELINE_ROUND:
            break
        path = _folder(study) / f"{name}.csv"
        content = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(content).hexdigest() != digest:
            what = "was changed since it was taken in" if content else "is missing"
            raise BadInput(
                f"{path} {what}; put it back as it was, and take what changed in as a round of its own "
                "(column revises)"
            )
        found.append(read_round(content, str(path), name))
        if name == until:
            break
    return found


@dataclass(frozen=True, slots=True)
class MonitorState:
    """The monitor after its rounds."""

    rounds: Sequence[Round]
    rows: Sequence[StateRow]


def monitor_state(study: Study, until: str | None = None) -> MonitorState:
    """What stands for the study's states, and for corridors reported on, after all rounds or those up to one."""
    rounds = rounds_of(study, until)
    cells, states = settle(rounds), study.settings.study.places
    corridors = sorted(
        {place for _, place, _ in cells if set(place.split(">")) & set(states) and ">" in place}
    )
    rows = state_rows(monitor_indicators(), cells, list(states))
    rows += [one for one in state_rows(monitor_indicators(), cells, corridors) if one.cell is not None]
    return MonitorState(rounds, rows)


def monitor_rows(study: Study, until: str | None = None) -> list[Row]:
    """Every indicator for every state of the study."""
    known = monitor_indicators()
    return [_state_listing(one, known[one.indicator].name) for one in monitor_state(study, until).rows]


def _state_listing(one: StateRow, name: str) -> Row:
    cell = one.cell
    said = [
        f"{reading.round}: {reading.status if reading.value is None else format(reading.value, 'g')}"
        for reading in (cell.readings if cell else ())
    ]
    return {
        "indicator": one.indicator,
        "name": name,
        "state": one.place,
        "year": one.year,
        "value": one.value,
        "low": one.low,
        "high": one.high,
        "error": "" if one.value is None else "stated" if one.stated_error else "no uncertainty given",
        "target": one.target,
        "gap": one.gap,
        "attained": one.attained,
        "mark": one.mark,
        "word": one.word,
        "trend": one.trend,
        "missing": one.missing,
        "said": said,
        "sources": sorted({reading.source for reading in (cell.readings if cell else ())}),
    }


def indicator_rows() -> list[Row]:
    """The indicators with everything that defines them."""
    return [
        {
            "id": one.id,
            "pillar": one.pillar,
            "name": one.name,
            "definition": one.definition,
            "unit": one.unit,
            "direction": one.direction,
            "formula": one.formula,
            "scale": one.scale,
            "dimension": one.dimension,
            "tests": one.tests,
            "source_type": one.source_type,
            "frequency": one.frequency,
            "target": one.target,
            "target_basis": one.target_basis,
            "legal_anchor": one.legal_anchor,
            "obligations": [duty.id for duty in one.obligations],
            "anchors": one.anchors,
            "disaggregation": one.disaggregation,
            "caveat": one.caveat,
        }
        for one in monitor_indicators().values()
    ]


def region_listing(study: Study, until: str | None = None) -> list[Row]:
    """Every indicator over the study's states."""
    known = monitor_indicators()
    return [
        {
            "indicator": one.indicator,
            "name": known[one.indicator].name,
            "pillar": known[one.indicator].pillar,
            "dimension": known[one.indicator].dimension,
            "unit": known[one.indicator].unit,
            "states": one.places,
            "with_data": one.with_data,
            "least": one.least,
            "median": one.median,
            "most": one.most,
            "target": known[one.indicator].target,
            "median_gap": one.median_gap,
            "most_gap": one.most_gap,
            "years": list(one.years),
            "words": [f"{word} {count}" for word, count in one.words.items()],
            "better": one.better,
            "worse": one.worse,
            "without": list(one.without),
        }
        for one in region_rows([row for row in monitor_state(study, until).rows if ">" not in row.place])
    ]


def commitment_rows(study: Study, until: str | None = None) -> list[Row]:
    """Promise beside practice: every duty that an indicator tests, for every state."""
    state = monitor_state(study, until)
    bound = bonds(instruments(), parties(), study.settings.study.places)
    year = study.settings.study.period.to_year
    return [
        {
            "state": one.place,
            "instrument": one.instrument,
            "article": one.article,
            "strength": one.strength,
            "text": "read" if one.read else "unchecked",
            "bound": one.bound,
            "since": one.since,
            "indicator": one.indicator,
            "tests": one.tests,
            "word": one.word,
            "year": one.year,
            "gap": one.gap,
            "trend": one.trend,
            "finding": one.finding,
        }
        for one in commitments(state.rows, monitor_indicators(), bound, year)
    ]


def kept_rows(study: Study, until: str | None = None) -> list[Row]:
    """Promise against practice summed up, by state and strength, and for the region."""
    bound = bonds(instruments(), parties(), study.settings.study.places)
    year = study.settings.study.period.to_year
    told = commitments(monitor_state(study, until).rows, monitor_indicators(), bound, year)
    return [asdict(one) for one in kept(told, bound, list(obligations().values()), year)]


def change_rows(study: Study, name: str) -> list[Row]:
    """What a round changed against all before it, and what is missing from it."""
    return listed_changes(changes(rounds_of(study, name), name, always=(BASELINE_ROUND,)))


def listed_changes(found: Sequence[Change]) -> list[Row]:
    """Changes as plain rows; those that contradict come first."""
    first = ("contradicts", "withheld", "not in this round", "revised")

    def order(one: Change) -> tuple[int, Any]:
        return (first.index(one.what) if one.what in first else len(first), one.key)

    return [
        {
            "what": one.what,
            "indicator": one.key[0],
            "state": one.key[1],
            "year": one.key[2],
            "before": one.before.value if one.before else None,
            "before_round": one.before.round if one.before else "",
            "now": one.after.value if one.after else None,
            "status": one.after.status if one.after else "",
            "source": one.after.source if one.after else "",
            "note": one.after.note if one.after else "",
        }
        for one in sorted(found, key=order)
    ]


def round_rows(study: Study) -> list[Row]:
    """The rounds: when and by whom each was taken in, and how many rows."""
    return [
        {"round": one.subject, "time": one.time, "by": one.actor, **dict(one.details)}
        for one in study.store.events()
        if one.action == _TAKEN
    ]
