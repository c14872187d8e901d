"""Sections on limits, method and sources."""

from __future__ import annotations

from collections.abc import Sequence

from rantau.brief.bibliography import apa, cited_works, works
from rantau.brief.blocks import Bullets, Cell, Column, Label, Paragraph, Section, Table, Text, cell, say
from rantau.brief.findings import coverage
from rantau.brief.material import BriefMaterial
from rantau.brief.register import Provenance, Register
from rantau.brief.views import countries
from rantau.brief.withheld import SMALL_COUNT
from rantau.brief.wording import document_name, listed
from rantau.framework.language import N_, fill, gettext, local
from rantau.profile.corridors import LEGS, PROTECTION_DIMENSIONS

__all__ = ["limits", "method", "sources", "statistics_sources"]


def limits(material: BriefMaterial, register: Register) -> Section:
    """What the brief does not know."""
    items: list[Cell] = [
        say(
            "Scores are relative to the countries of this study; adding or leaving out a country moves them."
        ),
        say(
            "Indicators are national. They say little about provinces, about a single border crossing, or about any "
            "one person. Nothing here identifies or scores a person."
        ),
        say(
            "Extreme values are not trimmed: one very high or very low country stretches the scale for all others."
        ),
        say(
            "A claim that the reader of documents missed is not here; silence of the documents is no evidence."
        ),
    ]
    if material.failed:
        items.append(
            say(
                "{n} missing here.",
                n=register.counted(
                    (one.id for one in material.failed),
                    "documents not read",
                    "document could not be read, and its content is",
                    "documents could not be read, and their content is",
                ),
            )
        )
    unclear = [one.id for one in material.citations if one.status != "matched"]
    if unclear:
        items.append(
            say(
                "{n} could not be matched to one entry of a reference list, so the roots beneath some claims may not "
                "be known.",
                n=register.counted(unclear, "citations ambiguous or dangling", "citation", "citations"),
            )
        )
    hidden = [one.id for one in material.documents if one.confidential]
    if hidden:
        items.append(
            say(
                "{n}: named by number only, and not quoted. Counts of persons under {small} from such a document are "
                "not printed.",
                n=register.counted(
                    hidden, "confidential documents", "document is confidential", "documents are confidential"
                ),
                small=register.setting(
                    "smallest count printed from a confidential document",
                    SMALL_COUNT,
                    f"{SMALL_COUNT}",
                    assumed=True,
                ),
            )
        )
    used = _used(material)
    if used:
        assumed = [one for one in used if _bare(material, one)]
        items.append(
            say(
                "{n} of the {all} used states no error of its own: no uncertainty given. The error reckoned with is "
                "ASSUMED."
                if len(assumed) == 1
                else "{n} of the {all} used state no error of their own: no uncertainty given. The error reckoned "
                "with is ASSUMED.",
                n=register.count(assumed, "observations used without a stated error"),
                all=register.counted(used, "observations used", "observation", "observations"),
            )
        )
    blocks = (
        (coverage(material, register), Bullets(tuple(items)))
        if countries(material)
        else (Bullets(tuple(items)),)
    )
    return Section("limits", "Coverage and limits", blocks)


def _used(material: BriefMaterial) -> list[str]:
    """Ids of the observations that any score rests on."""
    used = {one for score in material.scores for one in score.inputs}
    return sorted(used & material.observation_of.keys())


def _bare(material: BriefMaterial, observation: str) -> bool:
    one = material.observation_of[observation]
    return one.low is None and one.high is None


def method(material: BriefMaterial, register: Register) -> Section:
    """The method in plain words, with every setting named as set or as assumed."""
    settings = material.settings

    def assume(name: str, value: float | int, text: str) -> Cell:
        return (register.setting(name, value, text, assumed=True), Text.of(" (ASSUMED)"))

    paragraphs = [
        say(
            "Reading. Each document is cut into pages and passages. References and in-text citations are matched. "
            "Statements of quantity are taken out as claims, each with its exact words and its page."
        ),
        say(
            "Laying side by side. Claims about the same indicator, places and people form a group. Hedges are read as "
            "intervals: “over” a number has no upper end, and disagrees only with what lies far from it. A group is "
            "corroborated, compatible, conflicting or on a single source; what is counted is root sources, not "
            "documents."
        ),
        say(
            "Scoring countries. For each indicator the latest observation of the last {years} years is used. Values "
            "are put on one scale by the lowest and highest country, turned so that higher is less secure, and "
            "averaged with equal weights: indicators into dimensions, dimensions into the whole. A dimension is "
            "assessed with at least {indicators} indicators and {share} of those it should have; the whole with at "
            "least {dimensions} dimensions.",
            years=assume(N_("look-back in years"), settings.look_back_years, f"{settings.look_back_years}"),
            indicators=assume(
                N_("fewest indicators of a dimension"), settings.minimum_indicators, f"{settings.minimum_indicators}"
            ),
            share=assume(N_("smallest share of a dimension's indicators"), settings.minimum_share,
                         f"{settings.minimum_share:.0%}"),
            dimensions=assume(N_("fewest dimensions of the whole"), settings.minimum_dimensions,
                              f"{settings.minimum_dimensions}"),
        ),
        say(
            "Claims as figures. Where no published figure of an indicator lies within those years, what the study's "
            "documents claim of it is used, if they say of which country and year; the confidence in the claims is its "
            "error, by ASSUMED steps. A published figure always goes first. Claims of confidential documents are not "
            "used."
        ),
        say(
            "Scoring corridors. Origin is the origin country's insecurity as a whole; destination is the mean of the "
            "destination country's {dimensions} insecurity, which stand for the protection of people who are no "
            "citizens there. Which dimensions stand for protection is ASSUMED. Exposure is the geometric mean of the "
            "legs that are assessed, with the weights {origin} for the origin, {route} for the route and {destination} "
            "for the destination.",
            dimensions=listed([gettext(one) for one in PROTECTION_DIMENSIONS]),
            **{
                leg: assume(fill("weight of the leg {leg}", leg=gettext(leg)), weight, f"{weight:g}")
                for leg, weight in zip(LEGS, settings.leg_weights, strict=True)
            },
        ),
        say(
            "Intervals. Scores are computed again in {draws} draws (seed {seed}). In each, observations move within "
            "their errors; where a source states none, with a standard error of {error} of the indicator's range. The "
            "age of a figure is an error of its own: what the indicator changes in a year ({drift} of its range, where "
            "too few figures show it), times the square root of the years. What is missing may lie anywhere on the "
            "scale. Weights vary around equal ones, by a Dirichlet distribution of parameter {weights}. Intervals hold "
            "{level} of the draws, and are widened where needed to hold the value itself.",
            draws=(register.setting("draws", settings.draws, f"{settings.draws:,}", assumed=False),),
            seed=(register.setting("seed", material.seed, f"{material.seed}", assumed=False),),
            error=assume(N_("standard error of observations without one"), settings.assumed_error,
                         f"{settings.assumed_error:.0%}"),
            drift=assume(N_("change of an indicator in a year"), settings.assumed_drift,
                         f"{settings.assumed_drift:.0%}"),
            weights=assume(N_("concentration of weights"), settings.weight_concentration,
                           f"{settings.weight_concentration:g}"),
            level=assume(N_("coverage of intervals"), settings.level, f"{settings.level:.0%}"),
        ),
    ]  # fmt: skip
    if material.audit is not None:
        paragraphs.append(
            say(
                "Audit. What people took in and decided stands in the study's audit trail up to event {n}, whose hash "
                "begins with {head}.",
                n=register.cite(
                    material.audit.events,
                    local(f"{material.audit.events:,}"),
                    Provenance(
                        "audit", (material.audit.head,), gettext("number of an event of the audit trail")
                    ),
                ),
                head=material.audit.head[:16],
            )
        )
    return Section("method", "Method in plain words", tuple(Paragraph(one) for one in paragraphs))


def statistics_sources(register: Register) -> list[str]:
    """Sources of the observations and stocks printed so far, in alphabetical order: ``S1`` is the first."""
    material = register.material
    beneath = (
        material.observation_of[one].source
        for entry in register.entries
        if entry.provenance.kind == "score"
        for one in entry.provenance.ids
        if one in material.observation_of
    )
    return sorted({*beneath, *(one.source for one in register.stocks)} - {""})


def sources(material: BriefMaterial, register: Register) -> Section:
    """Documents, and the sources of the statistics. It comes last, for it lists what the others printed."""
    kinds = {"ngo": N_("NGO"), "unknown": N_("not stated")}
    rows = []
    for one in material.documents:
        rows.append(
            (
                (Label(material.document_number[one.id], strong=True),),
                cell(document_name(one, long=True)),
                cell(gettext(kinds.get(one.source_type, one.source_type))),
                (Text.of("confidential"),) if one.confidential else cell(one.file),
                cell(one.id) if not one.problem else (Text.of("not read"),),
            )
        )
    documents = Table(
        "table-documents",
        "Documents of the study; the id is the beginning of the file's fingerprint",
        (
            Column("No.", width=0.4),
            Column("Document", width=3),
            Column("Kind of source", width=1),
            Column("File", width=1.3),
            Column("Id", width=1.1),
        ),
        tuple(rows),
        traced=False,
        small=True,
    )
    statistics: Sequence[str] = statistics_sources(register)
    blocks: list[Table | Paragraph] = [documents if rows else Paragraph(say("The study has no documents."))]
    if statistics:
        blocks.append(
            Table(
                "table-statistics",
                "Sources of the statistics",
                (Column("No.", width=0.4), Column("Source", width=6)),
                tuple(
                    ((Label(f"S{number}", strong=True),), cell(one))
                    for number, one in enumerate(statistics, start=1)
                ),
                traced=False,
                small=True,
            )
        )
    cited = [apa(one) for one in works(material) if one["id"] in {each.id for each in cited_works(material)}]
    if cited:
        blocks.append(
            Table(
                "table-works",
                "Works that the documents cite for what is said here, as their reference lists give them",
                (Column("Work"),),
                tuple((cell(one),) for one in cited),
                traced=False,
                small=True,
            )
        )
    blocks.append(
        Paragraph(
            say(
                "All works, for a reference manager: {bibtex} and {csl}.",
                bibtex="references.bib",
                csl="references.csl.json",
            ),
            "note",
        )
    )
    return Section("sources", "Sources", tuple(blocks))
