"""``rantau profile``, and claims in profiles: what is shown, what leads where. Documents and figures are made up."""

import csv
import io
import json

import pytest

from rantau.cli import main
from rantau.profile.from_claims import is_from_claims
from rantau.study import Study
from rantau.study.profile_of_study import compute_profile

SLAVERY = "In 2021, 7.5 people per 1,000 were living in modern slavery in Myanmar (Sample & Model, 2020).\n"


def printed(capsys, *arguments):
    assert main(["profile", *map(str, arguments)]) == 0
    return capsys.readouterr().out


def add_document(study, folder, text, **more):
    (folder / "claim.md").write_text(text, encoding="utf-8")
    study.add([folder / "claim.md"], **more)
    study.run(workers=1)


def add_rows(path, rows):
    columns = ("indicator", "place", "year", "value", "low", "high", "unit", "source")
    with (path / "data" / "observations.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)


def test_countries_and_corridors_are_listed_with_intervals_and_what_is_assumed(finished, capsys):
    out = printed(capsys, finished)

    assert "country\thuman security\trank" in out
    assert "Myanmar to Thailand" in out
    assert "not assessed" in out  # the route
    assert "Indicators with a figure, of those expected" in out
    assert "ASSUMED: " in out
    for line in out.splitlines():
        cells = line.split("\t")
        if cells[0] in ("Myanmar", "Thailand") and "of" not in line:
            assert "(" in cells[1] and "–" in cells[1] and "(" in cells[2]  # noqa: PT018


def test_a_score_opens_to_its_indicators_these_to_figures_and_these_to_their_sources(finished, capsys):
    report = json.loads(printed(capsys, finished, "--place", "MMR", "--json"))

    scores = {one["element"]: one for one in report["scores"]}
    assert set(scores) >= {"human_security", "economic", "political"}
    for element in ("economic", "political"):
        used = [
            observation
            for indicator in scores[element]["indicators"]
            for observation in indicator["observations"]
            if observation["used"]
        ]
        assert len(used) == scores[element]["available"]
        assert all(one["source"] and one["row"].startswith("baseline/observations.csv:") for one in used)
        assert all(one["error"] in ("stated", "ASSUMED") for one in used)


def test_what_the_command_computes_is_what_the_study_keeps(finished):
    with Study.open(finished) as study:
        kept = {(one.unit, one.element): one for one in study.store.scores()}
        found = compute_profile(study)

    assert {(one.unit, one.element): one for one in found.scores} == kept


def test_a_corridor_shows_its_legs_before_their_aggregate_and_names_the_one_not_assessed(finished, capsys):
    report = json.loads(printed(capsys, finished, "--corridor", "MMR-THA", "--json"))

    assert [one["element"] for one in report["scores"]][:4] == ["origin", "route", "destination", "exposure"]
    origin, route, destination, exposure = report["scores"][:4]
    assert (origin["weight"], route["weight"], destination["weight"]) == (1, 1, 1)
    assert route["assessed"] is False
    assert route["note"] == "not assessed: the study has no indicator of it"
    assert exposure["note"].startswith("without the route, which is not assessed")
    assert exposure["value"] == pytest.approx((origin["value"] * destination["value"]) ** 0.5, abs=1e-4)
    assert {part["unit"] for part in origin["parts"]} == {"MMR"}
    assert {part["unit"] for part in destination["parts"]} == {"THA"}


def test_a_sheet_has_a_line_for_each_figure(finished, capsys):
    rows = list(csv.DictReader(io.StringIO(printed(capsys, finished, "--corridor", "MMR>THA", "--csv"))))

    assert {row["element"] for row in rows} >= {"origin: MMR economic", "route", "destination: THA personal"}
    assert all(row["source"] and row["where"] for row in rows if row["used"] == "True")
    flat = list(csv.DictReader(io.StringIO(printed(capsys, finished, "--csv"))))
    assert {"unit", "element", "value", "low", "high", "rank", "rank_low", "rank_high", "note"} <= set(
        flat[0]
    )
    assert all(row["rank_low"] and row["rank_high"] for row in flat if row["rank"])


def test_the_whole_report_holds_the_checks_of_the_method(finished, capsys):
    report = json.loads(printed(capsys, finished, "--json"))

    assert {one["state"] for one in report["coverage"]} <= {"used", "too old", "missing"}
    assert {one["element"] for one in report["checks"]} >= {"economic", "human_security"}
    assert {one["choice"] for one in report["sensitivity"]} >= {
        "scale",
        "mean",
        "weights",
        "observation error",
    }
    assert report["country_ranks"]["pairs"][0].keys() == {"one", "other", "above", "apart"}
    assert len(report["assumed"]) == 4


def test_another_year_shows_the_change_on_what_was_observed_in_both(finished, capsys):
    rows = [
        (indicator, place, year, value, "", "", "percent", "Made-up tables")
        for indicator in ("undernourishment", "child_stunting")
        for year, values in ((2010, (30, 20, 4)), (2022, (10, 15, 4)))
        for place, value in zip(("MMR", "THA", "MYS"), values, strict=True)
    ]
    with Study.open(finished) as study:
        path = study.path
    add_rows(path, rows)
    try:
        report = json.loads(printed(capsys, finished, "--year", "2010", "--json"))
        out = printed(capsys, finished, "--year", "2010")
    finally:
        (path / "data" / "observations.csv").unlink()

    assert report["scale_spans"] == [2010, 2022]
    (food,) = (one for one in report["changes"] if (one["unit"], one["element"]) == ("MMR", "food"))
    assert food["assessed"]
    assert food["difference"] < 0
    assert food["low"] <= food["difference"] <= food["high"]
    assert "Change from 2010 to 2022" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--place", "XXX"], "is no country of the study; those are KHM, MMR, MYS, THA"),
        (["--place", "VNM"], "is no country of the study"),
        (["--corridor", "MMR"], "is not written as origin-destination, such as MMR-THA"),
        (["--place", "MMR", "--corridor", "MMR-THA"], "ask for a place or for a corridor, not for both"),
        (["--year", "1950"], "there is no figure for 1950 or the 10 years before"),
    ],
)
def test_what_cannot_be_shown_is_said_in_a_sentence(finished, capsys, arguments, said):
    assert main(["profile", str(finished), *arguments]) == 2

    error = capsys.readouterr().err
    assert said in error
    assert len(error.splitlines()) == 1


def test_a_claim_stands_beside_the_published_figure_and_gives_way_to_it(run_study, tmp_path, capsys):
    add_document(run_study, tmp_path, SLAVERY)
    (claimed,) = (one for one in run_study.store.observations() if is_from_claims(one))
    assert (claimed.indicator, claimed.place, claimed.year, claimed.value) == (
        "slavery_prevalence_gsi",
        "MMR",
        2021,
        7.5,
    )

    report = json.loads(printed(capsys, run_study.path, "--place", "MMR", "--json"))

    personal = next(one for one in report["scores"] if one["element"] == "personal")
    slavery = next(one for one in personal["indicators"] if one["indicator"] == "slavery_prevalence_gsi")
    published, claim = slavery["observations"]
    assert (published["used"], claim["used"]) == (True, False)
    assert claim["why_not"] == "a published figure goes before a claim"
    assert (claim["claims"][0]["document"], claim["claims"][0]["page"]) == ("claim.md", 1)
    assert "modern slavery" in claim["claims"][0]["quote"]


def test_a_confidential_document_makes_no_observation(run_study, tmp_path):
    from rantau.study.sources import Source

    add_document(run_study, tmp_path, SLAVERY, given=Source(file="", confidential=True))

    assert not any(is_from_claims(one) for one in run_study.store.observations())
    assert {one.reason for one in compute_profile(run_study).given.left_out} == {
        "its document is confidential"
    }


def test_a_claim_about_an_indicator_brings_the_profile_up_to_date_and_another_does_not(run_study, tmp_path):
    (tmp_path / "other.md").write_text("The office counted 75 trafficked persons in Thailand in 2020.\n")
    run_study.add([tmp_path / "other.md"])
    assert {one.stage: one.done for one in run_study.run(workers=1).stages}["profile"] == 0

    (tmp_path / "claim.md").write_text(SLAVERY)
    run_study.add([tmp_path / "claim.md"])
    assert {one.stage: one.done for one in run_study.run(workers=1).stages}["profile"] == 1


def test_women_and_men_on_a_corridor_are_told_where_the_study_has_figures_of_both(finished, capsys):
    with Study.open(finished) as study:
        path = study.path
    columns = "id,name,definition,unit,dimension,direction,source\n"
    names = "".join(
        f"migrant_stock_{sex},Migrants,{sex},persons,,contextual,Made-up tables\n" for sex in ("women", "men")
    )
    (path / "data" / "indicators.csv").write_text(columns + names, encoding="utf-8")
    add_rows(
        path,
        [(f"migrant_stock_{sex}", "MMR>THA", 2020, value, "", "", "persons", "Made-up tables")
         for sex, value in (("women", 700_000), ("men", 800_000))],
    )  # fmt: skip
    try:
        out = printed(capsys, finished, "--corridor", "MMR-THA")
    finally:
        (path / "data" / "observations.csv").unlink()
        (path / "data" / "indicators.csv").unlink()

    assert "; women 700,000 (2020); men 800,000 (2020)" in out
