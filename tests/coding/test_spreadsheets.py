"""Codebook and codings as CSV and XLSX, both ways."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rantau.coding.records import Code, Coding, Region
from rantau.coding.spreadsheets import (
    guarded,
    read_codebook_table,
    read_coding_table,
    unguarded,
    write_codebook_table,
    write_coding_table,
)
from rantau.framework.errors import BadInput

FORMATS = ["csv", "xlsx"]
# What a cell can hold in both formats, with what is hard about it.
words = st.text(st.sampled_from("ab é😀=+-@'\"\t;,1\n\u0e01"), max_size=8)
needed = words.filter(str.strip)


def codes():
    return st.builds(
        Code,
        id=needed,
        name=needed,
        definition=words,
        example=words,
        colour=st.sampled_from(["", "#aa00ff"]),
        codable=st.booleans(),
        polarities=st.sampled_from([(), ("insecurity",), ("insecurity", "protection")]),
        retired=st.booleans(),
    )


def codings():
    def placed(start, length, region, rest):
        return Coding(**rest, start=start, end=None if start is None else start + length, region=region)

    rest = st.fixed_dictionaries(
        {
            "id": needed,
            "document": needed,
            "code": needed,
            "coder": words,
            "memo": words,
            "polarity": words,
            "status": st.sampled_from(["accepted", "proposed"]),
            "probability": st.none() | st.floats(0, 1),
        }
    )
    return st.builds(
        placed,
        st.none() | st.integers(0, 99),
        st.integers(0, 9),
        st.none() | st.just(Region(0, -1, 2, 3, 4)),
        rest,
    )


@pytest.mark.parametrize("format", FORMATS)
@given(found=st.lists(codes(), max_size=4, unique_by=lambda c: c.id))
@settings(max_examples=40, deadline=None)
def test_a_codebook_comes_back_as_it_was(format, found):
    data = write_codebook_table(found, format)

    assert read_codebook_table(data, "codes") == tuple(found)
    assert write_codebook_table(found, format) == data


@pytest.mark.parametrize("format", FORMATS)
@given(found=st.lists(codings(), max_size=4, unique_by=lambda c: c.id))
@settings(max_examples=40, deadline=None)
def test_codings_come_back_as_they_were(format, found):
    data = write_coding_table(found, format)

    assert read_coding_table(data, "codings") == tuple(found)


@given(words)
def test_no_cell_begins_as_a_formula_does_and_every_text_comes_back(text):
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(guarded(text)) == text


def test_a_formula_in_a_memo_is_text_in_both_formats():
    evil = Coding(id="x", document="d", code="c", coder="ana", memo='=HYPERLINK("http://127.0.0.1")')

    assert b"'=HYPERLINK" in write_coding_table([evil], "csv")
    with zipfile.ZipFile(io.BytesIO(write_coding_table([evil], "xlsx"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet


def test_the_quotation_is_there_for_people():
    coding = Coding(id="x", document="d", code="c", coder="ana", start=4, end=8)

    assert b"loan" in write_coding_table([coding], "csv", texts={"d": "the loan"})


def test_a_table_made_by_hand_with_semicolons_and_other_columns_is_read():
    text = "ID;Name;colour;remark\r\nHS;Human security;#ff0000;mine\r\nHS.food;Food;;\r\n;;;\r\n"

    assert read_codebook_table(text.encode(), "codes.csv") == (
        Code(id="HS", name="Human security", colour="#ff0000"),
        Code(id="HS.food", name="Food"),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the table is empty"),
        ("name\nx\n", "line 1: there is no column 'id'"),
        ("id,name,name\na,b,c\n", "line 1: the column 'name' is there twice"),
        ("id,name\na,\n", "line 2: there is no name"),
        ('id,name\n"a\nb",x\na,\n', "line 4: there is no name"),
        ("id,name\na,b\na,c\n", "line 3: the code 'a' is there already"),
        ("id,name,colour\na,b,red\n", "line 2: 'red' is no colour"),
        ("id,name,codable\na,b,maybe\n", "line 2: codable: write yes or no"),
        ("id,name,parent\na,b,z\n", "stands under 'z'"),
        ("id,name\na,b,c\n", "line 2: the row has more cells"),
        ('id,name\na,"b\n', "not a CSV row"),
    ],
)
def test_a_wrong_row_of_a_codebook_is_named(text, words):
    with pytest.raises(BadInput) as caught:
        read_codebook_table(text.encode(), "codes.csv")
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"start": "3"}, "start and end are no place"),
        ({"start": "5", "end": "3"}, "start and end are no place"),
        ({"start": "x", "end": "3"}, "start: 'x' is no whole number"),
        ({"probability": "1.5"}, "probability: '1.5' does not lie between 0 and 1"),
        ({"probability": "nan"}, "probability: 'nan' does not lie between 0 and 1"),
        ({"status": "maybe"}, "'maybe' is no status"),
        ({"region_page": "1"}, "a region needs its page and both of its corners"),
        ({"document": ""}, "there is no document"),
    ],
)
def test_a_wrong_row_of_codings_is_named(cells, words):
    row = {"id": "x", "document": "d", "code": "c", "coder": "ana"} | cells
    text = ",".join(row) + "\n" + ",".join(row.values()) + "\n"

    with pytest.raises(BadInput) as caught:
        read_coding_table(text.encode(), "codings.csv")
    assert f"codings.csv, line 2: {words}" in str(caught.value)


def test_files_that_are_no_tables():
    with pytest.raises(BadInput, match="is not UTF-8"):
        read_codebook_table(b"id,name\na,caf\xe9\n", "codes.csv")
    with pytest.raises(BadInput, match="damaged or cut short"):
        read_codebook_table(b"PK\x03\x04 and no more", "codes.xlsx")


def test_a_workbook_that_grows_too_much():
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/worksheets/sheet1.xml", b"0" * (30 * 2**20))

    with pytest.raises(BadInput, match="built to do harm"):
        read_codebook_table(into.getvalue(), "codes.xlsx")


def test_what_a_sheet_cannot_hold_is_said():
    long = Coding(id="x", document="d", code="c", coder="ana", memo="m" * 40_000)
    with pytest.raises(BadInput, match="a cell of an XLSX holds 32,767; export CSV instead"):
        write_coding_table([long], "xlsx")
    with pytest.raises(BadInput, match="control character"):
        write_codebook_table([Code(id="a", name="a\x00b")], "xlsx")
    assert len(write_coding_table([long], "csv")) > 40_000
