"""Who speaks, in words of all kinds, and what only stands in quotation marks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rantau.evidence import ClaimContext, default_place_index, extract_testimonies
from rantau.evidence.indicators import Vocabulary
from rantau.evidence.speakers import describe
from rantau.store.records import Document, Passage, Span
from rantau.store.records import (
    Testimony as Heard,  # pytest takes a name that begins with Test for a class of tests
)


def passage(text: str, number: int = 1, kind: str = "paragraph", language: str = "en") -> Passage:
    from rantau.corpus.sentences import split_sentences

    return Passage(
        id=f"d/p{number}",
        document="d",
        number=number,
        kind=kind,  # type: ignore[arg-type]
        section=None,
        spans=(Span(number, 0, len(text)),),
        text=text,
        sentences=tuple(split_sentences(text, language)),
        language=language,
    )


def heard(*passages: Passage, title: str = "") -> list[Heard]:
    document = Document(id="d", file="a.md", sha256="", size=1, title=title, language=passages[0].language)
    context = ClaimContext(document=document, places=default_place_index(), vocabulary=Vocabulary((), ()))
    return extract_testimonies(passages, (), context)


@pytest.mark.parametrize(
    ("description", "kind"),
    [
        ("a 24-year-old woman from Shan State who was a domestic worker", "person"),
        ("Ko M.", "name"),
        ("the report", "work"),
        ("the ministry", "body"),
        ("she", "pronoun"),
        ("the weather", "none"),
    ],
)
def test_a_description_is_of_a_person_a_name_a_work_a_body_or_nobody(description: str, kind: str) -> None:
    assert describe(description).kind == kind


@pytest.mark.parametrize(
    ("description", "language", "type_"),
    [
        ("one fisher", "en", "migrant"),
        ("a migrant rights activist", "en", "ngo"),
        ("a migrant worker's wife", "en", "family"),
        ("the owner of a fishing boat", "en", "company"),
        ("a spokesman for the Thai fishing company", "en", "company"),
        ("the ministry's spokesperson", "en", "official"),
        ("a social worker at the shelter", "en", "ngo"),
        ("a researcher at Human Rights Watch", "en", "expert"),
        ("Wahyu S., executive director of a labour union", "en", "ngo"),
        ("Mr Somchai R., who owns four trawlers", "en", "company"),
        ("Ms Pereira of the Refuge Circle", "en", "ngo"),
        ("a teacher from Mykolaiv, now packing cosmetics", "en", "migrant"),
        ("a truck driver", "en", "other"),
        ("seorang pekerja migran asal Lombok", "id", "migrant"),
        ("kepala desa", "id", "official"),
        ("ibu seorang buruh bangunan", "id", "family"),
        ("direktur perusahaan penyalur", "id", "company"),
    ],
)
def test_the_head_of_a_description_tells_the_kind_of_speaker(
    description: str, language: str, type_: str
) -> None:
    assert describe(description, language).type == type_


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “agent fee” is a debt by another name.",
        "The concept of “disposable people” was introduced in 1999.",
        "Article 3 defines trafficking as “the recruitment, transportation or receipt of persons by means of threat”.",
        "The report states that “most workers did not hold a contract when they left”.",
        "Bales (1999) argues that slavery is “the total control of one person by another”.",
        "The campaign “Safe Roads for All” began in 2019.",
        "The film “The Long Way Home” won a prize.",
        "Respondents were asked whether they agreed with the statement “I feel safe at work.”",
        "The government's “free visa, free ticket” rule caps the fee.",
        "The main question is “How can we explain the link between the two?”",
        "Peraturan itu menyebutkan bahwa “setiap pekerja wajib memiliki kontrak kerja yang sah”.",
    ],
)
def test_terms_titles_slogans_texts_and_questions_are_no_testimony(text: str) -> None:
    assert heard(passage(text)) == []


def test_a_tag_between_two_parts_makes_one_testimony() -> None:
    text = (
        '"I paid the broker," said Ko Thura, a fisher from Dawei who was sold twice. "All of it went to him."'
    )
    (one,) = heard(passage(text))
    assert one.quote.startswith("I paid the broker")
    assert one.quote.endswith("went to him.")
    assert one.speaker_type == "migrant"


def test_words_that_go_on_in_the_next_paragraph_keep_their_speaker() -> None:
    first = passage("A deckhand told us: “We left by night. Nobody spoke, and the engine was off.", 1)
    second = passage("“In the morning there was no land at all.”", 2)
    assert [(one.passage, one.speaker) for one in heard(first, second)] == [
        ("d/p1", "A deckhand"),
        ("d/p2", "A deckhand"),
    ]


def test_a_block_quote_is_somebodys_where_the_sentence_before_or_a_line_after_says_so() -> None:
    lead = passage("One woman described the crossing:", 1)
    block = passage(
        "We lay under the fish boxes for six hours, and the smell never left my hair.", 2, "quote"
    )
    (one,) = heard(lead, block)
    assert one.speaker == "One woman"
    signed = passage("— Domestic worker, 34, Riyadh", 3)
    (other,) = heard(block, signed)
    assert other.speaker == "Domestic worker, 34, Riyadh"


def test_a_block_quote_of_a_law_is_no_testimony() -> None:
    lead = passage("Section 12 of the Act reads:", 1)
    block = passage(
        "No person shall retain the passport of a worker without the worker's consent.", 2, "quote"
    )
    assert heard(lead, block) == []


def test_she_is_the_woman_told_of_before() -> None:
    text = (
        'A nurse from Cebu met a man at the port, and took the ferry. "I never saw my bag again," she said.'
    )
    (one,) = heard(passage(text))
    assert one.speaker == "A nurse from Cebu"


def test_who_recorded_the_words_is_kept() -> None:
    (one,) = heard(passage("“They locked the gate at night,” a packer told researchers of the Freedom Fund."))
    assert one.recorded_by == "Freedom Fund"


def test_the_place_is_the_speakers_then_the_documents() -> None:
    said = "“They never paid me for the last three months,” {} said."
    (one,) = heard(passage(said.format("a cook from Myanmar")))
    (other,) = heard(passage(said.format("a cook")), title="Wages in Malaysia")
    assert [place.id for place in one.places] == ["MMR"]
    assert [place.id for place in other.places] == ["MYS"]
    assert any("title" in note for note in other.notes)


def test_pseudonyms_are_names_and_are_listed() -> None:
    text = (
        "“I fished for four years,” said [name 1], a fisher from Dawei. “My brother [name 2] is still there.”"
    )
    (one,) = heard(passage(text))
    assert one.speaker.startswith("[name 1]")
    assert one.pseudonyms == ("[name 1]", "[name 2]")


_bits = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "‘",
        "’",
        "she said",
        "I went home",
        "a fisher",
        ", ",
        ". ",
        ": ",
        "(P1, 24)",
        "—",
        "\n",
        "[name 1]",
        "|",
    ]
)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(_bits, max_size=25), st.sampled_from(["paragraph", "quote", "list_item", "table", "footnote"])
)
def test_whatever_the_text_a_testimony_is_exactly_what_stands_there(bits: list[str], kind: str) -> None:
    text = " ".join(bits).strip() or "x"
    reached = 0
    for one in heard(passage(text, kind=kind)):
        assert reached <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.quote
        assert 0 <= one.confidence <= 1
        reached = one.end


def test_a_paragraph_of_nothing_but_marks_ends() -> None:
    for text in ("“" * 20_000, '" ' * 10_000, "“a” " * 2_000, "‘a " * 5_000, "she said, “" * 2_000):
        heard(passage(text[:20_000]))


def test_who_rejects_a_charge_speaks() -> None:
    words = 'boats rejected this: "We treat our crew like family, and anyone may go home when he wishes."'
    (one,) = heard(passage(f"The owner of a fleet of nine {words}"))
    assert (one.speaker, one.speaker_type) == ("The owner of a fleet of nine boats", "company")
