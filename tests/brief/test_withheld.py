"""A confidential document is named by its number only, in every file of the brief."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
import zlib

import pypdfium2
import pytest

from rantau.brief import Duplicate, build_brief
from rantau.brief.withheld import public
from rantau.evidence import joined, lineage, lineage_of_findings
from rantau.store.records import Citation, Document, Observation, Period, Reference

# A word of its own for each field that could give a person away. None may be found in any file.
SECRETS = {
    "title": "Xanadu", "author": "Qwertz", "file": "zyzzyva", "publisher": "Plugh", "quote": "Frobnik",
    "measure": "Wibble", "period": "Grault", "note": "Garply", "problem": "Corge", "failed": "Waldo",
    "twin": "Fredrik", "reference": "Thudsen", "citation": "Mumblet", "reason": "Foobly", "root": "Quuxley",
    "label": "Bazzle", "source": "Snorkel", "claim note": "Plonkish", "finding": "Zorkmid", "testimony": "Spoonlike",
    "finding root": "Tervell", "grade": "Umblish",
}  # fmt: skip


@pytest.fixture(scope="module")
def secretive(make_study, make_claim):
    """The example, with the third document's words all secret."""
    plain = make_study()
    c = plain.documents[2].id
    word = SECRETS
    documents = (
        *plain.documents[:2],
        dataclasses.replace(
            plain.documents[2], title=word["title"], authors=(f"{word['author']}, N.",), language="xq",
            file=f"{word['file']}.txt", publisher=word["publisher"], notes=(f"Page {word['note']} is blank.",),
        ),
        plain.documents[3],
        Document(id="d0000000000e5", file=f"{word['failed']}.pdf", sha256="e5" * 32, size=1, confidential=True,
                 problem=f"{word['failed']}.pdf {word['problem']} is encrypted."),
    )  # fmt: skip
    secret = {
        "quote": f"{word['quote']} brought 20 to 25 women.", "measure": word["measure"],
        "period": Period("2023", "2023", word["period"]), "citations": (f"{c}/p5/c1",), "own_data": False,
        "notes": (word["claim note"],),
    }  # fmt: skip
    claims = (
        *(one if one.document != c else dataclasses.replace(one, **secret) for one in plain.claims),
        make_claim(c, 6, value=3.0, indicator="deportations", **secret),
        make_claim(c, 7, value=900.0, indicator="deportations", **secret),
    )
    groups = tuple(
        dataclasses.replace(one, claims=(*one.claims, f"{c}/p6/q1", f"{c}/p7/q1"), reason=word["reason"],
                            roots=(word["root"], "The Star 2025"))
        if one.verdict == "conflicting" else dataclasses.replace(one, reason=word["reason"], roots=(word["root"],))
        if one.verdict == "single-source" else dataclasses.replace(one, roots=(*one.roots, f"{word['title']} 2023"))
        for one in plain.groups
    )  # fmt: skip
    observations = (
        *plain.observations[1:],
        dataclasses.replace(
            plain.observations[0], source=word["source"], origin=f"{c}/p5/q1", note=word["source"]
        ),
    )
    references = (
        *plain.references,
        Reference(id=f"{c}/r1", document=c, passage=f"{c}/p9", key=word["reference"], raw=word["reference"],
                  authors=(word["reference"],), year=2019, suffix="", title=word["reference"], container="",
                  doi="", url=""),
    )  # fmt: skip
    citations = (
        *plain.citations,
        Citation(id=f"{c}/p5/c1", document=c, passage=f"{c}/p5", start=0, end=3, text=word["citation"],
                 authors=(word["citation"],), year=2019, suffix="", cited_page="4", style="narrative",
                 status="matched", reference=f"{c}/r1"),
    )  # fmt: skip
    findings = tuple(
        one if one.document != c else dataclasses.replace(
            one, quote=word["finding"], actor=word["finding"], action=word["finding"], target=word["finding"],
            extracted_by="a person", citations=(f"{c}/p5/c1",), own_data=False, notes=(word["finding"],))
        for one in plain.findings
    )  # fmt: skip
    testimonies = (
        *plain.testimonies,
        dataclasses.replace(plain.testimonies[0], id=f"{c}/p8/t1", document=c, passage=f"{c}/p8",
                            quote=word["testimony"],
                            speaker=word["testimony"], recorded_by=word["testimony"]),
    )  # fmt: skip
    finding_groups = (
        plain.finding_groups[0],
        dataclasses.replace(
            plain.finding_groups[1], statement=f"{word['finding']} acts.", roots=(word["finding root"],)
        ),
    )
    grades = tuple(
        one
        if one.subject != "hconfined"
        else dataclasses.replace(one, reason=word["grade"], decided_by="Rina")
        for one in plain.grades
    )
    return dataclasses.replace(
        plain,
        findings=findings,
        testimonies=testimonies,
        finding_groups=finding_groups,
        grades=grades,
        lineage=joined(
            lineage(claims, documents, references, citations),
            lineage_of_findings(findings, documents, references, citations),
        ),
        documents=documents,
        duplicates=(Duplicate(f"{word['twin']}.txt", f"{word['file']}.txt"), *plain.duplicates),
        pages={**plain.pages, f"{c}/1": word["label"]},
        claims=claims,
        groups=groups,
        observations=observations,
        references=references,
        citations=citations,
    )


@pytest.fixture(scope="module")
def given_away(secretive):
    return build_brief(secretive)


def readable(name, content):
    """A file's text; of a PDF also its streams and its document information."""
    if name.endswith(".pdf"):
        document = pypdfium2.PdfDocument(content)
        text = "".join(one.get_textpage().get_text_bounded() for one in document)
        streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
        for stream in streams:
            try:
                text += zlib.decompress(stream).decode("latin-1")
            except zlib.error:
                text += stream.decode("latin-1")
        return text + str(document.get_metadata_dict()) + content.decode("latin-1")
    if name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "".join(archive.read(part).decode("utf-8", "replace") for part in archive.namelist())
    return content.decode("latin-1" if name.endswith(".png") else "utf-8")


def test_the_secrets_are_in_the_material(secretive):
    # The test below must be able to fail.
    assert [word for word in SECRETS.values() if word not in repr(secretive)] == []


@pytest.mark.parametrize("field", SECRETS)
def test_no_file_holds_a_word_of_a_confidential_document(given_away, field):
    word = SECRETS[field].casefold()

    assert [
        name for name, content in given_away.files.items() if word in readable(name, content).casefold()
    ] == []


def test_a_hash_by_which_the_file_could_be_recognised_is_not_given(given_away):
    for name, content in given_away.files.items():
        assert "c3c3c3c3c3c3c3" not in readable(name, content)


def test_its_claims_are_counted_and_placed_but_not_quoted(given_away):
    text = given_away.html.decode("utf-8")

    assert "[D3] confidential document, paragraph 5" in text
    assert "20–25 persons" in text
    assert "quotation withheld: the document is confidential" in text
    assert "not named: a confidential document is among them" in text
    assert "900 persons" in text


def test_its_findings_are_graded_and_placed_but_not_quoted(given_away):
    page = given_away.html.decode("utf-8")

    assert "A statement of a confidential document, which is not printed." in page
    assert "The reason is withheld: a confidential document is among the sources." in page


def test_whom_it_quotes_is_not_drawn(secretive):
    shown = public(secretive).lineage
    hidden = {node.id for node in secretive.lineage.nodes if node.name == SECRETS["reference"] + " (2019)"}

    assert hidden, "the confidential document quotes a work"
    assert not hidden & {node.id for node in shown.nodes}
    assert all(edge.quoting in {node.id for node in shown.nodes} for edge in shown.edges)


def test_a_small_count_from_it_is_not_printed(given_away):
    text = given_away.html.decode("utf-8")

    assert "under 10 persons" in text
    assert ">3 persons<" not in text
    assert b"p6/q1" in given_away.json
    assert ",3.0," not in given_away.files["figures/conflicts.csv"].decode("utf-8")


def test_a_failed_confidential_document_gives_no_reason(given_away):
    text = given_away.html.decode("utf-8")

    assert "[D5] confidential document" in text
    assert "The reason is withheld: the document is confidential." in text
    assert "2</a>" in text  # two documents could not be read


def test_the_public_documents_are_still_named(given_away):
    text = given_away.html.decode("utf-8")

    assert "[D2] Wijaya and Sari (2025), p. 2" in text
    assert "unodc-2024.pdf" in text


def test_without_confidential_documents_nothing_is_taken_out(example):
    plain = dataclasses.replace(
        example, documents=tuple(dataclasses.replace(one, confidential=False) for one in example.documents)
    )

    assert public(plain) is plain


def test_only_small_counts_of_persons_are_masked(example, make_claim):
    c = example.documents[2].id
    claims = (
        make_claim(c, 1, value=9.0),
        make_claim(c, 2, value=10.0),
        make_claim(c, 3, value=9.0, unit="percent"),
        make_claim(c, 4, value=None, low=2.0, high=4.0, qualifier="range"),
        make_claim(c, 5, value=None, low=2.0, high=40.0, qualifier="range"),
    )

    masked = public(dataclasses.replace(example, claims=claims, groups=())).claims

    assert [(one.qualifier, one.value, one.low, one.high) for one in masked] == [
        ("less_than", 10.0, None, None),
        ("exact", 10.0, None, None),
        ("exact", 9.0, None, None),
        ("less_than", 10.0, None, None),
        ("range", None, 2.0, 40.0),
    ]


def test_an_observation_from_it_names_no_source(example):
    c = example.documents[2].id
    one = Observation(
        id="o1",
        indicator="economic_0",
        place="IDN",
        year=2020,
        value=1.0,
        unit="index",
        source="Secret",
        origin=f"{c}/p5/q1",
    )

    (observation,) = public(dataclasses.replace(example, observations=(one,))).observations

    assert observation.source == "confidential document"
    assert observation.value == 1.0
