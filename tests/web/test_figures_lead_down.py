"""Each figure of each screen leads down to a page, or to a row of a table, in at most three clicks."""

import re

import pytest
from test_attacks import signed_in, team  # noqa: F401  a fixture
from workbenches import client_of

from rantau.simulation.storing import ENGINE
from rantau.study import Study
from rantau.study.coding_desk import CodingDesk
from rantau.study.provenance import KINDS, chain

ROW = '<span class="badge kind">row of a table</span>'
PAGE = re.compile(r"^/documents/[^/]+/pages/\d+")


@pytest.fixture(scope="module")
def simulated(demo):
    """A workbench in which two scenarios were simulated and explained, and a passage was coded."""
    with Study.open(demo) as study:
        desk = CodingDesk(study)
        passage = next(
            one for one in study.store.passages(study.store.documents()[0].id) if len(one.text) > 80
        )
        code = next(code.id for code in desk.codebook.codes.values() if not code.retired)
        desk.add(passage.id, code, start=0, end=40)
    client = client_of(demo)
    order = {"scenarios": ["employer_pays", "clean_borders"], "draws": 2, "scale": 50_000, "months": 24}
    started = client.post(
        "/api/simulations",
        json=order | {"explain": "entered_exploitation", "by": "region", "seed": 5},
        headers={"X-CSRF-Token": client.csrf()},
    )
    assert started.status_code == 202
    frame = client.app.state.frame
    while not frame.jobs.get(started.json()["id"]).over:
        pass
    job = client.get(f"/api/jobs/{started.json()['id']}").json()
    assert (job["state"], job["problem"], job["stage"]) == ("done", "", "sets of levers")
    yield client
    client.app.state.frame.close()


def content(page):
    return re.search(r"<main.*?</main>", page, re.S).group(0)


def links(html):
    return [one.replace("&amp;", "&") for one in re.findall(r'href="(/[^"#]*)', html)]


def clicks(client, address, most=3):
    """The fewest clicks from a figure whose link is ``address`` to a page or a row; None where it takes more."""
    waiting, seen = [address], {address}
    for count in range(1, most + 1):
        following = []
        for one in waiting:
            if PAGE.match(one):
                return count
            if count == most:
                continue
            answer = client.get(one)
            assert answer.status_code == 200, one
            inside = content(answer.text) if "<main" in answer.text else ""
            if one.startswith("/provenance/") and ROW in inside:
                return count
            deeper = [
                link for link in links(inside) if link not in seen and not link.endswith((".csv", ".json"))
            ]
            # Pages first; then what leads on, of lists a few rows.
            deeper.sort(key=lambda link: (not PAGE.match(link), "?" in link))
            following += deeper[:40]
            seen.update(deeper)
        waiting = sorted(following, key=lambda link: not PAGE.match(link))[:60]
    return None


def figures(html):
    """The links of the numbers of a page: cells, tiles, and headlines."""
    found = []
    for cell in re.findall(r'<td class="number">(.*?)</td>', html, re.S):
        if re.search(r"\d", re.sub(r"<[^>]+>", "", cell)):
            assert "<a " in cell, f"a number without a link: {cell}"
            found += links(cell)
    for part in re.findall(r'<ul class="tiles">.*?</ul>|<ol class="headlines">.*?</ol>', html, re.S):
        for item in re.findall(r"<li>.*?</li>", part, re.S):
            assert "<a " in item, f"a number without a link: {item}"
            found += links(item)
    return list(dict.fromkeys(found))


def test_every_number_of_the_comparison_leads_down(simulated):
    page = content(simulated.get("/scenarios-result").text)
    # The tables of charts are of the same figures; theirs lead by their first column.
    plain = re.sub(r"<figure.*?</figure>", "", page, flags=re.S)
    found = figures(plain)

    assert len(found) >= 2 * (8 + 8 + 2)
    for one in found:
        assert clicks(simulated, one) is not None, one
    charts = [link for figure in re.findall(r"<figure.*?</figure>", page, re.S) for link in links(figure)]
    mechanisms = [one for one in charts if one.startswith("/provenance/simulated/mechanism/")]
    assert len(mechanisms) == 3
    for one in mechanisms:
        assert clicks(simulated, one) is not None, one


def test_every_number_of_the_overview_leads_down(simulated):
    page = content(simulated.get("/").text)
    chart = [one for figure in re.findall(r"<figure.*?</figure>", page, re.S) for one in links(figure)]
    found = [*figures(re.sub(r"<figure.*?</figure>", "", page, flags=re.S)), *chart]

    assert len(found) > 20
    for one in dict.fromkeys(one for one in found if not one.startswith("/charts/")):
        assert clicks(simulated, one) is not None, one


def test_what_would_change_it_leads_down_and_tells_the_best_scenario_first(simulated):
    page = content(simulated.get("/change").text)
    found = figures(page)
    compared = simulated.get("/api/simulations/last/comparison").json()

    assert len(found) == 2 * 2
    for one in found:
        assert clicks(simulated, one) is not None, one
    effects = {one["scenario"]: one["differences"]["entered_exploitation"]["middle"] for one in compared}
    told = list(dict.fromkeys(re.findall(r"simulated/difference/(\w+)/entered_exploitation", page)))
    assert told == sorted(effects, key=effects.get)


def test_every_figure_of_the_brief_leads_down(simulated):
    rows = simulated.get("/brief/figures.json").json()
    page = simulated.get("/brief/figures?size=200").text

    assert len(rows) > 300
    assert {row["kind"] for row in rows} >= {"claim", "score", "count", "stock", "group"}
    for row in rows[:200]:
        assert f'href="/provenance/figure/{row["id"]}"' in page
    kinds = {row["kind"]: row["id"] for row in rows}
    # One of each kind by its screen, all of them by what the screen shows.
    for id in kinds.values():
        assert clicks(simulated, f"/provenance/figure/{id}") is not None
    with Study.open(simulated.app.state.frame.study.path) as study:
        for row in rows[::7]:
            assert grounded(chain(study, "figure", row["id"])), row


def grounded(step):
    """Whether every way down a chain ends at a page or a row, and there is one."""
    if step.what in ("page", "row", "event"):
        return True
    return bool(step.beneath) and all(grounded(one) for one in step.beneath)


def test_a_scenario_its_levers_and_parameters_lead_down(simulated):
    page = content(simulated.get("/scenarios/employer_pays").text)

    assert page.count('href="/provenance/scenario/employer_pays"') == 2
    assert clicks(simulated, "/provenance/scenario/employer_pays") == 1
    told = simulated.get("/provenance/simulated/difference/employer_pays/identified").text
    assert "paired by draw" in told
    assert "seed 5" in told
    assert f"engine {ENGINE}" in told
    assert "ASSUMED: what a scenario changes is chosen, not measured" in told
    assert re.search(r"[1-9] sourced parameters", told)
    assert "UNODC, Global Report on Trafficking in Persons 2024" in told
    assert "corridors with their stocks" in told
    assert "UN DESA" in told
    assert "event " in told


def test_a_coding_leads_to_its_page_its_coder_and_its_event(simulated, team):  # noqa: F811
    with Study.open(simulated.app.state.frame.study.path) as study:
        [one] = study.store.codings()
        step = chain(study, "coding", one.id)
    told = simulated.get(f"/provenance/coding/{one.id}").text

    assert step.beneath[0].link.id == f"{one.document}/{one.page}#{one.passage}"
    assert f"coded by {one.coder}" in told
    assert "coding added" in told
    assert clicks(simulated, f"/provenance/coding/{one.id}") == 2
    assert signed_in(team, "reader").get("/provenance/coding/k0").status_code == 403


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_no_figure_is_said_so(workbench, kind):
    for id in ("nothing", "a/b/c", "total/x/y", "mechanism/employer_pays/0", "é" * 40):
        assert workbench.get(f"/provenance/{kind}/{id}").status_code == 400
        assert workbench.get(f"/api/provenance/{kind}/{id}").status_code == 400
