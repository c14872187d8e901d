"""Quotation marks of several languages, and marks that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.corpus.quotation_marks import may_quote
from rantau.evidence.quotations import find_quotations


def quoted(text: str) -> list[str]:
    return [text[one.start : one.end] for one in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('"I paid," she said, "all of it."', ["I paid,", "all of it."]),
        ("“I paid,” she said.", ["I paid,"]),
        ("‘They took it,’ he said.", ["They took it,"]),
        ("'I can't go back,' she said. It's over.", ["I can't go back,"]),
        ("« Je suis partie », dit-elle.", ["Je suis partie"]),
        ("„Ich ging“, sagte sie. »Nein«, sagte er.", ["Ich ging", "Nein"]),
        ("”Jag gick”, sade hon.", ["Jag gick"]),
        ('He said,"We know it." Then', ["We know it."]),
        ("“He told me, ‘Go home,’ and I went,” she said.", ["He told me, ‘Go home,’ and I went,"]),
        ("‘He told me, “Go home,” and I went,’ she said.", ["He told me, “Go home,” and I went,"]),
        ("‘The workers’ wages were late,’ said one.", ["The workers’ wages were late,"]),
        ("“I left “home” then,” she said.", ["I left “home” then,"]),
    ],
)
def test_the_outermost_marks_count(text: str, inside: list[str]) -> None:
    assert quoted(text) == inside


@pytest.mark.parametrize(
    "text",
    [
        "The workers' wages and the migrants’ papers weren't there.",
        'He is 5\'10" tall, the board 6" wide.',
        'the question how?". The primary focus',
        "In the '90s rock 'n' roll came.",
        "Ma’ruf of Qur'an school",
    ],
)
def test_apostrophes_inches_and_strays_open_nothing(text: str) -> None:
    assert quoted(text) == []


def test_a_mark_that_is_not_closed_opens_to_the_end_of_the_paragraph() -> None:
    (one,) = find_quotations("She said: “I left. We went by night.")
    assert not one.closed
    assert one.end == len("She said: “I left. We went by night.")


def test_a_stray_mark_does_not_swallow_the_quotation_after_it() -> None:
    assert quoted("“A stray and then “the second one here.” And") == ["the second one here."]


_marks = st.text(alphabet=st.sampled_from("ab .,\"“”„‟«»‹›‘’‚'「」()—"), max_size=80)


@given(_marks)
def test_quotations_are_in_order_apart_and_within_the_text(text: str) -> None:
    reached = 0
    for one in find_quotations(text):
        assert reached <= one.outer <= one.start < one.end <= one.outer_end <= len(text)
        reached = one.outer_end


@given(_marks)
def test_the_quick_look_misses_no_quotation(text: str) -> None:
    if any(one.closed for one in find_quotations(text)) and not may_quote(text):
        # Only single marks inside a word's neighbourhood that opens nothing by itself, and ‚low‘ ones.
        assert "‚" in text or "'" in text or "”" in text
