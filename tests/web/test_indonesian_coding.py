"""Coding, the codebook, the analysis of codings and screening, for a visitor whose browser asks for Indonesian."""

import csv
import sys
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from test_brief_screen import until_over
from workbenches import Served, Visit, client_of, copied

from rantau.policy.screening import NOTICE, shipped_rules
from rantau.study import Study
from rantau.study.codebook_editing import change_codebook, entry_of
from rantau.study.coding_acts import put_theme
from rantau.study.coding_desk import CodingDesk

OWN = "Tolls at the bridge"
"""Name of a code that a person wrote."""
OF_OTHERS = (
    "blockquote", "q", "cite", ".passage", ".quote", ".work", ".title", "h1[lang]", "textarea",
    "[href^='/coding/documents/']", "[href^='/documents/']",
    "select#passage",
    "form[action^='/coding/codebook/edit'] textarea", "form[action^='/coding/codebook/edit'] input",
    "form[action^='/coding/codebook/rename'] input",
)  # fmt: skip
"""What a document or a person wrote: words of documents, titles of works, files, and what is edited as it is kept."""
ELSEWHERE = ("nav.places", "header", "footer", "script")
"""Charts have their own tests; the frame is the same on every screen. The switch names languages in themselves."""
SHOWN = ("title", "aria-label", "label", "alt", "placeholder")

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
import translations as catalogues  # noqa: E402


@pytest.fixture(scope="module")
def ruang(made_demo, tmp_path_factory):
    """The demo study, coded by two people, with a code of their own, one that is retired, and a theme."""
    path = copied(made_demo, tmp_path_factory.mktemp("indonesian") / "study")
    with Study.open(path) as study:
        made = {"id": "MS.meso.tolls", "name": OWN, "definition": "What is taken where a road is narrow."}
        change_codebook(study, entry_of("add", "MS.meso", [made], reason="asked for"), lambda _: None)
        document = next(one for one in study.store.documents() if not one.problem).id
        passages = [one for one in study.store.passages(document) if one.kind != "heading"][:8]
        first, second = CodingDesk(study, "local"), CodingDesk(study, "second")
        for number, passage in enumerate(passages):
            code = "MS.micro.debt" if number % 2 else "MS.meso.tolls"
            first.add(passage.id, code, polarity="")
            first.add(passage.id, "HS.economic", polarity="insecurity" if number else "protection")
            second.add(passage.id, "MS.micro.debt", polarity="")
        second.add(passages[1].id, "HS.economic", polarity="protection")
        first.add(passages[0].id, "TP.sector.fishing", polarity="")
        put_theme(first, "Tolls", ["MS.meso.tolls", "MS.micro.debt"], "", "")
        retire = entry_of("retire", "TP.sector.fishing", [], reason="asked for")
        change_codebook(study, retire, lambda _: None)
    client = client_of(path)
    client.headers["Accept-Language"] = "id"
    client.document, client.path = document, path
    yield client
    client.app.state.frame.close()


@pytest.fixture(scope="module")
def english():
    """Every text of the catalogues that is said otherwise in Indonesian."""
    return {
        one
        for domain in catalogues.DOMAINS
        for message in catalogues.read("id", domain)
        for one, told in [(message.id, message.string)]
        if isinstance(one, str) and one and told and told != one
    }


def left(answer, english):
    """What of a page is in English that should not be: texts, and elements that say they are."""
    assert answer.status_code == 200, answer.url
    page = LexborHTMLParser(answer.text)
    assert page.root.attributes["lang"] == "id"
    found = []
    for selector in (*ELSEWHERE, *OF_OTHERS):
        for node in page.css(selector):
            node.decompose()
    found += [node.html for node in page.css("[lang='en']")]
    for node in page.body.traverse(include_text=True):
        said = [node.text()] if node.tag == "-text" else [node.attributes.get(one) or "" for one in SHOWN]
        found += [one for one in (" ".join(text.split()) for text in said) if one in english and one != OWN]
    text = " ".join(page.body.text(separator=" ").split())
    for domain in catalogues.DOMAINS:
        found += catalogues.left_in(text, "id", domain)
    return found


def test_no_english_of_the_programs_own_is_left_on_the_screens_of_coding(ruang, english):
    waiting = ruang.get("/coding/waiting.json").json()
    assert waiting, "the demo should have a coding whose code was retired"
    differs = ruang.get("/coding/differences.json").json()[0]
    kinds = ("add", "edit", "rename", "split", "merge", "retire")
    addresses = (
        "/coding", "/coding/codebook", "/coding/codings", "/coding/waiting", f"/coding/waiting/{waiting[0]['id']}",
        "/coding/differences", f"/coding/differences/{differs['passage']}?code={differs['code']}",
        "/coding/memos", "/coding/assignments", "/coding/agreement", "/coding/agreement/codes",
        "/coding/together", "/review/learned/codes",
        "/coding/agreement?level=characters", "/coding/analysis", "/coding/themes?suggest=yes", "/coding/concepts",
        "/coding/codes/HS.economic", "/coding/codes/MS.micro.debt", "/coding/codes/TP.sector.fishing",
        "/coding/codes/MS.macro.migration_regime", "/review?kind=suggestion", "/review/learned",
        f"/coding/documents/{ruang.document}", f"/coding/documents/{ruang.document}?code=MS.micro.debt",
        f"/coding/compare/{ruang.document}", *(f"/coding/codebook/{kind}?code=HS.economic" for kind in kinds),
    )  # fmt: skip
    found = {address: left(ruang.get(address), english) for address in addresses}
    assert {address: texts for address, texts in found.items() if texts} == {}


def test_a_code_that_a_person_wrote_stands_as_written_and_in_no_other_language(ruang):
    page = LexborHTMLParser(ruang.get("/coding/codes/MS.meso.tolls").text)
    heading = page.css_first("h1")
    assert heading.text() == OWN
    assert "lang" not in heading.attributes
    assert "What is taken where a road is narrow." in page.text()


def test_a_code_is_found_by_what_it_is_called_in_either_language(ruang):
    for word in ("utang", "debt"):
        assert "/coding/codes/MS.micro.debt" in ruang.get(f"/coding/codebook?q={word}").text
        desk = ruang.get(f"/coding/documents/{ruang.document}?find={word}").text
        assert 'data-code="MS.micro.debt"' in desk


@pytest.mark.parametrize("answer", ["yes", "no", ""])
def test_the_screening_form_and_what_it_says_read_whole_in_indonesian(ruang, english, answer):
    assert left(ruang.get("/screening"), english) == []

    said = ruang.submit("/screening", dict.fromkeys(shipped_rules().keys, answer), page="/screening")

    assert left(said, english) == []
    text = LexborHTMLParser(said.text).text()
    assert "bukan penetapan akhir" in text
    assert {"yes": "Nyawa terancam", "no": "tidak ada indikator", "": "informasi tidak memadai"}[
        answer
    ] in text


def test_a_file_of_cases_is_told_in_indonesian_and_its_records_keep_their_words(ruang, english):
    rows = [f"{number},yes,yes,yes,{20 + number % 9},2015" for number in range(1, 31)]
    data = "\n".join(["case_id,recruited,deception,forced_labour_recorded,age,recorded", *rows]).encode()
    files = {"file": ("cases.csv", data)}

    sent = ruang.submit("/screening/cases", {"columns": "outcome"}, files=files, page="/screening/cases")
    job = until_over(ruang, str(sent.url))
    assert job.state == "done", job.problem
    page, records = ruang.get(job.result), ruang.get(f"{job.result}.csv").text

    assert left(page, english) == []
    assert "indikator perdagangan orang (orang dewasa)" in page.text
    assert records.splitlines()[0].startswith("record,outcome,labels,urgent,notes,reasons,ask,")
    assert "1,indicators of trafficking (an adult)," in records
    assert NOTICE in records

    read = list(
        csv.DictReader(
            ruang.get(f"{job.result}.csv?words=id").text.lstrip("\ufeff").splitlines(), delimiter=";"
        )
    )
    assert [one["Catatan"] for one in read] == [str(number) for number in range(1, 31)]
    assert {one["Petunjuk utama"] for one in read} == {"indikator perdagangan orang (orang dewasa)"}
    assert read[0]["Apa yang perlu ditanyakan selanjutnya"].startswith("Apakah ")
    assert [text for text in english if len(text) > 12 and any(text in one.values() for one in read)] == []
    held = ruang.app.state.frame.cases.of(ruang.app.state.frame.study.acting)
    assert held[0].cases.cases.taken.frame.columns == ["case_id"], (
        "no more of the file is held than is told of it"
    )


def test_on_a_phone_no_screen_of_them_scrolls_sideways(browser, ruang):
    waiting = ruang.get("/coding/waiting.json").json()[0]["id"]
    addresses = (
        "/screening", "/screening/cases", "/coding/codebook", "/coding/codes/MS.macro.migration_regime",
        "/coding/codebook/merge?code=HS.economic", f"/coding/waiting/{waiting}", "/coding/analysis", "/coding/rigour",
        f"/coding/documents/{ruang.document}?code=MS.micro.debt", "/review?kind=suggestion",
    )  # fmt: skip
    with Served(ruang.path) as served:
        one = Visit(
            browser,
            served,
            viewport={"width": 360, "height": 740},
            is_mobile=True,
            has_touch=True,
            locale="id-ID",
        )
        wide = {}
        for address in addresses:
            one.go(address)
            assert one.page.evaluate("document.documentElement.lang") == "id"
            wide[address] = one.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        one.context.close()
    assert {address: over for address, over in wide.items() if over > 0} == {}
