"""Lists: what is searched, narrowed, ordered and paged; and what is made anew when something changes."""

import csv
import html
import io
import json
import threading
from concurrent.futures import wait
from urllib.parse import quote

import pytest
from workbenches import client_of

from rantau.study import Study
from rantau.study.confidential import masked
from rantau.study.evidence_listings import claim_rows, group_rows
from rantau.study.live_rows import BeingPrepared, LiveRows
from rantau.study.selecting import Query, folded, select, words_of

ROWS = [
    {"id": "a", "kind": ["x", "y"], "n": 3, "text": "Fées de Malacca"},
    {"id": "b", "kind": ["x"], "n": None, "text": "fees of Penang"},
    {"id": "c", "kind": ["z"], "n": 10, "text": "boats"},
]


def chosen(**asked):
    query = Query(**asked)
    return select(
        ROWS,
        query,
        facets={"kind": lambda row: row["kind"]},
        searched=lambda row: folded(" ".join(map(words_of, row.values()))),
    )


def ids(selection):
    return [row["id"] for row in selection.rows]


def test_all_words_must_occur_whatever_their_case_and_accents():
    assert ids(chosen(text="FEES")) == ["a", "b"]
    assert ids(chosen(text="fees malacca")) == ["a"]
    assert ids(chosen(text="fees boats")) == []


def test_a_facet_takes_any_of_its_values_and_counts_what_each_would_give():
    one = chosen(facets={"kind": ("y", "z")})

    assert ids(one) == ["a", "c"]
    assert one.facets["kind"] == [("x", 2), ("y", 1), ("z", 1)]
    assert dict(chosen(text="fees", facets={"kind": ("z",)}).facets["kind"]) == {"x": 2, "y": 1, "z": 0}


def test_rows_without_the_value_come_last_in_either_direction():
    assert ids(chosen(sort="n")) == ["a", "c", "b"]
    assert ids(chosen(sort="-n")) == ["c", "a", "b"]
    assert ids(chosen(sort="nothing-of-the-kind")) == ["a", "b", "c"]


def test_pages_beyond_the_last_are_the_last():
    assert [ids(chosen(size=2, page=page)) for page in (1, 2, 99)] == [["a", "b"], ["c"], ["c"]]
    assert chosen(size=2).pages == 2


def test_page_csv_json_and_api_hold_the_same_rows(workbench):
    asked = {"status": "proposed", "q": "malaysia", "sort": "-value"}
    data = workbench.get("/claims.json", params=asked).json()
    table = list(csv.DictReader(io.StringIO(workbench.get("/claims.csv", params=asked).text)))
    api = workbench.get("/api/claims", params={**asked, "size": 200}).json()
    page = workbench.get("/claims", params=asked).text

    assert len(data) > 10
    assert [row["id"] for row in data] == [row["id"] for row in table] == [row["id"] for row in api["rows"]]
    assert api["total"] == len(data)
    assert f"{len(data)} rows" in page
    values = [row["value"] for row in data if row["value"] is not None]
    assert values == sorted(values, reverse=True)


def test_rows_are_those_of_the_commands(workbench, demo):
    with Study.open(demo) as study:
        assert workbench.get("/claims.json").json() == json.loads(json.dumps(claim_rows(study)))
        assert workbench.get("/groups.json").json() == json.loads(json.dumps(group_rows(study)))


def test_htmx_gets_the_part_that_changes_and_others_the_whole_page(workbench):
    part = workbench.get("/claims?q=debt", headers={"HX-Request": "true", "HX-Target": "list"})
    whole = workbench.get("/claims?q=debt")

    assert part.text.lstrip().startswith('<div id="list"')
    assert part.text.strip() in whole.text
    assert "HX-Target" in part.headers["vary"]


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=-1", "page=9999999999", "page=²", "size=7", "sort=;drop", "sort=__class__", "q=%00"],
)
def test_an_address_that_makes_no_sense_gives_a_list_too(workbench, query):
    for form in ("", ".csv", ".json"):
        assert workbench.get(f"/claims{form}?{query}").status_code == 200


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(own_demo):
    with Study.open(own_demo) as study:
        document = study.store.documents()[0]
        with study.store.transaction() as transaction:
            transaction.record("document.read", "=HYPERLINK(1)", reason="@SUM(1)")
        assert document
    client = client_of(own_demo)
    text = client.get("/trail.csv").text
    client.app.state.frame.close()

    assert "'=HYPERLINK(1)" in text
    assert "'@SUM(1)" in text


def test_a_decision_makes_only_its_documents_rows_anew(own_demo):
    asked = []

    def rows_of(study, document):
        asked.append(document)
        return claim_rows(study, document)

    with Study.open(own_demo) as study:
        live = LiveRows()
        first = live.of(study, "claims", rows_of, by_document=True)
        documents = len(asked)
        assert live.of(study, "claims", rows_of, by_document=True) is first
        assert len(asked) == documents
        claim = first.rows[0]["id"]
        study.decide(claim, "accepted", "seen in print")

        second = live.of(study, "claims", rows_of, by_document=True)

        assert asked[documents:] == [claim.partition("/")[0]]
        assert second.rows == claim_rows(study)
        assert second.rows[0]["status"] == "accepted"
        with study.store.transaction() as transaction:
            transaction.record("document.read", "some file")
        del asked[:]
        live.of(study, "claims", rows_of, by_document=True)
        assert len(asked) == documents


def test_rows_that_are_made_before_their_making_is_put_down_are_given_all_the_same(demo, monkeypatch):
    live = LiveRows()
    submit = live._pool.submit

    def submit_late(*given):
        making = submit(*given)
        wait([making], timeout=0.2)
        return making

    monkeypatch.setattr(live._pool, "submit", submit_late)
    with Study.open(demo) as study:
        for name in ("first", "second", "first"):
            rows = [{"id": name}]
            assert live.of(study, name, lambda *_, rows=rows: rows, by_document=False).rows == rows
    assert not live._making
    live.close()


def test_what_takes_long_is_made_once_in_the_background_until_its_stamp_is_another(demo, monkeypatch):
    monkeypatch.setattr("rantau.study.live_rows._MANY", 1)
    monkeypatch.setattr("rantau.study.live_rows._PATIENCE", 0.01)
    go, made = threading.Event(), []

    def make():
        go.wait(10)
        made.append(1)
        return len(made)

    live = LiveRows()
    with Study.open(demo) as study:
        for _ in range(2):
            with pytest.raises(BeingPrepared):
                live.value(study, "slow", 1, make, patient=False)
        go.set()
        assert live.value(study, "slow", 1, make) == 1
        assert live.value(study, "slow", 1, make, patient=False) == 1
        assert live.value(study, "slow", 2, make) == 2
        with pytest.raises(ZeroDivisionError):
            live.value(study, "wrong", 1, lambda: 1 / 0)
        assert live.value(study, "wrong", 1, lambda: "right") == "right"
    live.close()
    assert made == [1, 1]


def test_groups_tell_when_it_was_and_what_is_withheld_keeps_the_time_alone(workbench):
    rows = workbench.get("/groups.json").json()
    told = [row for row in rows if len(row["periods"]) > 1]

    assert told
    for row in told:
        starts = {one["period"]["text"]: one["period"]["start"] for one in row["claims"] if one["period"]}
        assert set(row["periods"]) == set(starts)
        assert row["periods"][0] in (text for text, start in starts.items() if start == min(starts.values()))
    page = html.unescape(workbench.get(f"/groups?q={quote(told[0]['periods'][0])}&size=200").text)
    periods = told[0]["periods"]
    many = f"; … ({len(periods)})" if len(periods) > 3 else ""
    assert "; ".join(periods[:2] if many else periods) + many in page
    assert "['" not in page

    claim = {"confidential": True, "period": {"start": "2021", "end": "2023", "text": "since she fled"}}
    assert masked([{"claims": [claim]}])[0]["claims"][0]["period"] == {
        "start": "2021",
        "end": "2023",
        "text": "2021–2023",
    }
