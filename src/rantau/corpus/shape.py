"""What readers do with drafts before they are laid out: put parted paragraphs together, tell apart front matter,
captions and reference entries, find the title and who wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rantau.corpus.drafts import SUPERSCRIPTS, Draft, dehyphenate, vocabulary
from rantau.corpus.reference_lists import is_reference_heading, mark_references

__all__ = ["find_authors", "find_title", "find_year", "is_caption", "is_person_list", "shape", "year_in"]

_LONGEST_HEADING = 300
_CAPTION = re.compile(
    r"(?:Figure|Fig\.|Table|Chart|Graph|Map|Box|Diagram|Photo|Image|Gambar|Tabel|Grafik|Peta|Rajah|Jadual|Carta"
    r"|Hình|Bảng|Biểu đồ|Talahanayan|Larawan|ภาพที่|ตารางที่|រូបភាព|តារាង|ပုံ|ဇယား)\s*"
    r"(?:[A-Z]?\d{1,3}(?:[.-]\d{1,2})?[a-z]?|[IVX]{1,5})\s*(?:[.:–—-]|$)\s*(?=\S|$)"
)
_CLOSERS = "\"'”’»)]}›」』" + SUPERSCRIPTS
_LETTERS = re.compile(r"[^\W\d_]")
# A line that ends in one of these goes on, whatever the next begins with.
_GOING_ON = re.compile(
    r"(?:[,&/(\[–—]|\b(?:a|an|the|of|and|or|by|in|on|at|to|for|from|with|as|that|which|who|than|between|into|is|are|was"
    r"|were|its|their|his|her|this|these|such|dan|atau|yang|di|ke|dari|untuk|dengan|pada|oleh|dalam|sebagai|serta"
    r"|kepada|bahwa|bahawa|ang|ng|sa|mga|và|của|các|những|trong|cho|với))$",
    re.IGNORECASE,
)


def shape(drafts: list[Draft]) -> list[Draft]:
    """The common work on blocks as read: the same list of drafts, mended and with their kinds settled."""
    drafts = [draft for draft in drafts if draft.text]
    for draft in drafts:
        if draft.kind == "heading" and len(draft.text) > _LONGEST_HEADING:
            # A line of dashes below a paragraph makes a heading of it in some formats.
            draft.kind, draft.level = "paragraph", 0
        elif draft.kind in ("paragraph", "heading") and is_caption(draft.text):
            draft.kind, draft.level = "caption", 0
    drafts = mark_references(drafts)
    _mark_front_matter(drafts)
    _mark_notes(drafts)
    return rejoin(drafts)


def is_caption(text: str) -> bool:
    """Whether a line is the caption of a figure, table or box."""
    return len(text) < _LONGEST_HEADING and _CAPTION.match(text) is not None


def ends_open(text: str) -> bool:
    """Whether a paragraph stops before its sentence does."""
    bare = text.rstrip(_CLOSERS + " ")
    return bool(bare) and (bare[-1].isalnum() or bare[-1] in ",&/(–—-‐'’%")


def goes_on(before: str, after: str) -> bool:
    """Whether two paragraphs are one that a page break parted."""
    if not ends_open(before):
        return False
    first = after[0]
    if first.islower():
        long_enough = len(before) >= 15 and (before.endswith(("-", "‐")) or len(before.split()) >= 4)
        return long_enough and not re.match(r"(?:https?://|www\.|[ivx]{1,4}[.)]\s|[a-z][.)]\s)", after)
    if len(before) < 50:
        return False
    if _GOING_ON.search(before):
        return True
    # A bracket left open that the next paragraph closes before it opens another.
    opened = before.rfind("(") > before.rfind(")")
    closing, opening = after.find(")"), after.find("(")
    return opened and closing != -1 and (opening == -1 or closing < opening) and closing < 200


def rejoin(drafts: Sequence[Draft]) -> list[Draft]:
    """Put paragraphs together that a page break parted in the middle of a sentence.

    Two that follow each other on one page become one; with a caption, table or note between, or on two pages, the
    second continues the first.
    """
    words: frozenset[str] | None = None
    mended: list[Draft] = []
    for draft in drafts:
        before = _open_before(mended)
        if (
            before is not None
            and draft.kind == "paragraph"
            and not draft.continues
            and goes_on(before.text, draft.text)
        ):
            if words is None:
                words = vocabulary(draft.text for draft in drafts)
            whole = dehyphenate(before.text, draft.text, words)
            if mended[-1] is before and before.page == draft.page:
                before.text = whole if whole is not None else f"{before.text} {draft.text}"
                continue
            if whole is not None:
                # The parted word stands whole on the page it begins on.
                cut = len(before.text) - 1 + (whole[len(before.text) - 1] == "-")
                rest = whole[cut:]
                end = re.match(r"\S+", rest)
                taken = end.end() if end else 0
                before.text, draft.text = whole[: cut + taken], rest[taken:].lstrip()
                if not draft.text:
                    continue
            if before.kind == draft.kind:
                draft.continues = True
        mended.append(draft)
    return mended


def _open_before(drafts: Sequence[Draft]) -> Draft | None:
    """The block that a paragraph could continue: the last, looking past captions, tables and notes."""
    for draft in reversed(drafts[-6:]):
        if draft.kind in ("paragraph", "list_item", "quote"):
            return draft
        if draft.kind not in ("caption", "table", "footnote"):
            return None
    return None


# ---- front matter ----------------------------------------------------------------------------------------------

_OPENING = re.compile(
    r"(?:\d{1,2}[.)]?\s+|[IVX]{1,4}[.)]\s+)?(?:abstra(?:ct|k|ksi)|executive\s+summary|summary|introduction|foreword|preface"
    r"|acknowledge?ments|background|key\s+(?:findings|messages)|overview|ringkasan(?:\s+eksekutif)?|pendahuluan|pengenalan"
    r"|kata\s+pengantar|prakata|panimula|buod|tóm\s+tắt|mở\s+đầu|giới\s+thiệu|lời\s+nói\s+đầu|บทคัดย่อ|บทนำ|คำนำ|សង្ខេប"
    r"|សេចក្តីផ្តើម|နိဒါန်း|ບົດນຳ|ບົດຄັດຫຍໍ້)\s*[.:]?",
    re.IGNORECASE,
)
_IMPRINT = re.compile(
    r"(?:©|\(c\)\s*\d{4}|copyright\b|all\s+rights\s+reserved|creative\s*commons|\bISSN\b|\bISBN\b|\be-?mail\b\s*:|"
    r"[\w.+-]+@[\w-]+\.[\w.]+|\bdoi\s*:|https?://(?:dx\.)?doi\.org/|open\s+access\s*:|"
    r"\b(?:received|revised|accepted|published(?:\s+online)?|submitted|available\s+online|diterima|direvisi|disetujui)\s*:"
    r"|\bvol(?:ume)?\.?\s*\d+.{0,12}\b(?:no|issue|num|nomor)\.?\s*\d+|corresponding\s+author|article\s+(?:info|history)"
    r"|how\s+to\s+cite|suggested\s+citation|citation\s*:|this\s+(?:work|article)\s+is\s+(?:licensed|published)"
    r"|cataloguing|printed\s+(?:in|by))",
    re.IGNORECASE,
)
_KEYWORDS = re.compile(
    r"(?:key\s*-?words?(?:\s+and\s+phrases)?|kata\s+kunci|từ\s+khóa|คำสำคัญ|JEL(?:\s+classification)?|mga\s+susing\s+salita)\s*[:—–.-]",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"(?:table\s+of\s+)?contents|list\s+of\s+(?:tables|figures|boxes|maps|charts)(?:\s+and\s+\w+)?|daftar\s+isi"
    r"|isi\s+kandungan|kandungan|mục\s+lục|สารบัญ|talaan\s+ng\s+(?:mga\s+)?nilalaman|មាតិកា|မာတိကာ|ສາລະບານ",
    re.IGNORECASE,
)
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\w{1,5}$|\s…+\s*\w{1,5}$|\t\d{1,4}$")
_BARE_URL = re.compile(r"\(?<?(?:https?://|www\.)\S+>?\)?\.?")
_JOURNAL = re.compile(
    r"\b(?:journal|jurnal|review|bulletin|proceedings|quarterly|issn|tạp chí|วารสาร)\b", re.IGNORECASE
)
_LONGEST_FRONT = 300
_LOOKED_AT = 60


def _leads(text: str) -> bool:
    """Whether dots lead to a page number at the end."""
    return _LEADERS.search(text[-300:]) is not None


def _mark_front_matter(drafts: list[Draft]) -> None:
    """Give title blocks, contents lists and imprints the kind ``front_matter``; the title stays a heading."""
    opening = next((index for index, draft in enumerate(drafts[:_LOOKED_AT]) if _is_opening(draft)), None)
    title = _title_draft(drafts, opening)
    in_contents = False
    for index, draft in enumerate(drafts):
        if draft is title:
            in_contents = False
            continue
        if draft.kind == "heading" or (
            draft.kind == "paragraph" and len(draft.text) < 40 and index < 2 * _LOOKED_AT
        ):
            if draft.kind == "heading" or _CONTENTS.fullmatch(draft.text.strip(" .:")):
                in_contents = _CONTENTS.fullmatch(draft.text.strip(" .:")) is not None
        elif in_contents and (len(draft.text) > 200 or draft.text.endswith(".")) and not _leads(draft.text):
            in_contents = False
        short = len(draft.text) <= _LONGEST_FRONT
        early = index < _LOOKED_AT
        if draft.kind in ("reference", "footnote", "endnote", "caption") or (
            draft.kind == "table" and not in_contents
        ):
            continue
        if (
            in_contents
            or _leads(draft.text)
            or (opening is not None and index < opening and short and (title is not None or index < 12))
            or (
                early
                and short
                and _IMPRINT.search(draft.text)
                and draft.kind != "heading"
                and not _is_statement(draft)
            )
            or (early and _KEYWORDS.match(draft.text))
            or (early and draft.kind == "paragraph" and _BARE_URL.fullmatch(draft.text))
        ):
            draft.kind, draft.level = "front_matter", 0


def _is_statement(draft: Draft) -> bool:
    """Whether an early paragraph that has, say, an address in it is prose all the same."""
    sentences = len(re.findall(r"[^\W\d_]{3,}[.!?](?:\s|$)", draft.text))
    return (
        sentences >= 2
        and re.search(r"©|licensed|copyright|rights reserved", draft.text, re.IGNORECASE) is None
    )


def _is_opening(draft: Draft) -> bool:
    if draft.kind not in ("heading", "paragraph"):
        return False
    return _OPENING.fullmatch(draft.text) is not None


def _title_draft(drafts: Sequence[Draft], opening: int | None) -> Draft | None:
    """The heading that is the document's title."""
    early = drafts[: opening if opening is not None else 12]
    headings = [draft for draft in early if draft.kind == "heading" and not _CONTENTS.fullmatch(draft.text)]
    if not headings:
        return None
    plain = [draft for draft in headings if not _IMPRINT.search(draft.text) and not _is_name(draft.text)]
    if opening is None or len(plain) < 2:
        top = min((draft.level for draft in plain), default=0)
        return next((draft for draft in plain if draft.level == top), None)
    # A journal's name stands above the title in the same type; the title is longer.
    titled = [draft for draft in plain if not _JOURNAL.search(draft.text)] or plain
    top = min(draft.level for draft in titled)
    return max((draft for draft in titled if draft.level == top), key=lambda draft: len(draft.text))


def find_title(drafts: Sequence[Draft]) -> str:
    """The title, from the headings at the beginning; empty where there is none."""
    opening = next((index for index, draft in enumerate(drafts[:_LOOKED_AT]) if _is_opening(draft)), None)
    draft = _title_draft(drafts, opening)
    if draft is None or is_reference_heading(draft.text) or _OPENING.fullmatch(draft.text):
        return ""
    return draft.text.rstrip("*" + SUPERSCRIPTS)


_NAME = re.compile(
    r"(?:(?:Dr|Prof|Ir|Drs|Mr|Ms|Mrs)\.\s+)*[A-ZÀ-ÖØ-ÞĀ-ŽƠƯĐẠ-Ỹ][\w.'’-]*"
    r"(?:\s+(?:(?:de|van|von|der|bin|binti|al|da|dos|del)\s+)?[A-ZÀ-ÖØ-ÞĀ-ŽƠƯĐẠ-Ỹ][\w.'’-]*){1,5}"
)
_MARKS = re.compile(rf"[{SUPERSCRIPTS}*†‡§]+(?:\s*,\s*[{SUPERSCRIPTS}*†‡§]+)*")
_NO_NAME = re.compile(
    r"\b(?:the|of|in|and|for|university|universitas|institute|department|report|migration|trafficking|info|ministry"
    r"|security|office|organi[sz]ation|journal|human|asean|asia|article|review|abstract|group|network|centre|center)\b",
    re.IGNORECASE,
)


def _is_name(text: str) -> bool:
    """Whether a line is a list of names with the marks of affiliations."""
    return bool(_MARKS.search(text)) and bool(is_person_list(text))


def is_person_list(text: str) -> tuple[str, ...]:
    """The persons' names a line consists of; empty where it is anything else."""
    bare = re.sub(r"\s+", " ", _MARKS.sub(" , ", re.sub(r"^by\s+", "", text, flags=re.IGNORECASE)))
    parts = [part.strip(" ,;.") for part in re.split(r"\s*(?:,|;|&|\band\b|\bdan\b|\bvà\b)\s*", bare)]
    names = tuple(part for part in parts if part)
    if not names or len(text) > 400:
        return ()
    if all(_NAME.fullmatch(part) and not _NO_NAME.search(part) for part in names):
        return names
    return ()


def find_authors(drafts: Sequence[Draft], title: str) -> tuple[str, ...]:
    """The authors named below the title in the front matter; empty where that cannot be told."""
    for index, draft in enumerate(drafts[:_LOOKED_AT]):
        if title and draft.kind == "heading" and draft.text.startswith(title):
            for below in drafts[index + 1 : index + 4]:
                if below.kind != "front_matter":
                    return ()
                names = is_person_list(below.text)
                if names:
                    return names
            return ()
    return ()


_YEAR = re.compile(r"(?<![\d/.-])(?:19[5-9]|20[0-4])\d(?!\d)")
_ISSUE = re.compile(r"\bvol(?:ume)?\b|\bno\.\s*\d|\bissue\b", re.IGNORECASE)
_DATED = re.compile(r"published|accepted|available\s+online|\b(?:january|february|march|april|may|june|july|august"
                    r"|september|october|november|december)\s+\d{4}", re.IGNORECASE)  # fmt: skip


def year_in(text: str) -> int | None:
    """The first year a line names."""
    found = _YEAR.search(text) or re.search(r"(?:19[5-9]|20[0-4])\d", text)
    return int(found[0]) if found else None


def find_year(drafts: Sequence[Draft]) -> int | None:
    """The year of publication from the front matter: of the issue, else of the dates given, else of the copyright."""
    front = [
        draft.text for draft in drafts[:_LOOKED_AT] if draft.kind == "front_matter" and not _leads(draft.text)
    ]
    for wanted in (_ISSUE, _DATED, re.compile("©|copyright", re.IGNORECASE)):
        for text in front:
            if wanted.search(text) and _YEAR.search(text):
                return year_in(text)
    years = [year for text in front if len(text) < 80 and (year := year_in(text)) and _YEAR.search(text)]
    return years[0] if years else None


# ---- notes -----------------------------------------------------------------------------------------------------

_LEADING_MARK = re.compile(rf"([{SUPERSCRIPTS}]{{1,3}})\s*(?=\S)")
_LOWER = {ord(raised): str(digit) for digit, raised in enumerate(SUPERSCRIPTS)}


def _mark_notes(drafts: list[Draft]) -> None:
    """Paragraphs that begin with a raised number which running text called before are footnotes."""
    called: set[str] = set()
    for draft in drafts:
        lead = _LEADING_MARK.match(draft.text)
        if lead is not None and draft.kind == "paragraph" and lead[1] in called:
            draft.kind, draft.label = "footnote", lead[1].translate(_LOWER)
            draft.text = draft.text[lead.end() :]
        elif not draft.text.isascii():
            called.update(re.findall(rf"(?<=[^\s{SUPERSCRIPTS}])[{SUPERSCRIPTS}]{{1,3}}", draft.text))
