"""Which elements of a page are notes, and which links call them."""

from __future__ import annotations

import re

from rantau.corpus.drafts import clean
from rantau.corpus.html_tree import BLOCKS, Element

__all__ = ["NOTE_WORDS", "find_notes"]

_MARK = re.compile(
    r"\d{1,4}|[a-z]{1,2}|[ivxlc]{1,7}|[*†‡§¶#]{1,4}|(?:note|nb|n|fn)[ .]*\d{1,3}", re.IGNORECASE
)
_ARROWS = re.compile(r"[\s^↑↩⤴︎️↵⏎]*(?:jump up|back|return)?[\s^↑↩⤴︎️↵⏎]*", re.IGNORECASE)
_CALLING = re.compile(r"noteref|footnote|endnote|fn-?ref|ftn|edn|cite_ref|\breference\b", re.IGNORECASE)
_BACK = re.compile(
    r"backlink|backref|footnote-?back|reversefootnote|fn-?back|cite-?back|doc-backlink", re.IGNORECASE
)
_NOTE_WORDS = frozenset(
    ("doc-footnote", "doc-endnote", "footnote", "endnote", "rearnote", "msofootnotetext", "msoendnotetext")
)
_LIST_WORDS = frozenset(
    (
        "footnotes",
        "endnotes",
        "doc-endnotes",
        "rearnotes",
        "footnote-list",
        "fn-list",
        "footnotes-list",
        "notes-list",
    )
)
NOTE_WORDS = _NOTE_WORDS | _LIST_WORDS
"""Classes, roles and ids of notes and of lists of notes."""
_LONGEST_NOTE = 6_000


def find_notes(root: Element) -> None:
    """Mark calls (``mark``), notes (``note``) and links back (``dropped``) in a visible tree, in place."""
    names: dict[str, Element] = {}
    links: list[Element] = []
    for element in root.elements():
        attributes = element.attributes
        if not attributes:
            continue
        for key in ("id", "name"):
            if attributes.get(key):
                names.setdefault(attributes[key], element)
        if element.tag == "a" and attributes.get("href", "").startswith("#"):
            links.append(element)
    _follow_links(links, names)
    _by_name(root)
    for link in links:
        _drop_link_back(link, names)


def _follow_links(links: list[Element], names: dict[str, Element]) -> None:
    for link in links:
        target = names.get(link.attributes["href"][1:])
        mark = clean(link.text()).strip("[]() .")
        said = link.attributes.get("role") == "doc-noteref" and 0 < len(mark) <= 40
        if (
            target is None
            or target.order < link.order
            or not (said or (_MARK.fullmatch(mark) and _is_call(link)))
        ):
            continue
        note = _block_around(target)
        if (
            note is None
            or note in link.ancestors()
            or any(above.note is not None for above in link.ancestors())
        ):
            continue
        link.mark = mark
        note.note = note.note or mark


def _is_call(link: Element) -> bool:
    """Whether a link is set as a note call: raised, or named as one."""
    if any(child.tag == "sup" for child in link.children if isinstance(child, Element)):
        return True
    for above in link.ancestors():
        if above.tag == "sup":
            return True
        if above.tag in BLOCKS:
            break
    parent = link.parent
    words = set(link.words | (parent.words if parent is not None and parent.tag == "span" else frozenset()))
    words.add(link.attributes.get("name", "").lower())
    for inner in link.elements():
        words |= inner.words
    return any(_CALLING.search(word) for word in words)


def _block_around(target: Element) -> Element | None:
    """The block that holds a note's text, or None where the target is no note (a heading, a whole part)."""
    block = target
    while block.tag not in BLOCKS:
        if block.parent is None:
            return None
        block = block.parent
    if block.tag in (
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "body",
        "table",
        "ol",
        "ul",
        "section",
        "main",
        "article",
    ):
        return None
    for inner in block.elements():
        if inner.tag in ("h1", "h2", "h3", "h4"):
            return None
    return block if len(block.text()) <= _LONGEST_NOTE else None


def _by_name(root: Element) -> None:
    """Notes that are named as such though no call was found: by role, or as items of a list of notes."""
    for element in root.elements():
        words = element.words
        if not words:
            continue
        if not _LIST_WORDS.isdisjoint(words):
            count = 0
            for item in element.elements():
                if item.tag == "li" and not any(above.note is not None for above in item.ancestors()):
                    count += 1
                    item.note = item.note or _number_in(item.attributes.get("id", "")) or str(count)
        elif element.note is None and not _NOTE_WORDS.isdisjoint(words) and element.tag in BLOCKS:
            if any(above.note is not None for above in element.ancestors()):
                continue
            inner = next((below for below in element.elements() if below.note is not None), None)
            if inner is None and len(element.text()) <= _LONGEST_NOTE and clean(element.text()):
                lead = re.match(r"\s*\[([^\]\s]{1,40})\](?=\s)", element.text()) or re.match(
                    r"[\s\[(]*(\d{1,3}|[*†‡§]+)(?=[\]).\s])", element.text()
                )
                element.note = lead[1] if lead else _number_in(element.attributes.get("id", "")) or "*"


def _number_in(name: str) -> str:
    found = re.search(r"(\d{1,4})$", name)
    return found[1] if found else ""


def _drop_link_back(link: Element, names: dict[str, Element]) -> None:
    """Inside a note, a link to where it was called says nothing."""
    if link.mark is not None or not any(above.note is not None for above in link.ancestors()):
        return
    target = names.get(link.attributes["href"][1:])
    named = any(_BACK.search(word) for word in link.words)
    text = clean(link.text())
    earlier = target is not None and target.order < link.order
    if named or (earlier and (_MARK.fullmatch(text.strip("[]() .")) or _ARROWS.fullmatch(text))):
        link.dropped = True
