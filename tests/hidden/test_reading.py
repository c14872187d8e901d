"""List tables as they are published, and what is said of those that are wrong. All tables here are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.framework.errors import BadInput, BadTable
from rantau.hidden import ListTable, read_lists

WIDE = "police,shelter,hotline,count\n1,0,0,12\n0,1,0,9\n1,1,0,4\n0,0,1,7\n1,1,1,2\n"


def counts(table):
    return {table.label(cell): count for cell, count in enumerate(table.counts) if count}


EXPECTED = {"police": 12, "shelter": 9, "police:shelter": 4, "hotline": 7, "police:shelter:hotline": 2}


@pytest.mark.parametrize(
    "text",
    [
        WIDE,
        WIDE.replace(",", ";"),
        WIDE.replace(",", "\t"),
        "\ufeff" + WIDE.replace("\n", "\r\n"),
        WIDE.replace("count", "Frequency"),
        WIDE.replace("1,0,0,12", "TRUE,FALSE,no,12"),
        WIDE + "0,0,0,0\n",
        WIDE + "0,0,0,?\n",
        WIDE + "1,0,1,0\n",
        '"","police","shelter","hotline","n"\n"1",1,0,0,12\n"2",0,1,0,9\n"3",1,1,0,4\n"4",0,0,1,7\n"5",1,1,1,2\n',
        "police,shelter,hotline,n\n1,1,0,0,12\n2,0,1,0,9\n3,1,1,0,4\n4,0,0,1,7\n5,1,1,1,2\n",
        "police,shelter,hotline,count\nx,,,12\n,x,,9\nx,x,,4\n,,x,7\nx,x,x,2\n",
        "lists,n\npolice,12\nshelter,9\npolice; shelter,4\nhotline,7\nhotline+shelter+police,2\n",
        "count,police,shelter,hotline\n12,1,0,0\n9,0,1,0\n4,1,1,0\n7,0,0,1\n2,1,1,1\n",
    ],
)
def test_the_same_table_is_read_from_each_layout(text):
    if text.startswith("count"):
        read = read_lists(text, "lists.csv", count_column="count")
    else:
        read = read_lists(text, "lists.csv")

    assert counts(read.table) == EXPECTED
    assert read.table.known == 34
    assert read.notes == ()


def test_one_row_a_person_is_counted():
    read = read_lists("A,B,C\n1,0,0\n1,0,0\n0,1,1\n", "people.csv")

    assert counts(read.table) == {"A": 2, "B:C": 1}
    assert read.layout == "one row a person"


def test_histories_are_numbered_lists():
    read = read_lists("history,count\n100,5\n010,4\n111,2\n", "histories.csv")

    assert read.table.names == ("list 1", "list 2", "list 3")
    assert counts(read.table) == {"list 1": 5, "list 2": 4, "list 1:list 2:list 3": 2}


def test_a_combination_that_stands_twice_is_added_up_and_told():
    read = read_lists(WIDE + "1,0,0,3\n", "lists.csv")

    assert counts(read.table)["police"] == 15
    assert read.notes == ("the same combination stands in lines 2 and 7; the counts were added up",)


def test_thousands_are_read():
    read = read_lists('A,B,count\n1,0,"1,204"\n0,1,2 310\n1,1,40.0\n', "lists.csv")

    assert counts(read.table) == {"A": 1204, "B": 2310, "A:B": 40}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "lists.csv: needs a line of column names"),
        ("A,B,count\n", "needs a line of column names and at least one line"),
        ("A,B,count\n1,0,5\n1,2,5\n", "lists.csv, line 3: column B: '2' does not say"),
        ("A,B,count\n1,0,5\n,1,5\n", "line 3: column A: '' does not say"),
        ("A,B,count\n1,0,-5\n", "line 2: column count: '-5' is no whole number"),
        ("A,B,count\n1,0,5.5\n", "line 2: column count: '5.5' is no whole number"),
        ("A,B,count\n1,0,<5\n", "line 2: column count: '<5' is a masked count"),
        ("A,B,count\n1,0\n", "line 2: has 2 cells where the column names are 3"),
        ("A,A,count\n1,0,4\n", "line 1: two columns have the same name"),
        ("A,,count\n1,0,4\n", "line 1: column 2 has no name"),
        ("A,B,count\n1,0,4\n0,0,9\n", "line 3: counts cases that are on no list"),
        ("A,B,count\n1,0,4\n1,0,2\n", "column B: the list has no case"),
        ("A,B,count\n1,0,0\n0,1,0\n", "has no case at all"),
        ("what,n\npolice,3\n", "line 1: a table of one column beside the counts"),
        ("history,n\n10,3\n011,3\n", "histories are of one length"),
        (",".join("ABCDEFGHIJK") + ",count\n" + "1," * 11 + "3\n", "has 11 lists, and 10 is the most"),
        ('A,B,count\n1,0,"5\n', "lists.csv"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_column(text, said):
    with pytest.raises(BadTable) as caught:
        read_lists(text, "lists.csv")

    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_count_column_that_is_not_there_is_named():
    with pytest.raises(
        BadTable, match="there is no column 'many'; the columns are police, shelter, hotline, count"
    ):
        read_lists(WIDE, "lists.csv", count_column="many")


@given(st.text(alphabet='AB01,;\t\n"x<?-. \x00é', max_size=60))
def test_any_text_gives_a_table_or_a_sentence(text):
    try:
        known = read_lists(text, "lists.csv").table.known
    except BadInput:
        return
    assert known > 0


def test_a_list_is_left_out_and_lists_are_merged(table):
    three = table("ABC", A=5, B=4, C=3, AB=2, BC=1, ABC=7)

    assert counts(three.without("B")) == {"A": 7, "C": 4, "A:C": 7}
    assert three.without("B").known == 18
    merged = three.merged(["C", "A"])
    assert merged.names == ("A+C", "B")
    assert counts(merged) == {"A+C": 8, "B": 4, "A+C:B": 10}
    assert merged.known == three.known
    with pytest.raises(BadInput, match="there is no list 'Z'; the lists are A, B, C"):
        three.without("Z")
    with pytest.raises(BadInput, match="two lists or more"):
        three.merged(["A", "A"])


def test_a_table_holds_no_cases_on_no_list():
    with pytest.raises(BadInput, match="what is to be estimated"):
        ListTable(("A", "B"), (3, 1, 1, 1))
