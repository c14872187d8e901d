"""One search for every script of the region, the same on both databases."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import put_texts

from rantau.store.search import highlight, parse_query

TEXTS = {
    "Indonesian": "Banyak pekerja migran nonprosedural dipulangkan dari Malaysia.",
    "Malay": "Pendatang tanpa izin ditahan di depot tahanan imigresen.",
    "Vietnamese": "Người lao động di cư bị nợ vì phí môi giới.",
    "Thai": "แรงงานข้ามชาติถูกยึดหนังสือเดินทางบนเรือประมง",
    "Khmer": "ពលករចំណាកស្រុកត្រូវបានបង្ខំឲ្យធ្វើការ",
    "Lao": "ແຮງງານອົບພະຍົບຖືກຫຼອກລວງໄປເຮັດວຽກ",
    "Burmese": "ရွှေ့ပြောင်းအလုပ်သမားများသည် အကြွေးတင်နေကြသည်",
    "English": "The union's lawyers met migrant workers, who paid “agents” 50% of a cross-border wage.",
}
NAMES = list(TEXTS)


@pytest.mark.parametrize(
    ("query", "language", "found"),
    [
        ("pekerja migran", "Indonesian", ["pekerja", "migran"]),
        ("kerja", "Indonesian", ["kerja"]),
        ("tahanan", "Malay", ["tahanan"]),
        ("lao động", "Vietnamese", ["lao", "động"]),
        ("nguoi lao dong", "Vietnamese", ["Người", "lao", "động"]),
        ('"môi giới"', "Vietnamese", ["môi giới"]),
        ("แรงงาน", "Thai", ["แรงงาน"]),
        ("เรือ", "Thai", ["เรือ"]),
        ("มง", "Thai", ["มง"]),
        ("ពលករ", "Khmer", ["ពលករ"]),
        ("បង្ខំ", "Khmer", ["បង្ខំ"]),
        ("ແຮງງານ", "Lao", ["ແຮງງານ"]),
        ("ວຽກ", "Lao", ["ວຽກ"]),
        ("အလုပ်သမား", "Burmese", ["အလုပ်သမား"]),
        ("အကြွေး", "Burmese", ["အကြွေး"]),
        ("migrant WORKERS", "English", ["migrant", "workers"]),
        ('"migrant workers"', "English", ["migrant workers"]),
        ("cross-border", "English", ["cross-border"]),
        ("“agents”", "English", ["agents"]),
        ("union's", "English", ["union's"]),
        ("50%", "English", ["50"]),
        ("lawyer", "English", ["lawyer"]),
    ],
)
def test_words_are_found_in_every_script_and_marked_where_they_stand(store, query, language, found):
    put_texts(store, list(TEXTS.values()))

    hits = store.search(query)

    assert [NAMES[int(hit.passage.rpartition("/p")[2]) - 1] for hit in hits] == [language]
    text = TEXTS[language]
    assert [text[start:end] for start, end in hits[0].matches] == found
    assert hits[0].page == NAMES.index(language) + 1


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        '"',
        '""',
        "*",
        "AND",
        "NOT (",
        "a:b*",
        "x'; DROP TABLE passages; --",
        "^near(",
        "%",
        "_",
        "\x00",
    ],
)
def test_signs_and_operators_are_plain_text_and_no_error(store, query):
    put_texts(store, list(TEXTS.values()))

    assert store.search(query) == [] or query in ("AND", "a:b*")
    assert store.counts()["passages"] == len(TEXTS)


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_no_query_is_an_error(store, query):
    store.search(query)


def test_a_percent_sign_is_not_a_wildcard(store):
    put_texts(store, ["ไทย 100 ลาว", "ไทย%ลาว"])

    assert [hit.passage for hit in store.search('"ไทย%ลาว"')] == ["d1/p2"]


def test_every_term_must_stand_in_the_passage(store):
    put_texts(store, ["debt in fishing", "debt in farming", "fishing alone"])

    assert [hit.passage for hit in store.search("fishing debt")] == ["d1/p1"]
    assert store.search("fishing nothing") == []


def test_whole_words_come_before_parts_of_words_and_telling_passages_first(store):
    put_texts(store, ["indebted", "debt " + "and other words " * 30, "debt, debt and debt"])

    assert [hit.passage for hit in store.search("debt")] == ["d1/p3", "d1/p2", "d1/p1"]


def test_a_word_of_every_passage_is_still_ranked(store):
    put_texts(store, ["debt " + "and other words " * 30, "debt, debt and debt", "debt " + "and more " * 90])

    assert [hit.passage for hit in store.search("debt")] == ["d1/p2", "d1/p1", "d1/p3"]


def test_ties_come_in_the_order_of_documents_and_passages(store):
    put_texts(store, ["same words"] * 5, "d2")
    put_texts(store, ["same words"] * 5, "d1")

    hits = store.search("same", limit=7)

    assert [hit.passage for hit in hits] == [*(f"d1/p{n}" for n in range(1, 6)), "d2/p1", "d2/p2"]


@pytest.mark.parametrize("word", ["same", "เดียว"])
def test_of_a_word_that_is_everywhere_passages_of_the_whole_study_are_ranked(store, monkeypatch, word):
    monkeypatch.setattr("rantau.store.search.CANDIDATES", 50)
    for document in range(4):
        put_texts(store, [f"{word}" + " and" * (number % 7) for number in range(100)], f"d{document}")

    hits = store.search(word, limit=30)

    assert len(hits) == 30
    assert all(hit.matches for hit in hits)
    if store._engine.dialect.name == "sqlite":
        assert {hit.document for hit in hits} == {"d0", "d1", "d2", "d3"}


def test_words_of_two_scripts_must_both_stand_in_the_passage(store):
    put_texts(store, ["ILO รายงานเรื่องแรงงาน", "ILO only", "แรงงานเท่านั้น"])

    assert [hit.passage for hit in store.search("แรงงาน ilo")] == ["d1/p1"]
    assert [hit.passage for hit in store.search("il แรงงาน")] == ["d1/p1"]
    assert [hit.passage for hit in store.search("ilo แร")] == ["d1/p1"]


def test_spaces_without_width_between_words_do_not_hide_them(store):
    put_texts(store, ["ការ\u200bជួញដូរ\u200bមនុស្ស", "การ\u200bค้า\u200bมนุษย์", "traf\u00adficking"])

    assert [hit.passage for hit in store.search("ជួញដូរមនុស្ស")] == ["d1/p1"]
    assert [hit.passage for hit in store.search("ค้ามนุษย์")] == ["d1/p2"]
    (hit,) = store.search("trafficking")
    assert hit.matches == ((0, 12),)


def test_marks_in_another_order_are_the_same_word_and_are_marked(store):
    put_texts(store, ["အလုပ\u103a\u1037သမား", "Vie\u0302\u0323t Nam"])

    (burmese,) = store.search("လုပ\u1037\u103aသ")
    (vietnamese,) = store.search("Việt")

    assert burmese.matches == ((1, 7),)
    assert vietnamese.matches == ((0, 6),)


def test_a_passage_of_any_length_can_be_put_and_found(store):
    put_texts(store, [" ".join(f"word{number}" for number in range(150_000)), "x" * 5000 + " word7"])

    assert [hit.passage for hit in store.search("word7 word8")] == ["d1/p1"]
    assert [hit.passage for hit in store.search("xxx")] == ["d1/p2"]


def test_passages_in_scripts_without_spaces_are_ranked_too(store):
    put_texts(store, ["แรงงาน" + "และอื่น" * 40, "แรงงาน แรงงาน แรงงาน"])

    assert [hit.passage for hit in store.search("แรงงาน")] == ["d1/p2", "d1/p1"]


def test_a_letter_or_a_number_is_found_as_a_word_only(store):
    put_texts(store, ["plan b of 2002", "about 200"])

    assert [hit.passage for hit in store.search("b")] == ["d1/p1"]
    assert [hit.passage for hit in store.search("200")] == ["d1/p2"]


def test_a_snippet_is_cut_between_words_around_the_first_match(store):
    put_texts(store, ["lead " * 100 + "needle " + "tail " * 100])

    (hit,) = store.search("needle")

    assert hit.snippet.startswith("… lead")
    assert "needle" in hit.snippet
    assert hit.snippet.endswith("tail …")
    assert len(hit.snippet) < 260


@given(st.text(max_size=60), st.text(min_size=1, max_size=6))
def test_matches_lie_in_the_text_in_order_and_do_not_overlap(text, query):
    spans = highlight(text, parse_query(query))

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
