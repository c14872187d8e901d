"""The brief in Indonesian: whole, with every number traced, and with no English of its own."""

from __future__ import annotations

import ast
import dataclasses
import json
import re
import sys
import threading
from pathlib import Path

import pypdfium2
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from test_traced import DIGIT, names

from rantau.brief import build_brief
from rantau.brief.blocks import Text, data, say
from rantau.brief.closing import method
from rantau.brief.register import Register
from rantau.brief.wording import amount, told_sentence, work_name
from rantau.framework.language import current, fill, gettext, local, rooms, speaking

ROOT = Path(__file__).parents[2]
ROOM = ROOT / "src" / "rantau" / "brief"
IN_DOCUMENTS = re.compile(
    r"hlm\. \S+(?: dari berkas)?|paragraf \d+|\[D\d+\]|\b[DS]\d+\b|\b(?:19|20)\d\d\b|\b\d{1,2}(?= Januari)"
)


@pytest.fixture(scope="module")
def translations():
    if not (ROOT / "scripts").is_dir():
        pytest.skip("scripts/ is not in this copy of the project")
    sys.path.insert(0, str(ROOT / "scripts"))
    import translations

    yield translations
    sys.path.remove(str(ROOT / "scripts"))


@pytest.fixture(scope="module")
def ringkasan(example):
    return build_brief(example, "id")


@pytest.fixture(scope="module")
def halaman(ringkasan):
    return HTMLParser(ringkasan.html.decode("utf-8"))


# -- the catalogue -----------------------------------------------------------------------------------------------------


def test_every_text_of_the_rooms_has_an_indonesian_one_and_the_compiled_catalogue_is_of_it(translations):
    # Collecting refuses texts that are put together where they stand, and could not be translated.
    assert translations.missing("id", translations.ROOMS) == []
    catalogue = translations.read("id", translations.ROOMS)
    compiled = translations.po_of("id", translations.ROOMS).with_suffix(".mo").read_bytes()
    assert compiled == translations.compiled(catalogue), "run scripts/translations.py compile"


def test_a_translation_has_the_places_and_the_edges_of_its_text(translations):
    for message in translations.read("id", translations.ROOMS):
        for text in [message.id] if isinstance(message.id, str) else message.id:
            told = message.string if isinstance(message.string, str) else message.string[0]
            assert set(re.findall(r"\{(\w+)\}", text)) == set(re.findall(r"\{(\w+)\}", told)), text
            assert (text[:1] == " ", text[-1:] == " ") == (told[:1] == " ", told[-1:] == " "), text
            assert "ilegal" not in told.casefold()


def test_no_module_of_the_brief_prints_words_that_are_in_no_catalogue():
    found = []
    for path in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Text", "Label", "cell"):
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and re.search(r"[A-Za-z]{2}", str(first.value)):
                    found.append(f"{path.name}:{node.lineno} {first.value!r}: Text.of('...') instead")
    assert found == []


# -- the brief ---------------------------------------------------------------------------------------------------------


def test_it_says_its_language_on_page_paper_and_word_file(ringkasan, halaman):
    assert halaman.css_first("html").attributes["lang"] == "id"
    assert {one.attributes.get("lang") for one in halaman.css("q")} == {"en", "id"}
    assert b"/Lang (id)" in ringkasan.pdf or b"/Lang(id)" in ringkasan.pdf
    assert json.loads(ringkasan.json)["language"] == "id"
    import zipfile
    from io import BytesIO

    with zipfile.ZipFile(BytesIO(ringkasan.files["brief.docx"])) as word:
        assert b'w:val="id-ID"' in word.read("word/styles.xml")


def test_no_english_text_of_the_catalogue_is_left_in_it(halaman, ringkasan, example, translations):
    left = english_left(ringkasan.html, example, translations)

    assert left == []


def test_an_english_sentence_that_is_left_is_found(ringkasan, example, translations):
    # The test above must be able to fail.
    forged = ringkasan.html.replace(b"Sumber-sumber berbeda tentang", b"Sources disagree on", 1)

    assert forged != ringkasan.html
    assert english_left(forged, example, translations) != []


def english_left(html, material, translations):
    """Texts of the catalogue, three words or longer, that stand in the page; quotations and names excepted."""
    tree = HTMLParser(html.decode("utf-8"))
    for css in ("head", "q", ".trace"):
        for node in tree.css(css):
            node.decompose()
    text = (
        " ".join(tree.body.text(separator="").split())
        + " "
        + " ".join(node.attributes.get("alt") or "" for node in tree.css("img"))
    )
    return translations.left_in(text, "id")


def loose(html, material):
    """What is left of the brief's own text after traced numbers, quotations and names are taken out."""
    tree = HTMLParser(html.decode("utf-8"))
    for css in ("head", "a.figure-number", ".trace", "q", ".provenance"):
        for node in tree.css(css):
            node.decompose()
    text = " ".join(tree.body.text(separator=" ").split())
    for name in names(material):
        text = text.replace(" ".join(name.split()), " ")
    return IN_DOCUMENTS.sub(" ", text)


def test_every_number_in_it_leads_to_its_entry_in_the_register(ringkasan, halaman, example):
    rest = loose(ringkasan.html, example)

    assert len(rest) > 5000
    assert [rest[max(0, m.start() - 40) : m.end() + 40] for m in DIGIT.finditer(rest)] == []
    printed = {one["id"]: one["text"] for one in json.loads(ringkasan.json)["figures"]}
    numbers = halaman.css("a.figure-number")
    assert len(numbers) > 250
    assert all(one.text() == printed[one.attributes["href"].removeprefix("#")] for one in numbers)


def test_a_number_typed_into_it_is_found(ringkasan, example):
    forged = ringkasan.html.replace(b"Sumber-sumber berbeda", b"Sebanyak 300 sumber berbeda", 1)

    assert "Sebanyak 300 sumber" in loose(forged, example)


def test_its_figures_are_those_of_the_english_one_in_their_order(ringkasan, brief):
    mine, english = (json.loads(one.json)["figures"] for one in (ringkasan, brief))

    assert [one["value"] for one in mine] == [one["value"] for one in english]
    assert [len(one["from"]) for one in mine] == [len(one["from"]) for one in english]
    swapped = str.maketrans(",.", ".,")
    plain = [
        (a["text"], b["text"])
        for a, b in zip(mine, english, strict=True)
        if re.fullmatch(r"[\d,.%]+", b["text"]) and b["kind"] not in ("group", "grade")
    ]
    assert len(plain) > 60
    assert [(a, b) for a, b in plain if a != b.translate(swapped)] == []
    assert any("." in a for a, _ in plain)


def test_pictures_are_in_its_words_and_their_data_have_the_same_numbers(ringkasan, brief):
    svg = ringkasan.files["figures/corridors.svg"].decode("utf-8")

    assert "Panah menunjuk ke tujuan." in svg
    assert "Filipina" in svg
    assert "Arrows point" not in svg
    mine, english = (
        one.files["figures/corridors.csv"].decode("utf-8").splitlines() for one in (ringkasan, brief)
    )
    assert mine[0] == english[0]
    assert len(mine) == len(english)
    assert mine[1].split(",")[2:6] == english[1].split(",")[2:6]


def test_paper_and_short_form_are_in_it_too(ringkasan, paper):
    assert "Di mana migran paling terpapar" in paper(ringkasan.pdf)
    short = ringkasan.files["brief-short.pdf"]
    assert "Apa yang tidak dikatakan ringkasan ini" in paper(short)
    assert len(pypdfium2.PdfDocument(short)) <= 2


def test_the_words_of_a_confidential_document_are_withheld_in_it_too(ringkasan):
    assert "kutipan ditahan: dokumennya rahasia" in ringkasan.html.decode("utf-8")
    for name, content in ringkasan.files.items():
        if name.endswith((".html", ".json", ".csv", ".svg")):
            assert "tujuh orang" not in content.decode("utf-8")


# -- the mechanism -----------------------------------------------------------------------------------------------------


def test_a_second_language_has_its_code_in_its_names_and_leaves_the_references_out(make_study):
    bare = make_study(
        claims=(), groups=(), findings=(), finding_groups=(), grades=(), corridors=(), scores=(), lineage=None
    )
    first, again = (build_brief(bare, "id", suffix=".id") for _ in range(2))

    assert first.files == again.files
    assert {"brief.id.html", "brief.id.json", "brief-short.id.html"} <= first.files.keys()
    assert b'href="brief.id.html' in first.files["brief-short.id.html"]
    assert not any(name.startswith("references") for name in first.files)
    assert current() == "en"


def test_the_language_holds_inside_its_block_and_in_its_thread_only():
    seen = {}
    with speaking("id"):
        thread = threading.Thread(
            target=lambda: seen.update(there=gettext("Country"), number=local("1,234.5"))
        )
        thread.start()
        thread.join()
        assert (gettext("Country"), local("1,234.5")) == ("Negara", "1.234,5")
        with speaking("en"):
            assert amount(1234.5) == "1,234.5"
        assert amount(1234.5) == "1.234,5"

    assert seen == {"there": "Country", "number": "1,234.5"}
    assert gettext("Country") == "Country"


def test_a_language_that_is_not_there_is_refused(make_study):
    with pytest.raises(ValueError, match="there is no language 'xx'; there are en, id"):
        build_brief(make_study(), "xx")


def test_a_translation_may_put_the_parts_of_a_sentence_in_its_own_order(monkeypatch):
    monkeypatch.setitem(rooms("id")._catalog, "{a} before {b}", "{b} sesudah {a}")
    with speaking("id"):
        assert "".join(one.text for one in say("{a} before {b}", a="satu", b="dua")) == "dua sesudah satu"
        assert fill("{a} before {b}", a=1, b=2) == "2 sesudah 1"


def test_no_digit_comes_in_by_a_translation(monkeypatch):
    monkeypatch.setitem(rooms("id")._catalog, "not read", "7 tidak dibaca")
    with speaking("id"), pytest.raises(ValueError, match="typed"):
        Text.of("not read")


def test_the_method_names_every_setting_in_words(example):
    with speaking("id"):
        register = Register(example)
        data(method(dataclasses.replace(example), register))
        assert all(
            one.provenance.words.startswith(("ASUMSI", "ditetapkan", "nomor")) for one in register.entries
        )


def test_the_authors_of_a_work_are_joined_in_its_words_and_its_title_is_left():
    with speaking("id"):
        assert work_name("Ahmad and others (2020)") == "Ahmad dan lain-lain (2020)"
        assert work_name("Hemming and Piper (2004)") == "Hemming dan Piper (2004)"
        assert (
            work_name("UNHCR (2024), Risks and rewards (a report)")
            == "UNHCR (2024), Risks and rewards (a report)"
        )


TOLD = {
    "Employers keep the identity documents of migrants in Malaysia and Thailand, and said of people from Myanmar.": (
        "Pemberi kerja menahan dokumen identitas migran di Malaysia dan Thailand, dan dikatakan tentang orang dari "
        "Myanmar."
    ),
    "Denied, and stated by no document: employers bind migrants with debt.": (
        "Disangkal, dan tidak dinyatakan oleh dokumen mana pun: pemberi kerja menjerat migran dengan utang."
    ),
    "Low confidence: serious concerns about coherence, minor concerns about relevance and adequacy of data.": (
        "Keyakinan rendah: kekhawatiran serius tentang koherensi, kekhawatiran kecil tentang relevansi dan kecukupan "
        "data."
    ),
    "2 of 3 root sources were read and say how they know (of an NGO, researchers); 1 of 3 root sources is only "
    "quoted, and was not read.": (
        "2 dari 3 sumber akar telah dibaca dan menyatakan cara mengetahuinya (dari LSM, peneliti); 1 dari 3 sumber "
        "akar hanya dikutip, dan tidak dibaca."
    ),
    "One claim only: over 36,000 persons, no period given; it rests on UNODC (2024).": (
        "Hanya satu klaim: lebih dari 36.000 orang, tanpa kurun waktu; klaim itu bersandar pada UNODC (2024)."
    ),
    "It is about Myanmar, which the study asks about; the evidence is of 2018 to 2020, outside the study's period "
    "(2021 to 2025).": (
        "Ini tentang Myanmar, yang ditanyakan oleh studi; buktinya berasal dari 2018 sampai 2020, di luar kurun waktu "
        "studi (2021 sampai 2025)."
    ),
    "Median and middle 90% of draws": "Median dan 90% tengah dari penarikan acak",
    "What a person wrote in words of her own.": "What a person wrote in words of her own.",
}


@pytest.mark.parametrize("sentence", TOLD)
def test_a_sentence_of_another_room_is_told_in_indonesian_or_left_as_it_is(sentence):
    with speaking("id"):
        assert told_sentence(sentence) == TOLD[sentence]
    assert told_sentence(sentence) == sentence
