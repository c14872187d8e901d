"""Places by their names in the visitor's language, in addresses that any visitor can use."""

import codecs
import csv
import io
import re

import pytest

from rantau.baseline.naming import name_of, names_in_all, route_of, unit_name
from rantau.framework.language import speaking
from rantau.web.columns import Column
from rantau.web.tables import as_csv, for_reading

INDONESIAN = {"Accept-Language": "id"}


def rows_of(page, column=0):
    """The texts of a column of a list's page."""
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in body.split("</tr>")[:-1]]
    return [re.sub("<[^>]*>", "", row[column]).strip() for row in cells]


def test_countries_regions_and_corridors_have_names_in_each_language():
    assert (name_of("PHL"), unit_name("MMR>THA")) == ("Philippines", "Myanmar to Thailand")
    with speaking("id"):
        assert (name_of("PHL"), name_of("KHM"), name_of("asean")) == ("Filipina", "Kamboja", "ASEAN")
        assert (unit_name("MMR>SGP"), route_of("MMR>SGP")) == ("Myanmar ke Singapura", "Myanmar → Singapura")
        assert name_of("southeast-asia") == "Asia Tenggara"
        assert name_of("NOWHERE") == "NOWHERE"
    assert names_in_all("PHL>SGP") == "Philippines Singapore Filipina Singapura"


def test_a_narrowed_lists_address_is_the_same_in_both_languages(workbench):
    indonesian = workbench.get("/monitor", headers=INDONESIAN).text
    english = workbench.get("/monitor").text
    [address] = re.findall(r'<a href="(/monitor\?[^"]*)"[^>]*><span>Filipina<', indonesian)

    assert re.findall(r'<a href="(/monitor\?[^"]*)"[^>]*><span>Philippines<', english) == [address]
    assert address.endswith("state=Philippines")
    address = address.replace("&amp;", "&")
    assert set(rows_of(workbench.get(address).text, 1)) == {"Philippines"}
    assert set(rows_of(workbench.get(address, headers=INDONESIAN).text, 1)) == {"Filipina"}
    for other in ("Filipina", "PHL", "philippines"):
        assert (
            workbench.get(f"/monitor.json?state={other}").json()
            == workbench.get("/monitor.json?state=Philippines").json()
        )


def test_a_list_in_the_order_of_places_follows_the_names_shown(workbench):
    english = rows_of(workbench.get("/profiles?sort=name").text)
    indonesian = rows_of(workbench.get("/profiles?sort=name", headers=INDONESIAN).text)

    assert english == sorted(english)
    assert indonesian == sorted(indonesian)
    assert english.index("Philippines") > english.index("Malaysia") > english.index("Cambodia")
    assert indonesian.index("Filipina") < indonesian.index("Indonesia") < indonesian.index("Kamboja")
    assert rows_of(workbench.get("/monitor?sort=-state").text, 1)[0] == "Vietnam"


def test_a_place_is_found_by_its_name_in_any_language(workbench):
    found = workbench.get("/profiles/corridors.json?q=filipina singapura").json()

    assert sorted(row["unit"] for row in found) == ["PHL>SGP", "SGP>PHL"]
    assert found == workbench.get("/profiles/corridors.json?q=philippines singapore").json()
    assert {"PHL"} <= {
        one["id"] for row in workbench.get("/claims.json?q=filipina").json() for one in row["places"]
    }


def test_headings_overview_and_charts_name_places_in_the_visitors_language(workbench):
    assert "<h1>Filipina, " in workbench.get("/profiles/PHL", headers=INDONESIAN).text
    assert "<h1>Myanmar ke Malaysia, " in workbench.get("/profiles/MMR-MYS", headers=INDONESIAN).text
    assert " ke Malaysia</a>" in workbench.get("/", headers=INDONESIAN).text
    assert " to Malaysia</a>" in workbench.get("/").text


# -- files ---------------------------------------------------------------------------------------------------------


def test_csv_for_programs_and_json_are_the_same_in_every_language(workbench):
    for form in (".csv", ".json"):
        for address in ("/monitor", "/profiles/corridors", "/claims"):
            english = workbench.get(address + form, headers={"Accept-Language": "en"})
            indonesian = workbench.get(address + form, headers=INDONESIAN)
            assert english.content == indonesian.content
            assert "Content-Disposition" in english.headers


def read_back(answer, delimiter):
    return list(
        csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    )


def test_csv_for_reading_has_the_screens_words_in_the_language_and_opens_in_its_spreadsheets(workbench):
    answer = workbench.get("/profiles/corridors.csv?origin=PHL&words=id")
    indonesian = read_back(answer, ";")
    english = read_back(workbench.get("/profiles/corridors.csv?origin=PHL&words=en", headers=INDONESIAN), ",")
    data = workbench.get("/profiles/corridors.json?origin=PHL").json()
    told = [row for row in indonesian if row["Koridor"] == "Filipina ke Singapura"]

    assert 'filename="corridors.id.csv"' in answer.headers["Content-Disposition"]
    assert answer.content.startswith(codecs.BOM_UTF8)
    assert len(told) == 1
    assert [row["Corridor"] for row in english] == [row["name"] for row in data]
    for head, field in (
        ("Skor (0 sampai 100)", "value"),
        ("Terendah", "low"),
        ("Peringkat terburuk", "rank_high"),
    ):
        assert [float(row[head].replace(",", ".") or "nan") for row in indonesian] == pytest.approx(
            [float("nan") if row[field] is None else row[field] for row in data], nan_ok=True
        )
    assert re.fullmatch(r"\d+,\d+", told[0]["Skor (0 sampai 100)"])
    # The page offers the one in its own language.
    page = workbench.get("/monitor?state=PHL", headers=INDONESIAN).text
    assert "/monitor.csv?sort=-year&amp;state=Philippines&amp;words=id" in page
    assert {row["Negara"] for row in read_back(workbench.get("/monitor.csv?state=PHL&words=id"), ";")} == {
        "Filipina"
    }


@pytest.mark.parametrize("words", ["id", "en"])
def test_a_cell_for_reading_that_a_spreadsheet_would_run_is_made_harmless(words):
    columns = (Column("name", "=1+1"), Column("value", "Value", "number"), Column("quote", "Words", "quote"))
    rows = [
        {"name": "=HYPERLINK(1);2", "value": -1.5, "quote": '@SUM(1),"x"', "confidential": False},
        {"name": ["-2+3", "b"], "value": None, "quote": "", "confidential": True},
    ]
    with speaking(words):
        text = for_reading(columns, rows).decode("utf-8-sig")
    heads, first, second = csv.reader(io.StringIO(text, newline=""), delimiter=";" if words == "id" else ",")

    assert heads[0] == "'=1+1"
    assert first == ["'=HYPERLINK(1);2", "-1,5" if words == "id" else "-1.5", '\'@SUM(1),"x"']
    assert second[:2] == ["'-2+3; b", ""]
    assert second[2]


def test_a_number_below_nothing_is_no_formula_and_stays_a_number_for_programs():
    assert (
        as_csv([{"alpha": -0.25, "n": -3, "words": "-3+4"}], ["alpha"]) == "alpha,n,words\n-0.25,-3,'-3+4\n"
    )


def test_a_profile_to_read_names_what_it_opens_to_in_the_language(workbench):
    indonesian = read_back(workbench.get("/profiles/LAO-THA.csv?words=id"), ";")
    data = list(csv.DictReader(io.StringIO(workbench.get("/profiles/LAO-THA.csv", headers=INDONESIAN).text)))

    assert len(indonesian) == len(data)
    [told] = {
        row["Unsur"]
        for row, one in zip(indonesian, data, strict=True)
        if one["element"] == "origin: LAO food"
    }
    assert told == "asal: Laos, pangan"
    assert {one["used"] for one in data} == {"yes", "no"}
    assert {row["Dipakai"] for row in indonesian} == {"ya", "tidak"}
    assert any(re.fullmatch(r"\d+,\d+", row["Skor indikator (0 sampai 100)"]) for row in indonesian)
