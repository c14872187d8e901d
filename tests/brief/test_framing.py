"""The section on the framework: what passages are coded with, and whose codings that rests on."""

from __future__ import annotations

import dataclasses
import json

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from rantau.brief import CodingMaterial, build_brief
from rantau.brief.blocks import Bullets, Label, Number, Paragraph, Quote, Table, Text
from rantau.brief.framing import framing
from rantau.brief.register import Register
from rantau.coding.effective import Coded
from rantau.coding.framing import Context
from rantau.framework.codebook import shipped_codebook

THREAT, RIGHTS = "SE.threat_framing", "SE.desecuritization.rights_framing"


def coded(
    passage: int, code: str, polarity: str = "", status: str = "accepted", document: str = "d0000000000a1"
):
    return Coded(
        document=document, passage=f"{document}/p{passage}", page=1, code=code, polarity=polarity,
        status=status, segments=((0, 5),), by=("ana",),
    )  # fmt: skip


CODED = (
    coded(1, THREAT), coded(2, THREAT), coded(2, RIGHTS), coded(3, THREAT),
    coded(4, "HS.health", "protection"), coded(5, "HS.health", "insecurity"), coded(5, "HS.economic", "insecurity"),
    coded(6, THREAT), coded(6, "SE.extraordinary_measure.raids"),
)  # fmt: skip


def material(*codes: Coded, blind: tuple[str, ...] = ()) -> CodingMaterial:
    places = {"d0000000000a1/p1": ("THA",), "d0000000000a1/p2": ("THA", "MYS"), "d0000000000a1/p3": ("USA",)}
    return CodingMaterial(
        coded=codes,
        context=Context(places=places, source_types={}, years={}),
        codebook=shipped_codebook(),
        blind=blind,
    )


def words(content) -> str:
    return "".join(one.text for one in content if isinstance(one, Text | Label | Quote | Number))


def told(example, coding):
    """Paragraphs and lists as text, and tables by id: caption, and rows of texts."""
    made = dataclasses.replace(example, coding=coding)
    register = Register(made)
    (section,) = framing(made, register)
    text = [words(one.content) for one in section.blocks if isinstance(one, Paragraph)]
    text += [words(item) for one in section.blocks if isinstance(one, Bullets) for item in one.items]
    tables = {
        one.id: (one.caption, [tuple(words(each) for each in row) for row in one.rows])
        for one in section.blocks
        if isinstance(one, Table)
    }
    return " ".join(text), tables, register


@pytest.mark.parametrize("coding", [None, material()])
def test_where_nobody_coded_there_is_no_section(example, coding):
    made = dataclasses.replace(example, coding=coding)

    assert framing(made, Register(made)) == ()


def test_the_balance_is_shown_over_all_and_for_the_studys_countries(example):
    _, tables, _ = told(example, material(*CODED))

    caption, rows = tables["table-framing"]
    # Four passages of threat, one of rights, one of them both: (4 - 1) / 5 over all; Malaysia 0; Thailand (2 - 1) / 3.
    assert [row[:4] for row in rows] == [
        ("all passages", "4", "1", "1"),
        ("Malaysia", "1", "1", "1"),
        ("Thailand", "2", "1", "1"),
    ]
    assert [row[4].split(" (")[0] for row in rows] == ["+0.60", "0.00", "+0.33"]
    assert "machine" not in caption


def test_each_dimension_is_shown_with_both_polarities_and_its_share(example):
    _, tables, _ = told(example, material(*CODED))

    rows = {row[0]: row[1:] for row in tables["table-human-security-coded"][1]}
    assert rows["health"][:2] == ("1", "1")
    assert rows["health"][2].startswith("100% (")
    assert rows["economic"][:2] == ("1", "0")
    assert rows["economic"][2].startswith("50% (")
    assert rows["food"][:2] == ("0", "0")
    assert len(rows) == 7


def test_arrows_with_passages_are_in_the_table_and_those_without_are_listed(example):
    text, tables, _ = told(example, material(*CODED))

    book = shipped_codebook()
    threat, measure = book[THREAT].name, book["SE.extraordinary_measure"].name
    assert (threat, "+", measure, "1", "people") in tables["table-arrows"][1]
    assert f"{threat} → more: {measure}" not in text
    assert f"{book['MS.meso.informal_broker'].name} → more: {book['MS.micro.debt'].name}" in text
    assert len(tables["table-arrows"][1]) + text.count(" → ") == len(book.arrows)


def test_whatever_rests_on_suggestions_says_machine_coded_and_the_rest_does_not(example):
    machine = coded(7, RIGHTS, status="machine-coded")
    text, tables, register = told(example, material(*CODED, machine))

    assert "Machine-coded: 1 code is a suggestion that no person has accepted" in text
    assert "(machine-coded)" in tables["table-framing"][0]
    assert [row[-1] for row in tables["table-framing"][1]] == ["1", "0", "0"]
    assert "machine" not in tables["table-human-security-coded"][0]
    said = [one.provenance.words for one in register.entries]
    assert "passages with rights framing: all passages (machine-coded)" in said
    assert "passages with rights framing: Thailand" in said


def test_where_only_the_machine_coded_every_table_says_so(example):
    text, tables, _ = told(
        example, material(*(dataclasses.replace(one, status="machine-coded") for one in CODED))
    )

    assert "no code that a person applied" in text
    assert all("(machine-coded)" in caption for caption, _ in tables.values())
    assert {row[-1] for row in tables["table-arrows"][1]} == {"machine-coded"}


def test_documents_that_are_coded_blind_are_said_to_be_left_out(example):
    text, tables, _ = told(example, material(blind=("d0000000000a1",)))

    assert "1 document is coded blind, and left out here" in text
    assert tables == {}


def test_the_section_is_in_the_brief_and_its_numbers_lead_to_passages(example):
    made = build_brief(dataclasses.replace(example, coding=material(*CODED)))

    page = HTMLParser(made.html.decode("utf-8"))
    assert page.css_first("section#framing h2") is not None
    figures = json.loads(made.json)["figures"]
    (balance,) = [one for one in figures if one["what"] == "balance of threat and rights framing: Thailand"]
    assert [one["record"] for one in balance["from"]] == ["d0000000000a1/p1", "d0000000000a1/p2"]
