"""Who quotes whom: the layers, what is drawn of a long graph, and the table beside the picture."""

from __future__ import annotations

import csv
import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.brief.lineage_layout import LAYERS_DRAWN, NODES_OF_A_LAYER, drawn_part, placed, supports
from rantau.brief.lineage_picture import lineage_picture, lineage_supports, places_drawn
from rantau.brief.withheld import public
from rantau.evidence import Lineage, LineageEdge, LineageNode, Root


def graph(edges: list[tuple[str, str]], roots: dict[str, str]) -> Lineage:
    """Works named by letters; capitals are documents. ``roots`` gives each statement's root."""
    names = sorted({end for edge in edges for end in edge} | set(roots.values()))
    return Lineage(
        nodes=tuple(
            LineageNode(name, f"Work {name}", "document" if name.isupper() else "cited work", None, "unknown",
                        (f"d{name}",) if name.isupper() else ())
            for name in names
        ),
        edges=tuple(LineageEdge(a, b, (f"d{a}/p1/q1",)) for a, b in sorted(set(edges))),
        roots={statement: (Root((root,), f"Work {root}"),) for statement, root in roots.items()},
    )  # fmt: skip


def owner(statement: str) -> str:
    return statement.partition("/")[0]


def laid(lineage: Lineage) -> dict[str, int]:
    ranked = supports(lineage, {one: owner(one) for one in lineage.roots})
    return {one.node.id: one.layer for one in placed(lineage, ranked, drawn_part(lineage, ranked))}


def test_who_quotes_stands_before_whom_it_quotes() -> None:
    lineage = graph([("A", "B"), ("B", "x"), ("A", "x")], {"dA/p1/q1": "x", "dB/p1/q1": "x"})
    assert laid(lineage) == {"A": 0, "B": 1, "x": 2}


def test_roots_stand_together_in_the_last_layer() -> None:
    lineage = graph([("A", "B"), ("B", "x"), ("A", "y")], {"dA/p1/q1": "y", "dB/p1/q1": "x"})
    assert laid(lineage) == {"A": 0, "B": 1, "x": 2, "y": 2}


def test_documents_that_quote_each_other_in_a_circle_are_drawn() -> None:
    lineage = graph([("A", "B"), ("B", "A"), ("B", "x")], {"dA/p1/q1": "x", "dB/p1/q1": "x"})
    found = laid(lineage)
    assert set(found) == {"A", "B", "x"}
    assert found["x"] > found["B"]


def test_support_counts_statements_and_documents_beneath_each_root() -> None:
    lineage = graph([("A", "x"), ("B", "x"), ("B", "y")], {"dA/p1/q1": "x", "dB/p1/q1": "x", "dB/p2/f1": "y"})
    first, second = supports(lineage, {one: owner(one) for one in lineage.roots})
    assert (first.node, first.documents, len(first.statements)) == ("x", ("dA", "dB"), 2)
    assert (second.node, second.documents) == ("y", ("dB",))


@given(st.integers(1, 60), st.integers(1, 40))
def test_no_layer_is_longer_than_a_page(documents: int, roots: int) -> None:
    letters = [f"{'A' * (number // 26 + 1)}{chr(65 + number % 26)}" for number in range(documents)]
    works = [f"w{number}" for number in range(roots)]
    edges = [(one, works[number % roots]) for number, one in enumerate(letters)]
    lineage = graph(edges, {f"d{a}/p1/q1": b for a, b in edges})
    ranked = supports(lineage, {one: owner(one) for one in lineage.roots})
    found = placed(lineage, ranked, drawn_part(lineage, ranked))
    layers = [one.layer for one in found]
    # The first root is always drawn, with all who quote it.
    limit = max(NODES_OF_A_LAYER, len(ranked[0].documents))
    assert max(layers.count(layer) for layer in set(layers)) <= limit
    assert max(layers) < LAYERS_DRAWN
    assert len({(one.layer, one.row) for one in found}) == len(found)


def test_a_chain_that_is_too_long_is_folded() -> None:
    chain = "ABCDEFG"
    lineage = graph([*pairwise(chain), ("G", "x")], {"dA/p1/q1": "x"})
    found = laid(lineage)
    assert max(found.values()) == LAYERS_DRAWN - 1
    assert found["x"] == LAYERS_DRAWN - 1
    assert found["A"] == 0


def test_every_box_lies_within_the_page_and_none_on_another(example) -> None:
    picture = lineage_picture(example)
    assert picture is not None
    boxes = picture.spec["datasets"]["boxes"]
    assert boxes
    for box in boxes:
        assert 0 <= box["x"] < box["x2"] <= 700.1
        assert 0 <= box["y"] < box["y2"] <= picture.spec["height"]
    for one in boxes:
        for other in boxes:
            if one is not other and one["x"] == other["x"]:
                assert one["y2"] <= other["y"] or other["y2"] <= one["y"]


def test_what_a_work_is_can_be_told_without_colour(example) -> None:
    picture = lineage_picture(example)
    assert picture is not None
    dashed = [layer for layer in picture.spec["layer"] if layer["mark"].get("strokeDash")]
    assert [layer["transform"][0]["filter"] for layer in dashed] == ["datum.kind != 'document'"]
    words = {box["id"]: box["words"] for box in picture.spec["datasets"]["boxes"]}
    assert any(text.startswith("root, not read") for text in words.values())


def test_the_table_holds_each_root_with_what_rests_on_it_and_who_quotes_it(example, page) -> None:
    rows = [
        [cell.text().strip() for cell in row.css("th, td")] for row in page.css("#table-lineage tbody tr")
    ]
    shown = public(example)
    names = {node.id: node.name for node in shown.lineage.nodes}
    expected = lineage_supports(shown)
    assert "confidential document" in names.values()
    assert [row[0].partition("] ")[2] or row[0] for row in rows] == [names[one.node] for one in expected]
    # A document of the study has the number by which the other rows call it; a work that was only quoted has none.
    number = shown.document_number
    nodes = {node.id: node for node in shown.lineage.nodes}
    assert any(nodes[one.node].documents for one in expected)
    assert [row[0].partition(" ")[0] for row in rows if row[0].startswith("[")] == [
        f"[{number[nodes[one.node].documents[0]]}]" for one in expected if nodes[one.node].documents
    ]
    star = next(row for row in rows if row[0] == "The Star (2025)")
    assert star[1] == "quoted, not read"
    assert star[2] == "2"  # a claim and a finding
    assert star[4] == "[D1]"


def test_the_pictures_file_holds_every_quotation(brief, example) -> None:
    rows = list(csv.DictReader(io.StringIO(brief.files["figures/lineage.csv"].decode("utf-8"))))
    assert len(rows) == len(public(example).lineage.edges)
    assert {row["drawn"] for row in rows} <= {"0", "1"}
    assert sum(int(row["statements"]) for row in rows) == sum(
        len(edge.claims) for edge in example.lineage.edges
    )


def test_where_nobody_quotes_anybody_nothing_is_drawn(make_study) -> None:
    alone = make_study(lineage=graph([], {"dA/p1/q1": "A"}))
    assert lineage_picture(alone) is None
    assert places_drawn(make_study(lineage=None)) == []


@pytest.mark.parametrize("name", ["Employers keep the identity documents of migrants in Malaysia."])
def test_findings_are_shown_with_their_grade_and_that_nobody_confirmed_it(page, name: str) -> None:
    text = " ".join(page.css_first("#graded").text(separator=" ").split())
    assert name in text
    assert "proposed by rules, and not confirmed by a person" in text
    row = next(row for row in page.css("#table-graded tbody tr") if name in row.text())
    cells = [cell.text().strip() for cell in row.css("th, td")]
    assert cells[1].endswith("(proposed by rules)")
    assert cells[2:6] == ["2", "1", "1", "2"]
    assert "Coherence (moderate concern): 1 of 3 statements denies it" in cells[6]


def test_denials_are_quoted_beside_what_they_deny_and_rejected_findings_nowhere(brief, page) -> None:
    rows = [row.text(separator="|") for row in page.css("#table-graded-words tbody tr")]
    assert any("denies it" in row and "Employers do not confiscate passports." in row for row in rows)
    assert b"Majikan memukul" not in brief.html
    assert b"They kept my passport for" not in brief.html


def test_numbers_in_the_reasons_lead_to_what_was_graded(chains, example) -> None:
    entries = [one for one in chains["figures"] if one["kind"] == "grade"]
    assert entries
    known = {one.id for one in (*example.claims, *example.findings, *example.testimonies)}
    for entry in entries:
        assert entry["from"]
        for step in entry["from"]:
            assert {step.get("claim"), step.get("finding"), step.get("record")} & known
