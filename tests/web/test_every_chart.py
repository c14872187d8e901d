"""Every chart of every screen: table view, sources, PNG, SVG and data to download, a ready citation, text for all."""

import csv
import io
import re

import pytest
from lxml import etree
from lxml import html as parsed
from test_figures_lead_down import addresses, content

from rantau import __version__
from rantau.web.charts import OF_THE_BRIEF

ELSEWHERE = {"sheet"}
"""Pictures that are no charts: the image of a page in the reader."""
TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


@pytest.fixture(scope="module")
def charts(shown, ids):
    """Name -> the figure, of every chart on any screen."""
    found = {}
    for address in [
        *addresses(ids), "/coding/agreement?level=characters", f"/documents/{ids['document']}/pages/1", "/change"
    ]:  # fmt: skip
        tree = parsed.fromstring(content(shown(address)))
        for picture in tree.xpath("//img|//svg|//canvas"):
            within = {one.get("class") for one in picture.iterancestors()}
            assert within & ELSEWHERE or "chart" in within, f"a picture of {address} is no chart of ours"
        for figure in tree.xpath("//figure"):
            assert figure.get("class") == "chart", address
            found.setdefault(figure.get("id").removeprefix("chart-"), figure)
    return found


def test_all_charts_are_looked_at(charts):
    assert {name.partition(".")[0] for name in charts} == {
        "corridors", "exposure", "profile", "agreement", "coding", "conflicts", "agreements", "lineage", "simulated",
        "mechanisms",
    }  # fmt: skip
    assert {"coding.saturation", "coding.themes", "coding.concepts", "agreement.characters"} <= set(charts)
    assert sum(name.startswith("simulated.") for name in charts) > 20


def test_each_has_its_text_table_sources_downloads_and_citation(worked, charts):
    for name, figure in charts.items():
        [image] = figure.xpath(".//img")
        assert image.get("src") == f"/charts/{name}.svg"
        assert len(image.get("alt")) > 40, name
        told = worked.get(f"/charts/{name}.json").json()
        caption = " ".join(figure.xpath("./figcaption")[0].text_content().split())
        assert caption.startswith(f"{told['title']}."), name
        sources = caption.partition("Sources: ")[2]
        assert len(sources) > 5, name
        [cited] = figure.xpath(".//*[@class='citation']")
        citation = " ".join(cited.text_content().split())
        assert citation == " ".join(told["citation"].split())
        assert told["title"] in citation
        assert f"rantau {__version__}" in citation
        # Figures of the brief cite the study; what they rest on stands beside the citation.
        of_the_brief = name in ("corridors", *OF_THE_BRIEF)
        assert of_the_brief or citation.rstrip(".").endswith(sources.rstrip(".")), name
        assert [one.get("href") for one in figure.xpath(".//*[@class='links']/a[@download]")] == [
            f"/charts/{name}.{form}"
            for form in ("svg?download=true", "png?download=true", "csv?words=en", "csv", "json")
        ]
        # The table: beneath it, or where it is long behind a link, on a page of its own.
        tables = figure.xpath(".//table")
        if not tables:
            [address] = [one for one in figure.xpath(".//a/@href") if one.endswith("/table")]
            tables = parsed.fromstring(content(worked.get(address).text)).xpath("//table")
        heads = [one.text_content() for one in tables[-1].xpath(".//thead//th")]
        rows = tables[-1].xpath(".//tbody/tr")
        assert len(rows) == len(told["rows"]) > 0, name
        assert all(heads)
        assert len(set(heads)) == len(heads) == len(rows[0].xpath("./*")), name


def test_each_download_is_what_it_says(worked, charts):
    months = [name for name in charts if name.startswith("simulated.")]
    # Those of the months are drawn by one function from one kind of file: three stand for all.
    drawn = [name for name in charts if name not in months] + [
        months[0],
        months[len(months) // 2],
        months[-1],
    ]
    # A PNG is made of the SVG by one function: one of each family, and of those of the brief, which are files.
    pictures = {re.sub(r"^(profile|agreement|simulated|mechanisms)\..*", r"\1", name): name for name in drawn}
    for name in charts:
        for form, kind in TYPES.items():
            if (form == "svg" and name not in drawn) or (form == "png" and name not in pictures.values()):
                continue
            answer = worked.get(f"/charts/{name}.{form}?download=true")
            assert (answer.status_code, answer.headers["content-type"]) == (200, kind), name
            assert answer.headers["content-disposition"] == f'attachment; filename="{name}.{form}"'
            if form == "svg":
                root = etree.fromstring(answer.content)
                assert etree.QName(root).localname == "svg"
                assert (
                    len(root.xpath("//*[local-name()='path' or local-name()='line' or local-name()='rect']"))
                    > 1
                )
                assert not re.search(rb"<script|https?://(?!www\.w3\.org/)", answer.content), name
            elif form == "png":
                assert answer.content.startswith(b"\x89PNG")
                assert len(answer.content) > 2_000
            else:
                rows = len(worked.get(f"/charts/{name}.json").json()["rows"])
                if form == "csv":
                    assert len(list(csv.DictReader(io.StringIO(answer.text)))) == rows > 0


def test_pictures_of_the_brief_come_with_data_sources_and_a_citation(worked):
    tree = parsed.fromstring(content(worked.get("/brief").text))
    files = [one for one in tree.xpath("//a/@href") if one.startswith("/brief/files/figures/")]
    by_name = {}
    for one in files:
        name, _, form = one.removeprefix("/brief/files/figures/").partition(".")
        by_name.setdefault(name, {})[form] = one
    by_name.pop("index", None)

    assert len(by_name) >= 6
    for name, forms in by_name.items():
        assert {"svg", "png", "csv", "json"} <= set(forms), name
        told = worked.get(forms["json"]).json()
        assert told["citation"]
        assert told["sources"]
        assert len(told["alt"]) > 40
        assert len(list(csv.reader(io.StringIO(worked.get(forms["csv"]).text)))) == len(told["rows"]) + 1
        assert worked.get(forms["png"]).content.startswith(b"\x89PNG")
        assert b"<svg" in worked.get(forms["svg"]).content[:500]
