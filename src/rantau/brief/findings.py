"""Sections on corridors and on countries."""

from __future__ import annotations

from collections.abc import Sequence

from rantau.brief.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Figure,
    Label,
    Paragraph,
    Section,
    Table,
    Text,
    cell,
    say,
)
from rantau.brief.material import BriefMaterial
from rantau.brief.register import Provenance, Register
from rantau.brief.views import CORRIDORS_SHOWN, countries, country_scores, ranked_corridors
from rantau.brief.wording import corridor_name, element_words, place_name, with_indicators
from rantau.framework.language import N_, fill, gettext
from rantau.framework.words import DIMENSIONS
from rantau.profile.corridors import EXPOSURE, LEGS
from rantau.profile.countries import OVERALL
from rantau.store.records import Score

__all__ = ["corridors", "coverage", "profiles"]

NOT_ASSESSED = N_("not assessed")


def _score(register: Register, score: Score | None) -> Cell:
    if score is None or not score.assessed:
        return (Text.of(NOT_ASSESSED),)
    return cell(register.score(score))


def corridors(material: BriefMaterial, register: Register) -> Section:
    """The most exposed corridors: map, table, and the rule behind them."""
    ranked = ranked_corridors(material)
    scored = [one for one in material.scores if one.element == EXPOSURE]
    if not ranked:
        assessed = [one.unit for one in scored if one.assessed]
        text = say(
            "No corridor is ranked. Between the study's countries, {n} a known stock of migrants; of these, {m} could "
            "be assessed.",
            n=register.counted(
                (one.unit for one in scored), "corridors with a known stock", "corridor has", "corridors have"
            ),
            m=register.count(assessed, "corridors assessed"),
        )
        return Section("corridors", "Where migrants are most exposed", (Paragraph(text),))
    shown = ranked[:CORRIDORS_SHOWN]
    level = register.setting("coverage of intervals", material.settings.level, f"{material.settings.level:.0%}",
                             assumed=True)  # fmt: skip
    routes = [one.unit for one in ranked if one.legs["route"].assessed]
    blocks: list[Block] = [
        Paragraph(
            say(
                "A corridor has three legs, which are shown apart: what pushes people at the origin, what happens on "
                "the route, and what protection is missing at the destination. Exposure joins them by one stated rule, "
                "a geometric mean, which is high only where no leg is low. The route is assessed on "
                "{routes} of {n}; elsewhere exposure rests on the two other legs, and says nothing "
                "about the journey. In brackets: {level} intervals.",
                routes=register.count(routes, "ranked corridors whose route is assessed"),
                n=register.counted(
                    (one.unit for one in ranked),
                    "corridors that are ranked",
                    "ranked corridor",
                    "ranked corridors",
                ),
                level=level,
            )
        ),
        Figure(
            "corridors",
            say(
                "Corridors between the study's countries, by migrant stock (width) and by exposure (three shades and "
                "line styles). The numbered ones are the first of the table. Boundaries and names shown do not imply "
                "endorsement."
            ),
            _map_alt(material),
            "table-corridors",
        ),
    ]
    rows: list[tuple[Cell, ...]] = []
    for one in shown:
        rows.append(
            (
                (Label(corridor_name(material, one.unit), strong=True),),
                cell(register.score(one.exposure)),
                cell(register.rank(one.exposure)),
                cell(register.share(one.share)) if one.share else (Text.of(NOT_ASSESSED),),
                *(_score(register, one.legs[leg]) for leg in LEGS),
                (
                    register.stock(one.row),
                    Label(f" ({one.row.year})"),
                ),
            )
        )
    blocks.append(
        Table(
            "table-corridors",
            "The most exposed corridors",
            (
                Column("Corridor", width=2.0),
                Column("Exposure", numeric=True, width=1.1),
                Column("Rank", numeric=True, width=0.95),
                Column(fill("In the top {n}", n=_top(material)), numeric=True, width=0.8),
                Column("Origin: push", numeric=True, width=1.2),
                Column("Route", numeric=True, width=1.25),
                Column("Destination: protection gap", numeric=True, width=1.25),
                Column("Migrants (year)", numeric=True, width=1.45),
            ),
            tuple(rows),
            small=True,
        )
    )
    blocks.append(Paragraph(_corridor_note(material, register, scored), "note"))
    return Section("corridors", "Where migrants are most exposed", tuple(blocks))


def _corridor_note(material: BriefMaterial, register: Register, scored: Sequence[Score]) -> Cell:
    """What the counts of migrants are, and which corridors the table leaves out."""
    note = say(
        "Migrants are persons born at the origin who live at the destination, by the latest known count; no "
        "uncertainty is given for them, and such counts miss many people in an irregular situation."
    )
    ranked = [one.unit for one in ranked_corridors(material)]
    if len(ranked) > CORRIDORS_SHOWN:
        note += say(
            " {n} ranked below those in the table.",
            n=register.counted(
                ranked[CORRIDORS_SHOWN:], "ranked corridors not in the table", "corridor is", "corridors are"
            ),
        )
    small = [one.unit for one in scored if one.assessed and one.rank is None]
    if small:
        note += say(
            " {n} too few migrants for a rank.",
            n=register.counted(
                small,
                "corridors assessed, but under the smallest stock for a rank",
                "corridor has",
                "corridors have",
            ),
        )
    missing = [one.unit for one in scored if not one.assessed]
    if missing:
        note += say(
            " {n} not be assessed, for want of data on the origin or on the destination.",
            n=register.counted(missing, "corridors not assessed", "corridor could", "corridors could"),
        )
    return note


_WORDS = {
    1: N_("one"),
    2: N_("two"),
    3: N_("three"),
    4: N_("four"),
    5: N_("five"),
    6: N_("six"),
    7: N_("seven"),
    8: N_("eight"),
    9: N_("nine"),
    10: N_("ten"),
}


def _top(material: BriefMaterial) -> str:
    return gettext(_WORDS.get(material.settings.top, N_("few")))


def _map_alt(material: BriefMaterial) -> str:
    first = ", ".join(corridor_name(material, one.unit) for one in ranked_corridors(material)[:3])
    return fill(
        "Map of migration corridors between the study's countries. Arcs run from origin to destination, wider for "
        "more migrants and darker for more exposure. The most exposed are, in order: {first}. "
        "The table after the map holds the values of the first corridors.",
        first=first,
    )


def profiles(material: BriefMaterial, register: Register) -> Section:
    """The seven dimensions for each country, with intervals and gaps."""
    order = countries(material)
    if not order:
        return Section(
            "profiles", "Human security, country by country", (Paragraph(say("No country was profiled.")),)
        )
    if len(order) == 1:
        alone = say("Scores compare countries with each other, and the study names one: none is given.")
        return Section("profiles", "Human security, country by country", (Paragraph(alone),))
    blocks: list[Block] = [
        Paragraph(
            say(
                "Each score runs from {low} (the most secure of the study's countries) to {high} (the least secure), "
                "from the indicators of a dimension with equal weights. A dimension with too little data is not "
                "assessed; it is not a zero. Countries whose intervals overlap cannot be told apart.",
                low=register.definition("lower end of the scale", 0, "0"),
                high=register.definition("upper end of the scale", 100, "100"),
            )
        ),
        Figure(
            "profiles",
            say(
                "Insecurity by country and dimension: the value (dot) and its interval (line). Further right is less "
                "secure. A cell marked n.a. is not assessed."
            ),
            _profile_alt(material),
            "table-profiles",
        ),
    ]
    heads = [
        Column("Country", width=1.4),
        Column("Human security", numeric=True, width=1.05),
        Column("Rank", numeric=True, width=0.95),
    ]
    heads += _dimension_columns()
    rows = []
    for country in order:
        whole, *parts = country_scores(material, country)
        rank = cell(register.rank(whole)) if whole.rank is not None else (Text.of("not ranked"),)
        rows.append(
            (
                (Label(place_name(material, country), strong=True),),
                _score(register, whole),
                rank,
                *(_score(register, one) for one in parts),
            )
        )
    blocks.append(
        Table("table-profiles", "Insecurity scores with intervals", tuple(heads), tuple(rows), small=True)
    )
    if material.warnings:
        blocks += [
            Paragraph(
                say(
                    "Read these scores with care. With so few countries such checks are coarse: they are warnings to "
                    "look, and no verdicts."
                ),
                "note",
            ),
            Bullets(
                tuple(
                    (*register.checked(element, with_indicators(material, sentence)), Text("."))
                    for element, sentence in material.warnings
                )
            ),
        ]
    return Section("profiles", "Human security, country by country", tuple(blocks))


def _dimension_columns() -> list[Column]:
    return [
        Column(name.capitalize(), numeric=True, width=max(1.05, len(name) / 9))
        for name in map(element_words, DIMENSIONS)
    ]


def _profile_alt(material: BriefMaterial) -> str:
    assessed = [one for one in countries(material) if material.score_of[OVERALL, one].assessed]
    order = ", ".join(place_name(material, one) for one in assessed) or gettext("none could be assessed")
    return fill(
        "Chart of insecurity scores with intervals, one panel for human security as a whole and one for each of the "
        "seven dimensions. From the least to the most secure as a whole: {order}. The table after the chart holds "
        "the same values.",
        order=order,
    )


def coverage(material: BriefMaterial, register: Register) -> Table:
    """How many of a dimension's indicators have data, country by country, and from which years."""
    rows = []
    for country in countries(material):
        whole, *parts = country_scores(material, country)
        years = [material.observation_of[one].year for one in whole.inputs if one in material.observation_of]
        span: Cell = (Text.of("none"),)
        if years:
            text = f"{min(years)}–{max(years)}" if min(years) != max(years) else f"{years[0]}"
            where = fill("years of the observations used: {place}", place=place_name(material, country))
            what = Provenance("score", whole.inputs, where)
            span = cell(register.cite({"low": min(years), "high": max(years)}, text, what))
        rows.append(
            (
                (Label(place_name(material, country), strong=True),),
                *(cell(register.available(one)) for one in parts),
                span,
            )
        )
    heads = [Column("Country", width=1.4), *_dimension_columns()]
    heads.append(Column("Years used", numeric=True, width=1.1))
    return Table(
        "table-coverage",
        "Indicators with a usable value, of those that the dimension has",
        tuple(heads),
        tuple(rows),
        small=True,
    )
