"""sources/: taken in untouched, described in a table that people edit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.framework.errors import BadInput, BadTable
from rantau.study.sources import Source, SourceFolder, expand, merge, safe_name


def test_rows_read_back_as_they_were_written(tmp_path):
    folder = SourceFolder(tmp_path)
    row = Source(
        file="a, b.pdf",
        title='Debt "and" work',
        authors=("Nguyen, T.", "ILO"),
        year=2021,
        source_type="ngo",
        confidential=True,
        note="two\nlines",
    )

    folder.write_rows([row])

    assert folder.rows() == {"a, b.pdf": row}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("x.pdf,unknown,twenty,no", "year 'twenty' is not a year"),
        ("x.pdf,blog,,no", "source_type 'blog' is not one of"),
        ("x.pdf,,,perhaps", "neither yes nor no"),
        (",,,", "the column 'file' is empty"),
        ("x.pdf,,,no,extra", "too many cells"),
        ("ok.pdf,,,no", "has a row already"),
    ],
)
def test_a_wrong_row_is_said_with_its_line(tmp_path, line, words):
    (tmp_path / "sources.csv").write_text(f"file,source_type,year,confidential\nok.pdf,ngo,2020,no\n{line}\n")

    with pytest.raises(BadTable) as caught:
        SourceFolder(tmp_path).rows()

    assert caught.value.row == 3
    assert words in str(caught.value)


def test_an_unknown_column_is_refused(tmp_path):
    (tmp_path / "sources.csv").write_text("file,colour\nx.pdf,red\n")

    with pytest.raises(BadTable, match="line 1: there is no column 'colour'"):
        SourceFolder(tmp_path).rows()


@given(st.text(max_size=400))
def test_a_safe_name_stays_in_its_folder(name):
    safe = safe_name(name)

    assert safe
    assert not safe.startswith(".")
    assert "/" not in safe
    assert "\\" not in safe
    assert "\x00" not in safe
    assert len(safe.encode("utf-8", "surrogatepass")) <= 200


def test_a_name_that_is_taken_gets_a_number(tmp_path):
    folder = SourceFolder(tmp_path)

    assert folder.free_name("Report.pdf", ["report.PDF", "report-2.pdf"]) == "Report-3.pdf"
    assert folder.free_name("sources.csv", []) == "sources-2.csv"


def test_hidden_files_links_and_halves_are_no_documents(tmp_path):
    for name in ("a.txt", ".hidden", ".partial-b.txt", "sources.csv"):
        (tmp_path / name).write_text("x")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")

    assert [entry.name for entry in SourceFolder(tmp_path).files()] == ["a.txt"]


def test_a_folder_is_expanded_and_a_missing_path_is_said(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.txt").write_text("x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "c.txt").write_text("x")

    assert [path.name for path in expand([tmp_path])] == ["b.txt"]
    with pytest.raises(BadInput, match="does not exist"):
        list(expand([tmp_path / "nowhere"]))


def test_a_row_is_filled_from_what_is_given_and_not_overruled():
    row = Source(file="a", title="Mine", year=None)

    assert merge(row, Source(file="b", title="Theirs", year=2020)) == Source(
        file="a", title="Mine", year=2020
    )
