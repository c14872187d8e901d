"""Chains of the monitor and its neighbours: rounds, stances, measures, what binds a state, levers' ranges."""

from __future__ import annotations

from rantau.baseline.load import instruments, parties, place, places
from rantau.policy.instruments import bonds, obligations
from rantau.policy.measures import CodedMeasure
from rantau.policy.monitor import MonitorIndicator, monitor_indicators
from rantau.policy.monitor_rounds import Reading
from rantau.policy.stance import Pointer, Stance, stances
from rantau.simulation.levers import LEVERS
from rantau.study.policy_monitor import BASELINE_ROUND, monitor_state, rounds_of
from rantau.study.policy_stance import pointers_of, register_of
from rantau.study.policy_tables import read_effects
from rantau.study.provenance_evidence import finding_chain
from rantau.study.provenance_parameters import parameter_chain
from rantau.study.provenance_simulated import simulated_chain
from rantau.study.provenance_steps import SHOWN, Link, Step, page_step
from rantau.study.study import Study

__all__ = [
    "bond_chain",
    "effect_chain",
    "indicator_chain",
    "lever_chain",
    "measure_chain",
    "monitored_chain",
    "round_chain",
    "stance_chain",
]


def _name(id: str) -> str:
    known = places()
    return " → ".join(known[end].name if end in known else end for end in id.split(">"))


def _said(*parts: str) -> str:
    return "; ".join(filter(None, parts))


# -- the monitor ----------------------------------------------------------------------------------------------


def monitored_chain(study: Study, id: str, _: bool) -> Step | None:
    """A figure of the monitor: what each round said, what the target rests on, how the indicator is defined.

    Args:
        study: The study.
        id: ``<indicator>/<place>`` for the latest year with a figure, or ``<indicator>/<place>/<year>``.
    """
    indicator, _slash, rest = id.partition("/")
    where, _slash, year = rest.partition("/")
    known = monitor_indicators().get(indicator)
    row = next((r for r in monitor_state(study).rows if (r.indicator, r.place) == (indicator, where)), None)
    if known is None or (year and not year.isdecimal()) or (row is None and not year):
        return None
    if year and (row is None or int(year) != row.year):
        wanted = (indicator, where, int(year))
        said = [one for round in rounds_of(study) for one in round.readings if one.key == wanted]
        if not said:
            return None
        beneath = tuple(_reading(one) for one in said)
        return Step("monitored", f"{known.name}, {_name(where)}, {year}", "", beneath=beneath)
    assert row is not None
    readings = row.cell.readings if row.cell else ()
    number = "no figure" if row.value is None else f"{row.value:,.6g} {known.unit}"
    spread = f" ({row.low:,.6g} to {row.high:,.6g})" if row.low != row.high else ""
    return Step(
        "monitored",
        f"{number}{spread}: {known.name}, {_name(where)}" + (f", {row.year}" if row.year else ""),
        _said(row.word, row.missing, known.caveat),
        link=Link("monitored", f"{indicator}/{where}"),
        beneath=(*(_reading(one) for one in readings), *_definition(known)),
    )


def _reading(one: Reading) -> Step:
    where = "baseline" if one.round == BASELINE_ROUND else f"data/rounds/{one.round}.csv, line {one.line}"
    told = one.status if one.value is None else f"{one.value:,.6g}"
    return Step("row", f"{told}: {one.source}", _said(where, one.note, one.source_url))


def _definition(one: MonitorIndicator) -> tuple[Step, ...]:
    steps = [Step("row", f"monitor indicators, {one.id}", _said(one.definition, one.formula))]
    if one.target is not None:
        steps.append(
            Step("row", f"target {one.target:,.6g} {one.unit}", _said(one.target_basis, one.legal_anchor))
        )
    return tuple(steps)


def indicator_chain(study: Study, id: str, reveal: bool) -> Step | None:
    """An indicator over the region: the figure of each state of the study, or that there is none."""
    known = monitor_indicators().get(id)
    if known is None:
        return None
    wanted = [row.place for row in monitor_state(study).rows if row.indicator == id and ">" not in row.place]
    found = (monitored_chain(study, f"{id}/{where}", reveal) for where in wanted)
    return Step(
        "indicator",
        f"{known.name}: {len(wanted)} states",
        known.definition,
        link=Link("indicator", id),
        beneath=tuple(one for one in found if one),
    )


def round_chain(study: Study, id: str, _: bool) -> Step | None:
    """A round of the monitor: its rows."""
    round = next((one for one in rounds_of(study) if one.name == id), None)
    if round is None:
        return None
    names = monitor_indicators()
    beneath = (
        Step(
            "reading",
            f"{names[one.indicator].name}, {_name(one.place)}, {one.year}",
            link=Link("monitored", f"{one.indicator}/{one.place}/{one.year}"),
            beneath=(_reading(one),),
        )
        for one in round.readings[:SHOWN]
    )
    title = f"{len(round.readings)} rows of the round {id}"
    return Step("round", title, link=Link("round", id), beneath=tuple(beneath))


# -- stance and measures --------------------------------------------------------------------------------------


def stance_chain(study: Study, id: str, reveal: bool) -> Step | None:
    """A state's stance on an axis: each measure, finding and coding that points somewhere on it.

    Args:
        study: The study.
        id: ``<state>/<axis>/<level>/<stream>`` as in the list of stances.
        reveal: Show the words of confidential documents.
    """
    pointers = pointers_of(study)
    found = stances(pointers, study.settings.study.places, [])
    one = next((each for each in found if each.year is None and _stance_id(each) == id), None)
    if one is None:
        return None
    mine = [
        each
        for each in pointers
        if (each.state, each.axis) == (one.state, one.axis)
        and one.level in (None, each.level)
        and one.stream in ("together", each.stream)
    ]
    middle = "no data" if one.middle is None else f"{one.middle:.1f} ({one.low:.1f} to {one.high:.1f}) %"
    register = {measure.id: measure for measure in register_of(study)}
    beneath = [_pointer(study, register, each, reveal) for each in mine[:SHOWN]]
    if not beneath:
        beneath = [Step("row", "nothing was found", "the interval is the whole scale, from 0 to 100")]
    return Step(
        "stance",
        f"{middle}: {one.axis}, {_name(one.state)}",
        f"{one.more} point to more, {one.less} to less, {one.mixed} both ways; Jeffreys posterior Beta(more + 1/2, "
        f"less + 1/2), {len(one.witnesses)} witnesses: a root source that says a thing twice counts once",
        link=Link("stance", id),
        beneath=tuple(beneath),
    )


def _stance_id(one: Stance) -> str:
    return f"{one.state}/{one.axis}/{one.level or 'law and practice'}/{one.stream}"


def _pointer(study: Study, register: dict[str, CodedMeasure], one: Pointer, reveal: bool) -> Step:
    beneath: list[Step] = []
    for id in one.ids:
        if id in register:
            beneath.append(_measure(study, register[id], reveal))
        else:
            beneath += filter(None, (finding_chain(study, id, reveal) or _coded(study, id),))
    return Step(
        "pointer",
        f"{one.direction}: {one.said.replace('_', ' ')}",
        _said(one.level, one.stream),
        beneath=tuple(beneath) or (Step("row", one.witness, ", ".join(one.ids)),),
    )


def _coded(study: Study, id: str) -> Step | None:
    """The page of a passage, or of a coding's: whose coding it is, is not told here."""
    try:
        passage = study.store.passage("/".join(id.split("/")[:2]))
    except KeyError:
        coding = next((one for one in study.store.codings() if one.id == id), None)
        return page_step(study, coding.document, coding.page, coding.passage) if coding else None
    return page_step(study, passage.document, passage.spans[0].page, passage.id)


def measure_chain(study: Study, id: str, reveal: bool) -> Step | None:
    """A measure of the register: its source, and where it was confirmed from a document, the page."""
    one = next((one for one in register_of(study) if one.id == id), None)
    return None if one is None else _measure(study, one, reveal)


def _measure(study: Study, one: CodedMeasure, reveal: bool) -> Step:
    beneath = [Step("row", one.source, _said(one.source_url, one.confidence, one.note))]
    beneath += filter(None, (finding_chain(study, one.origin, reveal) or _coded(study, one.origin),))
    return Step(
        "measure",
        f"{one.name}, {_name(one.iso3)}, {one.start}",
        _said(f"coded {one.kind.replace('_', ' ')}", one.level, one.why, f"from {one.origin}"),
        link=Link("measure", one.id),
        beneath=tuple(beneath),
    )


# -- what binds -----------------------------------------------------------------------------------------------


def bond_chain(study: Study, id: str, _: bool) -> Step | None:
    """Where a state stands towards an instrument, and the duties in it: ``<instrument>/<state>``."""
    instrument, _slash, state = id.partition("/")
    known = instruments().get(instrument)
    if known is None:
        return None
    found = bonds(instruments(), parties(), study.settings.study.places)
    one = next((one for one in found if (one.instrument, one.iso3) == (instrument, state)), None)
    if one is None:
        return None
    status = Step(
        "row", f"parties.csv: {one.source or one.status}", _said(one.basis, one.source_url, one.note)
    )
    duties = [each for each in obligations().values() if each.instrument == instrument]
    return Step(
        "bond",
        f"{known.name}, {place(state).name}: {one.status}, {len(duties)} duties",
        one.confidence,
        link=Link("bond", id),
        beneath=(
            status,
            *(
                Step(
                    "row",
                    f"{each.strength} duty, article {each.article}: {each.duty}",
                    _said(each.source, each.source_url, each.confidence, each.note),
                )
                for each in duties
            ),
        ),
    )


# -- levers and stocks ----------------------------------------------------------------------------------------


def lever_chain(study: Study, id: str, reveal: bool) -> Step | None:
    """A lever's range: a choice of the model's, said to be one; and the parameter that it moves, where it moves one."""
    one = LEVERS.get(id)
    if one is None:
        return None
    range = Step(
        "row",
        f"ASSUMED: from {one.low:g} to {one.high:g} {one.unit}",
        "bounds of rantau's own, so that what lies outside is refused as a slip; they do not say what is feasible",
    )
    return Step(
        "lever",
        f"{one.low:g} to {one.high:g} {one.unit}: {one.name.replace('_', ' ')}",
        one.meaning,
        link=Link("lever", id),
        beneath=tuple(filter(None, (range, parameter_chain(study, id, reveal)))),
    )


def effect_chain(study: Study, id: str, reveal: bool) -> Step | None:
    """What a scenario does to a quantity, as recommendations use it: simulated, or a row of the study's own table.

    Args:
        study: The study.
        id: ``<scenario>/<quantity>``.
        reveal: Show the words of confidential documents.
    """
    simulated = simulated_chain(study, f"difference/{id}", reveal)
    table = study.path / "data" / "effects.csv"
    rows = read_effects(table) if table.is_file() else []
    beneath = [
        Step(
            "row",
            f"data/effects.csv: {one.difference:,.6g} ({one.low:,.6g} to {one.high:,.6g}) {one.unit}",
            f"{one.scenario} against {one.against}",
        )
        for one in rows
        if f"{one.scenario}/{one.outcome}" == id
    ]
    beneath += [simulated] if simulated else []
    title = id.replace("/", ": ").replace("_", " ")
    return Step("effect", title, link=Link("effect", id), beneath=tuple(beneath)) if beneath else None
