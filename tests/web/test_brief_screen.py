"""Brief: how it stands, its files and no others, and its preview, in which nothing runs."""

import json
import re
import shutil
import sys
import time
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from workbenches import client_of

from rantau.study import Study


@pytest.fixture(scope="module")
def translations():
    scripts = Path(__file__).parents[2] / "scripts"
    if not scripts.is_dir():
        pytest.skip("scripts/ is not in this copy of the project")
    sys.path.insert(0, str(scripts))
    import translations

    yield translations
    sys.path.remove(str(scripts))


def until_over(client, address, seconds=120):
    job = client.app.state.frame.jobs.get(address.rsplit("/", 1)[1])
    end = time.monotonic() + seconds
    while not job.over:
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)
    return job


def test_the_page_gives_every_file_that_was_written_and_each_is_what_it_was(workbench, demo):
    page = workbench.get("/brief").text
    manifest = json.loads((demo / "out/manifest.json").read_text())

    links = set(re.findall(r'href="/brief/files/([^"]+)" download', page))
    assert links == {name for name in manifest if not name.startswith("screens/")}
    for name in manifest:
        answer = workbench.get(f"/brief/files/{name}")
        assert answer.content == (demo / "out" / name).read_bytes()
        assert answer.headers["content-disposition"].startswith("attachment")
    assert "Written 20" in page


def test_it_is_up_to_date_until_something_it_rests_on_changes(own_demo):
    client = client_of(own_demo)
    headers = {"HX-Request": "true", "HX-Target": "brief-state"}
    assert "up to date" in client.get("/brief/state", headers=headers).text

    settings = own_demo / "study.toml"
    settings.write_text(settings.read_text().replace("exposed to trafficking", "exposed to forced labour"))
    (own_demo / "out/brief.docx").unlink()
    part = client.get("/brief/state", headers=headers).text
    assert part.lstrip().startswith('<div id="brief-state"')
    assert 'action="/brief/build"' in part

    job = until_over(client, str(client.submit("/brief/build").url))

    assert (job.state, job.result, job.by) == ("done", "/brief", client.app.state.frame.study.acting)
    assert (own_demo / "out/brief.docx").is_file()
    assert "up to date" in client.get("/brief/state", headers=headers).text
    client.app.state.frame.close()


@pytest.mark.parametrize(
    "name",
    [
        "manifest.json",
        "../study.toml",
        "..%2fstudy.toml",
        "%2e%2e/study.toml",
        "figures/../../study.toml",
        "figures%2f..%2f..%2fstudy.toml",
        "%2fetc%2fpasswd",
        "//etc/passwd",
        "..%5cstudy.toml",
        "",
    ],
)
def test_no_other_file_comes_out(workbench, name):
    for place in ("files", "preview"):
        answer = workbench.get(f"/brief/{place}/{name}")
        assert answer.status_code == 404
        assert "[study]" not in answer.text


def test_a_manifest_that_was_changed_by_hand_leads_nowhere(own_demo):
    out = own_demo / "out"
    shutil.copy(own_demo / "study.toml", own_demo / "elsewhere.html")
    (out / "brief-short.html").unlink(missing_ok=True)
    (out / "brief-short.html").symlink_to(own_demo / "elsewhere.html")
    names = ["../study.toml", str(own_demo / "study.toml"), "brief-short.html", "gone.pdf", 'a"b.html']
    (out / 'a"b.html').write_text("<p>quoted</p>")
    (out / "manifest.json").write_text(json.dumps(dict.fromkeys(names, "x")))
    client = client_of(own_demo)

    for name in (
        "../study.toml",
        "..%2fstudy.toml",
        f"%2f{own_demo}/study.toml",
        "brief-short.html",
        "gone.pdf",
    ):
        assert client.get(f"/brief/files/{name}").status_code == 404, name
    assert client.get("/brief/preview/brief-short.html").status_code == 404
    assert "\n" not in client.get("/brief/files/a%22b.html").headers["content-disposition"]
    client.app.state.frame.close()


def test_the_preview_may_run_nothing_and_only_we_may_frame_it(workbench):
    answer = workbench.get("/brief/preview/brief.html")
    policy = dict(
        part.strip().partition(" ")[::2] for part in answer.headers["content-security-policy"].split(";")
    )

    assert policy["default-src"] == "'none'"
    assert "script-src" not in policy
    assert policy["frame-ancestors"] == "'self'"
    assert policy["sandbox"] == ""
    assert (policy["img-src"], policy["font-src"]) == ("data:", "data:")
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert workbench.get("/brief").headers["x-frame-options"] == "DENY"
    frames = re.findall(r"<iframe [^>]*>", workbench.get("/brief").text)
    assert len(frames) == 1
    assert re.search(r" sandbox>$", frames[0]), "a sandbox that allows nothing"


def test_the_preview_is_seen_in_a_browser_and_no_script_in_it_runs(visit, demo):
    page = demo / "out/brief.html"
    kept = page.read_text()
    page.write_text(
        kept.replace("</body>", "<script>top.document.title = 'taken'</script><h6>The end</h6></body>")
    )
    one = visit(viewport={"width": 1280, "height": 900})
    one.go("/brief")
    inner = one.page.frame_locator("iframe.preview")

    inner.locator("h6").wait_for(state="attached")
    assert inner.locator("h1").first.is_visible()
    assert inner.locator("h1").first.evaluate("one => getComputedStyle(one).fontFamily").startswith('"Source')
    assert "taken" not in one.page.title()
    one.go("/brief/preview/brief.html")
    assert one.page.locator("h1").first.is_visible()
    page.write_text(kept)


def test_the_brief_is_chosen_and_shown_in_indonesian_with_no_english_of_its_own(own_demo, translations):
    client = client_of(own_demo)
    page = client.get("/brief").text
    held = re.findall(r'name="hold" value="([^"]+)"', page)
    version = re.search(r'name="version" value="([^"]+)"', page)[1]
    choice = {"hold": held, "short": "yes", "language": ["en", "id"], "version": version}
    client.submit("/brief/choose", choice)
    assert "Written in English, Bahasa Indonesia." in client.get("/brief").text

    job = until_over(client, str(client.submit("/brief/build").url))

    assert job.state == "done"
    page = client.get("/brief").text
    assert 'src="/brief/preview/brief.html"' in page
    assert 'href="/brief?page=brief.id.html"' in page
    indonesian = client.get("/brief", headers={"Accept-Language": "id"}).text
    assert 'src="/brief/preview/brief.id.html"' in indonesian
    answer = client.get("/brief/preview/brief.id.html")
    assert '<html lang="id">' in answer.text
    assert english_left(answer.text, own_demo, translations) == []
    forged = answer.text.replace("Sumber-sumber berbeda tentang", "Sources disagree on", 1)
    assert english_left(forged, own_demo, translations) == ["Sources disagree on"]
    assert client.get("/brief/preview/brief.xx.html").status_code == 404
    client.app.state.frame.close()


def english_left(page, path, translations):
    """Texts of the catalogue in a page of Indonesian; quotations, and names and titles of works, excepted."""
    tree = LexborHTMLParser(page)
    for css in ("head", "q", ".trace", "#sources", "#observations"):
        for node in tree.css(css):
            node.decompose()
    text = " ".join(tree.body.text(separator="").split())
    with Study.open(path) as study:
        lineage = study.material().lineage
        works = [one.name for one in lineage.nodes] if lineage else []
        works += [study.settings.study.name, study.settings.study.question]
        works += [one.source for one in study.store.observations()]
    for name in sorted(works, key=len, reverse=True):
        text = text.replace(" ".join(name.split()), " ")
    return sorted(set(translations.left_in(text, "id")))


def test_a_study_without_a_brief_says_so(tmp_path):
    Study.create(tmp_path / "new", places=("THA", "MMR")).close()
    client = client_of(tmp_path / "new")

    page = client.get("/brief").text
    assert "There is no brief yet." in page
    assert "<iframe" not in page
    assert client.get("/brief/preview/brief.html").status_code == 404
    client.app.state.frame.close()


def test_its_sections_are_chosen_and_two_people_do_not_overwrite_each_other(own_demo):
    client = client_of(own_demo)
    page = client.get("/brief").text
    version = re.search(r'name="version" value="(\w+)"', page).group(1)
    held = [one for one in re.findall(r'name="hold" value="(\w+)" checked', page) if one != "lineage"]

    answer = client.submit("/brief/choose", {"hold": held, "short": "yes", "version": version})
    assert answer.status_code == 200
    assert "Left out by choice: Who quotes whom." in answer.text
    headers = {"HX-Request": "true", "HX-Target": "brief-state"}
    assert 'action="/brief/build"' in client.get("/brief/state", headers=headers).text
    with Study.open(own_demo) as study:
        assert study.settings.brief.leave_out == ("lineage",)

    answer = client.submit("/brief/choose", {"hold": ["glance"], "version": version})
    assert answer.status_code == 409
    assert "Who quotes whom" in answer.text
    assert client.submit("/brief/choose", {"hold": ["limits"]}).status_code == 400
    client.app.state.frame.close()
