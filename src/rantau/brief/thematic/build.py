"""The thematic report itself: sections, figures, register, and the files they become."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rantau.brief.blocks import data
from rantau.brief.build import chains, json_file, named, register_row, without_missing
from rantau.brief.charts import Picture
from rantau.brief.figure_set import drawn_files
from rantau.brief.page_texts import page_texts
from rantau.brief.register import Register
from rantau.brief.render import html_page, pdf, printable
from rantau.brief.thematic.agreed import agreement
from rantau.brief.thematic.appendix import appendix_agreement, appendix_audit, appendix_codebook, references
from rantau.brief.thematic.checklists import checklists
from rantau.brief.thematic.coded_by import codebook, coders
from rantau.brief.thematic.design import design, documents
from rantau.brief.thematic.material import ThematicMaterial
from rantau.brief.thematic.methods import methods, methods_text
from rantau.brief.thematic.phases import phases
from rantau.brief.thematic.pictures import saturation_picture, themes_picture
from rantau.brief.thematic.reflexive import interests, limits, reflexivity
from rantau.brief.thematic.saturated import graph, saturation
from rantau.brief.thematic.themed import exemplary, themes
from rantau.brief.thematic.trust import criteria, criteria_met
from rantau.brief.withheld import public
from rantau.brief.word_file import word_file
from rantau.brief.wording import place_name
from rantau.framework.language import N_, calendar_day, fill, gettext, speaking

__all__ = ["NAME", "ThematicReport", "build_thematic_report", "needs_met"]

NAME = "thematic-report"
KIND = N_("Thematic report")


@dataclass(frozen=True, slots=True)
class ThematicReport:
    """A report as files: relative path and content of each."""

    files: Mapping[str, bytes]

    @property
    def html(self) -> bytes:
        return self.files[f"{NAME}.html"]


def build_thematic_report(
    material: ThematicMaterial, language: str = "en", *, suffix: str = ""
) -> ThematicReport:
    """Make the report as HTML, PDF, DOCX and JSON, its methods section as plain text, and each figure.

    The same material in the same language gives the same bytes. Words of confidential documents are taken out first.

    Args:
        material: The study's records.
        language: One of :data:`rantau.framework.language.LANGUAGES`. Quotations and the codebook stay as they are.
        suffix: Put into the name of each file before its last dot, such as ``.id``, for a report in a second language.

    Raises:
        ValueError: There is no such language.
    """
    with speaking(language):
        return ThematicReport(named(_report(material), suffix))


def _report(material: ThematicMaterial) -> Mapping[str, bytes]:
    material = dataclasses.replace(material, brief=public(material.brief)).without_names()
    brief = material.brief
    register = Register(brief)
    parts = [
        methods(material, register),
        design(material),
        documents(material, register),
        coders(material, register),
        codebook(material, register),
        phases(material, register),
        agreement(material, register),
        saturation(material, register),
        themes(material, register),
        graph(material, register),
        criteria(material, register),
        reflexivity(material, register),
        interests(material),
        limits(material, register),
    ]
    tail = [
        appendix_codebook(material, register),
        *appendix_agreement(material, register),
        appendix_audit(material, register),
        references(),
    ]
    titles = {one.id: gettext(one.title) for one in (*parts, *tail)}
    sections = [*parts, *checklists(register, needs_met(material), titles), *tail]
    pictures = [one for one in (saturation_picture(material), themes_picture(material)) if one is not None]
    drawn = {one.name for one in pictures}
    title = brief.title.strip() or gettext(KIND)
    content = printable(
        {
            "texts": {
                **page_texts(),
                "kind": gettext(KIND),
                "observations": "",
            },
            "title": title,
            "short_title": title if len(title) <= 80 else title[:79].rstrip() + "…",
            "imprint": f"{calendar_day(brief.as_of)} · {', '.join(place_name(brief, one) for one in brief.places)}",
            "colophon": f"{brief.software} · "
            + fill("state of the study: {day}", day=calendar_day(brief.as_of)),
            "sections": [data(without_missing(one, drawn)) for one in sections],
            "register": [register_row(register, entry, {}) for entry in register.entries],
            "observations": [],
            "register_at": "",
        }
    )
    return _files(material, register, content, pictures)


def _files(
    material: ThematicMaterial, register: Register, content: Mapping[str, object], pictures: Iterable[Picture]
) -> Mapping[str, bytes]:
    brief = material.brief
    files, drawings = drawn_files(pictures)
    files[f"{NAME}.html"] = html_page(content, {name: svg for name, (svg, _) in drawings.items()})
    files[f"{NAME}.pdf"] = pdf(content, drawings, brief.as_of)
    files[f"{NAME}.docx"] = word_file(
        content, {name: png for name, (_, png) in drawings.items()}, brief.as_of
    )
    files[f"{NAME}.json"] = json_file(printable(chains(brief, register, {})))
    files["methods-section.txt"] = methods_text(material, register).encode("utf-8")
    return dict(sorted(files.items()))


def needs_met(material: ThematicMaterial) -> dict[str, bool]:
    """What items of the checklists need -> whether it is there."""
    a, said = material.conduct, material.said
    found = {name: bool(getattr(said, name).strip()) for name in said.__dataclass_fields__}
    quoted = any(
        exemplary(material, [one for one in material.coded if one.code in theme.codes])
        for theme in material.themes.themes
    )
    return found | {
        "question": bool(material.brief.question.strip()),
        "coders": bool(a.coders),
        "codings": bool(a.codings),
        "double": bool(a.double),
        "themes": bool(a.themes) and not a.undefined_themes,
        "quotes": quoted,
        "documents": bool(material.brief.read),
        "trust": all(criteria_met(material).values()),
    }
