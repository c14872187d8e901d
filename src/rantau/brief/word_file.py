"""The brief as a Word file, for those who edit it: the same sections, tables and links as the page and the paper.

Headings, lists, tables and captions carry Word's own styles, so that an office's template can be laid over them. Each
number is a link to its entry in the register at the end; pictures have their text for the blind.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

__all__ = ["word_file"]

_ACCENT = "0B4F6C"
_SOFT = "56636B"
_CENTIMETRES_WIDE = 17.0
_CENTIMETRES_HIGH = 21.5
_SMALL = "Table text"
_TAGS = {"en": "en-GB", "id": "id-ID"}
"""Languages as Word names them."""
# The first moment that a zip archive can name: the bytes must not hold when they were made.
_NEVER = (1980, 1, 1, 0, 0, 0)


def word_file(content: Mapping[str, Any], pictures: Mapping[str, bytes], as_of: str) -> bytes:
    """Write the brief as DOCX.

    Args:
        content: The brief as plain data (see :func:`rantau.brief.blocks.data`), free of control characters.
        pictures: PNG of each figure, by name.
        as_of: ISO date, written into the file instead of the time at which it is made.

    Returns:
        The file; the same content gives the same bytes.
    """
    from docx import Document as new_document

    document = new_document()
    _set_up(document, content, as_of)
    writer = _Writer(document, pictures, content["texts"])
    kind = document.add_paragraph(style="Subtitle")
    kind.add_run(content["texts"]["kind"])
    document.add_paragraph(content["title"], style="Title")
    writer.note(content["imprint"])
    for section in content["sections"]:
        writer.section(section, 1)
    writer.register(content["register"])
    writer.observations(content["observations"])
    writer.note(content["colophon"])
    out = io.BytesIO()
    document.save(out)
    return _same_bytes(out.getvalue())


def _set_up(document: Document, content: Mapping[str, Any], as_of: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    day = datetime.datetime.fromisoformat(as_of[:10])
    core = document.core_properties
    core.title = content["title"][:255]
    core.author = ""
    core.comments = ""
    core.keywords = content["texts"]["keywords"]
    core.language = content["texts"]["language"]
    core.created = core.modified = day
    core.last_modified_by = ""
    core.revision = 1
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin = page.bottom_margin = Cm(2)
    styles = document.styles
    normal = styles["Normal"]
    # A font that every office suite has; the brief's own cannot be put into a Word file that stays editable.
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    written = content["texts"]["language"]
    language = normal.element.get_or_add_rPr().makeelement(
        qn("w:lang"), {qn("w:val"): _TAGS.get(written, written)}
    )
    normal.element.get_or_add_rPr().append(language)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        styles[name].font.color.rgb = RGBColor.from_string(_ACCENT)
        styles[name].font.name = "Calibri"
        fonts = styles[name].element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    styles["Caption"].font.color.rgb = RGBColor.from_string("1C2429")
    small = styles.add_style(_SMALL, WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = normal
    small.font.size = Pt(8)
    small.paragraph_format.space_after = Pt(1)


class _Writer:
    def __init__(self, document: Document, pictures: Mapping[str, bytes], texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._document = document
        self._pictures = pictures
        self._bookmarks = 0
        self._small_style = document.styles[_SMALL].style_id

    def section(self, section: Mapping[str, Any], level: int) -> None:
        self._document.add_heading(section["title"], level=min(level, 9))
        for block in section["blocks"]:
            getattr(self, f"_{block['kind']}")(block)
        for part in section["sections"]:
            self.section(part, level + 1)

    def note(self, text: str) -> None:
        self._shade(self._document.add_paragraph().add_run(text))

    def register(self, entries: Sequence[Mapping[str, Any]]) -> None:
        self._document.add_heading(self._texts["register"], level=1)
        self.note(self._texts["register_lead"])
        for entry in entries:
            paragraph = self._document.add_paragraph()
            self._small(paragraph)
            self._bookmark(paragraph, entry["id"])
            paragraph.add_run(f"{entry['id']}  {entry['text']}").bold = True
            quote = f": “{entry['quote']}”" if entry["quote"] else ""
            paragraph.add_run(f"  {entry['words']}{quote}")
            for place, run in enumerate(entry["observations"]):
                paragraph.add_run(f"; {self._texts['from']} " if place == 0 else ", ")
                self._link(paragraph, run["text"], run["first"])

    def observations(self, rows: Sequence[Mapping[str, str]]) -> None:
        if not rows:
            return
        self._document.add_heading(self._texts["observations"], level=1)
        self.note(f"{self._texts['observations_lead']}.")
        names = ("number", "indicator", "place", "year", "value", "unit", "source", "origin")
        heads = ("number", "indicator", "place", "year", "value", "unit", "source", "row")
        columns = [(self._texts[head], head in ("year", "value")) for head in heads]
        table = self._grid(columns, len(rows), (0.6, 2.4, 1, 0.6, 1, 1.2, 0.8, 2.2))
        for cells, row in zip(table.rows[1:], rows, strict=True):
            for place, (cell, name) in enumerate(zip(cells.cells, names, strict=True)):
                paragraph = cell.paragraphs[0]
                self._small(paragraph)
                if place == 0:
                    self._bookmark(paragraph, row["number"])
                paragraph.add_run(row[name])

    def _paragraph(self, block: Mapping[str, Any]) -> None:
        paragraph = self._document.add_paragraph()
        self._inline(paragraph, block["content"], noted=True)
        if block["style"] == "note":
            for run in paragraph.runs:
                self._shade(run)

    def _bullets(self, block: Mapping[str, Any]) -> None:
        for item in block["items"]:
            self._inline(self._document.add_paragraph(style="List Bullet"), item, noted=True)

    def _figure(self, block: Mapping[str, Any]) -> None:
        from docx.shared import Cm

        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(
            io.BytesIO(self._pictures[block["name"]]), width=Cm(_CENTIMETRES_WIDE)
        )
        if shape.height > Cm(_CENTIMETRES_HIGH):
            shape.width = round(shape.width * Cm(_CENTIMETRES_HIGH) / shape.height)
            shape.height = Cm(_CENTIMETRES_HIGH)
        described = shape._inline.docPr
        described.set("descr", block["alt"])
        described.set("name", block["name"])
        caption = self._document.add_paragraph(style="Caption")
        self._inline(caption, block["caption"], noted=True)

    def _table(self, block: Mapping[str, Any]) -> None:
        caption = self._document.add_paragraph(block["caption"], style="Caption")
        caption.paragraph_format.keep_with_next = True
        columns = [(one["head"], one["numeric"]) for one in block["columns"]]
        table = self._grid(columns, len(block["rows"]), [one["width"] for one in block["columns"]])
        for cells, row in zip(table.rows[1:], block["rows"], strict=True):
            for cell, parts, (_, numeric) in zip(cells.cells, row, columns, strict=True):
                paragraph = cell.paragraphs[0]
                self._align(paragraph, numeric)
                self._small(paragraph)
                self._inline(paragraph, parts, noted=False)
        self._document.add_paragraph()

    def _grid(self, columns: Sequence[tuple[str, bool]], rows: int, widths: Sequence[float]) -> Any:
        """A table with its heading row, for cells to be filled; ``widths`` are shares of the page's."""
        from docx.oxml import OxmlElement
        from docx.shared import Cm

        table = self._document.add_table(rows=1 + rows, cols=len(columns), style="Light List Accent 1")
        table.autofit = False
        lengths = [Cm(_CENTIMETRES_WIDE * width / sum(widths)) for width in widths]
        for column, length in zip(table._tbl.tblGrid.gridCol_lst, lengths, strict=True):
            column.w = length
        for row in table._tbl.tr_lst:
            row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, length in zip(row.tc_lst, lengths, strict=True):
                cell.width = length
        head = table.rows[0]
        # A heading row is read out before each cell, and printed anew on each page.
        head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell, (text, numeric) in zip(head.cells, columns, strict=True):
            self._head(cell, text, numeric)
        return table

    def _head(self, cell: _Cell, text: str, numeric: bool) -> None:
        paragraph = cell.paragraphs[0]
        self._align(paragraph, numeric)
        self._small(paragraph)
        paragraph.add_run(text)

    def _inline(self, paragraph: Paragraph, parts: Sequence[Mapping[str, Any]], *, noted: bool) -> None:
        for part in parts:
            match part["kind"]:
                case "text":
                    paragraph.add_run(part["text"])
                case "label":
                    paragraph.add_run(part["text"]).bold = True if part["strong"] else None
                case "quote":
                    self._in_language(paragraph.add_run(f"“{part['text']}”"), part["language"])
                case "number":
                    self._link(paragraph, part["text"], part["figure"])
                    if noted:
                        self._link(paragraph, part["figure"], part["figure"], raised=True)
                case "trace" if part["figure"]:
                    self._link(paragraph, part["text"], part["figure"])

    def _link(self, paragraph: Paragraph, text: str, anchor: str, *, raised: bool = False) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), anchor)
        link.set(qn("w:history"), "1")
        run = paragraph.add_run(text)
        if raised:
            run.font.superscript = True
            self._shade(run)
        paragraph._p.append(link)
        link.append(run._r)

    def _bookmark(self, paragraph: Paragraph, name: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        self._bookmarks += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        start.set(qn("w:id"), str(self._bookmarks))
        start.set(qn("w:name"), name)
        end.set(qn("w:id"), str(self._bookmarks))
        paragraph._p.extend((start, end))

    @staticmethod
    def _in_language(run: Any, language: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        if language:
            element = OxmlElement("w:lang")
            element.set(qn("w:val"), language)
            run._r.get_or_add_rPr().append(element)

    @staticmethod
    def _align(paragraph: Paragraph, numeric: bool) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        if numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _small(self, paragraph: Paragraph) -> None:
        # By id: python-docx looks a style up anew for each paragraph, and tables have thousands.
        paragraph._p.style = self._small_style

    @staticmethod
    def _shade(run: Any) -> None:
        from docx.shared import RGBColor

        run.font.color.rgb = RGBColor.from_string(_SOFT)


def _same_bytes(made: bytes) -> bytes:
    """The archive packed anew with one date for all its files."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _NEVER)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
