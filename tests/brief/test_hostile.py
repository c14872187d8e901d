"""A study whose every text is hostile: the brief is made, and each text stays a text."""

from __future__ import annotations

import csv
import dataclasses
import io
import json

import pypdfium2
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from rantau.brief import AuditSummary, Duplicate, build_brief
from rantau.store.records import Component, Group, Period

TEXTS = {
    "markup": "</q><script>alert('x')</script>{{ 7 * 7 }}",
    "typst": '#panic("x") $ ] \\ `` @a <b> /* // #read("brief.json")',
    "vega": "datum.x'];alert(1)//signal",
    "controls": "a\x00\x0b\x1b\x85\ud800\uffff\u202eb",
    "blank": " \n ",
    "formula": "=1+1",
    "long": "w" * 400,
    "scripts": "ผู้ย้ายถิ่น ជនចំណាកស្រុក ຄົນຍ້າຍຖິ່ນ ရွှေ့ပြောင်း Việt 移民 😀",
}


@pytest.mark.parametrize("kind", TEXTS)
def test_the_brief_is_made_and_the_text_stays_a_text(make_study, kind):
    text = TEXTS[kind]
    plain = make_study()
    a = plain.documents[0].id
    material = make_study(
        title=text,
        question=text,
        documents=tuple(
            dataclasses.replace(one, title=text, file=text, authors=(text,), publisher=text, language=text,
                                problem=one.problem and text, notes=(text,), confidential=False)
            for one in plain.documents
        ),
        duplicates=(Duplicate(text, text),),
        pages=dict.fromkeys(plain.pages, text),
        claims=tuple(
            dataclasses.replace(one, quote=text, measure=text, unit=text, period=Period("2024", "2024", text))
            for one in plain.claims
        ),
        groups=tuple(
            dataclasses.replace(one, unit=text, reason=text, roots=(text,), id=f"{number}{text}",
                                group=Group(text, text, text, text, text))
            for number, one in enumerate(plain.groups)
        ),
        citations=(dataclasses.replace(plain.citations[0], text=text, reference=None, cited_page=text),),
        references=(dataclasses.replace(plain.references[0], authors=(text,), suffix=text),),
        indicators=tuple(dataclasses.replace(one, name=text) for one in plain.indicators),
        place_table=tuple(dataclasses.replace(one, name=text) for one in plain.place_table),
        observations=tuple(dataclasses.replace(one, unit=text, source=text, origin=text) for one in plain.observations),
        corridors=[dataclasses.replace(one, source=text, note=text, confidence=text) for one in plain.corridors],
        findings=tuple(
            dataclasses.replace(one, quote=text, actor=text, action=text, target=text, notes=(text,))
            for one in plain.findings
        ),
        finding_groups=tuple(
            dataclasses.replace(one, statement=text, roots=(text,)) for one in plain.finding_groups
        ),
        grades=tuple(
            dataclasses.replace(one, reason=text, decided_by=text, methods=Component("serious", text))
            for one in plain.grades
        ),
        lineage=dataclasses.replace(
            plain.lineage, nodes=tuple(dataclasses.replace(one, name=text) for one in plain.lineage.nodes)
        ),
        audit=AuditSummary(1, text),
        period=(text, text),
        software=text,
    )  # fmt: skip

    brief = build_brief(material)

    tree = HTMLParser(brief.html.decode("utf-8"))
    assert tree.css("script, iframe, object") == []
    assert not [one for one in tree.css("*") if any(name.startswith("on") for name in one.attributes)]
    assert len(tree.css("q")) >= 5
    if kind in ("markup", "typst", "vega"):
        assert {one.text() for one in tree.css("q")} == {text}
    assert len(pypdfium2.PdfDocument(brief.pdf)) >= 5
    figures = json.loads(brief.json)["figures"]
    assert any(step.get("document") == a for one in figures for step in one["from"])
    cells = [
        cell
        for name in ("conflicts", "corridors", "profiles")
        for row in csv.reader(io.StringIO(brief.files[f"figures/{name}.csv"].decode("utf-8"), newline=""))
        for cell in row
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
