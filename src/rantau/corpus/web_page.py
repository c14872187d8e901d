"""HTML: the main content of a page as blocks, and what its head says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rantau.corpus.charset import declared_in_html, decode
from rantau.corpus.drafts import Draft, clean, lay_out, note_call, raise_digits, word_set
from rantau.corpus.html_notes import NOTE_WORDS, find_notes
from rantau.corpus.html_tree import BLOCKS, Element, parse_html
from rantau.corpus.model import ReadDocument
from rantau.corpus.plain_text import paragraphs_of
from rantau.corpus.reference_lists import is_reference_heading
from rantau.corpus.shape import find_title, is_person_list, shape, year_in
from rantau.framework.errors import BadDocument
from rantau.framework.words import BlockKind

__all__ = ["drafts_of_html", "read_html"]

_BREAK = "\x0b"
"""Stands for ``<br>`` until a paragraph is closed: one is a space, two part paragraphs."""
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_OUTSIDE = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu")
)
_FURNITURE = word_set(
    "breadcrumb breadcrumbs cookie-banner cookie-consent cookie-notice cookies navbar sidebar "
    "site-header site-footer page-footer page-header-nav share share-buttons social-share social-links "
    "sharing related-posts related-articles newsletter newsletter-signup pagination navigation "
    "main-navigation site-navigation comments comment-list toc-mobile advert advertisement ads navbox "
    "mw-indicators catlinks printfooter"
)
_CONTENTS_WORDS = frozenset(("toc", "table-of-contents", "tableofcontents", "doc-toc", "contents-list"))
_LONGEST_CELL = 1_200


def read_html(data: bytes, name: str) -> ReadDocument:
    """Read a web page.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Raises:
        BadDocument: The page has no text, or is built to harm its reader.
    """
    markup, note = decode(data, declared_in_html(data))
    parser, root = parse_html(markup, name)
    drafts = shape(_main_drafts(root))
    if not drafts:
        raise BadDocument(
            name, "holds no text; if the page draws its text by script, save it from a browser as PDF"
        )
    head = _Head(parser)
    headings = [draft for draft in drafts if draft.kind == "heading"]
    title = head.title(headings) or find_title(drafts)
    return ReadDocument(
        format="html",
        pages=lay_out(drafts),
        title=title,
        authors=head.authors(),
        year=head.year(),
        language=head.language(),
        notes=(f"{name}: {note}",) if note else (),
    )


def drafts_of_html(markup: str, name: str) -> list[Draft]:
    """The blocks of a piece of HTML that is content throughout.

    Raises:
        BadDocument: See :func:`~rantau.corpus.html_tree.parse_html`.
    """
    _, root = parse_html(markup, name)
    find_notes(root)
    return _Walk(keep_all=True).drafts(root)


def _main_drafts(root: Element) -> list[Draft]:
    """The blocks of the page's main content; of the whole page where that is not told apart, or too little."""
    find_notes(root)
    everything = len(root.text().split())
    for main in _candidates(root):
        drafts = _Walk(keep_all=False).drafts(main)
        words = sum(len(draft.text.split()) for draft in drafts)
        if words >= 40 or words * 2 >= everything:
            return drafts
    return _Walk(keep_all=True).drafts(root)


def _candidates(root: Element) -> Iterator[Element]:
    elements = list(root.elements())
    mains = [
        element for element in elements if element.tag == "main" or element.attributes.get("role") == "main"
    ]
    if mains:
        yield max(mains, key=lambda element: len(element.text()))
    articles = [
        element
        for element in elements
        if element.tag == "article" and not any(above.tag == "article" for above in element.ancestors())
    ]
    if len(articles) == 1 or (articles and _outweighs(articles)):
        yield max(articles, key=lambda element: len(element.text()))
    yield root


def _outweighs(articles: list[Element]) -> bool:
    """Whether one article is the page's matter and the others teasers beside it."""
    lengths = sorted((len(article.text()) for article in articles), reverse=True)
    return lengths[0] > 3 * sum(lengths[1:])


class _Walk:
    """One walk over a visible tree that collects blocks."""

    def __init__(self, *, keep_all: bool) -> None:
        self.keep_all = keep_all
        self.found: list[Draft] = []
        self.inline: list[str] = []
        self.prefix = ""
        self.in_references = False
        self.in_notes = False
        """Whether the note being read is named as one, so that a list of references does not claim it."""
        self.matter = 0
        self.bold: list[Draft] = []
        """Short paragraphs all in bold: headings, where the page has no others."""

    def drafts(self, root: Element) -> list[Draft]:
        # Site parts within the chosen element are site parts only where the element is the page as a whole.
        self.matter = 0 if root.tag == "body" else 1
        self.inside(root, "paragraph", "")
        if not any(draft.kind == "heading" for draft in self.found):
            for draft in self.bold:
                draft.kind, draft.level = "heading", 1 if draft.text.isupper() else 2
        return self.found

    def add(self, kind: BlockKind, text: str, *, level: int = 0, label: str = "") -> None:
        text = clean(text)
        if not text:
            return
        if kind == "heading":
            self.in_references = is_reference_heading(text)
        if kind in ("footnote", "endnote"):
            text = _without_mark(text, label)
            if self.in_references and not self.in_notes:
                kind = "reference"
            if self.found and self.found[-1].kind == kind and self.found[-1].label == label:
                # A note of several paragraphs is one note.
                self.found[-1].text += f" {text}"
                return
        if text:
            self.found.append(Draft(kind, text, level=level, label=label))

    def flush(self, kind: BlockKind, label: str) -> None:
        """Close the paragraph that inline text has been gathered for."""
        if not self.inline:
            return
        text = "".join(self.inline)
        self.inline.clear()
        for part in re.split(rf"{_BREAK}\s*{_BREAK}[\s{_BREAK}]*", text):
            part = clean(part.replace(_BREAK, " "))
            if part:
                self.add(kind, self.prefix + part, label=label)
                self.prefix = ""

    def inside(self, element: Element, kind: BlockKind, label: str) -> None:
        """The children of a block, whose last words belong to it."""
        self.children(element, kind, label)
        self.flush(kind, label)

    def children(self, element: Element, kind: BlockKind, label: str) -> None:
        for child in element.children:
            if isinstance(child, str):
                self.inline.append(child)
            elif child.dropped:
                continue
            elif child.tag == "br":
                self.inline.append(_BREAK)
            elif child.tag in BLOCKS:
                self.flush(kind, label)
                self.block(child, kind, label)
                self.flush(kind, label)
            elif child.holds_block:
                # <a>, <span> or <font> around paragraphs.
                self.children(child, kind, label)
            else:
                self.inline.append(_inline(child))

    def block(self, element: Element, kind: BlockKind, label: str) -> None:
        tag = element.tag
        if self.is_furniture(element):
            return
        if element.note is not None and not label:
            words = element.words
            endnote = any("endnote" in word or "_edn" in word for word in words) or any(
                "endnote" in word for above in element.ancestors() for word in above.words
            )
            kind, label = ("endnote" if endnote else "footnote"), element.note
            self.in_notes = any(
                not NOTE_WORDS.isdisjoint(part.words) for part in (element, *element.ancestors())
            )
        if tag in _HEADINGS or element.attributes.get("role") == "heading":
            level = _HEADINGS.get(tag) or _whole(element.attributes.get("aria-level", ""), 2)
            text = _inline(element).replace(_BREAK, " ")
            self.add("heading" if not label else kind, text, level=min(max(level, 1), 6), label=label)
        elif tag in ("ul", "ol", "dir"):
            self.list(element, kind, label)
        elif tag == "blockquote":
            self.inside(element, kind if label else "quote", label)
        elif tag == "table":
            self.table(element, kind, label)
        elif tag in ("figcaption", "caption"):
            self.inside(element, kind if label else "caption", label)
        elif tag in ("pre", "xmp", "listing", "plaintext"):
            self.preformatted(element, kind, label)
        elif tag in ("article", "main"):
            self.matter += 1
            self.inside(element, kind, label)
            self.matter -= 1
        elif not _CONTENTS_WORDS.isdisjoint(element.words) and not label:
            self.contents(element)
        else:
            before = len(self.found)
            self.inside(element, kind, label)
            if tag in ("p", "div", "center") and len(self.found) == before + 1 and _is_bold(element):
                made = self.found[-1]
                if made.kind == "paragraph" and len(made.text) <= 100 and made.text[-1] not in ".,;:":
                    self.bold.append(made)

    def is_furniture(self, element: Element) -> bool:
        """Whether a block belongs to the site rather than to its page."""
        if self.keep_all:
            return False
        words = element.words
        if element.tag in ("header", "footer", "aside"):
            holds_notes = element.note is not None or any(
                below.note is not None or not NOTE_WORDS.isdisjoint(below.words)
                for below in element.elements()
            )
            if element.tag == "header" and (self.matter or _holds_title(element)):
                return False
            if not holds_notes:
                return True
        if words and not (_OUTSIDE.isdisjoint(words) and _FURNITURE.isdisjoint(words)):
            return not any(below.tag in ("h1", "main", "article") for below in element.elements())
        return False

    def list(self, element: Element, kind: BlockKind, label: str) -> None:
        number = _whole(element.attributes.get("start", ""), 1)
        style = element.attributes.get("type", "1")
        for child in element.children:
            if isinstance(child, str):
                self.inline.append(child)
                continue
            if child.dropped:
                continue
            self.flush(kind, label)
            if child.tag == "li" and not label and child.note is None:
                number = _whole(child.attributes.get("value", ""), number)
                if element.tag == "ol":
                    self.prefix = f"{_numeral(number, style)}. "
                number += 1
                self.inside(child, "list_item" if kind != "quote" else kind, label)
                self.prefix = ""
            else:
                number += child.tag == "li"
                if child.tag in BLOCKS:
                    self.block(child, kind, label)
                else:
                    self.inline.append(_inline(child))
            self.flush(kind, label)

    def preformatted(self, element: Element, kind: BlockKind, label: str) -> None:
        for draft in paragraphs_of(_inline(element, keep_lines=True).replace(_BREAK, "\n").split("\n")):
            self.add(kind if label or draft.kind == "paragraph" else draft.kind, draft.text, label=label)

    def contents(self, element: Element) -> None:
        """A list of contents: kept to be found, but nothing is taken from it."""
        before = len(self.found)
        self.inside(element, "front_matter", "")
        for draft in self.found[before:]:
            draft.kind, draft.level = "front_matter", 0

    def table(self, element: Element, kind: BlockKind, label: str) -> None:
        for child in element.children:
            if isinstance(child, Element) and child.tag == "caption":
                self.block(child, kind, label)
        rows = list(_rows(element))
        if label or not _is_data(element, rows):
            for row in rows:
                for cell in row:
                    self.inside(cell, kind, label)
            return
        lines = [line for line in _lines(rows) if line]
        if lines:
            self.found.append(Draft("table", "\n".join(lines)))


def _is_bold(element: Element) -> bool:
    """Whether all text of a block is in bold."""
    for _ in range(4):
        inner = [child for child in element.children if not isinstance(child, str) or child.strip()]
        if len(inner) != 1 or isinstance(inner[0], str):
            return False
        element = inner[0]
        if element.tag in ("b", "strong"):
            return True
    return False


def _holds_title(element: Element) -> bool:
    return any(below.tag == "h1" for below in element.elements())


def _whole(text: str, otherwise: int) -> int:
    text = text.strip()
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else otherwise


def _numeral(number: int, style: str) -> str:
    if style in ("a", "A") and 1 <= number <= 26:
        return chr(ord(style) + number - 1)
    if style in ("i", "I") and 1 <= number < 90:
        roman = "x" * (number // 10) if number < 40 else "xl" + "x" * (number // 10 - 4)
        if number >= 50:
            roman = "l" + "x" * (number // 10 - 5)
        roman += ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number % 10]
        return roman if style == "i" else roman.upper()
    return str(number)


_RAISED_NUMBERS = re.compile(r"[\s\[(]*(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)[\])\s]*")


def _inline(element: Element, *, keep_lines: bool = False) -> str:
    """The text of an element on one line, note calls in raised digits."""
    if element.mark is not None:
        return note_call(element.mark)
    parts: list[str] = []
    for child in element.children:
        if isinstance(child, str):
            parts.append(child if keep_lines else child.replace(_BREAK, " "))
        elif child.dropped:
            continue
        elif child.tag == "br":
            parts.append(_BREAK)
        elif child.tag in BLOCKS:
            parts.append(f" {_inline(child, keep_lines=keep_lines)} ")
        else:
            parts.append(_inline(child, keep_lines=keep_lines))
    text = "".join(parts)
    if element.tag == "sup":
        numbers = _RAISED_NUMBERS.fullmatch(text)
        return raise_digits(numbers[1] if numbers else text) if re.match(r"[\s\[(]*\d", text) else text
    if element.tag == "q":
        return f"“{text}”"
    if element.tag in ("del", "rt", "rp", "rtc"):
        return ""
    return text


def _without_mark(text: str, label: str) -> str:
    """A note's text without the mark that stands before it."""
    mark = re.escape(label)
    text = re.sub(r"^[\s^↑]+(?=\S)", "", text)
    raised = re.escape(raise_digits(label))
    return re.sub(
        rf"^(?:\[\^?{mark}\]|\({mark}\)|{mark}[.):]|{mark}(?=\s)|{raised}|\[{raised}\])\s*", "", text
    )


def _rows(table: Element) -> Iterator[list[Element]]:
    for part in table.children:
        if not isinstance(part, Element):
            continue
        if part.tag == "tr":
            yield [cell for cell in part.children if isinstance(cell, Element) and cell.tag in ("td", "th")]
        elif part.tag in ("tbody", "thead", "tfoot"):
            yield from _rows(part)


def _is_data(table: Element, rows: list[list[Element]]) -> bool:
    """Whether a table holds data, or only lays out a page."""
    if table.attributes.get("role") in ("presentation", "none"):
        return False
    columns = max((len(row) for row in rows), default=0)
    if columns < 2 or len(rows) < 2:
        return False
    if any(below.tag == "table" and below is not table for below in table.elements()):
        return False
    if any(below.tag in ("h1", "h2", "h3") for below in table.elements()):
        return False
    longest = max(len(cell.text()) for row in rows for cell in row)
    return longest <= _LONGEST_CELL or any(cell.tag == "th" for row in rows for cell in row)


def _lines(rows: list[list[Element]]) -> Iterator[str]:
    """Rows as lines. A cell over several columns or rows is written once, the places it covers are empty."""
    covered: dict[int, int] = {}
    for row in rows:
        line: list[str] = []

        def skip_covered(line: list[str] = line) -> None:
            while covered.get(len(line), 0) > 0:
                covered[len(line)] -= 1
                line.append("")

        for cell in row:
            skip_covered()
            width = min(max(_whole(cell.attributes.get("colspan", ""), 1), 1), 50)
            height = min(max(_whole(cell.attributes.get("rowspan", ""), 1), 1), 500)
            text = clean(_inline(cell).replace(_BREAK, " "))
            for offset in range(width):
                if height > 1:
                    covered[len(line)] = height - 1
                line.append(text if offset == 0 else "")
        skip_covered()
        yield " | ".join(line) if any(line) else ""


class _Head:
    """What the head of a page says of it."""

    def __init__(self, parser: Any) -> None:
        self.named: dict[str, list[str]] = {}
        for meta in parser.css("meta"):
            attributes = meta.attributes
            key = (
                (attributes.get("name") or attributes.get("property") or "")
                .lower()
                .replace("dcterms.", "dc.")
            )
            value = clean(attributes.get("content") or "")
            if key and value:
                self.named.setdefault(key, []).append(value)
        title = parser.css_first("title")
        self.said = clean(title.text(deep=True) or "") if title is not None else ""
        html = parser.css_first("html")
        attributes = html.attributes if html is not None else {}
        self.lang = (attributes.get("lang") or attributes.get("xml:lang") or "").strip()
        times = (node.attributes.get("datetime") or "" for node in parser.css("time"))
        self.time = next((time for time in times if time), "")

    def first(self, *names: str) -> str:
        return next((self.named[name][0] for name in names if self.named.get(name)), "")

    def title(self, headings: list[Draft]) -> str:
        exact = self.first("citation_title", "dc.title")
        if exact:
            return exact
        stated = self.first("og:title", "twitter:title") or self.said
        # "Title | Site" and "Site - Title": the heading that is part of it is the title.
        for heading in headings[:5]:
            if len(heading.text) > 8 and heading.text.lower() in stated.lower():
                return heading.text
        highest = [heading.text for heading in headings if heading.level == 1]
        return highest[0] if len(highest) == 1 else stated

    def authors(self) -> tuple[str, ...]:
        for name in ("citation_author", "dc.creator", "author", "dc.creator.personalname", "article:author"):
            values = [
                value for value in self.named.get(name, []) if not value.startswith(("http", "@", "www."))
            ]
            if len(values) == 1:
                return is_person_list(values[0]) or (values[0],)
            if values:
                return tuple(dict.fromkeys(values))
        return ()

    def year(self) -> int | None:
        stated = self.first(
            "citation_publication_date", "citation_date", "citation_year", "dc.date.issued", "dc.issued", "dc.date",
            "article:published_time", "date", "publication_date", "pubdate", "dc.created", "last-modified",
        )  # fmt: skip
        return year_in(stated) or year_in(self.time)

    def language(self) -> str:
        stated = self.lang or self.first("content-language", "dc.language", "og:locale", "citation_language")
        found = re.match(r"([a-zA-Z]{2,3})(?:[-_]|$)", stated)
        return found[1].lower() if found else ""
