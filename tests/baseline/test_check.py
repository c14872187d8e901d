"""Each kind of fault a table can have, planted in a small sound baseline and found again."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from rantau.baseline.check import check_baseline
from rantau.baseline.schema import TABLES
from rantau.framework.errors import BadInput

Row = dict[str, str]
SOUND = {"source": "Somebody", "source_url": "https://example.org/table", "confidence": "checked"}


def row(table: str, **cells: str) -> Row:
    columns = TABLES[table].columns
    sourced = {name: cell for name, cell in SOUND.items() if name in columns}
    return {**dict.fromkeys(columns, ""), **sourced, **cells}


def sound() -> dict[str, list[Row]]:
    """A small baseline without a fault. Its rows begin on line 2."""
    return {
        "places": [
            row("places", id="world", name="World", kind="region"),
            row("places", id="MMR", name="Myanmar", kind="country", iso3="MMR", parent="world",
                aliases="Burma", local_names="မြန်မာ", demonyms="Burmese"),
            row("places", id="THA", name="Thailand", kind="country", iso3="THA", parent="gms",
                latitude="13.75", longitude="100.5"),
            row("places", id="gms", name="Greater Mekong", kind="region", parent="world", members="MMR;THA"),
            row("places", id="mae-sot", name="Mae Sot", kind="town", iso3="THA", parent="THA"),
        ],
        "indicators": [
            row("indicators", id="poverty", name="Poverty", definition="Share who are poor", unit="percent",
                kind="series", dimension="economic", direction="higher_worse", minimum="0", maximum="100"),
            row("indicators", id="deaths_on_route", name="Deaths", definition="Deaths on the way", unit="deaths",
                kind="series", dimension="route", direction="higher_worse", minimum="0"),
        ],
        "observations": [
            row("observations", indicator="poverty", place="MMR", year="2017", value="24.8", low="23", high="26.5",
                unit="percent"),
            row("observations", indicator="deaths_on_route", place="MMR>THA", year="2019", value="12",
                unit="deaths"),
        ],
        "corridors": [row("corridors", origin="MMR", destination="THA", year="2020", stock="1860000")],
        "instruments": [
            row("instruments", id="ACTIP", name="A convention", adopted="2015-11-21", in_force="2017-03-08",
                subject="trafficking"),
        ],
        "parties": [
            row("parties", instrument="ACTIP", iso3="THA", status="party", signed="2015-11-21", ratified="2016",
                in_force_for="2017-03"),
        ],
        "borders": [row("borders", a="MMR", b="THA", kind="land", length_km="2416", crossings="mae-sot")],
        "measures": [
            row("measures", id="THA-2014-registration", iso3="THA", start="2014-06", end="2014-10-31", name="A drive",
                description="Registration of workers", kind="control", for_whom="workers"),
        ],
        "protection_indicators": [
            row("protection_indicators", id="PI01", pillar="prosecution", name="Offence", definition="A share",
                unit="percent", source_type="legal text", direction="higher_better", dimension="personal",
                legal_anchor="ACTIP 5", anchor_confidence="unchecked"),
        ],
    }  # fmt: skip


def written(folder: Path, tables: dict[str, list[Row]]) -> Path:
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, TABLES[name].columns)
            writer.writeheader()
            writer.writerows(rows)
    return folder


def problems(folder: Path) -> list[str]:
    return [str(problem) for problem in check_baseline(folder).problems]


def test_a_sound_baseline_has_no_problem_and_its_rows_are_counted(tmp_path: Path) -> None:
    report = check_baseline(written(tmp_path, sound()))
    assert [str(problem) for problem in report.problems] == []
    assert dict(report.counts) == {
        "places": 5,
        "indicators": 2,
        "observations": 2,
        "corridors": 1,
        "instruments": 1,
        "parties": 1,
        "borders": 1,
        "measures": 1,
        "protection_indicators": 1,
    }


CELLS = [
    # table, row (from 0), column, what is planted, what is said
    ("places", 1, "id", "Mmr", "id 'Mmr' does not have the form"),
    ("places", 1, "iso3", "THA", "the country MMR has the code 'THA'"),
    ("places", 3, "iso3", "THA", "the region gms has the code 'THA'"),
    ("places", 4, "iso3", "THX", "iso3 'THX' of mae-sot is no country"),
    ("places", 4, "iso3", "", "iso3 '' of mae-sot is no country"),
    ("places", 4, "kind", "village", "kind 'village' is not one of country, region"),
    ("places", 4, "kind", "", "kind '' is not one of country, region"),
    ("places", 2, "latitude", "90.01", "latitude 90.01 lies outside -90 to 90"),
    ("places", 2, "longitude", "-180.5", "longitude -180.5 lies outside -180 to 180"),
    ("places", 2, "longitude", "", "THA has a latitude or a longitude, but not both"),
    ("places", 2, "latitude", "13,75", "latitude '13,75' is not a number"),
    ("places", 4, "parent", "tak", "parent 'tak' of mae-sot is not in this table"),
    ("places", 4, "parent", "", "mae-sot has no parent"),
    ("places", 3, "parent", "gms", "gms is, by its parents, a part of itself"),
    ("places", 3, "parent", "THA", "gms is, by its parents, a part of itself"),
    ("places", 3, "members", "MMR;SIA", "member 'SIA' of gms is no country"),
    ("places", 4, "members", "MMR", "mae-sot has members, but only a region has"),
    ("places", 2, "aliases", "Siam;BURMA", "the name 'BURMA' stands for THA, and for MMR in line 3"),
    ("places", 2, "demonyms", "mmr", "the name 'mmr' stands for THA, and for MMR in line 3"),
    ("places", 2, "local_names", "ไทย;;เมืองไทย", "a list of names of THA has an empty part"),
    ("places", 4, "name", "", "name is empty"),
    ("indicators", 0, "id", "Poverty rate", "id 'Poverty rate' does not have the form"),
    ("indicators", 0, "unit", "%", "unit '%' is not one of"),
    ("indicators", 0, "kind", "estimate", "kind 'estimate' is not one of series, evidence"),
    ("indicators", 0, "dimension", "social", "dimension 'social' is not one of economic"),
    ("indicators", 0, "direction", "up", "direction 'up' is not one of higher_worse"),
    ("indicators", 0, "minimum", "100", "minimum 100 of poverty is not below maximum 100"),
    ("indicators", 0, "maximum", "nan", "maximum 'nan' is not a number"),
    ("indicators", 0, "definition", "", "definition is empty"),
    ("indicators", 0, "source", "", "source is empty"),
    ("observations", 0, "indicator", "povrety", "indicator 'povrety' is not in indicators.csv"),
    ("observations", 0, "place", "Myanmar", "place 'Myanmar' is neither a country nor a corridor"),
    ("observations", 0, "place", "gms", "place 'gms' is neither a country nor a corridor"),
    ("observations", 1, "place", "MMR>MMR", "place 'MMR>MMR' is neither a country nor a corridor"),
    ("observations", 1, "place", "MMR>THA>MMR", "place 'MMR>THA>MMR' is neither a country nor a corridor"),
    ("observations", 1, "place", "THA", "place 'THA' does not fit deaths_on_route"),
    ("observations", 0, "place", "MMR>THA", "place 'MMR>THA' does not fit poverty"),
    ("observations", 0, "unit", "per 1000", "unit 'per 1000' is not that of poverty, which is 'percent'"),
    ("observations", 0, "value", "1,234", "value '1,234' is not a number"),
    ("observations", 0, "value", "", "value is empty"),
    ("observations", 0, "value", "inf", "value 'inf' is not a number"),
    ("observations", 0, "low", "24.9", "low 24.9 is above the value 24.8"),
    ("observations", 0, "high", "24.7", "high 24.7 is below the value 24.8"),
    ("observations", 0, "low", "-0.1", "low -0.1 is below the minimum of poverty, 0"),
    ("observations", 0, "high", "100.1", "high 100.1 is above the maximum of poverty, 100"),
    ("observations", 1, "value", "-1", "value -1 is below the minimum of deaths_on_route, 0"),
    ("observations", 0, "year", "17", "year '17' is no year"),
    ("observations", 0, "year", "2217", "year '2217' is no year from 1945 to 2100"),
    ("observations", 0, "year", "", "year is empty; say in note why"),
    ("observations", 0, "confidence", "sure", "confidence 'sure' is not one of checked, cross-checked"),
    ("observations", 0, "confidence", "", "confidence '' is not one of checked, cross-checked"),
    ("observations", 0, "source", "", "source is empty"),
    (
        "observations",
        0,
        "source_url",
        "",
        "source_url is empty; give the publisher's address, or say in note",
    ),
    ("observations", 0, "source_url", "www.example.org", "source_url 'www.example.org' is no address"),
    ("observations", 0, "source_url", "https://example.org/a b", "is no address"),
    ("observations", 0, "note", " see page 3", "note ' see page 3' begins or ends with white space"),
    ("observations", 0, "note", "Re\u0301sume\u0301", "is not in Unicode's composed form"),
    ("observations", 0, "note", "R\ufffdsum\ufffd", "holds a control or replacement character"),
    ("observations", 0, "note", "one\ntwo", "holds a control or replacement character"),
    ("corridors", 0, "origin", "THA", "the corridor leads from THA to itself"),
    ("corridors", 0, "origin", "BUR", "origin 'BUR' is no country of places.csv"),
    ("corridors", 0, "destination", "gms", "destination 'gms' is no country of places.csv"),
    ("corridors", 0, "stock", "-1", "stock -1 lies outside 0 to"),
    ("corridors", 0, "stock", "", "stock is empty; say in note why it is not known"),
    ("corridors", 0, "year", "", "year is empty"),
    ("instruments", 0, "adopted", "21 November 2015", "adopted '21 November 2015' is no date"),
    ("instruments", 0, "adopted", "2015-13", "adopted '2015-13' is no date"),
    ("instruments", 0, "adopted", "2015-02-29", "adopted '2015-02-29' is no date"),
    ("instruments", 0, "in_force", "2015-10", "in_force 2015-10 is before adopted 2015-11-21"),
    ("instruments", 0, "subject", "", "subject is empty"),
    ("parties", 0, "instrument", "CTIP", "instrument 'CTIP' is not in instruments.csv"),
    ("parties", 0, "iso3", "TH", "iso3 'TH' is no country of places.csv"),
    ("parties", 0, "status", "ratified", "status 'ratified' is not one of party, signatory"),
    ("parties", 0, "status", "signatory", "the status is 'signatory', yet there is a date of ratification"),
    ("parties", 0, "status", "none", "the status is 'none', yet there is a date of signature"),
    ("parties", 0, "signed", "2015-10-01", "signed 2015-10-01 is before ACTIP was adopted, 2015-11-21"),
    ("parties", 0, "ratified", "2014", "ratified 2014 is before signed 2015-11-21"),
    ("parties", 0, "in_force_for", "2015", "in_force_for 2015 is before ratified 2016"),
    ("borders", 0, "kind", "river", "kind 'river' is not one of land, sea, causeway"),
    ("borders", 0, "b", "MMR", "a 'MMR' does not sort before b 'MMR'"),
    ("borders", 0, "a", "VNM", "a 'VNM' does not sort before b 'THA'"),
    ("borders", 0, "length_km", "-5", "length_km -5 lies outside 0 to"),
    (
        "borders",
        0,
        "crossings",
        "mae-sot;myawaddy",
        "crossing 'myawaddy' is no town, crossing, port or province",
    ),
    ("borders", 0, "crossings", "THA", "crossing 'THA' is no town, crossing, port or province"),
    ("borders", 0, "b", "MYS", "crossing 'mae-sot' lies in THA, on neither side of the border"),
    ("measures", 0, "end", "2014-05", "end 2014-05 is before start 2014-06"),
    ("measures", 0, "start", "", "start is empty"),
    ("measures", 0, "kind", "amnesty", "kind 'amnesty' is not one of prevention"),
    ("measures", 0, "iso3", "gms", "iso3 'gms' is no country of places.csv"),
    ("protection_indicators", 0, "pillar", "justice", "pillar 'justice' is not one of prosecution"),
    (
        "protection_indicators",
        0,
        "direction",
        "lower_better",
        "direction 'lower_better' is not one of higher_worse",
    ),
    ("protection_indicators", 0, "legal_anchor", "", "legal_anchor is empty"),
    ("protection_indicators", 0, "anchor_confidence", "", "anchor_confidence '' is not one of checked"),
]


@pytest.mark.parametrize(("table", "index", "column", "planted", "said"), CELLS)
def test_a_wrong_cell_is_found_with_its_line(
    tmp_path: Path, table: str, index: int, column: str, planted: str, said: str
) -> None:
    tables = sound()
    tables[table][index][column] = planted
    found = problems(written(tmp_path, tables))
    # A cell with a line break puts the end of its row, which is what is counted, one line further down.
    line = index + 2 + planted.count("\n")
    assert any(one.startswith(f"{table}.csv, line {line}: ") and said in one for one in found), found


def test_every_table_has_a_fault_planted_in_it() -> None:
    assert {table for table, *_ in CELLS} == set(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_a_row_that_is_there_twice_is_found(tmp_path: Path, table: str) -> None:
    tables = sound()
    tables[table].append(dict(tables[table][0]))
    last = len(tables[table]) + 1
    found = problems(written(tmp_path, tables))
    assert any(
        one.startswith(f"{table}.csv, line {last}: ") and "is in line 2 already" in one for one in found
    )


def test_the_same_figure_from_two_sources_is_no_double(tmp_path: Path) -> None:
    tables = sound()
    tables["observations"].append({**tables["observations"][0], "source": "Somebody else", "value": "25"})
    assert problems(written(tmp_path, tables)) == []


def test_a_party_without_a_date_needs_a_note(tmp_path: Path) -> None:
    tables = sound()
    tables["parties"][0].update(ratified="", in_force_for="")
    assert problems(written(tmp_path, tables)) == [
        "parties.csv, line 2: the status is 'party', yet there is no date of ratification; give it, or say why in note"
    ]
    tables["parties"][0]["note"] = "The depositary's list gives no date."
    assert problems(written(tmp_path, tables)) == []


def test_a_reason_in_the_note_stands_for_an_address_a_year_and_a_stock(tmp_path: Path) -> None:
    tables = sound()
    tables["observations"][0].update(source_url="", year="", note="Printed only; the year is not stated.")
    tables["corridors"][0].update(stock="", note="Not published.")
    assert problems(written(tmp_path, tables)) == []


def test_dates_are_compared_only_as_far_as_they_are_known(tmp_path: Path) -> None:
    tables = sound()
    tables["parties"][0].update(signed="2015-11-21", ratified="2015", in_force_for="2015-11")
    assert problems(written(tmp_path, tables)) == []


def test_an_evidence_indicator_has_no_observations(tmp_path: Path) -> None:
    tables = sound()
    tables["indicators"][0]["kind"] = "evidence"
    assert problems(written(tmp_path, tables)) == [
        "observations.csv, line 2: poverty is of the kind 'evidence'; only a series has observations"
    ]


def test_several_faults_are_told_in_the_order_of_their_lines(tmp_path: Path) -> None:
    tables = sound()
    tables["observations"][1]["year"] = "19"
    tables["observations"][0]["unit"] = "USD"
    tables["places"][4]["parent"] = "tak"
    starts = [one.split(": ")[0] for one in problems(written(tmp_path, tables))]
    assert starts == ["places.csv, line 6", "observations.csv, line 2", "observations.csv, line 3"]


def spoilt(table: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        path = folder / f"{table}.csv"
        path.write_bytes(change(path.read_bytes()))

    return spoil


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "borders.csv").unlink(), "borders.csv: the table is missing; its columns are a,b"),
        (spoilt("borders", lambda raw: b""), "borders.csv, line 1: the columns are nothing; they must be a,b,kind"),
        (
            spoilt("borders", lambda raw: raw.replace(b"length_km", b"length", 1)),
            "borders.csv, line 1: the columns are a,b,kind,length,crossings",
        ),
        (
            spoilt("borders", lambda raw: raw.replace(b"a,b,", b"b,a,", 1)),
            "borders.csv, line 1: the columns are b,a,kind",
        ),
        (
            spoilt("borders", lambda raw: b"\xef\xbb\xbf" + raw),
            "borders.csv, line 1: the file begins with a byte order mark",
        ),
        (
            spoilt("borders", lambda raw: raw.replace(b"Somebody", "Établi".encode("latin-1"))),
            "borders.csv, line 2: byte 0xc9 is not UTF-8",
        ),
        (
            spoilt("borders", lambda raw: raw.replace(b"Somebody", b"Somebody, somewhere")),
            "borders.csv, line 2: the row has 10 cells, not 9; quote a cell that holds a comma",
        ),
        (
            spoilt("borders", lambda raw: raw.replace(b"Somebody", b'"Some"body')),
            "borders.csv, line 2: this is not CSV",
        ),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_is_told_once_and_the_others_are_checked(
    tmp_path: Path, spoil: Callable[[Path], None], said: str
) -> None:
    spoil(written(tmp_path, sound()))
    report = check_baseline(tmp_path)
    assert [str(one).startswith(said) for one in report.problems] == [True], report.problems
    assert "borders" not in report.counts
    assert report.counts["places"] == 5


@pytest.mark.parametrize("table", ["places", "indicators", "instruments"])
def test_without_a_table_of_codes_nothing_is_said_about_codes(tmp_path: Path, table: str) -> None:
    written(tmp_path, sound())
    (tmp_path / f"{table}.csv").unlink()
    assert [one.split(";")[0] for one in problems(tmp_path)] == [f"{table}.csv: the table is missing"]


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is no folder; name one that holds the tables places, indicators"):
        check_baseline(tmp_path / "nowhere")
