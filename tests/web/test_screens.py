"""Screens as pages: what stands on them, in which language, and how a figure leads to its page."""

import html
import re
import subprocess
import sys
from pathlib import Path

import pytest
from workbenches import client_of

from rantau.framework.language import speaking
from rantau.study import Study
from rantau.web.screens import screens
from rantau.web.words import told

ROOT = Path(__file__).resolve().parents[2]


def addresses(ids):
    """Every screen's address, and its examples, with ids put in."""
    found = [path.format(**ids) for one in screens() for path in (one.path, *one.examples)]
    return [
        *found,
        f"/documents/{ids['document']}/pages/1",
        f"/provenance/claim/{ids['claim']}",
        "/accounts",
        "/api/docs",
    ]


def links(page):
    return [html.unescape(one) for one in re.findall(r'href="(/[^"]*)"', page)]


def test_every_screen_answers_in_both_languages(workbench, ids):
    for address in addresses(ids):
        pages = {}
        for language in ("en", "id"):
            answer = workbench.get(address, headers={"Accept-Language": language})
            assert answer.status_code == 200, address
            assert f'<html lang="{language}"' in answer.text
            pages[language] = answer.text
        assert pages["en"] != pages["id"]


def test_the_navigation_marks_the_screen_that_a_page_lies_in(workbench, ids):
    for screen in screens():
        for address in (screen.path, *screen.examples):
            page = workbench.get(address.format(**ids)).text
            (marked,) = re.findall(r'<nav class="places".*?</nav>', page, re.S)
            assert re.findall(r'href="([^"]*)" aria-current="page"', marked) == [screen.path], address


def test_every_link_of_every_screen_leads_somewhere(workbench, ids):
    seen = set()
    for address in addresses(ids):
        for link in links(workbench.get(address).text):
            kind = re.sub(r"d[0-9a-f]{12}\S*|[gohk][0-9a-f]{12}|(?<=/provenance/)(\w+)/.*|\?.*", r"\1*", link)
            if kind in seen:
                continue
            seen.add(kind)
            assert workbench.get(link).status_code == 200, (address, link)
    assert len(seen) > 20


@pytest.mark.parametrize("start", ["/", "/claims", "/groups", "/charts", "/profiles/MYS"])
def test_a_figure_leads_to_its_page_or_row_in_three_clicks(workbench, start):
    def arrived(address, page):
        return address.startswith("/documents/") or "baseline/observations.csv:" in page

    pages = ["/"] if start == "/charts" else [start]
    for _ in range(3):
        found = {link for page in pages for link in links(workbench.get(page).text)}
        next_pages = [one for one in found if re.match(r"/(claims|groups|provenance|documents)/", one)]
        if any(arrived(one, workbench.get(one).text) for one in sorted(next_pages)[:40]):
            return
        pages = sorted(next_pages)[:5]
    pytest.fail("no page and no row within three clicks")


def test_every_kind_of_figure_has_a_chain_that_ends_at_a_page_or_a_row(workbench, demo):
    with Study.open(demo) as study:
        score = next(one for one in study.store.scores() if one.inputs)
        wanted = {
            "claim": study.store.claims()[0].id,
            "group": study.store.claim_groups()[0].id,
            "finding": study.store.findings()[0].id,
            "observation": next(
                one.id for one in study.store.observations() if one.origin.startswith("claims:")
            ),
            "score": f"{score.unit}/{score.element}",
        }

    def ends(step):
        return (
            [step["what"]] if not step["beneath"] else [end for one in step["beneath"] for end in ends(one)]
        )

    for kind, id in wanted.items():
        step = workbench.get(f"/api/provenance/{kind}/{id}").json()
        assert step["what"] == kind
        assert set(ends(step)) <= {"page", "row"}, kind
        assert workbench.get(f"/provenance/{kind}/{id}").status_code == 200
    assert workbench.get("/provenance/claim/none").status_code == 400
    assert workbench.get("/provenance/nothing/x").status_code == 400


def test_the_page_of_a_claim_shows_its_passage_and_an_image(workbench, ids):
    document = ids["document"]
    claim = next(one for one in workbench.get("/claims.json").json() if one["id"].startswith(document))
    passage = claim["id"].rsplit("/", 1)[0]

    page = workbench.get(f"/documents/{document}/pages/{claim['page']}", params={"passage": passage}).text
    image = workbench.get(f"/documents/{document}/pages/{claim['page']}/image")

    assert re.search(rf'<rect class="chosen" data-passage="{passage}"', page)
    assert re.search(r"<mark class=\"whole\">[^<]+", page)
    assert image.content.startswith(b"\x89PNG")
    assert workbench.get(f"/documents/{document}/pages/999").status_code == 404
    assert workbench.get(f"/documents/{document}/pages/999/image").status_code == 400


def test_charts_come_as_picture_data_and_citation(workbench):
    front = workbench.get("/").text

    for name in ("corridors", "exposure"):
        assert workbench.get(f"/charts/{name}.svg").text.lstrip().startswith("<svg")
        assert workbench.get(f"/charts/{name}.png").content.startswith(b"\x89PNG")
        assert workbench.get(f"/charts/{name}.json").json()["citation"] in front.replace("&#39;", "'")
        assert workbench.get(f"/charts/{name}.csv").text.count("\n") > 3
        assert re.search(rf'<img src="/charts/{name}.svg" alt="[^"]{{40,}}"', front)
    assert workbench.get("/charts/none.svg").status_code == 400
    assert workbench.get("/charts/corridors.exe").status_code == 404


def test_a_chart_is_sent_packed_to_who_can_unpack_it(workbench):
    plain = workbench.get("/charts/exposure.svg", headers={"Accept-Encoding": "identity"})
    packed = workbench.get("/charts/exposure.svg", headers={"Accept-Encoding": "gzip"})
    saved = workbench.get("/charts/exposure.svg?download=true", headers={"Accept-Encoding": "gzip"})

    assert plain.text == packed.text
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])
    assert "content-encoding" not in plain.headers
    assert "content-encoding" not in saved.headers
    assert "Accept-Encoding" in packed.headers["vary"]
    assert "Cookie" in packed.headers["vary"]


def test_language_and_theme_are_remembered(workbench):
    page = workbench.submit("/preferences", {"language": "id", "theme": "dark", "next": "/claims"})

    assert page.url.path == "/claims"
    assert 'lang="id" data-theme="dark"' in page.text
    assert "Semua klaim" in page.text
    workbench.submit("/preferences", {"language": "en", "theme": "system", "next": "/claims"})


def test_a_study_in_which_nothing_has_run_has_its_screens_too(tmp_path):
    Study.create(tmp_path / "new", places=("THA", "MMR")).close()
    client = client_of(tmp_path / "new")

    for one in screens():
        assert client.get(one.path).status_code == 200, one.path
    client.app.state.frame.close()


def test_indonesian_is_complete_and_compiled():
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import translations
    finally:
        sys.path.pop(0)

    assert translations.missing("id") == []
    compiled = translations.po_of("id").with_suffix(".mo").read_bytes()
    assert compiled == translations.compiled(translations.read("id")), "run scripts/translations.py compile"
    for message in translations.read("id"):
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        named = set(re.findall(r"%\((\w+)\)s", str(message.id)))
        assert all(set(re.findall(r"%\((\w+)\)s", text)) == named for text in texts), message.id


def test_vendored_files_are_those_that_were_fetched():
    command = [sys.executable, ROOT / "scripts/vendor_web.py", "--check"]

    result = subprocess.run(command, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stderr


def test_letters_of_the_region_have_a_font():
    sheet = (ROOT / "src/rantau/web/static/fonts.css").read_text()
    ranges = [
        (int(low, 16), int(high or low, 16))
        for low, high in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", sheet)
    ]

    for letter in "aéđภລកမ":
        assert any(low <= ord(letter) <= high for low, high in ranges), letter
    for file in re.findall(r'url\("([^"]+)"\)', sheet):
        assert (ROOT / "src/rantau/web/static" / file).read_bytes().startswith(b"wOF2")


def test_the_overview_says_what_review_holds_and_no_rank_without_its_interval(workbench):
    overview, review = (
        html.unescape(re.sub(r"<[^>]+>", "", workbench.get(address).text)) for address in ("/", "/review")
    )

    (waiting,) = re.findall(r"([\d,]+) records wait for a decision", overview)
    assert waiting == re.search(r"All\s+([\d,]+)", review)[1]
    assert len(re.findall(r"rank \d+ \(\d+ to \d+\) of \d+", overview)) == overview.count(", rank ") > 0


def test_what_the_rooms_say_is_told_in_the_readers_language_and_marked_where_it_cannot(workbench):
    group = next(
        one
        for one in workbench.get("/groups.json").json()
        if one["verdict"] == "conflicting" and not one.get("confidential")
    )
    address = f"/groups/{group['id']}"
    english = workbench.get(address).text
    indonesian = workbench.submit("/preferences", {"language": "id", "next": address}).text
    again = workbench.submit("/preferences", {"language": "en", "next": address}).text

    assert "Nothing is averaged." in english
    assert "Tidak ada yang dirata-ratakan." in indonesian
    assert "Nothing is averaged" not in indonesian
    assert "Keyakinan" in indonesian
    with speaking("id"):
        assert str(told("words of <a> person")) == '<span lang="en">words of &lt;a&gt; person</span>'
    assert told("words of <a> person") == "words of <a> person"
    assert "Nothing is averaged." in again
