"""A small study for the brief's tests. Its values are made up, and mean nothing."""

from __future__ import annotations

import dataclasses
import json
import random
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from rantau.baseline.load import places
from rantau.brief import AuditSummary, Brief, BriefMaterial, Duplicate, build_brief
from rantau.evidence import joined, lineage, lineage_of_findings, propose_grades
from rantau.framework.corridors import CorridorStock
from rantau.framework.indicators import Indicator
from rantau.framework.words import DIMENSIONS
from rantau.profile import corridor_profiles, country_profiles
from rantau.store.records import (
    Citation,
    Claim,
    ClaimGroup,
    Document,
    Finding,
    FindingGroup,
    Group,
    Observation,
    Period,
    PlaceMention,
    Reference,
    Testimony,
)

MEMBERS = ("BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "TLS", "VNM")
# Made-up levels of insecurity, so that the example has an order.
LEVELS = dict(zip(MEMBERS, (0.2, 0.55, 0.7, 0.72, 0.95, 0.4, 0.6, 0.05, 0.45, 0.75, 0.5), strict=True))
STOCKS = {
    ("MMR", "THA"): 1_870_000, ("IDN", "MYS"): 1_220_000, ("KHM", "THA"): 690_000, ("LAO", "THA"): 940_000,
    ("MYS", "SGP"): 1_130_000, ("PHL", "MYS"): 128_000, ("MMR", "MYS"): 315_000, ("VNM", "MYS"): 97_000,
    ("IDN", "SGP"): 166_000, ("THA", "MYS"): 89_000, ("VNM", "KHM"): 61_000, ("THA", "KHM"): 31_000,
    ("PHL", "BRN"): 21_000, ("IDN", "BRN"): 32_000, ("MYS", "BRN"): 52_000, ("IDN", "TLS"): 4_200,
    ("VNM", "LAO"): 22_000, ("VNM", "THA"): 9_100,
}  # fmt: skip


def indicators() -> list[Indicator]:
    return [
        Indicator(
            id=f"{dimension}_{number}",
            name=f"{dimension.capitalize()} indicator {'ABC'[number]}",
            definition="made up for the tests",
            unit="index",
            kind="series",
            dimension=dimension,
            direction="higher_better" if number == 1 else "higher_worse",
            source="Example tables",
        )
        for dimension in DIMENSIONS
        for number in range(3)
    ] + [
        Indicator(id=name, name=title, definition="made up", unit=unit, kind="evidence", dimension="",
                  direction="contextual")
        for name, title, unit in (
            ("deportations", "Deportations", "persons"),
            ("victims_identified", "Trafficked persons identified", "persons"),
            ("official_complicity_share", "Share of cases with official involvement", "percent"),
        )
    ]  # fmt: skip


def observations() -> tuple[Observation, ...]:
    rng = random.Random(5)
    rows = []
    line = 1
    for indicator in indicators():
        if indicator.kind != "series":
            continue
        for place in MEMBERS:
            line += 1
            level = min(1.0, max(0.0, LEVELS[place] + rng.gauss(0, 0.13)))
            value = round(10 + 80 * (1 - level if indicator.direction == "higher_better" else level), 2)
            stated = indicator.id.endswith("0")
            # Brunei's food and health, and much of Timor-Leste, are not covered.
            hidden = (place == "BRN" and indicator.dimension in ("food", "health", "community")) or (
                place == "TLS" and indicator.id.endswith(("1", "2")) and indicator.dimension != "economic"
            )
            if hidden:
                continue
            rows.append(
                Observation(
                    id=f"o{indicator.id}-{place}",
                    indicator=indicator.id,
                    place=place,
                    year=2018 + line % 6,
                    value=value,
                    low=value - 4 if stated else None,
                    high=value + 6 if stated else None,
                    unit="index",
                    source=f"Example statistics office, {indicator.dimension} tables",
                    origin=f"baseline/observations.csv:{line}",
                    confidence="checked",
                )
            )
    return tuple(rows)


def corridors() -> list[CorridorStock]:
    return [
        CorridorStock(origin=a, destination=b, year=2020, stock=float(n), source="Example migrant stock tables",
                      confidence="checked")
        for (a, b), n in STOCKS.items()
    ]  # fmt: skip


def documents() -> tuple[Document, ...]:
    return (
        Document(id="d0000000000a1", file="unodc-2024.pdf", sha256="a1" * 32, size=1, format="pdf", language="en",
                 title="Global report on trafficking", authors=("United Nations Office on Drugs and Crime",), year=2024,
                 source_type="intergovernmental", page_count=120, notes=("Page 7 holds no text.",)),
        Document(id="d0000000000b2", file="kajian-2025.docx", sha256="b2" * 32, size=1, format="docx", language="id",
                 title="Kajian <b>migrasi</b> & #set text(red)", authors=("Wijaya, A.", "Sari, D."), year=2025,
                 source_type="academic", page_count=14, machine_read=True),
        Document(id="d0000000000c3", file="case-notes.txt", sha256="c3" * 32, size=1, format="text", language="en",
                 title="Notes of Farid", authors=("Farid, N.",), year=2023, source_type="ngo", confidential=True,
                 page_count=1),
        Document(id="d0000000000d4", file="locked.pdf", sha256="d4" * 32, size=1,
                 problem="It is encrypted; save a copy without a password and add that."),
    )  # fmt: skip


def claim(document: str, number: int, **given: object) -> Claim:
    values: dict[str, object] = {
        "id": f"{document}/p{number}/q1", "document": document, "passage": f"{document}/p{number}", "page": 2,
        "start": 0, "end": 10, "quote": "A quotation.", "value": 10.0, "low": None, "high": None, "qualifier": "exact",
        "unit": "persons", "measure": "persons deported", "indicator": "deportations", "indicator_score": 0.9,
        "places": (PlaceMention("MYS"),), "group": Group(), "period": None, "citations": (), "own_data": True,
        "extracted_by": "rules 1", "confidence": 0.8,
    }  # fmt: skip
    values.update(given)
    return Claim(**values)  # type: ignore[arg-type]


def claims() -> tuple[Claim, ...]:
    a, b, c = (one.id for one in documents()[:3])
    return (
        claim(a, 1, value=36_000.0, qualifier="more_than", period=Period("2024", "2024", "2024"),
              quote="Malaysia deported over 36,000 undocumented migrants in 2024.", own_data=False,
              citations=(f"{a}/p1/c1",)),
        claim(b, 2, value=16_000.0, period=Period("2024-01", "2024-06", "first half of 2024"),
              quote="Malaysia <script>alert(1)</script> mendeportasi 16.000 orang #panic(\"x\") $x$ [y] 漢字 😀"),
        claim(a, 3, value=45.0, unit="percent", indicator="official_complicity_share", places=(PlaceMention("THA"),),
              measure="share of cases", quote="45% of trafficking cases involve official authorities."),
        claim(b, 4, value=44.0, unit="percent", qualifier="about", indicator="official_complicity_share",
              places=(PlaceMention("THA"),), measure="share of cases", quote="sekitar 44% kasus melibatkan pejabat"),
        claim(c, 5, page=1, value=None, low=20.0, high=25.0, qualifier="range", indicator="victims_identified",
              places=(PlaceMention("KHM", "destination"),), quote="Farid brought 20 to 25 women from the compound."),
        claim(b, 6, value=7.0, indicator="victims_identified", status="rejected", quote="tujuh orang"),
    )  # fmt: skip


def groups() -> tuple[ClaimGroup, ...]:
    a, b, c = (one.id for one in documents()[:3])

    def group(
        identifier: str,
        indicator: str,
        place: str,
        verdict: str,
        of: tuple[str, ...],
        roots: tuple[str, ...],
        reason: str,
        unit: str = "persons",
    ) -> ClaimGroup:
        return ClaimGroup(id=identifier, indicator=indicator, places=(PlaceMention(place),), group=Group(), unit=unit,
                          claims=of, verdict=verdict, reason=reason, low=None, high=None,  # type: ignore[arg-type]
                          documents=len(of), roots=roots)  # fmt: skip

    return (
        group("deportations|MYS", "deportations", "MYS", "conflicting", (f"{a}/p1/q1", f"{b}/p2/q1"),
              ("The Star 2025", "Wijaya 2025"),
              "16,000 and over 36,000 persons cannot both be true; the periods differ, so compare with care."),
        group("complicity|THA", "official_complicity_share", "THA", "corroborated", (f"{a}/p3/q1", f"{b}/p4/q1"),
              ("UNODC 2024", "Wijaya 2025"), "45% and about 44% agree.", "percent"),
        group("victims|KHM", "victims_identified", "KHM", "single-source", (f"{c}/p5/q1",), ("Notes 2023",),
              "One root source."),
    )  # fmt: skip


def finding(document: str, number: int, **given: object) -> Finding:
    values: dict[str, object] = {
        "id": f"{document}/p{number}/f1", "document": document, "passage": f"{document}/p{number}", "page": 2,
        "start": 0, "end": 10, "quote": "Employers confiscate passports.", "actor": "Employers",
        "actor_type": "MS.meso.employer", "action": "confiscate passports", "target": "passports",
        "codes": ("TP.means", "HS.personal"), "places": (PlaceMention("MYS"),), "confidence": 0.8,
        "extracted_by": "finding-rules-1/retain_documents",
    }  # fmt: skip
    values.update(given)
    return Finding(**values)  # type: ignore[arg-type]


def findings() -> tuple[Finding, ...]:
    a, b, c = (one.id for one in documents()[:3])
    return (
        finding(a, 11, own_data=False, citations=(f"{a}/p1/c1",)),
        finding(b, 12, quote="Majikan <b>menahan</b> paspor 3 pekerja #panic(\"x\")."),
        finding(b, 13, quote="Employers do not confiscate passports.", denied=True),
        finding(c, 14, page=1, quote="Farid saw bosses lock women in.", codes=("TP.means", "HS.personal"),
                extracted_by="finding-rules-1/confine"),
        finding(b, 15, quote="Majikan memukul.", status="rejected"),
    )  # fmt: skip


def testimonies() -> tuple[Testimony, ...]:
    a = documents()[0].id
    return (
        Testimony(id=f"{a}/p20/t1", document=a, passage=f"{a}/p20", page=2, start=0, end=9,
                  quote="They kept my passport for 2 years.", speaker="a woman of 24", speaker_type="migrant",
                  places=(PlaceMention("MYS"),)),
    )  # fmt: skip


def finding_groups() -> tuple[FindingGroup, ...]:
    a, b, c = (one.id for one in documents()[:3])
    return (
        FindingGroup(
            id="hpassports", statement="Employers keep the identity documents of migrants in Malaysia.",
            code="TP.means", actor_type="MS.meso.employer", places=(PlaceMention("MYS"),),
            findings=(f"{a}/p11/f1", f"{b}/p12/f1"),
            testimonies=(f"{a}/p20/t1",), denials=(f"{b}/p13/f1",), documents=2,
            roots=("The Star (2025)", "Wijaya and Sari (2025)"), source_types=("academic",)),
        FindingGroup(
            id="hconfined", statement="Employers confine migrants or keep them from moving in Cambodia.",
            code="TP.means", actor_type="MS.meso.employer", places=(PlaceMention("KHM"),),
            findings=(f"{c}/p14/f1",), testimonies=(), denials=(), documents=1, roots=("Farid (2023)",),
            source_types=("ngo",)),
    )  # fmt: skip


def sources_named(a: str) -> tuple[tuple[Reference, ...], tuple[Citation, ...]]:
    """An entry of a reference list, a citation matched to it, and a dangling one."""
    references = (
        Reference(
            id=f"{a}/r1",
            document=a,
            passage=f"{a}/p39",
            key="star-2025",
            raw="The Star (2025).",
            authors=("The Star",),
            year=2025,
            suffix="",
            title="",
            container="",
            doi="",
            url="",
        ),
    )
    citations = (
        Citation(
            id=f"{a}/p1/c1",
            document=a,
            passage=f"{a}/p1",
            start=0,
            end=5,
            text="(The Star, 2025)",
            authors=("The Star",),
            year=2025,
            suffix="",
            cited_page="3",
            style="parenthetical",
            status="matched",
            reference=f"{a}/r1",
        ),
        Citation(
            id=f"{a}/p2/c1",
            document=a,
            passage=f"{a}/p2",
            start=0,
            end=5,
            text="(Idris, 2021)",
            authors=("Idris",),
            year=2021,
            suffix="",
            cited_page="",
            style="parenthetical",
            status="dangling",
            reference=None,
        ),
    )
    return references, citations


def study(**changes: object) -> BriefMaterial:
    table = tuple(places().values())
    a, b, c = (one.id for one in documents()[:3])
    scores = country_profiles(indicators(), observations(), MEMBERS, 2024, seed=7) + corridor_profiles(
        indicators(), observations(), MEMBERS, corridors(), 2024, seed=7
    )
    references, citations = sources_named(a)
    grades = propose_grades(
        finding_groups=finding_groups(), findings=findings(), testimonies=testimonies(), claim_groups=groups(),
        claims=claims(), documents=documents(), references=references, study_places=MEMBERS, study_period=(2015, 2024),
        with_methods={b},
    )  # fmt: skip
    material = BriefMaterial(
        title="Migrants and trafficking in the ASEAN migration system",
        question="On which corridors are migrants most exposed to trafficking, and how sure is it?",
        places=MEMBERS,
        year=2024,
        period=("2015", "2024"),
        as_of="2026-01-31",
        software="rantau 0.1.0",
        seed=7,
        documents=documents(),
        duplicates=(Duplicate("copy of unodc-2024.pdf", "unodc-2024.pdf"),),
        pages={f"{a}/1": None, f"{a}/2": "15", f"{b}/2": "2", f"{c}/1": None},
        passages=tuple(f"{a}/p{n}" for n in range(1, 41)) + tuple(f"{b}/p{n}" for n in range(1, 31)) + (f"{c}/p5",),
        references=references,
        citations=citations,
        claims=claims(),
        groups=groups(),
        indicators=tuple(indicators()),
        place_table=table,
        observations=observations(),
        corridors=corridors(),
        scores=tuple(scores),
        findings=findings(),
        finding_groups=finding_groups(),
        testimonies=testimonies(),
        grades=tuple(grades),
        lineage=joined(
            lineage(claims(), documents(), references, citations),
            lineage_of_findings(findings(), documents(), references, citations),
        ),
        audit=AuditSummary(events=321, head="ab" * 32),
    )  # fmt: skip
    return dataclasses.replace(material, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def make_study() -> Callable[..., BriefMaterial]:
    """A study to make a brief of; keyword arguments replace its fields."""
    return study


@pytest.fixture(scope="session")
def make_claim() -> Callable[..., Claim]:
    return claim


@pytest.fixture(scope="session")
def example() -> BriefMaterial:
    return study()


@pytest.fixture(scope="session")
def brief(example: BriefMaterial) -> Brief:
    """The brief of the example, built once."""
    return build_brief(example)


@pytest.fixture(scope="session")
def page(brief: Brief) -> HTMLParser:
    """brief.html, parsed."""
    return HTMLParser(brief.html.decode("utf-8"))


@pytest.fixture(scope="session")
def chains(brief: Brief) -> dict[str, Any]:
    """brief.json."""
    return json.loads(brief.json)


@pytest.fixture(scope="session")
def paper() -> Callable[[bytes], str]:
    """The text of a PDF, its lines joined."""

    def text(content: bytes) -> str:
        document = pypdfium2.PdfDocument(content)
        pages = [one.get_textpage().get_text_bounded() for one in document]
        return " ".join(" ".join(pages).split())

    return text
