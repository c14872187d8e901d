"""Every list of the workbench: search, facets, order, an address to keep, and the same rows as CSV and JSON."""

import csv
import io
import json
import re
from urllib.parse import urlencode

import pytest
from lxml import html as parsed
from test_figures_lead_down import addresses, content
from who_may import routes_of

from rantau.study.selecting import Query, folded, words_of
from rantau.web.lists import LISTINGS, as_csv, selected

MOST = 20
"""Rows that a table may show without being a list."""
NO_RECORDS = {
    "/monitor/states": "a figure a state: the list has the same, a row each",
    "/scenarios/employer_pays/edit/text": "the levers, to look up while writing",
}


@pytest.fixture(scope="module")
def rows(worked):
    """Name of a list -> all its rows."""
    return {name: worked.get(f"{one.path}.json").json() for name, one in LISTINGS.items()}


def asked(client, listing, **query):
    """The rows of a list that answer a query."""
    end = urlencode(query, doseq=True)
    answer = client.get(f"{listing.path}.json?{end}")
    assert answer.headers["content-disposition"] == f'attachment; filename="{listing.name}.json"'
    return answer.json()


def words(row):
    return folded(" ".join(words_of(value) for value in row.values()))


def key(row):
    return json.dumps(row, sort_keys=True)


def test_search_narrows_to_rows_that_have_the_words(worked, rows):
    for name, listing in LISTINGS.items():
        everything = rows[name]
        told = words(everything[len(everything) // 2])
        rarest = min(
            re.findall(r"\w{3,}", told), key=lambda one: sum(one in words(row) for row in everything[:60])
        )
        found = asked(worked, listing, q=rarest.upper())
        assert {key(row) for row in found} <= {key(row) for row in everything}, name
        assert len(found) > 0, name
        assert len(found) < len(everything) or len(everything) < 3, name
        assert all(rarest in words(row) for row in found), name
        assert asked(worked, listing, q=f"{rarest} qqqqq") == [], name


def test_each_facet_narrows_to_what_its_count_says(worked, rows):
    for name, listing in LISTINGS.items():
        assert listing.facets, name
        told = worked.get(f"/api/{name}").json()["facets"]
        assert set(told) == {one.name for one in listing.facets}
        for facet in listing.facets:
            values = list(told[facet.name].items())
            for value, count in values[:2] + values[-1:]:
                found = asked(worked, listing, **{facet.name: value})
                assert len(found) == count > 0, (name, facet.name, value)
                assert [row for row in rows[name] if value in facet.values(row)] == found or listing.sort
                assert all(value in facet.values(row) for row in found), (name, facet.name, value)
        assert any(told.values()), f"{name} has no facet with a value"


def test_each_column_sorts_both_ways_and_what_is_not_told_comes_last(worked, rows):
    frame = worked.app.state.frame
    for name, listing in LISTINGS.items():
        sortable = [one for one in listing.columns if one.sort]
        assert sortable, name
        for column in sortable:
            up, down = (
                selected(frame, frame.study, listing, Query(sort=sign + column.name)).all
                for sign in ("", "-")
            )
            assert len(up) == len(down) == len(rows[name]), (name, column.name)
            raw = [row[column.name] for row in up]
            count = sum(one not in (None, "", []) for one in raw)
            assert all(one not in (None, "", []) for one in raw[:count]), (name, column.name)
            # Places and words of closed sets are in the order of what is shown.
            shows = column.shown()
            told = raw[:count] if shows is None else [shows(row) for row in up[:count]]
            if all(isinstance(one, (int, float)) for one in told):
                assert told == sorted(told), (name, column.name)
            else:
                plain = [folded(words_of(one)) for one in told]
                assert plain == sorted(plain), (name, column.name)
            again = [row[column.name] if shows is None else shows(row) for row in down[:count]]
            assert again == told[::-1], (name, column.name)


def test_the_address_gives_back_what_was_asked_and_all_forms_have_its_rows(worked, rows):
    for name, listing in LISTINGS.items():
        facet = next(one for one in listing.facets if any(one.values(row) for row in rows[name]))
        value = next(one for row in rows[name] for one in facet.values(row))
        column = next(one for one in listing.columns if one.sort)
        query = {"q": "a", facet.name: value, "sort": f"-{column.name}", "size": 25}
        address = f"{listing.path}?{urlencode(query)}"
        page = worked.get(address).text
        tree = parsed.fromstring(page)

        # What is asked is seen on the page, and its links keep it.
        assert tree.xpath("//input[@id='q']/@value") == ["a"], name
        assert tree.xpath(f"//form[@role='search']//input[@name='{facet.name}']/@value") == [value], name
        assert tree.xpath("//*[@aria-current='true']//*[@class='count']"), name
        assert len(tree.xpath("//th[@aria-sort='descending']")) == 1, name
        files = {}
        for form in ("CSV", "CSV for programs", "JSON"):
            [link] = tree.xpath(f"//p[@class='tally']//a[text()='{form}']/@href")
            kept = {part.split("=", 1)[0] for part in link.partition("?")[2].split("&")}
            assert kept >= {"q", facet.name, "sort"}, name
            files[form] = worked.get(link)
        data = files["JSON"].json()
        table = list(csv.DictReader(io.StringIO(files["CSV for programs"].text)))
        reading = list(csv.reader(io.StringIO(files["CSV"].content.decode("utf-8-sig"))))
        found = asked(worked, listing, **query)
        assert data == found
        assert len(table) == len(reading) - 1 == len(found), name
        heads = [one.text_content().strip() for one in tree.xpath("//div[@id='list']//thead//th")]
        assert not found or [one for one in reading[0] if one in heads] == heads, name
        heads = [one.name for one in listing.columns]
        for row, line in list(zip(found, table, strict=True))[:: max(1, len(found) // 5)]:
            assert {one: line[one].removeprefix("'") for one in heads} == {
                one: words_of(row[one]).removeprefix("'") for one in heads
            }, name
        # The page shows the first of them, in their order, and as many as it says.
        shown = tree.xpath("//div[@id='list']//tbody/tr")
        assert len(shown) == min(25, len(found)), name
        if listing.link:
            links = [one.xpath("./th//a/@href")[0] for one in shown]
            assert links == [listing.link(row) for row in found[:25]], name
        if len(found) > 25:
            later = parsed.fromstring(worked.get(f"{address}&page=2").text)
            assert later.xpath("//nav[@class='pages']/span/text()")[0].startswith("Page 2 of"), name
            assert later.xpath("//a[@rel='prev']/@href"), name
        # Asked by HTMX it is the same part.
        part = worked.get(address, headers={"HX-Request": "true", "HX-Target": "list"}).text
        assert part.strip() in page, name


def test_no_table_to_save_runs_in_a_spreadsheet(worked, rows):
    for name, listing in LISTINGS.items():
        row = {
            field: ("=cmd()" if isinstance(value, str) else ["+1"] if isinstance(value, list) else value)
            for field, value in rows[name][0].items()
        }
        told = list(csv.reader(io.StringIO(as_csv([row], [one.name for one in listing.columns]))))
        assert not any(cell.startswith(("=", "+", "@")) for line in told for cell in line), name

    lists = {f"{one.path}.csv" for one in LISTINGS.values()}
    others = {path for _, path in routes_of(worked.app) if path.endswith(".csv")} - lists
    # Of cases another test says that it runs nowhere and that small counts are withheld.
    assert others == {
        "/coding/agreement.csv", "/profiles/{name}.csv", "/monitor/rounds/draft.csv", "/screening/cases/{key}.csv"
    }  # fmt: skip
    for address in ("/coding/agreement.csv", "/profiles/MYS.csv", "/monitor/rounds/draft.csv"):
        told = list(csv.reader(io.StringIO(worked.get(address).text)))
        assert len(told) > 3
        assert not any(cell.startswith(("=", "+", "@")) for line in told for cell in line), address


def test_whatever_has_many_rows_is_such_a_list(shown, ids):
    lists = 0
    for address in [*addresses(ids), "/coding/codes/HS.health", "/profiles/MMR-THA?since=2019", "/change"]:
        tree = parsed.fromstring(content(shown(address)))
        for table in tree.xpath("//table[not(ancestor::figure)]"):
            if table.xpath("ancestor::div[@id='list']"):
                lists += 1
            elif address.partition("?")[0] not in NO_RECORDS:
                many = len(table.xpath("./tbody/tr"))
                title = table.xpath("string(./caption)") or table.xpath("string(..//@aria-label)")
                assert many <= MOST, f"{address} shows {many} rows of {title!r} without being a list"
    assert lists >= len(LISTINGS) - 5
