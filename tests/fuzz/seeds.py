"""Small sound files of each format, and how to break them; used by the tests and by scripts/fuzz.py."""

import io
import zipfile

import docx
from reportlab.pdfgen.canvas import Canvas

from rantau.framework.errors import BadInput

TEXT = "Workers were held in the camp (Example Agency, 2021, p. 4). 45% were in debt in 2021."
PAGE = f"<html><head><title>Example</title></head><body><h1>Example</h1><p>{TEXT}</p><table><tr><td>1</td></tr></table>"
NOTE = f"# Example\n\n{TEXT}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: A note.\n"
SPACE = 'xmlns="urn:QDA-XML:project:1.0"'
GUIDS = tuple(f"{number}0000000-0000-4000-8000-000000000000" for number in range(1, 6))


def pdf():
    """Two pages with text, the second with an outline entry."""
    made = io.BytesIO()
    canvas = Canvas(made, pageCompression=0, invariant=1)
    for number in (1, 2):
        canvas.bookmarkPage(f"p{number}")
        canvas.addOutlineEntry(f"Part {number}", f"p{number}")
        canvas.drawString(72, 700, f"Part {number}")
        canvas.drawString(72, 680, TEXT)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def word():
    """A heading, a paragraph, a table."""
    document = docx.Document()
    document.add_heading("Example", 1)
    document.add_paragraph(TEXT)
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "1"
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def project():
    """A REFI-QDA project with a code, a text, a coding and a note."""
    user, code, source, selection, note = GUIDS
    when = "2026-01-01T00:00:00Z"
    qde = (
        f'<?xml version="1.0" encoding="utf-8"?><Project {SPACE} name="p" creatingUserGUID="{user}" '
        f'creationDateTime="{when}"><Users><User guid="{user}" name="A"/></Users><CodeBook><Codes>'
        f'<Code guid="{code}" name="Debt" isCodable="true" color="#112233"/></Codes></CodeBook><Sources>'
        f'<TextSource guid="{source}" name="a.txt" plainTextPath="internal://{source}.txt">'
        f'<PlainTextSelection guid="{selection}" name="s" startPosition="0" endPosition="7" creatingUser="{user}" '
        f'creationDateTime="{when}"><Coding guid="{note}" creatingUser="{user}" creationDateTime="{when}">'
        f'<CodeRef targetGUID="{code}"/></Coding></PlainTextSelection></TextSource></Sources></Project>'
    )
    return package({"project.qde": qde, f"sources/{source}.txt": TEXT})


def package(parts):
    """Parts (name -> text or bytes) as an archive; not packed, so that what is changed within stays within."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return made.getvalue()


def parts_of(archive):
    """The parts of an archive: name -> bytes."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def broken(data, edits):
    """Data after edits: (where as a share of the length, how many bytes go, what comes)."""
    made = bytearray(data)
    for where, gone, new in edits:
        place = int(where * len(made))
        made[place : place + gone] = new
    return bytes(made)


def rebuilt(archive, part, edits):
    """An archive with one of its parts broken, and all else sound."""
    parts = parts_of(archive)
    name = sorted(parts)[part % len(parts)]
    parts[name] = broken(parts[name], edits)
    return package(parts)


# -- what is fuzzed -----------------------------------------------------------------------------------------------


def read_a_pdf(data):
    from rantau.corpus.read import read_document

    return read_document(data, "given.pdf")


def read_a_word_file(data):
    from rantau.corpus.read import read_document

    return read_document(data, "given.docx")


def read_a_page(data):
    from rantau.corpus.read import read_document

    return read_document(data, "given.html")


def read_a_note(data):
    from rantau.corpus.read import read_document

    return read_document(data, "given.md")


def read_a_project(data):
    from rantau.coding.refi import import_project

    def read(*, check):
        return list(import_project(io.BytesIO(data), "given.qdpx", check=check).documents())

    try:
        return read(check=True)
    except BadInput:
        # As a person would who was told of --unchecked.
        return read(check=False)
