"""The works behind a brief, as reference managers take them."""

from __future__ import annotations

import dataclasses
import json

import pytest

from rantau.brief.bibliography import apa, bibliography_files, works


def item(*authors, **fields):
    names = [
        {"literal": one} if isinstance(one, str) else {"family": one[0], "given": one[1]} for one in authors
    ]
    return {"id": "d1/r1", "type": "document", "author": names, "title": "A title.", **fields}


YEAR = {"issued": {"date-parts": [[2021]]}}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (item(("Idris", "M."), **YEAR), "Idris, M. (2021). A title."),
        (item(("Idris", "M."), ("Sari", "D. A."), **YEAR), "Idris, M., & Sari, D. A. (2021). A title."),
        (item("World Bank", **YEAR, **{"year-suffix": "b"}), "World Bank. (2021b). A title."),
        (item("ILO"), "ILO. (n.d.). A title."),
        (item(**YEAR), "A title. (2021)."),
        (item(publisher="IOM", **YEAR), "IOM. (2021). A title."),
        (
            item(("A", "B."), **YEAR, DOI="10.1/x", **{"container-title": "A Journal"}),
            "A, B. (2021). A title. A Journal. https://doi.org/10.1/x",
        ),
    ],
)  # fmt: skip
def test_a_work_in_the_manner_of_apa(given, words):
    assert apa(given) == words


def test_of_more_than_twenty_authors_nineteen_and_the_last_are_named():
    many = item(*(f"Office {number:02}" for number in range(25)), **YEAR)

    assert "Office 18, … Office 24" in apa(many)
    assert "Office 19" not in apa(many)


def test_documents_and_the_works_behind_claims_are_listed_once(example):
    (reference,), citation = example.references, example.citations[0]
    other = dataclasses.replace(reference, id=f"{reference.id}0")  # the same work, in another list
    cited = dataclasses.replace(citation, id=f"{citation.id}0", reference=other.id)
    claims = [dataclasses.replace(one, citations=(citation.id, cited.id)) for one in example.claims]
    made = dataclasses.replace(
        example, references=(reference, other), citations=(citation, cited), claims=tuple(claims)
    )

    assert [one["id"] for one in works(made)] == [
        *(one.id for one in example.read if not one.confidential),
        reference.id,
    ]


def test_a_confidential_document_and_what_only_it_cites_are_left_out(example):
    hidden = dataclasses.replace(
        example, documents=tuple(dataclasses.replace(one, confidential=True) for one in example.documents)
    )

    assert works(hidden) == []


def test_the_files_hold_every_work(brief, example):
    items = json.loads(brief.files["references.csl.json"])
    bibtex = brief.files["references.bib"].decode("utf-8")

    assert [one["id"] for one in items] == [one["id"] for one in works(example)]
    assert bibtex.count("\n@") + bibtex.startswith("@") == len(items)


def test_signs_of_tex_in_a_title_stay_signs(example):
    title = "Costs & fees: 40% of {a} wage_#1 \\input{x} ~^$"
    named = dataclasses.replace(
        example, documents=(dataclasses.replace(example.documents[0], title=title), *example.documents[1:])
    )
    text = bibliography_files(named)["references.bib"].decode("utf-8")

    assert (
        r"{{Costs \& fees: 40\% of \{a\} wage\_\#1 \textbackslash{}input\{x\} \textasciitilde{}\textasciicircum{}\$}}"
        in text
    )
