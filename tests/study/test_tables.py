"""data/*.csv: the analyst's rows beside the baseline's, each wrong row said with its line."""

import pytest

from rantau.baseline import load
from rantau.framework.errors import BadTable
from rantau.study.tables import read_tables

INDICATORS = "id,name,definition,unit,dimension,direction,source\n"
OBSERVATIONS = "indicator,place,year,value,unit,source\n"
CORRIDORS = "origin,destination,year,stock,source\n"


def test_without_tables_of_its_own_a_study_has_the_baseline(tmp_path):
    tables = read_tables(tmp_path / "data")

    assert tables.indicators == tuple(load.indicators().values())
    assert tables.observations == load.observations()
    assert tables.corridors == load.corridors()


def test_own_rows_are_added_and_keep_their_line(tmp_path):
    (tmp_path / "indicators.csv").write_text(
        INDICATORS + "fee_months,Fees,Fees in months of wage,months,economic,higher_worse,Own survey\n"
    )
    (tmp_path / "observations.csv").write_text(
        OBSERVATIONS
        + "fee_months,Myanmar,2021,4.5,months,Own survey\nfee_months,MMR>THA,2021,3,months,Own survey\n"
    )
    (tmp_path / "corridors.csv").write_text(CORRIDORS + "Laos,THA,2023,300000,Own count\n")

    tables = read_tables(tmp_path)

    country, corridor = tables.observations[-2:]
    assert (country.place, country.value, country.origin) == ("MMR", 4.5, "data/observations.csv:2")
    assert (corridor.place, corridor.origin) == ("MMR>THA", "data/observations.csv:3")
    assert tables.corridors[-1].stock == 300_000
    assert tables.corridors[-1].origin == "LAO"
    assert len(tables.corridors) == len(load.corridors()) + 1


def test_an_own_row_takes_the_place_of_the_baselines_row_about_the_same_thing(tmp_path):
    old = next((one for one in load.corridors() if one.stock), None)
    if old is None:
        pytest.fail("the baseline has no corridors")
    (tmp_path / "corridors.csv").write_text(
        CORRIDORS + f"{old.origin},{old.destination},{old.year},12345,Own count\n"
    )

    stocks = [
        one.stock
        for one in read_tables(tmp_path).corridors
        if (one.origin, one.destination, one.year) == (old.origin, old.destination, old.year)
    ]

    assert stocks == [12345.0]


@pytest.mark.parametrize(
    ("table", "text", "row", "words"),
    [
        ("indicators.csv", "id,name\nx,y\n", 1, "the column 'definition' is missing"),
        (
            "indicators.csv",
            INDICATORS + "x,X,d,u,money,higher_worse,S\n",
            2,
            "dimension 'money' is not one of",
        ),
        ("indicators.csv", INDICATORS + "x,X,d,u,food,worse,S\n", 2, "direction 'worse' is not one of"),
        ("indicators.csv", INDICATORS + "x,X,d,u,food,higher_worse,\n", 2, "the row has no source"),
        ("observations.csv", OBSERVATIONS + "nothing,THA,2020,1,u,S\n", 2, "there is no indicator 'nothing'"),
        ("corridors.csv", CORRIDORS + "THA,THA,2020,5,S\n", 2, "to itself"),
        ("corridors.csv", CORRIDORS + "THA,Atlantis,2020,5,S\n", 2, "'Atlantis' is no place"),
        ("corridors.csv", CORRIDORS + "MMR,THA,2020,-5,S\n", 2, "less than nobody"),
        ("corridors.csv", CORRIDORS + 'MMR,THA,2020,"1,000",S\n', 2, "is not a number"),
        ("corridors.csv", CORRIDORS + "MMR,THA,2020.5,5,S\n", 2, "is not a whole number"),
        ("corridors.csv", CORRIDORS + "MMR,THA,2020,5,S,x,y,z,w\n", 2, "too many cells"),
        ("corridors.csv", "origin,destination,year,stock,source,colour\n", 1, "there is no column 'colour'"),
    ],
)
def test_a_wrong_row_is_said_with_its_line(tmp_path, table, text, row, words):
    (tmp_path / table).write_text(text)

    with pytest.raises(BadTable) as caught:
        read_tables(tmp_path)

    assert caught.value.row == row
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("share,THA,2020,40,persons,S,,", "unit 'persons' is not that of share"),
        ("share,THA,2020,140,percent,S,,", "lies outside what share can be (100)"),
        ("share,THA,2020,40,percent,S,45,50", "does not lie between low and high"),
        ("share,THA,2020,forty,percent,S,,", "value 'forty' is not a number"),
        ("share,THA,2020,inf,percent,S,,", "value 'inf' is not a number"),
        ("share,THA,,40,percent,S,,", "year '' is not a whole number"),
        ("share,MMR>Nowhere,2020,40,percent,S,,", "'Nowhere' is no place"),
    ],
)
def test_a_wrong_observation_is_said_with_its_line(tmp_path, line, words):
    (tmp_path / "indicators.csv").write_text(
        "id,name,definition,unit,dimension,direction,source,minimum,maximum\n"
        "share,Share,d,percent,food,higher_worse,S,0,100\n"
    )
    (tmp_path / "observations.csv").write_text(f"indicator,place,year,value,unit,source,low,high\n{line}\n")

    with pytest.raises(BadTable) as caught:
        read_tables(tmp_path)

    assert caught.value.row == 2
    assert words in str(caught.value)
