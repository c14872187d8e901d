"""A brief of one section whose every text is the same hostile one."""

from rantau.brief.blocks import Column, Label, Number, Paragraph, Quote, Section, Table, cell, data
from rantau.brief.page_texts import page_texts

NASTY = [
    "</title><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{ 7 * 7 }}{% raw %}", "]]>", "<!--",
    "&amp;", "\x00\x08\x1b\x7f\x85", "\ud800\uffff", "\u202eevil\u202c", "a\u2028b", "' onmouseover='x",
    "javascript:alert(1)", "\\", "日本語 ไทย ខ្មែរ",
]  # fmt: skip


def content_of(text, language=""):
    section = Section(
        "glance",
        text,
        (
            Paragraph((Label(text), Quote(text, language), Number(text, "F1"))),
            Table("t", text, (Column(text), Column(text)), ((cell(text), (Quote(text, language),)),)),
        ),
    )
    row = {"id": "F1", "text": text, "words": text, "quote": text, "language": "", "observations": []}
    observation = dict.fromkeys(("indicator", "place", "year", "value", "unit", "source", "origin"), text)
    return {
        "title": text, "short_title": text, "imprint": text, "colophon": text, "sections": [data(section)],
        "texts": page_texts(),
        "register": [row], "observations": [{"number": "O1", **observation}], "register_at": "",
    }  # fmt: skip
