"""The brief itself: sections, figures, register, and the files they become."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rantau.brief.account import account
from rantau.brief.bibliography import bibliography_files
from rantau.brief.blocks import Figure, Section, data, language_tag
from rantau.brief.changes import SHOWN, changes, scenario_picture
from rantau.brief.charts import Picture, in_language, profile_picture
from rantau.brief.chosen import chosen, figures_in, telling
from rantau.brief.closing import limits, method, sources, statistics_sources
from rantau.brief.evidence import conflicts, standing
from rantau.brief.figure_set import figure_files
from rantau.brief.findings import corridors, profiles
from rantau.brief.framing import framing
from rantau.brief.glance import headlines
from rantau.brief.graded import graded
from rantau.brief.journeys import journeys_picture
from rantau.brief.lineage import quotations
from rantau.brief.lineage_picture import lineage_picture
from rantau.brief.maps import corridor_picture
from rantau.brief.material import BriefMaterial
from rantau.brief.mechanisms import mechanisms_picture
from rantau.brief.page_texts import page_texts
from rantau.brief.recommended import recommendations
from rantau.brief.register import Entry, Register
from rantau.brief.render import html_page, pdf, picture, printable
from rantau.brief.sensitivity_picture import sensitivity_picture
from rantau.brief.short import WHOLE, short_sections
from rantau.brief.stance_picture import stance_picture
from rantau.brief.states import answers
from rantau.brief.theme_picture import theme_picture
from rantau.brief.triangulation import agreement_picture, conflict_picture
from rantau.brief.withheld import public
from rantau.brief.word_file import word_file
from rantau.brief.wording import indicator_name, observation_value, place_name
from rantau.framework.indicators import INDICATOR_DIMENSIONS
from rantau.framework.language import calendar_day, current, fill, gettext, speaking
from rantau.framework.words import BRIEF_SECTIONS, BriefSection

__all__ = [
    "Brief",
    "build_brief",
    "chains",
    "json_file",
    "named",
    "register_row",
    "without_missing",
]


_PICTURES: tuple[Callable[[BriefMaterial], Picture | None], ...] = (
    corridor_picture,
    profile_picture,
    conflict_picture,
    agreement_picture,
    lineage_picture,
    theme_picture,
    stance_picture,
    journeys_picture,
    scenario_picture,
    mechanisms_picture,
    lambda material: sensitivity_picture(material, SHOWN),
)


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief as files: relative path and content of each."""

    files: Mapping[str, bytes]

    @property
    def html(self) -> bytes:
        return self.files["brief.html"]

    @property
    def pdf(self) -> bytes:
        return self.files["brief.pdf"]

    @property
    def json(self) -> bytes:
        return self.files["brief.json"]


def build_brief(
    material: BriefMaterial,
    language: str = "en",
    *,
    suffix: str = "",
    leave_out: Collection[BriefSection] = (),
    short: bool = True,
) -> Brief:
    """Make the brief as ``brief.html``, ``.pdf``, ``.docx`` and ``.json``, and each figure as SVG, PNG, CSV and JSON.

    The same material in the same language gives the same bytes on any machine with the same versions of the libraries.
    The words of confidential documents are taken out first (:mod:`rantau.brief.withheld`).

    Args:
        material: The study's records.
        language: One of :data:`rantau.framework.language.LANGUAGES`. Quotations stay in that of their document.
        suffix: Put into the name of each file before its last dot, such as ``.id``, for a brief in a second language;
            what is the same in every language (references) is then left out.
        leave_out: Sections that it does without, with their figures; the account of what was read names them.
        short: Whether the short form is written too.

    Raises:
        ValueError: There is no such language.
    """
    with speaking(language):
        return Brief(named(_files(material, suffix, leave_out, short), suffix))


def _with_suffix(name: str, suffix: str) -> str:
    head, dot, tail = name.rpartition(".")
    return f"{head}{suffix}{dot}{tail}"


def named(files: Mapping[str, bytes], suffix: str) -> Mapping[str, bytes]:
    """The files under the names of a second language."""
    kept = {
        name: content for name, content in files.items() if not (suffix and name.startswith("references."))
    }
    return dict(sorted((_with_suffix(name, suffix), content) for name, content in kept.items()))


def _files(
    material: BriefMaterial, suffix: str, leave_out: Collection[BriefSection], short_too: bool
) -> dict[str, bytes]:
    material = public(material)
    register = Register(material)
    sections = chosen(
        (
            ("glance", lambda: [headlines(material, register)]),
            ("account", lambda: [account(material, register)]),
            ("corridors", lambda: [corridors(material, register)]),
            ("profiles", lambda: [profiles(material, register)]),
            ("conflicts", lambda: [conflicts(material, register)]),
            ("standing", lambda: [standing(material, register)]),
            ("graded", lambda: [graded(material, register)]),
            ("framing", lambda: framing(material, register)),
            ("lineage", lambda: [quotations(material, register)]),
            ("answers", lambda: answers(material, register)),
            ("scenarios", lambda: [changes(material, register)]),
            ("recommendations", lambda: recommendations(material, register)),
            ("limits", lambda: [limits(material, register)]),
            ("method", lambda: [method(material, register)]),
            ("sources", lambda: [sources(material, register)]),
        ),
        leave_out,
    )
    sections = telling(sections, "account", leave_out)
    shown = {block.name: block for block in figures_in(sections)}
    pictures = [
        one for one in (draw(material) for draw in _PICTURES) if one is not None and one.name in shown
    ]
    short = short_sections(material, register, leave_out)
    drawn = {one.name for one in pictures}
    sections = [without_missing(section, drawn) for section in sections]
    numbers = observation_numbers(register)
    title = material.title.strip() or gettext("Evidence brief")
    places = ", ".join(place_name(material, one) for one in material.places)
    content = {
        "title": title,
        "short_title": title if len(title) <= 80 else title[:79].rstrip() + "…",
        "imprint": f"{calendar_day(material.as_of)} · {places}",
        "colophon": f"{material.software} · "
        + fill("state of the study: {day}", day=calendar_day(material.as_of)),
        "texts": page_texts(),
        "sections": [data(section) for section in sections],
        "register": [register_row(register, entry, numbers) for entry in register.entries],
        "observations": _observation_rows(register, numbers),
        "register_at": "",
    }
    content = printable(content)
    brief_short = content | {
        "sections": printable([data(section) for section in short]),
        "register": [],
        "observations": [],
        "register_at": _with_suffix(WHOLE, suffix),
    }
    pictures = [Picture(one.name, printable(in_language(one.spec)), printable(one.rows)) for one in pictures]
    drawings = {one.name: picture(one.spec) for one in pictures}
    told = {one.name: (one, shown[one.name]) for one in pictures}
    files = figure_files(material, told, suffix, leave_out)
    files["brief.html"] = html_page(content, {name: svg for name, (svg, _) in drawings.items()})
    files["brief.pdf"] = pdf(content, drawings, material.as_of)
    if short_too:
        files["brief-short.html"] = html_page(brief_short, {})
        files["brief-short.pdf"] = pdf(brief_short, {}, material.as_of)
    files["brief.docx"] = word_file(
        content, {name: png for name, (_, png) in drawings.items()}, material.as_of
    )
    files.update(bibliography_files(material))
    left_out = {"left_out": [one for one in BRIEF_SECTIONS if one in leave_out]}
    files["brief.json"] = json_file(printable(chains(material, register, numbers) | left_out))
    return files


def without_missing(section: Section, drawn: set[str]) -> Section:
    """Leave out figures for which there was nothing to draw (for instance, no place has coordinates)."""
    kept = tuple(block for block in section.blocks if not isinstance(block, Figure) or block.name in drawn)
    return Section(section.id, section.title, kept, section.sections)


def observation_numbers(register: Register) -> dict[str, str]:
    """``O1``, ``O2`` … for the observations beneath the figures.

    By place, dimension and indicator: what lies beneath one score of a country is one run of numbers.
    """
    material = register.material
    used = {
        one
        for entry in register.entries
        if entry.provenance.kind == "score"
        for one in entry.provenance.ids
        if one in material.observation_of
    }

    def order(identifier: str) -> tuple[str, int, str, int, str]:
        one = material.observation_of[identifier]
        indicator = material.indicator_of.get(one.indicator)
        dimension = indicator.dimension if indicator else ""
        return one.place, INDICATOR_DIMENSIONS.index(dimension), one.indicator, one.year, one.id

    return {identifier: f"O{number}" for number, identifier in enumerate(sorted(used, key=order), start=1)}


def register_row(register: Register, entry: Entry, numbers: Mapping[str, str]) -> dict[str, Any]:
    """An entry of the register as plain data, for the templates."""
    words, quote, observations = register.words(entry)
    language = "en" if entry.provenance.kind == "stock" else ""
    if entry.provenance.kind == "claim":
        claim = register.material.claim_of[entry.provenance.ids[0]]
        language = register.material.document_of[claim.document].language
    return {
        "id": entry.id,
        "text": entry.text,
        "words": words,
        "quote": quote,
        "language": language_tag(language),
        "observations": _runs([numbers[one] for one in observations if one in numbers]),
    }


def _runs(numbers: Sequence[str]) -> list[dict[str, str]]:
    """``O3–O6``: runs of observations drawn together."""
    values = sorted({int(number[1:]) for number in numbers})
    runs: list[list[int]] = []
    for value in values:
        if runs and runs[-1][-1] == value - 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return [
        {"first": f"O{run[0]}", "text": f"O{run[0]}–O{run[-1]}" if len(run) > 1 else f"O{run[0]}"}
        for run in runs
    ]


def _observation_rows(register: Register, numbers: Mapping[str, str]) -> list[dict[str, str]]:
    material = register.material
    keys = {source: f"S{number}" for number, source in enumerate(statistics_sources(register), start=1)}
    rows = []
    for identifier, number in numbers.items():
        one = material.observation_of[identifier]
        rows.append(
            {
                "number": number,
                "indicator": indicator_name(material, one.indicator),
                "place": place_name(material, one.place),
                "year": f"{one.year}",
                "value": observation_value(one),
                "unit": gettext(one.unit),
                "source": keys.get(one.source, one.source),
                "origin": one.origin,
            }
        )
    return rows


def chains(material: BriefMaterial, register: Register, numbers: Mapping[str, str]) -> dict[str, Any]:
    """Every figure with its chain, and the records that the chains end in."""
    return {
        "title": material.title,
        "language": current(),
        "as_of": material.as_of,
        "software": material.software,
        "audit": {"events": material.audit.events, "head": material.audit.head} if material.audit else None,
        "figures": [register.chain(entry) for entry in register.entries],
        "observations": {
            identifier: {
                "number": number,
                "indicator": material.observation_of[identifier].indicator,
                "place": material.observation_of[identifier].place,
                "year": material.observation_of[identifier].year,
                "value": material.observation_of[identifier].value,
                "low": material.observation_of[identifier].low,
                "high": material.observation_of[identifier].high,
                "unit": material.observation_of[identifier].unit,
                "source": material.observation_of[identifier].source,
                "row": material.observation_of[identifier].origin,
            }
            for identifier, number in numbers.items()
        },
        "documents": {
            one.id: {
                "number": material.document_number[one.id],
                "sha256": one.sha256 or None,
                "file": one.file or None,
                "title": one.title or None,
                "confidential": one.confidential,
                "problem": one.problem,
            }
            for one in material.documents
        },
    }


def json_file(value: Any, indent: int | None = 1) -> bytes:
    """A value as a file of JSON."""
    separators = (",", ":") if indent is None else None
    return (json.dumps(value, ensure_ascii=False, indent=indent, separators=separators) + "\n").encode(
        "utf-8"
    )
