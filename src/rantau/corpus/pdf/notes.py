"""Footnotes, endnotes and the entries of reference lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rantau.corpus.pdf.classify import NOTES
from rantau.corpus.pdf.lines import Line, unraised, whole_row
from rantau.corpus.pdf.order import Flow
from rantau.corpus.pdf.paragraphs import Draft, Style, fits
from rantau.corpus.reference_lists import ends_reference_list, is_reference_heading

__all__ = ["SMALL", "lists_at_the_end", "may_go_on", "take_footnotes"]

SMALL = 0.93
"""A footnote's type is at most this share of the body's."""
_RAISED = re.compile(r"^(?:(?P<n>[⁰¹²³⁴-⁹]+)|\[\^(?P<s>[^\]]{1,3})\])\s*")
_PLAIN = re.compile(r"^(?P<n>\d{1,3})(?:[.)]\s*|\s+)(?=\S)")
_STAR = re.compile(r"^(?P<s>[*†‡§]{1,3})\s*(?=\S)")
_NUMBER = re.compile(r"^(?:\[(?P<b>\d{1,3})\]|(?P<n>\d{1,3})[.)]?)\s+(?=\S)")
_AUTHOR = re.compile(
    r"^(?:\[\d{1,3}\]|\d{1,3}\.\s|[^\W\d_][^\s,]*(?:[ ][^\s,]+){0,8},\s+[^\W\d_]\."
    r"|[^\W\d_a-z].{0,140}?[(.,]\s*(?:19|20)\d\d[a-z]?\b"
    r"|———|---|_{3})"
)
_BULLET = re.compile(r"^[•◦▪‣●○■·*–-]\s+(?=\S)")
_INITIAL = re.compile(r"^[^\W\d_a-zà-ÿ]|^[“\"'‘(]?[^\W\d_]")


def _mark(text: str, *, plain: bool) -> tuple[str, int] | None:
    """The mark a note begins with, and how many characters it takes."""
    match = _RAISED.match(text) or _STAR.match(text)
    if match is None and plain:
        match = _PLAIN.match(text)
    if match is None:
        return None
    groups = match.groupdict()
    return unraised(groups.get("n") or groups.get("s") or ""), match.end()


def take_footnotes(
    flow: Flow, page: int, number: int, style: Style, floor: float, open_note: Draft | None = None
) -> list[Draft]:
    """Take the footnotes off the end of a column.

    Args:
        flow: The column; its last rows go when they are notes.
        page: Page number.
        number: The column's number on the page.
        style: What is usual in the document.
        floor: Lowest baseline of body-size text on the page: notes stand below it or in another column.
        open_note: The last note of the page before, where it may go on.

    Returns:
        One draft for each note. A first one without a mark is the rest of a note of the page before.
    """
    rows = flow.rows
    first = len(rows)
    while first > 0 and max(line.size for line in rows[first - 1]) <= SMALL * style.body:
        first -= 1
    if first == len(rows):
        return []
    if first > 0:
        pass
    elif rows[0][0].base > floor:
        return []
    lines = [whole_row(row) for row in rows[first:]]
    starts: list[int] = []
    numbers: list[int] = []
    edge = min(line.x0 for line in lines)
    for place, line in enumerate(lines):
        raised_mark = _mark(line.text, plain=False)
        if raised_mark and (len(line.text) > raised_mark[1] or place + 1 < len(lines)):
            starts.append(place)
            continue
        plain_mark = _mark(line.text, plain=True)
        if plain_mark and plain_mark[0].isdigit() and line.x0 < edge + 2.5 * line.size:
            value = int(plain_mark[0])
            ended = (
                place == 0
                or lines[place - 1].text[-1] in '.”"’)'
                or lines[place - 1].x1 < flow.x1 - 4 * line.size
            )
            if ended and (value == numbers[-1] + 1 if numbers else place == 0):
                starts.append(place)
                numbers.append(value)
    if not starts:
        if open_note is None or abs(lines[0].size - open_note.size) > 0.3:
            return []
        if first > 0 and rows[first - 1][0].base - lines[0].base < 1.5 * lines[0].size:
            return []
        del rows[first:]
        return [Draft(lines, page, number, flow.x0, flow.x1, "footnote")]
    if starts[0] > 3 and first > 0:
        # Small print above the first mark: a table's source or a caption, not a note run on.
        first += starts[0]
        lines = lines[starts[0] :]
        starts = [start - starts[0] for start in starts]
    drafts: list[Draft] = []
    edges = [*starts, len(lines)]
    if starts[0] > 0:
        drafts.append(Draft(lines[: starts[0]], page, number, flow.x0, flow.x1, "footnote"))
    for begin, end in pairwise(edges):
        own = lines[begin:end]
        found = _mark(own[0].text, plain=True)
        assert found is not None
        draft = Draft(
            _without_mark(own, found[1]), page, number, flow.x0, flow.x1, "footnote", label=found[0]
        )
        if draft.lines:
            drafts.append(draft)
    del rows[first:]
    return drafts


def may_go_on(note: Draft) -> bool:
    """Whether a page's last note may go on upon the next page."""
    last = note.lines[-1]
    return last.text[-1] not in '.?!”"’)' or last.x1 > note.x1 - 1.5 * last.size


def _without_mark(lines: list[Line], length: int) -> list[Line]:
    first = lines[0]
    rest = first.text[length:].strip()
    first.text = rest
    return lines if rest else lines[1:]


def lists_at_the_end(drafts: list[Draft]) -> list[Draft]:
    """Cut reference lists into entries and endnotes into notes.

    Args:
        drafts: The document's classified drafts in reading order.

    Returns:
        The drafts, those of the lists cut anew.
    """
    out: list[Draft] = []
    kind = ""
    level = 0
    opener: Draft | None = None
    group: list[Draft] = []

    def flush() -> None:
        if group:
            out.extend(_entries(group) if kind == "reference" else _endnotes(group))
            group.clear()

    for draft in drafts:
        text = (
            " ".join(line.text for line in draft.lines).strip() if draft.kind in ("heading", "table") else ""
        )
        if kind == "reference" and text and (_reads_as_entry(text) or _is_slighter(draft, opener, text)):
            # Entries with loose spacing look like a table, and one whose lines are short like a heading.
            draft.kind, draft.text = "paragraph", ""
        if draft.kind == "heading":
            opener = draft
            opened = "reference" if is_reference_heading(text) else "endnote" if NOTES.match(text) else ""
            if opened or not kind or draft.level <= level or not _inside(text):
                flush()
                kind, level = opened, draft.level
            else:
                flush()
            out.append(draft)
            continue
        if (
            not kind
            or draft.kind in ("footnote", "caption", "front_matter")
            or (draft.kind == "table" and kind != "")
        ):
            if draft.kind == "table" and kind:
                flush()
            out.append(draft)
            continue
        if group and (group[-1].page, group[-1].flow) != (draft.page, draft.flow):
            flush()
        group.append(draft)
    flush()
    _run_on(out)
    return out


def _reads_as_entry(text: str) -> bool:
    """Whether a heading or a table within a reference list is of its entries."""
    return (
        _AUTHOR.match(text) is not None and re.search(r"\b(?:1[89]|20)\d\d[a-z]?\b", text[:200]) is not None
    )


def _is_slighter(draft: Draft, opener: Draft | None, text: str) -> bool:
    """Whether what was taken for a heading within a reference list is a line of its entries.

    It is set smaller than the list's heading, and has the stops or figures of an entry.
    """
    if opener is None or draft.kind != "heading" or text.isupper() or draft.size > opener.size - 0.5:
        return False
    if is_reference_heading(text) or ends_reference_list(text) or NOTES.match(text):
        return False
    if text[0].islower() or text[-1] in ".,;":
        return True
    return not _inside(text) and (". " in text or re.search(r"\d{2}", text) is not None)


def _inside(heading: str) -> bool:
    """Whether a heading below that of a list only parts the list ("Primary sources", "Websites")."""
    return len(heading) < 60 and bool(
        re.search(
            r"sources|websites?|books?|articles?|journals?|reports?|interviews?|laws?|treaties|documents?|legislation|cases|media|chapter",
            heading,
            re.I,
        )
    )


def _entries(group: list[Draft]) -> list[Draft]:
    """Cut the lines of a reference list within one column into entries."""
    lines = [line for draft in group for line in draft.lines]
    first = group[0]
    size = first.size
    em = 0.6 * size
    breaks = set()
    count = 0
    for draft in group:
        breaks.add(count)
        count += len(draft.lines)
    edge = _left_edge(lines)
    at_edge = [line for line in lines if line.x0 < edge + em]
    indented = [line for line in lines if line.x0 >= edge + em]
    bullets = [place for place, line in enumerate(lines) if _BULLET.match(line.text)]
    numbered = sum(1 for line in at_edge if _NUMBER.match(line.text))
    starts: list[int]
    if len(bullets) > 1 and len(bullets) > 0.1 * len(lines):
        starts = bullets
        begins_inside = 0 not in starts
    elif gaps := _after_gaps(lines):
        starts = gaps
        if indented:
            begins_inside = lines[0].x0 >= edge + em
        else:
            begins_inside = not (_AUTHOR.match(lines[0].text) or lines[0].text[0].isupper())
        starts = starts if begins_inside else [0, *starts]
    elif (
        indented
        and len(indented) >= 0.15 * len(lines)
        and (_authors(at_edge) >= _authors(indented) or _small(at_edge) < 0.2 * len(at_edge))
    ):
        starts = [place for place, line in enumerate(lines) if line.x0 < edge + em]
        starts = [s for s in starts if _may_start(lines, s, hanging=True)]
        begins_inside = bool(lines) and lines[0].x0 >= edge + em
    elif indented and _authors(indented) > _authors(at_edge):
        starts = [place for place, line in enumerate(lines) if line.x0 >= edge + em]
        begins_inside = lines[0].x0 < edge + em
    elif numbered >= 2:
        starts = []
        due: int | None = None
        for place, line in enumerate(lines):
            match = _NUMBER.match(line.text)
            value = int(match.group("b") or match.group("n")) if match else -1
            if match and (due is None or value == due):
                starts.append(place)
                due = value + 1
        begins_inside = 0 not in starts
    else:
        right = max(line.x1 for line in lines)
        starts = []
        for place, line in enumerate(lines):
            if place == 0:
                if _AUTHOR.match(line.text) or (_INITIAL.match(line.text) and not line.text[0].islower()):
                    starts.append(0)
                continue
            before = lines[place - 1]
            new = place in breaks and _may_start(lines, place, hanging=False)
            short = before.x1 < right - 2 * size and fits(before, line, right)
            ended = before.text[-1] in ".)]/" or "://" in before.text
            if new or (_AUTHOR.match(line.text) and ended and (short or _author_sure(line.text))):
                starts.append(place)
        begins_inside = 0 not in starts
    if not starts or begins_inside:
        starts = [0, *[s for s in starts if s > 0]]
    out: list[Draft] = []
    edges = [*starts, len(lines)]
    for begin, end in pairwise(edges):
        own = lines[begin:end]
        draft = Draft(own, first.page, first.flow, first.x0, first.x1, "reference")
        draft.continues = begin == 0 and begins_inside
        match = _NUMBER.match(own[0].text)
        if match and numbered >= 2 and not draft.continues:
            draft.label = match.group("b") or match.group("n")
        out.append(draft)
    return out


def _after_gaps(lines: Sequence[Line]) -> list[int]:
    """Lines that more space stands above than between the lines of an entry; none where spacing tells nothing."""
    pitches = [(a.base - b.base) / a.size for a, b in pairwise(lines)]
    usual = min((pitch for pitch in pitches if pitch > 0.8), default=0.0)
    starts = [place for place, pitch in enumerate(pitches, start=1) if pitch > 1.2 * usual + 0.1]
    close = sum(0.8 < pitch < 1.1 * usual for pitch in pitches)
    if len(starts) < 2 or close < 2 or len(starts) < 0.1 * len(lines):
        return []
    fit = sum(_may_start(lines, place, hanging=False) for place in starts)
    return starts if fit > 0.8 * len(starts) else []


def _small(lines: Sequence[Line]) -> int:
    """Lines that begin with a small letter."""
    return sum(1 for line in lines if line.text[0].islower())


def _left_edge(lines: Sequence[Line]) -> float:
    return min(line.x0 for line in lines)


def _authors(lines: Sequence[Line]) -> int:
    return sum(1 for line in lines if _AUTHOR.match(line.text))


def _author_sure(text: str) -> bool:
    return re.match(r"^[^\W\d_][\w'’\-]+(?: [\w'’\-]+)?,\s+[^\W\d_]\.", text) is not None


def _may_start(lines: Sequence[Line], place: int, *, hanging: bool) -> bool:
    """Whether a line can begin an entry: it does not carry on a word, an address or a sentence."""
    if place == 0:
        return True
    text, before = lines[place].text, lines[place - 1].text
    if before[-1] in "-&," or text.startswith(("http", "www.", "doi")):
        return False
    return hanging or not text[0].islower()


def _endnotes(group: list[Draft]) -> list[Draft]:
    lines = [line for draft in group for line in draft.lines]
    first = group[0]
    starts: list[int] = []
    labels: list[tuple[str, int]] = []
    due: int | None = None
    for place, line in enumerate(lines):
        found = _mark(line.text, plain=True)
        if found is None or not found[0].isdigit():
            continue
        value = int(found[0])
        if due is None or value == due or (_RAISED.match(line.text) and value > due):
            starts.append(place)
            labels.append(found)
            due = value + 1
    if not starts:
        for draft in group:
            draft.kind = "endnote" if draft.kind in ("paragraph", "list_item", "quote") else draft.kind
        return group
    out: list[Draft] = []
    if starts[0] > 0:
        out.append(
            Draft(lines[: starts[0]], first.page, first.flow, first.x0, first.x1, "endnote", continues=True)
        )
    edges = [*starts, len(lines)]
    for (label, length), begin, end in zip(labels, edges, edges[1:], strict=False):
        own = _without_mark(lines[begin:end], length)
        if own:
            out.append(Draft(own, first.page, first.flow, first.x0, first.x1, "endnote", label=label))
    return out


def _run_on(drafts: Sequence[Draft]) -> None:
    """A list's entry goes on in the next column only where one stands before it."""
    seen: set[str] = set()
    for draft in drafts:
        if draft.kind in ("reference", "endnote"):
            if draft.kind not in seen:
                draft.continues = False
            seen.add(draft.kind)
        elif draft.kind == "heading":
            seen.clear()
