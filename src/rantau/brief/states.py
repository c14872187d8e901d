"""The section on how states answer: stance on two axes, what binds them, what the monitor knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rantau.brief.answered import PolicyMaterial
from rantau.brief.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Figure,
    Label,
    Number,
    Paragraph,
    Section,
    Table,
    Text,
    cell,
    say,
)
from rantau.brief.material import BriefMaterial
from rantau.brief.register import Register
from rantau.brief.stance_picture import AXIS_WORDS, stance_picture
from rantau.brief.wording import amount, is_withheld_measure, place_name, with_names
from rantau.framework.language import fill, gettext
from rantau.policy.measures import AXES, Axis
from rantau.policy.monitor_report import WORDS, StateRow
from rantau.policy.stance import Stance

__all__ = ["answers", "monitor_figure", "target_figure"]

_SHORT_OF_TARGET = ("far off", "not met", "part of the way")


def answers(material: BriefMaterial, register: Register) -> tuple[Section, ...]:
    """The section, or nothing where the study's states were not looked at."""
    policy = material.policy
    if policy is None:
        return ()
    parts = (
        _stance(material, policy, register),
        _contrasts(material, policy, register),
        _bonds(material, policy),
        _monitor(material, policy, register),
    )
    lead = Paragraph(
        say(
            "What states signed, what they enacted and what they do are three matters, and are shown apart. What a "
            "state does to punish and what it does to protect are two axes, and one is never subtracted from the "
            "other."
        )
    )
    return (Section("answers", "How states answer", (lead,), tuple(one for one in parts if one)),)


# -- stance ------------------------------------------------------------------------------------------------------


def _all_years(policy: PolicyMaterial) -> dict[tuple[str, Axis], Stance]:
    return {(one.state, one.axis): one for one in policy.stances if one.year is None}


def _stance(material: BriefMaterial, policy: PolicyMaterial, register: Register) -> Section:
    found = _all_years(policy)
    rows = []
    for state in material.places:
        cells: list[Cell] = [(Label(place_name(material, state), strong=True),)]
        for axis in AXES:
            one = found.get((state, axis))
            if one is None or one.middle is None:
                cells += [(Text.of("no data"),), ()]
            else:
                cells += [cell(_share(material, policy, register, one)), _rests_on(material, register, one)]
        rows.append(tuple(cells))
    blocks: list[Block] = [
        Paragraph(
            say(
                "Of the acts and statements found for a state, the share that points to more of something, with the "
                "interval that so few of them allow. A share says where the evidence points, not how much of it there "
                "is in the world: sources choose what they write of. Where nothing was found the answer is no data, "
                "never zero."
            )
        ),
        Table(
            "stance-table",
            "Stance of each state on two axes, all years of the study, law and practice together",
            (
                Column("State", width=1.2),
                Column("Securitised, punitive: % that points to more", numeric=True, width=1.3),
                Column("Rests on", numeric=True, width=0.8),
                Column("Human security, protective: % that points to more", numeric=True, width=1.3),
                Column("Rests on", numeric=True, width=0.8),
            ),
            tuple(rows),
        ),
    ]
    if stance_picture(material) is not None:
        blocks.append(
            Figure(
                "stance",
                say(
                    "Stance by year: the median share (dot) and its interval (line) for each year in which something "
                    "was found; open dots rest on the year of the document, for want of another."
                ),
                "Two panels for each state, securitised and protective. In each, a dot and a vertical interval for "
                "each year with data, from none to all of what was found pointing to more.",
                "stance-table",
            )
        )
    return Section("stance", "Punitive and protective", tuple(blocks))


def _share(material: BriefMaterial, policy: PolicyMaterial, register: Register, one: Stance) -> Any:
    assert one.middle is not None
    text = f"{one.middle:.0f} ({one.low:.0f}–{one.high:.0f})"
    where = place_name(material, one.state)
    return register.given(
        {"value": one.middle, "low": one.low, "high": one.high},
        text,
        "stance",
        one.ids,
        fill(
            "share of what was found that points to more, percent: {where}, {axis}",
            where=where,
            axis=gettext(AXIS_WORDS[one.axis]),
        ),
        [_step(policy, register, id) for id in one.ids],
    )


def _rests_on(material: BriefMaterial, register: Register, one: Stance) -> Cell:
    where = place_name(material, one.state)
    return register.counted(
        one.witnesses,
        fill("witnesses to the stance: {where}, {axis}", where=where, axis=gettext(AXIS_WORDS[one.axis])),
        "witness",
        "witnesses",
    )


def _step(policy: PolicyMaterial, register: Register, id: str) -> dict[str, Any]:
    """A measure with its source; or a finding with its page; or the passage of a coding."""
    measure = policy.measures.get(id)
    if measure is None:
        return dict(register.record_step(id))
    hidden = is_withheld_measure(register.material, measure)
    return {
        "measure": id,
        "from": measure.origin.partition("/")[0] if hidden else measure.origin,
        "source": None if hidden else measure.source,
        "source_url": None if hidden else measure.source_url,
        "start": measure.start,
    }


def _contrasts(material: BriefMaterial, policy: PolicyMaterial, register: Register) -> Section | None:
    if not policy.verdicts:
        return None
    rows = []
    for one in policy.verdicts:
        ids = (*one.here.ids, *(one.there.ids if one.there else ()))
        why = with_names(material, one.why)
        rows.append(
            (
                (Label(gettext(one.contrast.statement)),),
                (Label(gettext(one.verdict), strong=True),),
                register.reasoned(ids, why, "a contrast between states"),
            )
        )
    sources = dict.fromkeys(one.contrast.source for one in policy.verdicts)
    return Section(
        "contrasts",
        "What was said of these states, held against what was found",
        (
            Paragraph(say("Drawn by: {sources}", sources="; ".join(sources)), "note"),
            Table(
                "contrasts-table",
                "Contrasts that others drew, and whether the evidence here bears them out",
                (
                    Column("It is said that", width=2.0),
                    Column("Found", width=0.9),
                    Column("Why", width=2.4),
                ),
                tuple(rows),
            ),
        ),
    )


# -- what binds them -------------------------------------------------------------------------------------------------


def _bonds(material: BriefMaterial, policy: PolicyMaterial) -> Section | None:
    if not policy.bonds:
        return None
    by = {(one.instrument, one.iso3): one for one in policy.bonds}
    states = [one for one in material.places if any(key[1] == one for key in by)]

    def word(instrument: str, state: str) -> str:
        one = by.get((instrument, state))
        if one is None or one.status == "unknown":
            return "?"
        if one.status == "none":
            return "–"
        if one.status == "signatory":
            return gettext("signed")
        if one.since is None:
            return gettext("bound")
        last = one.since_latest
        return (
            f"{one.since.year}"
            if last is None or last.year == one.since.year
            else f"{one.since.year}–{last.year}"
        )

    rows = [
        (
            (Label(_short_name(id, name), strong=True),),
            *(cell(word(id, state)) for state in states),
        )
        for id, name in policy.instrument_names.items()
        if any((id, state) in by for state in states)
    ]
    return Section(
        "instruments",
        "What binds them",
        (
            Table(
                "instruments-table",
                "The year since when a state is bound; signed: not yet bound; a dash: no party; a question mark: not "
                "known",
                (Column("Instrument", width=2.0), *(Column(place_name(material, one)) for one in states)),
                tuple(rows),
                traced=False,
                small=True,
            ),
        ),
    )


def _short_name(id: str, name: str) -> str:
    """``Convention relating to the Status of Refugees (CSR51)`` in the brief's language."""
    mark = f" ({id})"
    return gettext(name.removesuffix(mark)) + mark if name.endswith(mark) else gettext(name)


# -- the monitor -----------------------------------------------------------------------------------------------------


def _monitor(material: BriefMaterial, policy: PolicyMaterial, register: Register) -> Section:
    states = [one for one in policy.rows if ">" not in one.place]
    known = [one for one in states if one.value is not None]
    asked = sorted({one.indicator for one in states})
    blank = [id for id in asked if not any(one.indicator == id for one in known)]
    items: list[Cell] = [
        say(
            "Of {n} of the protection monitor, {m} no figure for any state of this study.",
            n=register.counted(asked, "indicators of the protection monitor", "indicator", "indicators"),
            m=register.counted(blank, "indicators without any figure", "has", "have"),
        ),
        say("Rounds taken in: {rounds}.", rounds=", ".join(policy.rounds))
        if policy.rounds
        else say("No round was taken in; what stands here is what the baseline knows."),
    ]
    words = Counter(one.word for one in states)
    told = [word for word in WORDS if words[word] and word not in ("no data",)]
    if told:
        content: Cell = say("Of all pairs of a state and an indicator with a figure: ")
        for place, word in enumerate(told):
            ids = [f"{one.indicator}:{one.place}" for one in states if one.word == word]
            content += (
                register.count(ids, fill("pairs of state and indicator: {word}", word=gettext(word))),
                Label(f" {gettext(word)}"),
                Text("; " if place + 1 < len(told) else "."),
            )
        items.append(content)
    blocks: list[Block] = [Bullets(tuple(items))]
    short = [one for one in known if one.word in _SHORT_OF_TARGET]
    if short:
        blocks.append(_gaps(material, policy, register, short))
    return Section("monitor", "What the monitor knows", tuple(blocks))


_MOST_GAPS = 40


def _gaps(
    material: BriefMaterial, policy: PolicyMaterial, register: Register, short: Sequence[StateRow]
) -> Table:
    order = sorted(short, key=lambda one: (one.attained or 0.0, one.indicator, one.place))[:_MOST_GAPS]
    rows = []
    for one in order:
        rows.append(
            (
                (Label(place_name(material, one.place), strong=True),),
                (Label(gettext(policy.indicators[one.indicator].name)),),
                cell(monitor_figure(material, policy, register, one)),
                cell(target_figure(policy, register, one)),
                (Label(f"{one.mark} {gettext(one.word)}"),),
                (Label(gettext(one.trend)),),
            )
        )
    return Table(
        "gaps-table",
        "Where a figure falls short of its target, the farthest first",
        (
            Column("State", width=1.0),
            Column("Indicator", width=2.4),
            Column("Figure (year)", numeric=True, width=1.2),
            Column("Target", numeric=True, width=0.7),
            Column("How far", width=1.0),
            Column("Trend", width=0.9),
        ),
        tuple(rows),
        small=True,
    )


def monitor_figure(
    material: BriefMaterial, policy: PolicyMaterial, register: Register, one: StateRow
) -> Number:
    """A figure of the monitor with its year: ``60 (50–70) (2025)``."""
    assert one.value is not None
    indicator, where = policy.indicators[one.indicator], place_name(material, one.place)
    error = (
        f" ({amount(one.low)}–{amount(one.high)})"
        if one.stated_error and one.low is not None and one.high is not None
        else ""
    )
    steps = [
        {
            "round": reading.round,
            "line": reading.line,
            "source": reading.source,
            "source_url": reading.source_url,
        }
        for reading in (one.cell.readings if one.cell else ())
    ]
    said = "" if one.stated_error else f"; {gettext('no uncertainty given')}"
    return register.given(
        {"value": one.value, "low": one.low, "high": one.high},
        f"{amount(one.value)}{error} ({one.year})",
        "monitor",
        (f"{one.indicator}:{one.place}:{one.year}",),
        f"{gettext(indicator.name)}, {gettext(indicator.unit)}: {where}, {one.year}{said}",
        steps,
    )


def target_figure(policy: PolicyMaterial, register: Register, one: StateRow) -> Number:
    """The target of an indicator that has one."""
    assert one.target is not None
    indicator = policy.indicators[one.indicator]
    words = fill(
        "target of {indicator}: {basis}",
        indicator=gettext(indicator.name),
        basis=gettext(indicator.target_basis),
    )
    return register.given(one.target, amount(one.target), "setting", (one.indicator,), words)
