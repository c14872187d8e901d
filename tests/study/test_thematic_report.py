"""The thematic report: what it says of a study that did all of it, of one that did little, and of one nobody coded."""

import json
import re
import shutil
import zipfile

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from thematic_examples import FILES, SECRET, make_thematic_study

from rantau.brief.thematic.appendix import WORKS
from rantau.brief.thematic.checklists import COREQ, SRQR
from rantau.framework.codebook import shipped_codebook
from rantau.study import Study
from rantau.study.coding_acts import assign, put_theme, write_memo
from rantau.study.coding_desk import CodingDesk
from rantau.study.coding_reports import agreement_of
from rantau.study.handover.crate_out import export_crate
from rantau.study.handover.replaying import replay
from rantau.study.thematic_report import report_folder, write_thematic_report

DIGIT = re.compile(r"\d")
OF_RECORDS = re.compile(
    r"\b(?:19|20)\d\d(?:-\d\d-\d\d)?\b|\[D\d+\]|paragraph \d+|coder\s\d+|rantau \d+\.\d+\.\d+|\bAC1\b|\be?version 1\b",
    re.IGNORECASE,
)
NAMES = ("rina", "budi", "cita")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder of a study that was analysed as the method asks for, with its report."""
    path = make_thematic_study(tmp_path_factory.mktemp("thematic"))
    with Study.open(path) as study:
        write_thematic_report(study)
    return path


@pytest.fixture(scope="module")
def folder(made):
    return made / "out" / "thematic"


@pytest.fixture(scope="module")
def page(folder):
    return HTMLParser((folder / "thematic-report.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def figures(folder):
    return json.loads((folder / "thematic-report.json").read_text(encoding="utf-8"))["figures"]


@pytest.fixture
def study(made, tmp_path):
    with Study.open(shutil.copytree(made, tmp_path / "study")) as opened:
        yield opened


def report_of(study, **more):
    write_thematic_report(study, **more)
    text = (report_folder(study).path / "thematic-report.html").read_text(encoding="utf-8")
    return HTMLParser(text)


def words(node):
    return " ".join(node.text(separator=" ").split())


def section(page, id):
    return words(page.css_first(f"section#{id}"))


def rows(page, table):
    return [[words(cell) for cell in row.css("th, td")] for row in page.css(f"#{table} tbody tr")]


# -- every number -----------------------------------------------------------------------------------------------


def loose(page, study_path):
    """The report's own words without traced numbers, quotations, and what records hold."""
    tree = HTMLParser(page.html)
    for css in ("head", "a.figure-number", ".trace", "q", ".provenance"):
        for node in tree.css(css):
            node.decompose()
    # Numbers of checklist items and of phases name rows; the codebook's words and sources are records.
    for node in tree.css("#coreq tbody th, #srqr tbody th, #table-phases tbody th b"):
        node.decompose()
    text = " ".join(tree.body.text(separator=" ").split())
    book = shipped_codebook()
    held = [*WORKS, "Example document 1"]
    for code in book.codes.values():
        held += [code.definition, code.include, code.exclude, code.example, code.source, code.name]
    with Study.open(study_path) as study:
        held += [one.hash[:16] for one in study.store.events()]
    for one in sorted({" ".join(one.split()) for one in held if DIGIT.search(one)}, key=len, reverse=True):
        text = text.replace(one, " ")
    return OF_RECORDS.sub(" ", text)


def test_no_number_stands_in_the_report_without_an_entry_of_the_register(page, made):
    rest = loose(page, made)

    assert len(rest) > 20_000
    assert [rest[max(0, m.start() - 40) : m.end() + 40] for m in DIGIT.finditer(rest)] == []
    # The test must be able to fail.
    forged = HTMLParser(page.html.replace("people coded", "some 300 people coded"))
    assert "some 300 people" in loose(forged, made)


def test_each_printed_number_is_the_text_of_its_entry_and_leads_down(page, figures, made):
    known = {one["id"]: one for one in figures}
    printed = page.css("a.figure-number")

    assert len(printed) > 150
    for one in printed:
        assert one.text() == known[one.attributes["href"].removeprefix("#")]["text"]
    with Study.open(made) as study:
        store = study.store
        records = {one.id for one in (*store.codings(), *store.documents(), *store.memos(), *store.themes())}
        records |= {f"event {one.number}" for one in store.events()}
        passages = set(store.passage_ids())
    for one in figures:
        if one["kind"] == "count":
            assert one["value"] == len(one["from"]), one
        if one["kind"] == "computed":
            assert one["from"], one
        if one["what"].startswith(("counted: people's codings", "counted: codings of", "counted: acts in")):
            assert {step["record"] for step in one["from"]} <= records, one
        if one["what"].startswith("passages: "):
            assert {step["record"] for step in one["from"]} <= passages, one


def test_agreement_is_that_of_the_command_with_its_interval(made, figures):
    with Study.open(made) as study:
        found = agreement_of(CodingDesk(study).view(), segments=True).overall.measures["alpha"]
    printed = next(one for one in figures if one["what"].startswith("Krippendorff's alpha on all codes"))

    assert printed["value"] == {"value": found.value, "low": found.low, "high": found.high}
    assert printed["from"][0]["samples"] == 1000
    assert len([step for step in printed["from"] if "document" in step]) == 4


# -- what it says -----------------------------------------------------------------------------------------------


def test_it_holds_what_a_methods_section_needs(page, folder):
    assert [one.attributes["id"] for one in page.css("main > section")] == [
        "methods", "design", "documents", "coders", "codebook", "phases", "agreement", "saturation", "themes", "graph",
        "trust", "reflexivity", "ethics", "limits", "coreq", "srqr", "appendix-codebook", "appendix-agreement",
        "appendix-audit", "references", "register",
    ]  # fmt: skip
    assert [row[2] for row in rows(page, "table-phases")] == ["yes"] * 6 or [
        row[1] for row in rows(page, "table-phases")
    ] == ["yes"] * 6
    assert {path.name for path in folder.iterdir()} == {
        "thematic-report.html", "thematic-report.pdf", "thematic-report.docx", "thematic-report.json",
        "methods-section.txt", "figures", "manifest.json",
    }  # fmt: skip
    assert {path.name for path in (folder / "figures").glob("*.svg")} == {"saturation.svg", "themes.svg"}
    assert "Blindness" not in section(page, "coders")
    assert "4 documents were coded whole by two people or more" in re.sub(
        r"F\d+ ?", "", section(page, "coders")
    )


def test_coders_are_numbered_and_named_only_where_the_study_says_so(page, folder, study):
    told = [row[0] for row in rows(page, "table-coders")]
    assert told == ["Coder\u00a01", "Coder\u00a02", "Coder\u00a03"] or told == [
        "Coder 1",
        "Coder 2",
        "Coder 3",
    ]
    for path in folder.glob("*.*"):
        if path.suffix in (".html", ".txt", ".json"):
            text = path.read_text(encoding="utf-8").lower()
            assert [name for name in NAMES if re.search(rf"\b{name}\b", text)] == [], path
    # A name in the reason of a decision became a number too.
    assert "as coder" in words(page.css_first("#table-settled"))

    settings = study.path / "study.toml"
    settings.write_text(settings.read_text().replace("[report]", "[report]\nname_coders = true"))
    with Study.open(study.path) as named:
        assert {row[0].lower() for row in rows(report_of(named), "table-coders")} == set(NAMES)


def test_nothing_of_a_confidential_document_is_quoted_or_named(page, folder):
    everything = (folder / "thematic-report.html").read_text() + (folder / "thematic-report.json").read_text()
    number = FILES.index(SECRET) + 1

    assert SECRET not in everything
    assert f"Example document {number}" not in everything
    assert f"sample village {number}0" not in everything
    assert "withheld: the document is confidential" in everything
    assert "sample village 10" in everything


def test_themes_come_with_definition_quotations_and_negative_cases(page):
    themes = {words(one.css_first("h3")): words(one) for one in page.css("#themes section")}

    assert list(themes) == ["Owing before leaving", "Guarded against", "Turned away ill"]
    for text in themes.values():
        assert text.count("Example Desk (20") >= 3
    assert "tells of the other polarity" in themes["Turned away ill"]
    quoted = [one.text() for one in page.css("#themes section")[0].css("q")]
    assert len({one.split()[1] for one in quoted}) == 3  # each under another code of the theme


def test_every_item_of_the_checklists_stands_once_and_says_where_or_what_is_missing(page, study):
    for name, groups, count in (("coreq", COREQ, 32), ("srqr", SRQR, 21)):
        found = [row for number in range(1, len(groups) + 1) for row in rows(page, f"table-{name}-{number}")]
        assert [int(row[0]) for row in found] == list(range(1, count + 1))
        assert all(row[3] for row in found)
    ids = {one.attributes["id"] for one in page.css("main > section")}
    assert {item.where for _, group in (*COREQ, *SRQR) for item in group} <= ids

    settings = study.path / "study.toml"
    settings.write_text(re.sub(r'\nethics = "[^"]*"', "", settings.read_text()))
    with Study.open(study.path) as bare:
        again = report_of(bare)
    assert "Missing: say who reviewed it" in section(again, "srqr")
    assert "Missing: who reviewed the study" in section(again, "ethics")


def test_the_methods_section_is_the_same_in_both_and_about_three_hundred_words(page, folder):
    text = (folder / "methods-section.txt").read_text(encoding="utf-8")
    body = text.partition("\n\nReferences")[0].partition("\n\n")[2]
    node = HTMLParser(page.css_first("section#methods").html)
    for one in node.css("sup.trace"):
        one.decompose()
    shown = " ".join(" ".join(one.text().split()) for one in node.css("p:not(.note)"))

    assert shown == " ".join(body.split())
    assert 220 <= len(body.split()) <= 380


def test_what_is_being_coded_blind_is_left_out(study):
    before = rows(report_of(study), "table-flow")
    desk = CodingDesk(study, "cita")
    assign(desk, "dewi", [FILES[0]])
    page = report_of(study)

    assert "is coded blind now, and left out" in section(page, "coders")
    assert f"sample village {10}" not in page.html
    assert rows(page, "table-flow") != before


def test_it_is_written_in_indonesian_too_with_the_same_figures(study, figures):
    page = report_of(study, languages=["id", "en"])
    other = json.loads((report_folder(study).path / "thematic-report.en.json").read_text(encoding="utf-8"))

    assert page.css_first("html").attributes["lang"] == "id"
    assert words(page.css_first("p.kind")) == "Laporan tematik"
    assert words(page.css_first("#phases h2")) == "Enam fase"
    assert "Kesepakatan antarpengode" in words(page.body)
    codebook = words(page.css_first("#appendix-codebook"))
    for code in shipped_codebook():
        assert code.definition not in codebook
    assert "Utang orang atau keluarga untuk perjalanan" in codebook
    assert {one["id"]: one["text"] for one in other["figures"]} == {one["id"]: one["text"] for one in figures}
    own = json.loads((report_folder(study).path / "thematic-report.json").read_text(encoding="utf-8"))[
        "figures"
    ]
    assert [one["value"] for one in own] == [one["value"] for one in figures]
    text = (report_folder(study).path / "methods-section.txt").read_text(encoding="utf-8")
    assert "Kami menganalisis dokumen" in text
    assert "We analysed" in (report_folder(study).path / "methods-section.en.txt").read_text(encoding="utf-8")


# -- a study that did little ------------------------------------------------------------------------------------


def test_one_persons_coding_is_said_to_be_one_persons(tmp_path):
    path = make_thematic_study(tmp_path, complete=False)
    with Study.open(path) as study:
        page = report_of(study)

    assert "Agreement was not measured: no document was coded by two people" in section(page, "agreement")
    assert "Missing: those who coded have not written where they stand" in section(page, "reflexivity")
    assert "There are no themes" in section(page, "themes")
    assert [row[1] for row in rows(page, "table-phases")].count("no") == 5
    assert page.css_first("#appendix-agreement") is None
    assert "One person's reading of each document" in section(page, "limits")


@pytest.mark.parametrize("machine_coded", [False, True])
def test_where_nobody_coded_the_report_says_so_throughout(run_study, machine_coded):
    settings = run_study.path / "study.toml"
    settings.write_text(
        settings.read_text().replace("machine_coded = false", f"machine_coded = {str(machine_coded).lower()}")
    )
    with Study.open(run_study.path) as study:
        written = write_thematic_report(study)
        page = report_of(study)
    text = (run_study.path / "out/thematic/methods-section.txt").read_text()

    assert written.people == 0
    assert (written.machine > 0) is machine_coded
    assert "Nobody has coded" in section(page, "coders")
    assert "None of the six phases has been done" in section(page, "phases")
    assert "no person has coded" in text.lower()
    assert "We analysed" not in text
    for place in ("saturation", "themes", "graph", "methods"):
        told = section(page, place)
        assert ("Machine-coded: this rests on" in told) is machine_coded, place
        assert ("No code counts yet" in told) is not machine_coded, place
    if machine_coded:
        assert all("(machine-coded)" in words(one) for one in page.css("#table-codes-in-use caption"))


# -- files ------------------------------------------------------------------------------------------------------


def test_the_same_study_gives_the_same_bytes_and_the_trail_keeps_it(study):
    names = sorted(report_folder(study).listed())
    first = {name: (report_folder(study).path / name).read_bytes() for name in names}

    write_thematic_report(study)

    assert {name: (report_folder(study).path / name).read_bytes() for name in names} == first
    event = list(study.store.events())[-1]
    assert (event.action, event.details["languages"]) == ("report.written", ["en"])
    write_memo(CodingDesk(study, "budi"), "One more limit.")
    put_theme(CodingDesk(study, "budi"), "Turned away ill", ["HS.health"], "Care hangs on a card.", "plainer")
    assert "Care hangs on a card." in words(report_of(study).body)


def test_a_replay_writes_it_again_to_the_byte(study, tmp_path):
    found = {one.what: one.same for one in replay(study.path, tmp_path / "again", workers=1).verdicts}

    told = [what for what in found if what.startswith("out/thematic/")]
    assert len(told) > 8
    assert all(found[what] for what in told)


def test_a_crate_holds_it_and_says_which_codings_it_was_made_from(study, tmp_path):
    export_crate(study, tmp_path / "study.zip")
    with zipfile.ZipFile(tmp_path / "study.zip") as crate:
        names = crate.namelist()
        chain = {one["@id"]: one for one in json.loads(crate.read("provenance.jsonld"))["@graph"]}

    told = {name for name in names if name.startswith("study/out/thematic/")}
    assert {f"study/out/thematic/{name}" for name in report_folder(study).listed()} <= told
    page = chain["rantau:file/study/out/thematic/thematic-report.html"]
    assert page["prov:wasDerivedFrom"] == [{"@id": "rantau:output/report"}]
    beneath = {one["@id"] for one in chain["rantau:output/report"]["prov:wasDerivedFrom"]}
    assert sum(one.startswith("rantau:coding/") for one in beneath) > 50
    assert beneath <= set(chain)
