"""Markdown, written by people or made from a PDF by a machine.

The text is turned into HTML by markdown-it and read as such, so that headings, lists, tables, notes and stray tags
are treated alike wherever they come from.
"""

from __future__ import annotations

import html
import re

from rantau.corpus.charset import decode, looks_binary
from rantau.corpus.drafts import Draft, clean, lay_out
from rantau.corpus.model import ReadDocument
from rantau.corpus.shape import find_authors, find_title, find_year, shape, year_in
from rantau.corpus.web_page import drafts_of_html
from rantau.framework.errors import BadDocument

__all__ = ["read_markdown"]

_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(r"([A-Za-z][\w-]{0,30})[ \t]*:[ \t]*(.*)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]{1,40})\]:[ \t]*(.*)")
_CALL = re.compile(r"\[\^([^\]\s]{1,40})\]")
_DEEPEST_QUOTE = 20


def read_markdown(data: bytes, name: str) -> ReadDocument:
    """Read a Markdown file.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Raises:
        BadDocument: The bytes are no text, or there is none.
    """
    if looks_binary(data):
        raise BadDocument(
            name, "is not text but binary data; add the document itself as PDF, DOCX, HTML or text"
        )
    text, note = decode(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    stated, text = _front_matter(text)
    drafts = drafts_of_html(_to_html(text), name)
    _rank_headings(drafts)
    drafts = shape(drafts)
    if not drafts:
        raise BadDocument(name, "holds no text; add a file that does")
    title = clean(_first(stated, "title")) or find_title(drafts)
    authors = tuple(
        clean(author) for author in stated.get("author", stated.get("authors", [])) if clean(author)
    )
    language = re.match(r"([A-Za-z]{2,3})(?:[-_]|$)", _first(stated, "lang") or _first(stated, "language"))
    return ReadDocument(
        format="markdown",
        pages=lay_out(drafts),
        title=title,
        authors=authors or find_authors(drafts, title),
        year=year_in(_first(stated, "date") or _first(stated, "year")) or find_year(drafts),
        language=language[1].lower() if language else "",
        notes=(f"{name}: {note}",) if note else (),
    )


def _rank_headings(drafts: list[Draft]) -> None:
    """Give headings one rank by their capitals where a machine ranked them at random, in place.

    A document whose headings in capitals have several levels was not ranked by its author: those in capitals are
    its parts, and the others that follow the first of them stand below.
    """
    headings = [draft for draft in drafts if draft.kind == "heading"]
    parts = [draft for draft in headings if draft.text.isupper() and len(draft.text) > 4]
    levels = {draft.level for draft in parts}
    if len(parts) < 3 or len(levels) < 2 or max(levels) - min(levels) < 2:
        return
    first = headings.index(parts[0])
    title_above = any(draft.level == 1 for draft in headings[:first])
    rank = 2 if title_above else 1
    for draft in headings[first:]:
        draft.level = rank if draft in parts else max(draft.level, rank + 1)


def _first(stated: dict[str, list[str]], key: str) -> str:
    return next(iter(stated.get(key, [])), "")


def _front_matter(text: str) -> tuple[dict[str, list[str]], str]:
    """The simple keys of a block of metadata at the top, and the text after it."""
    found = _FRONT_MATTER.match(text)
    if found is None:
        return {}, text
    stated: dict[str, list[str]] = {}
    key = ""
    lines = [line for line in found[1].splitlines() if line.strip() and not line.lstrip().startswith("#")]
    for line in lines:
        pair = _KEY.match(line)
        item = re.match(r"\s*-\s+(?:name:\s*)?(.+)", line)
        if pair is not None:
            key = pair[1].lower()
            value = pair[2].strip()
            inner = value[1:-1].split(",") if value[:1] == "[" and value[-1:] == "]" else [value]
            stated[key] = [part for part in (_unquoted(part) for part in inner) if part not in ("", "|", ">")]
        elif item is not None and key:
            stated[key].append(_unquoted(item[1]))
        elif key and line[:1].isspace() and len(stated[key]) == 1:
            stated[key][0] += f" {line.strip()}"
        elif not line[:1].isspace():
            return {}, text  # two rules with prose between them
    return (stated, text[found.end() :]) if stated else ({}, text)


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _to_html(text: str) -> str:
    from markdown_it import MarkdownIt

    # An indented paragraph in a report is prose; "~~" strikes text out that has been deleted.
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _DEEPEST_QUOTE}).enable(
        ["table", "strikethrough"]
    )
    parser.disable("code")
    body, notes = _take_notes(text)
    marks = {key: number for number, key in enumerate(_in_order(body, notes), start=1)}
    for key in notes:
        marks.setdefault(key, len(marks) + 1)
    rendered = parser.render(body)
    for key, content in notes.items():
        inner = parser.renderInline(_with_calls(content, notes, marks))
        rendered = rendered.replace(
            f"<p>{_place(marks[key])}</p>",
            f'<div role="doc-footnote" id="rantau-fn-{marks[key]}">[{html.escape(key)}] {inner}</div>',
        )
    return _with_calls(rendered, notes, marks).replace("<s>", "<del>").replace("</s>", "</del>")


def _in_order(body: str, notes: dict[str, str]) -> list[str]:
    return [key for key in dict.fromkeys(_CALL.findall(body)) if key in notes]


def _place(number: int) -> str:
    return f"\ue000rantau-note-{number}\ue001"


def _with_calls(text: str, notes: dict[str, str], marks: dict[str, int]) -> str:
    """Calls as links to their notes; a call without a note stays as it is written."""

    def call(found: re.Match[str]) -> str:
        key = html.unescape(found[1])
        if key not in notes:
            return found[0]
        return f'<a role="doc-noteref" href="#rantau-fn-{marks[key]}">{html.escape(key)}</a>'

    return _CALL.sub(call, text)


def _take_notes(text: str) -> tuple[str, dict[str, str]]:
    """Take note definitions (``[^1]: ...`` and the indented lines below) out of the text.

    Returns:
        The text with a place held for each note, and the notes by key.
    """
    kept: list[str] = []
    notes: dict[str, str] = {}
    fence = ""
    lines = text.split("\n")
    index = 0
    if "[^" not in text:
        return text, notes
    order = _CALL.findall(re.sub(r"(?m)^ {0,3}\[\^[^\]\s]{1,40}\]:", "", text))
    defined = {found[1] for line in lines if (found := _NOTE.match(line))}
    numbers = {
        key: number for number, key in enumerate((k for k in dict.fromkeys(order) if k in defined), start=1)
    }
    while index < len(lines):
        line = lines[index]
        index += 1
        fenced = _FENCE.match(line)
        if fenced is not None and (not fence or fenced[1].startswith(fence)):
            fence = "" if fence else fenced[1]
        note = _NOTE.match(line) if not fence else None
        if note is None or note[1] in notes:
            kept.append(line)
            continue
        content = [note[2]]
        while index < len(lines):
            below = lines[index]
            blank_then_indented = (
                not below.strip()
                and index + 1 < len(lines)
                and re.match(r" {2,}|\t", lines[index + 1]) is not None
            )
            goes_on = (
                below.strip()
                and not _NOTE.match(below)
                and not _FENCE.match(below)
                and not re.match(r" {0,3}[#>-]", below)
            )
            if not (goes_on or blank_then_indented):
                break
            content.append(below.strip())
            index += 1
        notes[note[1]] = " ".join(part for part in content if part)
        kept += ["", _place(numbers.setdefault(note[1], len(numbers) + 1)), ""]
    return "\n".join(kept), notes
