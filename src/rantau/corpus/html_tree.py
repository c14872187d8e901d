"""HTML as a small tree of what a reader of the page can see.

Scripts, styles, frames, comments, templates, form controls and hidden elements are left out here, once, so that
nothing that reads the tree can let them through. Attributes such as event handlers are never text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rantau.corpus.drafts import word_set
from rantau.framework.errors import BadDocument

__all__ = ["BLOCKS", "Element", "parse_html"]

MOST_ELEMENTS = 1_000_000
MOST_OPEN = 2_000
"""Elements open at once. A parser needs time in the square of this."""
DEEPEST = 250
"""Elements nested more deeply than this are read as if they stood at this depth."""

DROPPED = word_set(
    "script style noscript template iframe frame frameset noframes object embed applet audio video "
    "canvas svg map select option datalist button input textarea progress meter dialog head title link "
    "meta base del nav menu"
)
BLOCKS = word_set(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li listing main ol p pre search section "
    "summary table tbody td tfoot th thead tr ul xmp plaintext legend"
)
_RAISED = frozenset(
    ("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")
)
_VOID = word_set("area base br col embed hr img input link meta param source track wbr")
# Closed by what follows them, so that a page may leave them open by the thousand.
_SELF_CLOSING = word_set(
    "p li dt dd tr td th tbody thead tfoot option optgroup colgroup rt rp html head body"
)

_HIDDEN_STYLE = re.compile(
    r"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?![.\d]))", re.I
)
_HIDDEN_CLASSES = word_set(
    "sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only skip-link skiplink "
    "skip-to-content mw-editsection mw-cite-backlink mw-jump-link noprint d-none"
)
_HIDING_RULE = re.compile(r"([^{}@;]{1,300})\{([^{}]{0,2000})\}")
_SIMPLE_SELECTOR = re.compile(r"[.#]?[A-Za-z_][\w-]*")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*?(/?)>")


class Element:
    """An element with its visible children: elements and runs of text."""

    __slots__ = ("attributes", "children", "dropped", "holds_block", "mark", "note", "order", "parent", "tag")

    def __init__(self, tag: str, attributes: dict[str, str], parent: Element | None, order: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.order = order
        self.children: list[Element | str] = []
        self.holds_block = False
        self.mark: str | None = None
        """The mark this element is a call with, once the notes of the page are known."""
        self.note: str | None = None
        """The mark of the note that this element is."""
        self.dropped = False

    @property
    def words(self) -> frozenset[str]:
        """Its classes, roles and id, in lower case."""
        found = self.attributes
        if not found:
            return frozenset()
        named = (
            found.get("class", ""),
            found.get("role", ""),
            found.get("epub:type", ""),
            found.get("id", ""),
        )
        return frozenset(" ".join(named).lower().split())

    def elements(self) -> Iterator[Element]:
        """This element and all below it, in document order."""
        waiting: list[Element] = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(child for child in reversed(element.children) if isinstance(child, Element))

    def text(self) -> str:
        """All text below, as it stands."""
        parts: list[str] = []
        waiting: list[Element | str] = [self]
        while waiting:
            item = waiting.pop()
            if isinstance(item, str):
                parts.append(item)
            elif not item.dropped:
                if item.tag in BLOCKS or item.tag == "br":
                    parts.append(" ")
                waiting.extend(reversed(item.children))
        return "".join(parts)

    def ancestors(self) -> Iterator[Element]:
        above = self.parent
        while above is not None:
            yield above
            above = above.parent


def parse_html(markup: str, name: str) -> tuple[Any, Element]:
    """Parse a page.

    Returns:
        selectolax's parser (for the page's head), and the visible tree of its body.

    Raises:
        BadDocument: It is nested, or cut into pieces, more than any report is.
    """
    from selectolax.lexbor import LexborHTMLParser

    _refuse_bombs(markup, name)
    try:
        parser = LexborHTMLParser(markup.replace("\0", ""))
    except (ValueError, RuntimeError) as error:
        raise BadDocument(name, "cannot be parsed as HTML; save the page anew from a browser") from error
    hidden = _hidden_by_rules(parser)
    root = Element("body", {}, None, 0)
    body = parser.body
    if body is None:
        return parser, root
    # Each entry: the node to visit and the element it goes into.
    waiting: list[tuple[Any, Element, int]] = [(body.child, root, 1)]
    count = 0
    while waiting:
        node, parent, depth = waiting.pop()
        while node is not None:
            tag = node.tag
            if tag == "-text":
                text = node.text_content
                if text:
                    parent.children.append(text)
            elif tag and tag[0] not in "-_!":
                count += 1
                if count > MOST_ELEMENTS:
                    raise BadDocument(
                        name, f"has more than {MOST_ELEMENTS:,} elements; split the page into parts"
                    )
                element = None
                if tag not in DROPPED:
                    attributes = {key: value or "" for key, value in node.attributes.items()}
                    if not attributes or not _is_hidden(attributes, hidden):
                        element = Element(tag, attributes, parent, count)
                if element is not None:
                    parent.children.append(element)
                    if tag in BLOCKS:
                        above: Element | None = parent
                        while above is not None and not above.holds_block:
                            above.holds_block = True
                            above = above.parent
                    if node.child is not None:
                        # Children before the siblings that follow: orders count in document order.
                        waiting.append((node.next, parent, depth))
                        waiting.append((node.child, element if depth < DEEPEST else parent, depth + 1))
                        break
            node = node.next
    return parser, root


def _refuse_bombs(markup: str, name: str) -> None:
    """Count open tags without parsing: a parser's time grows with the square of their number."""
    open_now = deepest = 0
    for closing, tag, empty in _TAG.findall(markup):
        tag = tag.lower()
        if tag in _VOID or tag in _SELF_CLOSING:
            continue
        if closing:
            open_now -= open_now > 0
        elif not (empty and tag not in BLOCKS and tag not in _RAISED):
            open_now += 1
            if open_now > deepest:
                deepest = open_now
    if deepest > MOST_OPEN:
        raise BadDocument(
            name,
            f"has {deepest:,} elements open inside each other, which no report has; save the page anew from a browser",
        )


def _hidden_by_rules(parser: Any) -> frozenset[str]:
    """Simple selectors (``.class``, ``#id``) that the page's own style sheets hide."""
    found: set[str] = set()
    for style in parser.css("style"):
        sheet = re.sub(r"/\*.*?\*/", "", style.text(deep=True) or "", flags=re.DOTALL)[:500_000]
        sheet = re.sub(r"@(?:media|supports|page|font-face)[^{]*\{(?:[^{}]|\{[^{}]*\})*\}", "", sheet)
        for selectors, rules in _HIDING_RULE.findall(sheet):
            if _HIDDEN_STYLE.search(rules):
                for selector in selectors.split(","):
                    bare = selector.strip()
                    if bare[:1] in (".", "#") and _SIMPLE_SELECTOR.fullmatch(bare):
                        found.add(bare.lower())
    return frozenset(found)


def _is_hidden(attributes: dict[str, str], rules: frozenset[str]) -> bool:
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if attributes.get("aria-hidden", "").strip().lower() == "true":
        return True
    style = attributes.get("style")
    if style and _HIDDEN_STYLE.search(style):
        return True
    classes = attributes.get("class", "").lower().split()
    if not _HIDDEN_CLASSES.isdisjoint(classes):
        return True
    if rules:
        names = {f".{word}" for word in classes}
        names.add("#" + attributes.get("id", "").lower())
        return not rules.isdisjoint(names)
    return False
