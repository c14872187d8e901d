"""Charts in the visitor's language: on the screen, as pictures to take away, and as data."""

import csv
import html
import io
import re

import pytest

LANGUAGES = {"en": {"Accept-Language": "en"}, "id": {"Accept-Language": "id"}}


def in_both(client, address):
    return {language: client.get(address, headers=headers) for language, headers in LANGUAGES.items()}


def words(svg):
    """The texts of a picture."""
    told = re.findall(r"<text[^>]*>(.*?)</text>", svg, re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", one)) for one in told)


@pytest.mark.parametrize(
    ("name", "english", "indonesian"),
    [
        ("corridors", "Migration corridors by number of migrants", "Koridor migrasi menurut jumlah migran"),
        (
            "exposure",
            "The most exposed corridors, with intervals",
            "Koridor yang paling terpapar, dengan interval",
        ),
        ("conflicts", "Claims that conflict", "Klaim yang bertentangan"),
        (
            "profile.PHL",
            "Insecurity by dimension, with intervals",
            "Ketidakamanan per dimensi, dengan interval",
        ),
        (
            "profile.LAO-THA",
            "Exposure on the corridor and its legs",
            "Keterpaparan di koridor dan bagian-bagiannya",
        ),
        ("simulated.exploited", "Exploited", "Tereksploitasi"),
        ("mechanisms.employer_pays", "Which lever made the difference", "Tuas mana yang membuat perbedaan"),
        ("agreement.units", "Agreement between coders", "Kesepakatan antarpengode"),
        ("coding.saturation", "Saturation: codes that each further document", "Kejenuhan: kode yang dibawa"),
        ("coding.themes", "Map of themes and their codes", "Peta tema dan kodenya"),
        ("coding.concepts", "Concept graph", "Graf konsep"),
    ],
)
def test_a_picture_taken_away_says_what_it_is_in_the_visitors_language(worked, name, english, indonesian):
    pictures = {
        key: words(one.text) for key, one in in_both(worked, f"/charts/{name}.svg?download=true").items()
    }
    pages = in_both(worked, f"/charts/{name}/table")

    for language, title, other in (("en", english, indonesian), ("id", indonesian, english)):
        assert title in pictures[language]
        assert other not in pictures[language]
        assert f"<h1>{title}" in html.unescape(pages[language].text)
        figure = html.unescape(pages[language].text.partition("<figure")[2].partition("</figure>")[0])
        assert other not in figure
    assert "Cite as" in pictures["en"]
    assert "Kutip sebagai" in pictures["id"]
    # What a machine reads is the same for all; what a person reads has heads in the language.
    for form in ("csv", "json"):
        one, two = in_both(worked, f"/charts/{name}.{form}").values()
        assert one.content == two.content
    heads = [
        next(csv.reader(io.StringIO(worked.get(f"/charts/{name}.csv?words={key}").content.decode("utf-8-sig"),
                                    newline=""), delimiter=mark))
        for key, mark in (("en", ","), ("id", ";"))
    ]  # fmt: skip
    assert len(heads[0]) == len(heads[1]) > 2
    assert heads[0] != heads[1]
    assert not any("_" in head for both in heads for head in both)


def test_axes_and_places_are_written_as_the_language_writes_them(worked):
    drawn = {key: words(one.text) for key, one in in_both(worked, "/charts/simulated.exploited.svg").items()}
    maps = {key: words(one.text) for key, one in in_both(worked, "/charts/corridors.svg").items()}

    assert re.search(r"\d,000\b", drawn["en"])
    assert not re.search(r"\d\.000\b", drawn["en"])
    assert re.search(r"\d\.000\b", drawn["id"])
    assert "The employer pays" in drawn["en"]
    assert "Pemberi kerja" in drawn["id"]
    assert "Philippines" in maps["en"]
    # The brief of this study is in English alone: its figures that screens show are drawn in other languages too.
    assert "Filipina" in maps["id"]
    assert "Philippines" not in maps["id"]
    assert "1.000.000" in maps["id"]


def test_the_waterfall_on_the_screen_is_that_of_the_brief(worked):
    from rantau.brief.mechanisms import by_effect, steps

    table = worked.get("/charts/mechanisms.employer_pays.json").json()["rows"]
    explained = worked.get("/scenarios-result/files/summary.json").json()["explained"]
    levers = by_effect(explained["scenarios"]["employer_pays"])
    *bars, whole = steps("", levers, explained["whole"]["employer_pays"])

    assert [(row["lever"], row["from"], row["to"]) for row in table] == [
        (row["lever"], row["from"], row["to"]) for row in bars
    ]
    picture = words(worked.get("/charts/mechanisms.employer_pays.svg").text)
    assert "All levers together" in picture
    assert whole["words"] in picture
    assert all(row["words"] in picture for row in bars)
