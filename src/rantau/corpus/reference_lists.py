"""Where a document's reference list begins and ends, and which of its paragraphs are entries."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rantau.corpus.drafts import Draft

__all__ = ["is_reference_heading", "mark_references"]

_NUMBERING = re.compile(
    r"^(?:(?:\d{1,2}|[IVX]{1,5}|[A-Z])(?:\.\d{1,2})*[.)]?|(?:bab|chapter|section)\s+\w+[.:]?)\s+",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(?:(?:list\s+of\s+|selected\s+|cited\s+|further\s+|key\s+|main\s+|academic\s+)?"
    r"(?:references?|bibliograph(?:y|ies)|literature|sources)(?:\s+(?:list|cited|used))?"
    r"|works\s+(?:cited|consulted)|literature\s+cited|sources\s+cited|reference\s+list|sources\s+and\s+references"
    r"|references?\s+and\s+(?:notes|sources|bibliography|further\s+reading)|notes\s+and\s+references"
    r"|bibliography\s+and\s+references"
    r"|(?:daftar\s+)?(?:pustaka|referensi|rujukan|bacaan)|senarai\s+rujukan|bibliografi|sumber\s+rujukan"
    r"|mga\s+sanggunian|sanggunian|talasanggunian|talaan\s+ng\s+sanggunian"
    r"|(?:danh\s+mục\s+)?tài\s+liệu\s+(?:tham\s+khảo|trích\s+dẫn)"
    r"|เอกสารอ้างอิง|บรรณานุกรม|รายการอ้างอิง|อ้างอิง"
    r"|ကိုးကားစာရင်း|ကိုးကား(?:ချက်(?:များ)?)?|ကျမ်းကိုး(?:စာရင်း)?|ကျမ်းကိုးစာရင်း"
    r"|ឯកសារយោង|គន្ថនិទ្ទេស|ឯកសារពិគ្រោះ"
    r"|ເອກະສານອ້າງອີງ|ບັນນານຸກົມ|ເອກະສານຊ້ອນທ້າຍອ້າງອີງ"
    r"|参考文献|參考文獻|références?(?:\s+bibliographiques)?|bibliographie|referencias(?:\s+bibliográficas)?"
    r"|referências(?:\s+bibliográficas)?)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:appendi(?:x|ces)|annex(?:es)?|about\s+the\s+authors?|acknowledge?ments?|author\s+(?:biograph|information|note)"
    r"|biograph|(?:end)?notes?\b|glossary|index\b|lampiran|biodata|tentang\s+penulis|phụ\s+lục|ภาคผนวก|contact"
    r"|declarations?|funding|conflicts?\s+of\s+interest|supplementary|disclaimer|apendiks?|related\s+(?:articles|posts))",
    re.IGNORECASE,
)
_URL_ONLY = re.compile(
    r"(?:(?:available(?:\s+(?:at|from|online))?|retrieved\s+from|accessed(?:\s+at)?|doi|url|diakses\s+dari)[:\s]*)?"
    r"[<(]?(?:https?://|www\.|doi\.org/|10\.\d{4,9}/)\S+[>)]?\.?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:\[(\d{1,4})\]|\((\d{1,3})\)|(\d{1,3})[.)])\s+(?=\D)")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d[a-z]?\b|\bn\.d\.|\bforthcoming\b|\bin press\b")
_NAME = re.compile(
    r"(?:(?:de|van|von|der|den|da|di|del|dela|la|le|du|bin|binti|al|el|ter|ten|dos|das|y)\s+|al-|el-|d['’])"
)
_OPEN_END = re.compile(r"(?:[,(&/–-]|\b(?:and|dan|of|the|in|for|dalam|untuk|to|on))$", re.IGNORECASE)


def is_reference_heading(title: str) -> bool:
    """Whether a heading opens a list of references, in the languages of the region."""
    bare = _NUMBERING.sub("", title.strip()).strip(" .:*_#|—–-")
    return len(bare) < 60 and _HEADING.fullmatch(bare) is not None


def ends_reference_list(title: str) -> bool:
    """Whether a heading is of a part that follows a reference list, whatever its level."""
    return _AFTER.match(_NUMBERING.sub("", title.strip())) is not None


def mark_references(drafts: Sequence[Draft]) -> list[Draft]:
    """Give the paragraphs and list items of each reference list the kind ``reference``.

    The list begins at its heading (or at a paragraph of those words alone) and ends at the next heading that is not
    below it. An address that stands in a paragraph of its own, or the rest of an entry that a page break parted, is
    joined to its entry. The number of a numbered entry moves from the text to the label.
    """
    marked: list[Draft] = []
    level: int | None = None
    for index, draft in enumerate(drafts):
        if draft.kind in ("paragraph", "heading") and is_reference_heading(draft.text):
            if draft.kind == "heading" or _entries_follow(drafts[index + 1 : index + 4]):
                draft.kind, draft.level = "heading", draft.level or 1
                level = draft.level
        elif draft.kind == "heading":
            if level is not None and (draft.level <= level or ends_reference_list(draft.text)):
                level = None
        elif level is not None and draft.kind in ("paragraph", "list_item", "reference", "quote"):
            entry = marked[-1] if marked and marked[-1].kind == "reference" else None
            draft.kind = "reference"
            if entry is not None and _goes_on(entry.text, draft):
                if entry.page == draft.page:
                    entry.text = f"{entry.text} {draft.text}"
                    continue
                draft.continues = True
            _take_number(draft)
        elif draft.kind == "reference":
            _take_number(draft)
        marked.append(draft)
    return marked


def _entries_follow(drafts: Sequence[Draft]) -> bool:
    return any(
        draft.kind in ("paragraph", "list_item", "reference") and _YEAR.search(draft.text) for draft in drafts
    )


def _goes_on(entry: str, draft: Draft) -> bool:
    """Whether a paragraph of the list is the rest of the entry before it rather than a new one."""
    text = draft.text
    if _URL_ONLY.fullmatch(text):
        return True
    if _NUMBER.match(text) or draft.label:
        return False
    begins_lower = text[0].islower() and not _NAME.match(text) and not text.startswith(("http", "www."))
    if begins_lower and not re.match(r"[a-z]+[A-Z]", text):  # iCommunity, eGov: names
        return True
    return bool(_OPEN_END.search(entry)) and not re.match(r"[^\W\d_]+,\s+[^\W\d_]\.", text)


def _take_number(draft: Draft) -> None:
    found = _NUMBER.match(draft.text)
    if found is not None and not draft.continues:
        draft.label = draft.label or next(group for group in found.groups() if group)
        draft.text = draft.text[found.end() :]
