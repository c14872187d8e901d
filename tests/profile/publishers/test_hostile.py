"""Files that are damaged, wrong or built to do harm: one sentence each, and nothing taken."""

import gzip
import io
import tracemalloc
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rantau.framework.errors import BadInput, RantauError
from rantau.profile.publishers import read_published

UNEMPLOYMENT = "Unemployment"
HEADER = ["Country Name", "Country Code", "Indicator Name", "Indicator Code", "2019", "2020"]


def wdi(*values, code="SL.UEM.TOTL.ZS"):
    return [HEADER, *(["Thailand", "THA", UNEMPLOYMENT, code, *pair] for pair in values)]


def refusal(data, name="file.csv"):
    with pytest.raises(BadInput) as caught:
        read_published(io.BytesIO(data), name)
    words = str(caught.value)
    assert "\n" not in words
    assert words.startswith(name)
    return words


def broken_zip(data):
    """A ZIP whose first part's bytes do not match its sum."""
    changed = bytearray(data)
    at = changed.find(b"PK\x03\x04") + 80
    changed[at] ^= 0xFF
    return bytes(changed)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"PAR1....", "is a Parquet file"),
        (b"<!DOCTYPE html><html>404 not found</html>", "is a web page or XML"),
        (b'{"data": []}', "is JSON"),
        (b"7z\xbc\xaf\x27\x1c", "is a 7z archive"),
        (b"PK\x05\x06" + bytes(18), "is an empty or split archive"),
        (b"PK\x03\x04 and then nothing", "is damaged or cut short"),
        (b"\x1f\x8b\x08\x00 and then nothing", "is damaged or cut short"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is no workbook that can be read"),
        (b"iso3,country,hdi_2020\nTHA,Thai\0land,0.5\n", "is not text"),
        (b"iso3,country,hdi_2020\nTHA,Thailand,0.5\nCIV,C\xc3", "is cut short in the middle of a letter"),
        (b"just words\n", "none of the layouts"),
    ],
)
def test_a_wrong_file_is_said_in_one_sentence(data, words):
    assert words in refusal(data)


def test_a_file_that_breaks_off_in_the_middle_of_a_row_is_refused_with_the_row(make):
    whole = make["csv"](wdi(("0.5", "1"), ("0.5", "1"))[:3])
    words = refusal(whole[: whole.rindex(b"0.5")])

    assert "file.csv, line 3: the file breaks off in the middle of this row" in words


def test_a_short_row_in_the_middle_is_counted_and_the_rest_is_read(make, figures, reasons):
    rows = wdi(("0.5", "1"))
    found = read_published(io.BytesIO(make["csv"]([rows[0], ["Viet Nam", "VNM", "x"], rows[1]])), "file.csv")

    assert reasons(found)["the row has fewer cells than the header"] == 1
    assert figures(found)["unemployment_rate", "THA", 2020] == 1


def test_a_quotation_mark_that_is_never_closed_is_refused(make):
    data = make["csv"]([HEADER]) + b'Thailand,THA,"' + b"x,\n" * 100_000

    assert "a quotation mark that is never closed" in refusal(data)


def test_a_line_that_never_ends_is_refused_before_it_is_held(make):
    assert "the line does not end" in refusal(b"x" * (9 * 2**20))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_usual_encoding_and_delimiter_is_read(make, figures, encoding, delimiter):
    rows = [["iso3", "country", "hdi_2020"], ["CIV", "Côte d'Ivoire", "0.5"], ["THA", "Thailand", "0.75"]]
    data = make["csv"](rows, encoding=encoding, delimiter=delimiter)

    assert figures(read_published(io.BytesIO(data), "file.csv")) == {
        ("hdi", "CIV", 2020): 0.5,
        ("hdi", "THA", 2020): 0.75,
    }


def test_a_late_letter_of_windows_is_found_however_far_down_it_stands(make, figures):
    rows = [
        ["iso3", "country", "hdi_2020"],
        *[["THA", "Thailand", "0.75"]] * 200_000,
        ["CIV", "Côte d'Ivoire", "0.5"],
    ]

    assert (
        figures(read_published(io.BytesIO(make["csv"](rows, encoding="cp1252")), "file.csv"))[
            "hdi", "CIV", 2020
        ]
        == 0.5
    )


def test_a_lone_comma_in_a_file_of_semicolons_is_not_guessed_at(make, reasons):
    rows = wdi(("1,234", "2.5"), code="SP.POP.TOTL")
    found = read_published(io.BytesIO(make["csv"](rows, delimiter=";")), "file.csv")

    assert [one.value for one in found.observations] == [2.5]
    assert reasons(found)["not a figure, or one whose decimal mark is unclear"] == 1


def test_a_formula_is_no_figure_and_a_formula_in_a_name_is_defused(make, reasons):
    rows = [HEADER, ["=HYPERLINK(1)", "THA", "=cmd|' /C calc'!A0", "XX.EVIL", "=1+1", "2"]]
    found = read_published(io.BytesIO(make["csv"](rows)), "file.csv", wanted=wanted("XX.EVIL"))

    assert [one.value for one in found.observations] == [2]
    assert reasons(found)["a formula where a figure should stand"] == 1
    (made,) = found.indicators
    for words in (made.name, made.definition, made.unit, made.note, made.source):
        assert not words.startswith(("=", "+", "-", "@"))


def wanted(*series):
    from rantau.profile.publishers import Wanted

    return Wanted(series=frozenset(series))


def test_two_different_figures_for_one_thing_are_not_chosen_between(make, figures, reasons):
    rows = wdi(("0.5", "1"), ("0.5", "1.5"), ("0.5", "1"))
    found = read_published(io.BytesIO(make["csv"](rows)), "file.csv")

    assert figures(found) == {("unemployment_rate", "THA", 2019): 0.5}
    assert reasons(found)["two different figures for the same thing: neither is taken"] == 3
    assert reasons(found)["the same figure a second time"] == 2


def test_a_figure_that_cannot_be_is_left_out(make, reasons):
    found = read_published(io.BytesIO(make["csv"](wdi(("250", "-3")))), "file.csv")

    assert found.observations == ()
    assert reasons(found) == {"outside what unemployment_rate can be (0 to 60)": 2}


# -- archives and workbooks -------------------------------------------------------------------------------


def test_a_packed_table_that_unpacks_without_end_is_stopped():
    data = gzip.compress(b"0," * (40 * 2**20), 9)

    assert "unpacks to far more than a table of data does" in refusal(data, "file.csv.gz")


def test_an_archive_that_unpacks_without_end_is_stopped(make):
    data = make["zip"](**{"population.csv": b"0,\n" * (30 * 2**20)})

    assert "unpacks to far more than a table of data does" in refusal(data, "file.zip")


def test_a_workbook_that_unpacks_to_far_more_than_it_is_is_refused(make):
    stream = io.BytesIO(make["xlsx"](Data=[HEADER]))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/picture.bin", bytes(80 * 2**20))

    assert "far more than a workbook does" in refusal(stream.getvalue(), "file.xlsx")


def test_a_workbook_with_one_cell_in_the_last_corner_is_refused(make):
    book = openpyxl.Workbook()
    book.active["A1"] = "Country Name"
    book.active["XFD1048576"] = 1
    stream = io.BytesIO()
    book.save(stream)

    assert "a sheet of 1,048,576 rows and 16,384 columns" in refusal(stream.getvalue(), "file.xlsx")


def with_sheet(make, change):
    """A workbook whose sheet's XML is changed."""
    made = zipfile.ZipFile(io.BytesIO(make["xlsx"](Data=[HEADER, ["x", "y", "z", "w", 1, 2]])))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in made.namelist():
            data = made.read(name)
            archive.writestr(name, change(data) if name.startswith("xl/worksheets/") else data)
    return stream.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b'r="A1"', b'r="&#88;FD1048576"'),
        lambda data: data.decode().encode("utf-16"),
    ],
)
def test_a_sheet_written_so_as_to_hide_its_extent_is_refused(make, change):
    assert "a sheet written in an unusual way" in refusal(with_sheet(make, change), "file.xlsx")


def test_a_sheet_under_another_name_is_looked_at_all_the_same(make):
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = 1
    stream = io.BytesIO()
    book.save(stream)
    made = zipfile.ZipFile(stream)
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in made.namelist():
            data = made.read(name).replace(b"worksheets/sheet1.xml", b"media/picture.png")
            archive.writestr(name.replace("worksheets/sheet1.xml", "media/picture.png"), data)

    assert "a sheet of 1,048,576 rows" in refusal(other.getvalue(), "file.xlsx")


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"xl/workbook.bin": b"x"}, "is a binary workbook (XLSB)"),
        ({"mimetype": b"x", "content.xml": b"<x/>"}, "is an OpenDocument spreadsheet"),
    ],
)
def test_other_kinds_of_workbooks_are_refused_with_what_to_do(make, parts, words):
    assert words in refusal(make["zip"](**parts), "file")


def test_a_workbook_with_a_broken_sheet_is_refused(make):
    assert "cannot be read" in refusal(with_sheet(make, lambda data: data[: len(data) // 2]), "file.xlsx")


def test_a_workbook_cut_short_is_refused(files):
    data = files["undesa_2020"][2]

    assert "is damaged or cut short" in refusal(data[: len(data) * 2 // 3], "file.xlsx")
    assert "is damaged or cut short" in refusal(broken_zip(data), "file.xlsx")


def test_an_archive_with_a_damaged_part_is_refused(files):
    assert "is damaged or cut short" in refusal(broken_zip(files["worldbank_wdi"][2]), "file.zip")


def test_an_archive_with_a_password_is_refused(make):
    data = bytearray(make["zip"](**{"population.csv": b"a,b\n"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + offset] |= 1

    assert "is protected with a password" in refusal(bytes(data), "file.zip")


def test_an_archive_without_a_table_is_refused(make):
    assert "without a CSV file" in refusal(make["zip"](**{"readme.pdf": b"%PDF"}), "file.zip")


def test_parts_that_are_not_read_are_named(files, make):
    data = make["zip"](**{"population.csv": files["unhcr_csv"][2], "readme.pdf": b"%PDF"})

    assert (
        "Parts of the file that were not read: readme.pdf."
        in read_published(io.BytesIO(data), "x.zip").remarks
    )


CHANGED = ["worldbank_csv", "unhcr_csv", "undp_csv", "vdem_csv", "ilostat_labels", "undesa_2024", "unhcr_zip"]

# -- size and noise ---------------------------------------------------------------------------------------


def test_a_long_table_is_streamed_and_not_held(figures):
    header = b"ref_area,source,indicator,sex,classif1,time,obs_value,obs_status\n"
    other = b"IDN,XA:1,OTHER_SERIES,SEX_T,AGE_YTHADULT_YGE15,2021,3.5,\n"
    last = b"IDN,XA:1,UNE_2EAP_SEX_AGE_RT,SEX_T,AGE_YTHADULT_YGE15,2021,3.5,\n"
    stream = io.BytesIO(header + other * 100_000 + last)
    read_published(io.BytesIO(header + last), "warm.csv")

    tracemalloc.start()
    found = read_published(stream, "file.csv")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert figures(found) == {("unemployment_rate", "IDN", 2021): 3.5}
    assert peak < 4 * 2**20 < len(stream.getvalue())


@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_changed_at_random_give_a_result_or_a_sentence(files, data):
    name = data.draw(
        st.sampled_from(
            ["worldbank_csv", "unhcr_csv", "undp_csv", "vdem_csv", "ilostat_labels", "undesa_2024"]
        )
    )
    file, _, whole = files[name]
    changed = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(changed) - 1))
        changed[at] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del changed[data.draw(st.integers(0, len(changed))) :]
    said = ""
    try:
        read_published(io.BytesIO(bytes(changed)), file)
    except RantauError as error:
        said = str(error)
    assert "\n" not in said
