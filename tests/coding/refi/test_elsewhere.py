"""Projects as other programs write them, and what other programs ask of ours.

The files are made here by hand after what the programs are known to write; none of them is a program's own output.
"""

import io
import zipfile

import pytest
from lxml import etree

from rantau.coding.records import (
    About,
    Case,
    Code,
    Coder,
    CodeSet,
    Coding,
    Memo,
    Region,
    Source,
    Value,
    Variable,
)
from rantau.coding.refi import (
    Account,
    Exchange,
    export_project,
    import_project,
    read_codebook,
    write_codebook,
)
from rantau.framework.errors import BadInput

A, B, C, D, E = (f"{n}0000000-0000-4000-8000-000000000000" for n in "12345")
P = "{urn:QDA-XML:project:1.0}"


def package(text, selections, *, origin="Other 1.0", bom=b"", encoding="utf-8", more=""):
    qde = f"""<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="theirs" origin="{origin}" creationDateTime="2024-01-01T00:00:00Z">
<Users><User guid="{{{A.upper()}}}" name="Siti" id="S"/></Users>
<CodeBook><Codes><Code guid="{B}" name="Debt" isCodable="true" color="#0AF"><Description>owing</Description>
<NoteRef targetGUID="{E}"/></Code></Codes></CodeBook>
<Sources><TextSource guid="{C}" name="interview" plainTextPath="internal://t.txt">{selections}</TextSource></Sources>
<Notes><Note guid="{E}" name="thought" creatingUser="{A}" creationDateTime="2024-01-02T00:00:00Z">
<PlainTextContent>think again</PlainTextContent></Note></Notes>{more}</Project>"""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as made:
        made.writestr("project.qde", qde.encode("utf-8-sig" if bom else "utf-8"))
        made.writestr("sources/t.txt", bom + text.encode(encoding))
    return into


def selection(start, end, name="", guid=D, coded=True):
    inside = (
        f'<Coding guid="{guid[:-1]}1" creatingUser="{A}"><CodeRef targetGUID="{B}"/></Coding>'
        if coded
        else ""
    )
    return (
        f'<PlainTextSelection guid="{guid}" name="{name}" startPosition="{start}" endPosition="{end}" '
        f'creatingUser="{A}" creationDateTime="2024-01-03T00:00:00Z"><Description>why</Description>{inside}'
        "</PlainTextSelection>"
    )


def places(file):
    found = import_project(file, "theirs.qdpx")
    documents = list(found.documents())
    source, codings, memos = documents[0]
    return found, source, [(source.text[c.start : c.end], c) for c in codings], memos


def test_codes_coders_memos_and_their_ties_are_read():
    found, source, held, _ = places(package("she took a loan", selection(11, 15)))

    assert found.origin == "Other 1.0"
    assert found.head.coders == (Coder(id=A, name="Siti"),)
    assert found.head.codes == (Code(id=B, name="Debt", definition="owing", colour="#00aaff"),)
    assert found.head.memos == (
        Memo(
            id=E,
            text="think again",
            title="thought",
            coder=A,
            when="2024-01-02T00:00:00Z",
            about=(About("code", B),),
        ),
    )
    text, coding = held[0]
    assert text == "loan"
    assert (coding.code, coding.coder, coding.memo, coding.when) == (B, A, "why", "2024-01-03T00:00:00Z")
    assert source.name == "interview"


def test_a_place_without_a_code_is_an_annotation():
    _, _, held, memos = places(package("she took a loan", selection(4, 8, coded=False)))

    assert held == []
    assert [(m.text, m.start, m.end, m.document) for m in memos] == [("why", 4, 8, C)]


def test_a_mark_at_the_beginning_of_a_text_is_no_character():
    _, source, held, _ = places(package("she took a loan", selection(11, 15), bom=b"\xef\xbb\xbf"))

    assert source.text == "she took a loan"
    assert held[0][0] == "loan"


def test_a_text_in_utf_16_with_its_mark_is_read():
    _, source, _, _ = places(package("hutang", selection(0, 6), encoding="utf-16"))

    assert source.text == "hutang"


def test_positions_are_code_points_as_the_standard_says():
    _, _, held, _ = places(package("😀 she took a loan", selection(13, 17, name="loan")))

    assert held[0][0] == "loan"


def test_positions_of_a_program_built_on_utf_16_are_told_by_their_quotations():
    found, _, held, _ = places(package("😀 she took a loan", selection(14, 18, name="loan")))

    assert held[0][0] == "loan"
    assert (
        "In 1 texts positions count UTF-16 units; they were turned into code points."
        in found.account.sentences
    )


def test_positions_without_quotations_are_told_by_where_words_begin():
    _, _, held, _ = places(package("😀😀 she took a loan again", selection(16, 20)))

    assert held[0][0] == "loan"


def test_a_windows_line_ending_may_count_as_two_characters_or_as_one():
    text = "first\r\nsecond\r\nshe took a loan"
    _, source, as_two, _ = places(package(text, selection(26, 30, name="loan")))
    _, _, as_one, _ = places(package(text, selection(24, 28, name="loan")))

    assert source.text == text
    assert as_two[0][0] == as_one[0][0] == "loan"


def test_utf_16_and_windows_line_endings_at_once():
    _, _, held, _ = places(package("😀\r\nshe took a loan", selection(14, 18, name="lo...")))

    assert held[0][0] == "loan"


def test_a_position_inside_of_a_character_is_left_out_and_said():
    names = "".join(selection(s, s + 4, name="loan", guid=f"{D[:-2]}{n}0") for n, s in enumerate((3, 8)))
    found, _, held, _ = places(package("😀 loan loan", names + selection(1, 7, guid=f"{D[:-2]}90")))

    assert [text for text, _ in held] == ["loan", "loan"]
    assert any("inside of a character" in s for s in found.account.sentences)


# What others ask of ours

WHEN = "2026-01-31T12:00:00Z"
PROJECT = Exchange(
    name="study",
    when=WHEN,
    coders=(Coder(id="ana", name="Ana"), Coder(id="budi", name="Budi")),
    codes=(
        Code(id="HS", name="Human security", codable=False, colour="#112233"),
        Code(
            id="HS.economic",
            name="Economic security",
            parent="HS",
            definition="Work and income.",
            include_when="wages are withheld",
            polarities=("insecurity", "protection"),
        ),
    ),
    memos=(
        Memo(id="m1", text="on the code", title="thought", about=(About("code", "HS.economic"),)),
        Memo(id="m2", text="on the document", title="thought", about=(About("document", "d1"),)),
        Memo(id="m3", text="on a place", document="d1", start=0, end=3),
    ),
    sets=(CodeSet(id="theme", name="Theme", codes=("HS.economic",), documents=("d1",), memos=("m1",)),),
    variables=(Variable(id="year", name="year", kind="Integer"),),
    cases=(Case(id="c1", name="a worker", documents=("d1",), selections=("x1",)),),
)
SOURCE = Source(
    id="d1", name="report", text="She was not paid.\nWages withheld.", values=(Value("year", "2024"),)
)
CODINGS = (
    Coding(
        id="x1",
        document="d1",
        code="HS.economic",
        coder="ana",
        start=18,
        end=32,
        polarity="insecurity",
        memo="clear",
        when="2026-01-02T00:00:00Z",
    ),
    Coding(
        id="x2",
        document="d1",
        code="HS.economic",
        coder="budi",
        start=18,
        end=32,
        status="proposed",
        probability=0.8,
    ),
)


def exported(project=PROJECT, documents=((SOURCE, CODINGS),)):
    into = io.BytesIO()
    account = export_project(into, project, documents)
    return zipfile.ZipFile(into), account


def tree(package):
    return etree.fromstring(package.read("project.qde"))


def test_what_qualcoder_reads_stands_where_it_looks():
    """After QualCoder's importer (refi.py) as it is published: what it takes for granted, and what it would drop."""
    package, _ = exported()
    root = tree(package)

    assert any(name.startswith("Sources/") for name in package.namelist())
    for text in root.iter(f"{P}TextSource", f"{P}Representation", f"{P}Note"):
        path = text.get("plainTextPath")
        assert path.startswith("internal://"), "texts are read from files only"
        assert package.read("Sources/" + path.removeprefix("internal://"))[:3] != b"\xef\xbb\xbf"
    for tag in ("PlainTextSelection", "PDFSelection", "Note"):
        assert all(e.get("creationDateTime") for e in root.iter(P + tag)), (
            "an entry without a time stops the import"
        )
    for selection in root.iter(f"{P}PlainTextSelection"):
        owners = {coding.get("creatingUser") for coding in selection.iter(f"{P}Coding")}
        assert owners <= {selection.get("creatingUser")}, "the coder is read from the selection"
    for code in root.iter(f"{P}Code"):
        if code.find(f"{P}Code") is None:
            assert {child.tag for child in code} <= {f"{P}Description"}, "a code with a note would be dropped"
    names = [note.get("name") for note in root.iter(f"{P}Note")]
    assert len(set(names)) == len(names), "journals have names of their own"
    assert not list(root.iterfind(f"{P}Sources/{P}TextSource/{P}NoteRef")), "the note would be lost"


def test_the_first_entry_of_a_link_is_the_memo():
    package, _ = exported()
    links = [(e.get("originGUID"), e.get("targetGUID")) for e in tree(package).iter(f"{P}Link")]
    notes = {e.get("guid") for e in tree(package).iter(f"{P}Note")}

    assert len(links) == 2
    assert all(origin in notes and target not in notes for origin, target in links)


def test_the_account_lists_what_the_standard_cannot_hold():
    _, account = exported()

    said = "\n".join(account.sentences)
    for word in ("polarities", "a polarity", "proposed", "probability", "description"):
        assert word in said, word


def test_a_plain_project_has_an_empty_account():
    _, account = exported(Exchange(name="p", when=WHEN, codes=(Code(id="a", name="a"),)), [])

    assert account.sentences == ()


def test_a_description_that_was_changed_elsewhere_is_taken_whole():
    package, _ = exported()
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as into:
        for name in package.namelist():
            data = package.read(name)
            into.writestr(name, data.replace(b"Work and income.", b"Work, income and debt."))

    found = import_project(changed, "back.qdpx")

    code = next(c for c in found.head.codes if c.id == "HS.economic")
    assert code.definition == "Work, income and debt.\n\nInclude when: wages are withheld"
    assert code.include_when == ""
    assert code.polarities == ("insecurity", "protection")
    assert any("described anew" in s for s in found.account.sentences)


def test_a_project_whose_note_of_details_was_dropped_still_says_what_the_standard_says():
    package, _ = exported()
    root = tree(package)
    for note in root.iter(f"{P}Note"):
        if note.get("name") == "rantau: details":
            note.getparent().remove(note)
            break
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as made:
        made.writestr("project.qde", etree.tostring(root))
        for name in package.namelist():
            if name != "project.qde":
                made.writestr(name, package.read(name))

    found = import_project(into, "back.qdpx")
    ((source, codings, memos),) = found.documents()

    assert {c.name for c in found.head.coders} == {"Ana", "Budi"}
    assert [c.name for c in found.head.codes] == ["Human security", "Economic security"]
    assert [(source.text[c.start : c.end], c.memo, c.polarity) for c in codings] == [
        ("Wages withheld", "clear", ""),
        ("Wages withheld", "", ""),
    ]
    assert memos[0].text == "on a place"


def test_a_pdf_goes_with_its_file_its_text_and_its_regions():
    source = Source(id="d2", name="scan.pdf", text="some text", file=b"%PDF-1.7", kind="pdf")
    place = Region(page=0, first_x=10, first_y=700, second_x=200, second_y=650)
    codings = (
        Coding(id="y1", document="d2", code="HS.economic", coder="ana", region=place),
        Coding(id="y2", document="d2", code="HS.economic", coder="ana", start=0, end=4),
    )

    package, _ = exported(documents=[(SOURCE, CODINGS), (source, codings)])
    node = tree(package).find(f".//{P}PDFSource")

    assert package.read("Sources/" + node.get("path").removeprefix("internal://")) == b"%PDF-1.7"
    region = node.find(f"{P}PDFSelection")
    assert [region.get(n) for n in ("page", "firstX", "firstY", "secondX", "secondY")] == [
        "0",
        "10",
        "700",
        "200",
        "650",
    ]
    assert node.find(f"{P}Representation/{P}PlainTextSelection").get("endPosition") == "4"


def test_what_is_said_of_a_pdf_stands_on_its_text_too_where_qualcoder_reads_it():
    source = Source(
        id="d2",
        name="scan.pdf",
        text="some text",
        file=b"%PDF-1.7",
        kind="pdf",
        description="A scan",
        values=(Value("year", "2020"),),
    )

    package, _ = exported(documents=[(SOURCE, CODINGS), (source, ())])
    node = tree(package).find(f".//{P}PDFSource")

    for holder in (node, node.find(f"{P}Representation")):
        assert holder.findtext(f"{P}Description") == "A scan"
        assert holder.findtext(f"{P}VariableValue/{P}IntegerValue") == "2020"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": "nowhere"}, "not in the codebook"),
        ({"end": 99}, "outside of its text"),
        ({"end": None}, "a start or an end and not both"),
        ({"coder": "nobody"}, "not among the coders"),
        ({"when": "yesterday"}, "is no time"),
        ({"document": "d9"}, "was given with"),
        ({"id": "x2"}, "Two codings have the id"),
    ],
)
def test_a_project_that_contradicts_itself_is_refused(change, words):
    fields = {name: getattr(CODINGS[0], name) for name in CODINGS[0].__slots__} | change

    with pytest.raises(BadInput, match=words):
        exported(documents=[(SOURCE, (Coding(**fields), CODINGS[1]))])


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ((Code(id="a", name="a"), Code(id="a", name="b")), "Two codes have the id"),
        ((Code(id="a", name="a", parent="b"),), "not in the codebook"),
        ((Code(id="a", name="a", parent="b"), Code(id="b", name="b", parent="a")), "their own ancestors"),
        ((Code(id="a", name="a", colour="red"),), "color"),
    ],
)
def test_codes_that_make_no_tree_are_refused(codes, words):
    with pytest.raises(BadInput, match=words):
        exported(Exchange(name="p", when=WHEN, codes=codes), [])


def test_a_codebook_file_comes_back_with_the_ids_of_the_codes_that_are_known():
    account = Account()
    data = write_codebook(PROJECT.codes, PROJECT.sets, account=account)

    codes, sets = read_codebook(data, "book.qdc", known=PROJECT.codes)

    assert codes == PROJECT.codes
    assert [(s.name, s.codes) for s in sets] == [("Theme", ("HS.economic",))]
    assert any("documents or memos" in s for s in account.sentences)
    assert write_codebook(PROJECT.codes, PROJECT.sets) == data


def test_a_codebook_file_of_another_program_is_read():
    text = f"""<?xml version="1.0"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Other"><Codes>
    <Code guid="{{{A}}}" name="Topics" isCodable="0"><Code guid="{B}" name="Debt" isCodable="1" color="#FFFF00">
    <Description>owing</Description></Code></Code></Codes></CodeBook>"""

    codes, sets = read_codebook(text.encode(), "book.qdc")

    assert codes == (
        Code(id=A, name="Topics", codable=False),
        Code(id=B, name="Debt", parent=A, definition="owing", colour="#ffff00"),
    )
    assert sets == ()


def test_an_empty_codebook_cannot_be_written():
    with pytest.raises(BadInput, match="no code to export"):
        write_codebook(())
