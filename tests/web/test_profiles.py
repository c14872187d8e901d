"""Country and Corridor profiles: what the command says, opened to sources, with what cannot be told."""

import re

import pytest
from test_screens import links

from rantau.study import Study
from rantau.study.profile_listings import profile_report
from rantau.study.profile_of_study import compute_profile


@pytest.fixture(scope="module")
def profile(demo):
    with Study.open(demo) as study:
        return compute_profile(study)


@pytest.mark.parametrize(("name", "unit"), [("MYS", "MYS"), ("MMR-THA", "MMR>THA")])
def test_the_api_and_the_page_say_what_the_command_says(workbench, profile, name, unit):
    report = profile_report(profile, unit)
    given = workbench.get(f"/api/profiles/{name}").json()
    page = workbench.get(f"/profiles/{name}").text

    assert [row["value"] for row in given["scores"]] == [row["value"] for row in report["scores"]]
    assert given["assumed"] == report["assumed"]
    for row in report["scores"]:
        if row["value"] is not None and row["low"] is not None:
            assert f"{row['value']:.0f} ({row['low']:.0f}–{row['high']:.0f})" in page
    assert "not assessed" in page or unit == "MYS"
    assert workbench.get(f"/charts/profile.{name}.svg").text.lstrip().startswith("<svg")
    assert workbench.get(f"/profiles/{name}.csv").text.count("\n") > 20


def test_a_dimension_opens_to_its_indicators_and_these_to_a_row_of_a_table(workbench):
    page = workbench.get("/profiles/MYS").text
    observation = next(one for one in links(page) if one.startswith("/provenance/observation/"))

    assert "GDP per person" in page
    assert re.search(r"baseline/observations\.csv:\d+", workbench.get(observation).text)
    assert "Cannot be told apart from" in page


def test_change_is_shown_between_two_years_and_only_where_both_were_observed(workbench):
    page = workbench.get("/profiles/MYS", params={"since": "2019"}).text
    without = workbench.get("/profiles/MYS").text

    assert "Change, on what was observed in both years" in page
    assert "too few of its indicators were observed in both" in page
    assert "Change, on what was observed in both years" not in without
    assert workbench.get("/profiles/MYS", params={"since": "1800"}).status_code == 400
    assert workbench.get("/profiles/MYS", params={"since": "x"}).status_code == 200


def test_lists_of_profiles_have_intervals_ranks_and_facets(workbench):
    corridors = workbench.get("/profiles/corridors.json", params={"destination": "Thailand"}).json()
    coverage = workbench.get("/profiles/coverage.json", params={"state": "missing"}).json()

    assert {row["unit"].split(">")[1] for row in corridors} == {"THA"}
    ranks = [row["rank"] for row in corridors if row["rank"] is not None]
    assert ranks == sorted(ranks)
    assert ranks
    assert any(not row["assessed"] or row["rank"] is None for row in corridors)
    assert {row["state"] for row in coverage} == {"missing"}
    first = workbench.get("/profiles").text
    assert re.search(
        r"Myanmar</a></th>\s*<td class=\"number\"><a [^>]*>\d+ \(\d+–\d+\)</a></td>"
        r"\s*<td class=\"number\"><a [^>]*>1 \(",
        first,
    )


def test_places_that_are_not_of_the_study_are_refused_in_a_sentence(workbench):
    for name in ("XXX", "MYS-MYS", "A-B-C"):
        answer = workbench.get(f"/api/profiles/{name}")
        assert answer.status_code == 400
        assert answer.json()["message"].endswith(".")
