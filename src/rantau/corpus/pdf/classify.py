"""What each draft of a block is: heading, list item, caption, quotation, front matter."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from rantau.corpus.pdf.paragraphs import MARKER, Draft, Style
from rantau.corpus.reference_lists import is_reference_heading

__all__ = ["NOTES", "classify", "plain"]

NOTES = re.compile(r"^(?:[\dIVX]+\.?\s+)?(?:end\s?notes?|notes|catatan(?: akhir)?)\s*:?$", re.I)
_CONTENTS = re.compile(
    r"^(?:table of )?contents$|^daftar isi$|^kandungan$"
    r"|^list of (?:tables|figures|boxes|acronyms|abbreviations)$|^สารบัญ$|^mục lục$",
    re.I,
)
_KNOWN = re.compile(
    r"^(?:[\dIVX]+\.?\s+)?(?:abstract|abstrak|summary|executive summary|introduction|pendahuluan|background"
    r"|conclusions?|conclusions? and recommendations|recommendations|kesimpulan|discussion|results(?: and discussion)?"
    r"|methods?|methodology|research methods?|literature review|theoretical framework|findings"
    r"|acknowledge?ments?|foreword|preface"
    r"|(?:annex|appendix|lampiran)(?: [A-Z\d]+)?(?:[:.] .{0,100})?"
    r"|(?:chapter|bab|part) (?:\d+|[IVX]+)(?:[:.]? .{0,100})?)\s*:?$",
    re.I,
)
_NUMBERED = re.compile(r"^(?P<n>(?:\d{1,2}(?:\.\d{1,2}){0,4}|[IVX]{1,5}|[A-H]))(?:\.|\)|\s)\s*(?=[^\W\d_])")
_DECIMAL = re.compile(r"^\d{1,2}(?:\.\d{1,2}){1,4}\.?\s+[^\W\d_]")
_CHAPTER = re.compile(r"^(?:chapter|bab|part|bahagian)\s+(?:\d+|[IVX]+)\b", re.I)
_CAPTION = re.compile(
    r"^(?:figure|fig\.|table|box|chart|map|graph|photo|plate|exhibit|gambar"
    r"|tabel|jadual|rajah|peta|bảng|hình|ตารางที่|ภาพที่|ตาราง|ภาพ)"
    r"\s*(?:[A-Z]{0,2}\.?\d+(?:[.–-]\d+)*[a-z]?|[IVX]+)\b(?P<mark>\s*[.:–—|-])?",
    re.I,
)
_LEADER = re.compile(r"(?:\.\s?){4,}\s*[\divxlc]+$|…\s*[\divxlc]+$", re.I)
_NUMERALS = frozenset("0123456789ivxlcIVXLC")
_NUMBER_LAST = re.compile(r"\s[\divxlc]{1,4}$")
_ABSTRACT = re.compile(r"^(?:abstract|abstrak|summary|executive summary|ringkasan)\b", re.I)
_LONG = 240  # characters that make a first-page paragraph running text


def plain(text: str) -> str:
    """Text as compared between the page and the outline: letters and digits only."""
    return "".join(c for c in text.casefold() if c.isalnum())


def _text(draft: Draft) -> str:
    return draft.text or " ".join(line.text for line in draft.lines)


def classify(drafts: Sequence[Draft], style: Style, outline: Mapping[tuple[int, str], int]) -> str:
    """Give every draft its kind and headings their level.

    Args:
        drafts: All drafts of the document in reading order; changed in place. Those that have a kind other than
            ``paragraph`` keep it.
        style: What is usual in the document.
        outline: Level of each entry of the file's outline, by page number and plain text.

    Returns:
        The title in big type on the first page with text, or an empty string.
    """
    title = _title(drafts, style)
    _headings(drafts, style, outline)
    _front_matter(drafts, bool(title))
    _contents(drafts)
    for draft in drafts:
        if draft.kind != "paragraph":
            continue
        first = draft.lines[0].text
        if _is_caption(draft, style):
            draft.kind = "caption"
        elif MARKER.match(first):
            draft.kind = "list_item"
        elif _is_quote(draft, style):
            draft.kind = "quote"
    _levels(drafts, outline)
    return title


def _title(drafts: Sequence[Draft], style: Style) -> str:
    """Mark the title block's big type as front matter and return it."""
    if not drafts:
        return ""
    page = drafts[0].page
    here = [d for d in drafts if d.page == page and d.kind == "paragraph"]
    if not here:
        return ""
    biggest = max(d.size for d in here)
    if biggest < 1.2 * style.body:
        return ""
    if sum(1 for d in drafts if d.page != page and d.size > biggest - 0.6 and d.kind == "paragraph") > 0:
        return ""
    found: list[Draft] = []
    for draft in here:
        if draft.size > biggest - 0.6:
            found.append(draft)
        elif found:
            break
    same = sum(1 for d in here if d.size > biggest - 0.6)
    words = " ".join(_text(d) for d in found)
    if same > len(found) or not 6 <= len(words) <= 300 or sum(c.isalpha() for c in words) < 5:
        return ""
    if is_reference_heading(words) or _KNOWN.match(words):
        return ""
    for draft in found:
        draft.kind = "front_matter"
    return re.sub(r"(?:[⁰¹²³⁴-⁹]+|\[\^[^\]]*\])$", "", words).strip()


def _headings(drafts: Sequence[Draft], style: Style, outline: Mapping[tuple[int, str], int]) -> None:
    for place, draft in enumerate(drafts):
        if draft.kind != "paragraph" or len(draft.lines) > 5:
            continue
        text = _text(draft)
        if len(text) > 250 or sum(c.isalpha() for c in text) < 2:
            continue
        if outline and (draft.page, plain(text)) in outline:
            draft.kind = "heading"
        elif _CAPTION.match(text) and not _CHAPTER.match(text):
            continue
        elif _looks_like_heading(draft, text, style, drafts[place + 1] if place + 1 < len(drafts) else None):
            draft.kind = "heading"


def _looks_like_heading(draft: Draft, text: str, style: Style, after: Draft | None) -> bool:
    body, size = style.body, draft.size
    if after is None or len(text) > 200:
        return False
    ends = text.rstrip("”\"’')]»")[-1:] or text[-1]
    bold = draft.bold
    caps = text.isupper() and sum(c.isalpha() for c in text) >= 4
    if size > 1.12 * body:
        return len(draft.lines) <= 4 and not (ends == "." and len(text) > 120)
    if size < 0.93 * body:
        return False
    if len(draft.lines) <= 2 and (is_reference_heading(text) or NOTES.match(text) or _KNOWN.match(text)):
        return True
    if ends in ",;" or (ends == "." and not _NUMBERED.match(text) and len(text) > 60):
        return False
    after_differs = not after.bold or after.size != size
    if bold and len(draft.lines) <= 3 and len(text) <= 180:
        return bool(after_differs or _NUMBERED.match(text) or after.gap > 0.3) and (
            draft.gap > 0.1 or draft.lines[-1].x1 < draft.x1 - 2 * size
        )
    if caps and len(draft.lines) <= 2 and len(text) <= 120 and ends not in ".":
        return draft.gap > 0.1 and any(len(word) > 3 for word in text.split())
    if len(draft.lines) == 1 and ends not in ".:;," and draft.gap > 0.25:
        if _DECIMAL.match(text) and len(text) < 110:
            return True
        return draft.italic and not after.italic and len(text) < 90 and text[0].isupper()
    return False


def _levels(drafts: Sequence[Draft], outline: Mapping[tuple[int, str], int]) -> None:
    """Rank headings: outline first, then decimal numbers, then size, capitals and weight."""
    headings = [d for d in drafts if d.kind == "heading"]
    if not headings:
        return

    def look(draft: Draft) -> tuple[float, int, int]:
        text = _text(draft)
        return (-round(draft.size * 2) / 2, -int(text.isupper()), -int(draft.bold))

    ranks = {key: n + 1 for n, key in enumerate(sorted({look(d) for d in headings}))}
    # Where a look comes with a depth of numbering or in the outline, that depth is the look's level.
    stated: dict[tuple[float, int, int], Counter[int]] = defaultdict(Counter)
    depths: list[int | None] = []
    for draft in headings:
        text = _text(draft)
        depth = outline.get((draft.page, plain(text)))
        number = _NUMBERED.match(text)
        if depth is None and number and number.group("n")[0].isdigit():
            depth = number.group("n").count(".") + 1
        elif depth is None and _CHAPTER.match(text):
            depth = 1
        depths.append(depth)
        if depth is not None:
            stated[look(draft)][depth] += 1
    for draft, depth in zip(headings, depths, strict=True):
        key = look(draft)
        if depth is None:
            depth = stated[key].most_common(1)[0][0] if key in stated else ranks[key]
        draft.level = max(1, min(6, depth))


def _front_matter(drafts: Sequence[Draft], titled: bool) -> None:
    """What stands on the first page with a title, before the text begins."""
    if not titled:
        return
    page = drafts[0].page
    seen_title = False
    for draft in drafts:
        if draft.page != page:
            break
        if draft.kind == "front_matter":
            seen_title = True
            continue
        text = _text(draft)
        if draft.kind in ("heading", "table", "footnote") or _ABSTRACT.match(text):
            if seen_title:
                break
            continue
        if len(text) > _LONG or (seen_title and len(draft.lines) > 3):
            break
        if seen_title and len(draft.lines) > 1 and text[-1] == "." and len(text) > 120:
            break
        draft.kind = "front_matter"


def _contents(drafts: Sequence[Draft]) -> None:
    """Lists of contents: lines that lead to a page number, under their heading or not."""
    listing = False
    for place, draft in enumerate(drafts):
        kind = draft.kind
        if (
            kind in ("heading", "paragraph")
            and len(draft.lines) <= 2
            and _CONTENTS.match(_text(draft).strip())
        ):
            listing = True
            draft.kind = "front_matter"
            continue
        rows = draft.text.split("\n") if kind == "table" else [line.text for line in draft.lines]
        led = sum(1 for row in rows if _leads(row))
        if led > 0.5 * len(rows) and (led > 1 or listing or _next_leads(drafts, place)):
            draft.kind = "front_matter"
            listing = True
        elif listing:
            ended = sum(1 for row in rows if _NUMBER_LAST.search(row))
            if ended >= 0.5 * len(rows) and kind in ("paragraph", "table", "heading", "list_item"):
                draft.kind = "front_matter"
            else:
                listing = False


def _leads(row: str) -> bool:
    """Whether dots lead to a page number at the end of a line."""
    return row[-1] in _NUMERALS and ("..." in row or ". ." in row or "…" in row) and bool(_LEADER.search(row))


def _next_leads(drafts: Sequence[Draft], place: int) -> bool:
    return any(
        _leads(d.lines[-1].text) for d in (*drafts[max(0, place - 1) : place], *drafts[place + 1 : place + 2])
    )


def _is_caption(draft: Draft, style: Style) -> bool:
    if not _CAPTION.match(draft.lines[0].text):
        return False
    text = _text(draft)
    match = _CAPTION.match(text)
    if not match or len(text) > 400:
        return False
    if match.group("mark") or match.end() == len(text):
        return True
    set_apart = draft.size < 0.96 * style.body or draft.lines[0].bold or draft.italic
    # "Figure 3 shows that ..." is a sentence of the text.
    return set_apart or (
        len(draft.lines) == 1 and text[-1] != "." and text[match.end() :].lstrip()[:1].isupper()
    )


def _is_quote(draft: Draft, style: Style) -> bool:
    size = draft.size
    lines = draft.lines
    if len(lines) < 2:
        return False
    left = min(line.x0 for line in lines) - draft.x0
    right = draft.x1 - max(line.x1 for line in lines)
    if left < 0.9 * size or left > 0.35 * (draft.x1 - draft.x0):
        return False
    return right > 0.8 * size or size < 0.96 * style.body or draft.lines[0].text[0] in '“"‘«'
