"""Runs of text replaced, and every offset still right."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rantau.corpus.masking import Replacement, masked
from rantau.corpus.model import Block, PageText, ReadDocument
from rantau.corpus.passages import build_passages


def document(*pages: PageText) -> ReadDocument:
    return ReadDocument(format="text", pages=pages)


def page(number: int, *paragraphs: str) -> PageText:
    text, blocks = "", []
    for paragraph in paragraphs:
        if text:
            text += "\n"
        blocks.append(Block(kind="paragraph", start=len(text), end=len(text) + len(paragraph)))
        text += paragraph
    return PageText(number=number, label=None, text=text, blocks=tuple(blocks))


def test_what_follows_a_name_moves_with_it() -> None:
    read = document(page(1, "Siti left Bone.", "Her sister Siti stayed."))
    made = masked(read, [Replacement(1, 0, 4, "[name 1]"), Replacement(1, 27, 31, "[name 1]")])
    first, second = made.pages[0].blocks
    assert made.pages[0].text[first.start : first.end] == "[name 1] left Bone."
    assert made.pages[0].text[second.start : second.end] == "Her sister [name 1] stayed."


def test_a_document_without_names_is_the_very_same() -> None:
    read = document(page(1, "Nobody."))
    assert masked(read, []) is read


def test_of_two_runs_that_overlap_nothing_is_left() -> None:
    read = document(page(1, "abcdefgh"))
    made = masked(read, [Replacement(1, 1, 4, "X"), Replacement(1, 3, 6, "Y")])
    assert made.pages[0].text == "aXgh"


def test_a_name_that_a_page_break_parts_is_gone_from_both_pages() -> None:
    first = page(1, "She is Siti")
    second = PageText(
        number=2,
        label=None,
        text="Aminah of Bone.",
        blocks=(Block(kind="paragraph", start=0, end=15, continues=True),),
    )
    made = masked(document(first, second), [Replacement(1, 7, 11, "[name 1]"), Replacement(2, 0, 6, "")])
    _, passages = build_passages("d", made)
    assert [one.text for one in passages] == ["She is [name 1] of Bone."]


_paragraphs = st.lists(st.text(alphabet="abc déॐ", min_size=1, max_size=30), min_size=1, max_size=5)
_runs = st.lists(
    st.tuples(st.integers(0, 120), st.integers(0, 20), st.sampled_from(["", "X", "[name 12]"])), max_size=8
)


@given(_paragraphs, _runs)
def test_text_outside_of_the_runs_stays_in_its_block(
    paragraphs: list[str], runs: list[tuple[int, int, str]]
) -> None:
    read = document(page(1, *paragraphs))
    replacements = [Replacement(1, start, start + length, text) for start, length, text in runs]
    made = masked(read, replacements)
    old, new = read.pages[0], made.pages[0]
    reached = 0
    for before, after in zip(old.blocks, new.blocks, strict=True):
        assert reached <= after.start <= after.end <= len(new.text)
        reached = after.end
        covered = {at for one in replacements for at in range(one.start, one.end)}
        kept = [old.text[at] for at in range(before.start, before.end) if at not in covered]
        rest = new.text[after.start : after.end]
        for one in {text for _, _, text in runs if text}:
            rest = rest.replace(one, "")
        assert [letter for letter in rest if letter != "X"] == kept


@settings(deadline=None)  # the first call reads the languages' profiles
@given(_paragraphs, st.integers(0, 60), st.integers(1, 10))
def test_every_passage_still_stands_where_its_spans_say(
    paragraphs: list[str], start: int, length: int
) -> None:
    made = masked(document(page(1, *paragraphs)), [Replacement(1, start, start + length, "[id 3]")])
    _, passages = build_passages("d", made)
    for passage in passages:
        (span,) = passage.spans
        assert made.pages[0].text[span.start : span.end] == passage.text
