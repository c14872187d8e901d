"""Each figure of each screen leads down to a page, or to a row of a table, in at most three clicks."""

import html
import re
from functools import cache
from urllib.parse import unquote

import pytest
from lxml import html as parsed
from test_attacks import signed_in, team  # noqa: F401  a fixture

from rantau.simulation.storing import ENGINE
from rantau.study import Study
from rantau.study.provenance import KINDS, chain
from rantau.web.lists import LISTINGS
from rantau.web.screens import screens

GROUND = {"row of a table", "event of the trail"}
PAGE = re.compile(r"^/documents/[^/]+/pages/\d+|^/coding/documents/[^/?]+\?.*passage=")
NUMBERS = ("number", "score", "spread", "ranks", "share", "between")
NO_FIGURES = {
    ("trail", "number"), ("claims", "page"), ("codings", "page"), ("differences", "page"), ("review", "page"),
    ("sources", "pages"), ("documents_to_code", "pages"),
}  # fmt: skip
"""Numbers in lists that say where something is, or how long: pages, numbers of events."""


@pytest.fixture(scope="module")
def walk(shown):
    """How few clicks lead from an address to a page or a row; what was fetched is kept."""

    @cache
    def told(address):
        """What an address shows: whether it is the ground, and what it leads to, pages first."""
        page = shown(address)
        if "<main" not in page:
            return False, []
        main = parsed.fromstring(content(page))
        ground = bool(address.startswith("/provenance/") and set(main.xpath("//span/text()")) & GROUND)
        # Tabs, facets and the way back lead to other figures, not down.
        to = main.xpath("//a[not(ancestor::nav or ancestor::aside or ancestor::thead)]/@href")
        deeper = [one for one in dict.fromkeys(to) if one[0] == "/" and not one.endswith((".csv", ".json"))]
        return ground, sorted(deeper, key=lambda link: (not PAGE.match(link), "?" in link))[:40]

    @cache
    def clicks(address, most=3):
        if PAGE.match(address):
            return 1
        ground, deeper = told(address)
        if ground:
            return 1
        if most == 1 or not deeper:
            return None
        # What leads to a page by itself is looked at before anything is asked for.
        if PAGE.match(deeper[0]):
            return 2
        return next((1 + found for one in deeper if (found := clicks(one, most - 1)) is not None), None)

    return clicks


def content(page):
    return re.search(r"<main.*?</main>", page, re.S).group(0)


def addresses(ids):
    return [path.format(**ids) for one in screens() for path in (one.path, *one.examples)]


def has_digits(node):
    return re.search(r"\d", node.text_content())


def counts(cell):
    """Whether there is a number in a cell; a zero that counts nothing has nowhere to lead."""
    return has_digits(cell) and (cell.text_content().strip() != "0" or cell.xpath(".//a"))


def figures(page):
    """The links of the numbers of a screen: cells of tables, tiles, headlines; and the first cells of charts' rows."""
    tree = parsed.fromstring(content(page))
    found = []
    cells = "td[contains(@class, 'number') or contains(@class, 'cell')]"
    found += [
        (cell, cell.xpath(".//a/@href"))
        for cell in tree.xpath(f"//{cells}[not(ancestor::figure)][not(ancestor::*[@id='list'])]")
        if counts(cell)
    ]
    found += [
        (one, one.xpath(".//a/@href")) for one in tree.xpath("//*[@class='tiles' or @class='headlines']/li")
    ]
    found += [
        (one, one.xpath("./th//a/@href"))
        for one in tree.xpath("//figure//tbody/tr")
        if any(counts(cell) for cell in one.xpath(f"./{cells}"))
    ]
    for node, addresses in found:
        assert addresses, f"a number without a link: {parsed.tostring(node, encoding='unicode')[:300]}"
    return list(dict.fromkeys(address for _, addresses in found for address in addresses))


def some(found):
    """The first, the last, and one in the middle."""
    return [found[place] for place in sorted({0, len(found) // 2, len(found) - 1})] if found else []


def test_every_number_of_every_list_leads_down(worked, walk):
    assert len(LISTINGS) > 20
    led = {}
    for name, listing in LISTINGS.items():
        rows = worked.get(f"{listing.path}.json").json()
        assert rows, f"{listing.path} has no row to look at"
        numbers = [
            one for one in listing.columns if one.kind in NUMBERS and (name, one.name) not in NO_FIGURES
        ]
        for column in numbers:
            told = [row for row in rows if row[column.name] not in (None, 0, [], "")]
            for number in some(range(len(told))):
                row = told[number]
                address = (column.link and column.link(row)) or (listing.link and listing.link(row))
                assert address, f"{column.name} of {listing.path} leads nowhere"
                assert walk(address) is not None, address
                led.setdefault(address.split("/")[2] if address.startswith("/provenance/") else "", address)
        # What is on the page is what the list says.
        page = worked.get(f"{listing.path}?size=200").text
        shown = worked.get(f"/api/{name}?size=200").json()["rows"]
        for column in (one for one in numbers if one.link):
            told = [row for row in shown if row[column.name] is not None and column.link(row)]
            assert all(f'<a href="{html.escape(column.link(row))}">' in page for row in told), column.name
    # Of each kind of chain one, whole: every way down ends.
    led.pop("", None)
    assert set(led) >= {"monitored", "indicator", "stance", "bond", "coded", "score"}
    with Study.open(worked.app.state.frame.study.path) as study:
        for kind, address in led.items():
            assert grounded(chain(study, kind, unquote(address.split("/", 3)[3]))), address


def test_every_number_of_every_screen_leads_down(worked, shown, walk, ids):
    found = worked.get("/recommendations.json").json()
    own = {**ids, "recommendation": next(one["id"] for one in found if one["gaps"] and one["evidence"])}
    counted = 0
    for address in [*addresses(own), "/coding/themes?suggest=yes", "/profiles/MMR-THA?since=2019"]:
        if address == "/brief" or address.startswith("/brief?"):  # sizes of files
            continue
        found = figures(shown(address))
        counted += len(found)
        # Of each kind of address on a screen a few: the others are made by the same line of its template.
        kinds = {}
        for one in found:
            kinds.setdefault("/".join(one.split("?")[0].split("/")[:4]), []).append(one)
        for one in (link for each in kinds.values() for link in some(each)):
            assert walk(one) is not None, (address, one)
    assert counted > 400


def total(client, address):
    """How much stands at the end of a count's link: rows of a list, or passages of a chain."""
    if address.startswith("/provenance/"):
        step = client.get(f"/api{address}").json()
        assert len(step["beneath"]) == int(re.match(r"[\d,]+", step["title"])[0].replace(",", ""))
        return len(step["beneath"])
    path, _, query = address.partition("?")
    return len(client.get(f"{path}.json?{query}").json())


def test_counts_lead_to_as_many_as_they_say(worked):
    counts = []
    for name, columns in (("codebook", ("passages", "suggestions")), ("documents_to_code", ("mine",))):
        listing = LISTINGS[name]
        rows = worked.get(f"{listing.path}.json").json()
        for column in (one for one in listing.columns if one.name in columns):
            counts += [
                (row[column.name], column.link(row)) for row in some([r for r in rows if r[column.name]])
            ]
    kinds = ("coded", "codings", "round")
    for address in (
        "/coding/analysis", "/coding/themes?suggest=yes", "/coding/concepts", "/review/learned",
        "/coding/codes/HS.health",
    ):  # fmt: skip
        tree = parsed.fromstring(content(worked.get(address).text))
        for link in tree.xpath("//td//a|//span[@class='count']/a"):
            text, to = link.text_content().strip(), link.get("href")
            heads = [one for one in kinds if f"/{one}" in to]
            if (
                text.isdigit()
                and heads
                and not heading(link).startswith(("Jaccard", "Documents", "Lift", "Balance"))
            ):
                counts.append((int(text), html.unescape(to)))
    taken = re.findall(
        r'href="(/provenance/round/[^"]*)">[^<]*: (\d+) row', worked.get("/monitor/rounds").text
    )
    counts += [(int(n), address) for address, n in taken]

    assert len(counts) > 30
    for count, address in dict.fromkeys(counts):
        assert total(worked, address) == count, address


def heading(link):
    """The head of the column that a link stands in."""
    [cell] = link.xpath("ancestor::td[1]") or [None]
    if cell is None:
        return ""
    place = len(cell.xpath("preceding-sibling::*"))
    return cell.xpath("ancestor::table[1]//thead//th")[place].text_content()


def test_what_rigour_counts_leads_to_where_it_is_listed(worked):
    tree = parsed.fromstring(content(worked.get("/coding/rigour").text))
    rows = [
        one for one in tree.xpath("//table[1]//tbody/tr") if len(one.xpath("./td")) == 3 and has_digits(one)
    ]

    assert len(rows) > 10
    for row in rows:
        told = row.xpath("./td[2]")[0]
        if has_digits(told):
            [address] = told.xpath(".//a/@href")
            assert worked.get(address).status_code == 200


def test_what_would_change_it_leads_down_and_tells_the_best_scenario_first(worked, walk):
    page = worked.get("/change").text
    found = figures(page)
    compared = worked.get("/api/simulations/last/comparison").json()

    assert len(found) == 2 * 2
    for one in found:
        assert walk(one) is not None, one
    effects = {one["scenario"]: one["differences"]["entered_exploitation"]["middle"] for one in compared}
    told = list(dict.fromkeys(re.findall(r"simulated/difference/(\w+)/entered_exploitation", page)))
    assert told == sorted(effects, key=effects.get)


def test_every_figure_of_the_brief_leads_down(worked, walk):
    rows = worked.get("/brief/figures.json").json()
    page = worked.get("/brief/figures?size=200").text

    assert len(rows) > 300
    assert {row["kind"] for row in rows} >= {"claim", "score", "count", "stock", "group"}
    for row in rows[:200]:
        assert f'href="/provenance/figure/{row["id"]}"' in page
    kinds = {row["kind"]: row["id"] for row in rows}
    # One of each kind by its screen, all of them by what the screen shows.
    for id in kinds.values():
        assert walk(f"/provenance/figure/{id}") is not None
    with Study.open(worked.app.state.frame.study.path) as study:
        for row in rows[::7]:
            assert grounded(chain(study, "figure", row["id"])), row


def grounded(step):
    """Whether every way down a chain ends at a page or a row, and there is one."""
    if step.what in ("page", "row", "event"):
        return True
    return bool(step.beneath) and all(grounded(one) for one in step.beneath)


def test_a_scenario_its_levers_and_parameters_lead_down(worked, walk):
    page = content(worked.get("/scenarios/employer_pays").text)

    assert page.count('href="/provenance/scenario/employer_pays"') == 2
    assert walk("/provenance/scenario/employer_pays") == 1
    assert "ASSUMED: from 0 to 1 share" in worked.get("/provenance/lever/employer_pays").text
    told = worked.get("/provenance/simulated/difference/employer_pays/identified").text
    assert "paired by draw" in told
    assert "seed 5" in told
    assert f"engine {ENGINE}" in told
    assert "ASSUMED: what a scenario changes is chosen, not measured" in told
    assert re.search(r"[1-9] sourced parameters", told)
    assert "UNODC, Global Report on Trafficking in Persons 2024" in told
    assert "corridors with their stocks" in told
    assert "UN DESA" in told
    assert "event " in told


def test_a_coding_leads_to_its_page_its_coder_and_its_event(worked, walk, team):  # noqa: F811
    with Study.open(worked.app.state.frame.study.path) as study:
        one = next(one for one in study.store.codings() if one.status == "accepted")
        step = chain(study, "coding", one.id)
    told = worked.get(f"/provenance/coding/{one.id}").text

    assert step.beneath[0].link.id == f"{one.document}/{one.page}#{one.passage}"
    assert f"coded by {one.coder}" in told
    assert "coding accepted" in told
    assert walk(f"/provenance/coding/{one.id}") == 1
    reader = signed_in(team, "reader")
    for address in ("coding/k0", "coded/all", "coded/code/HS.health"):
        assert reader.get(f"/provenance/{address}").status_code == 403
        assert reader.get(f"/api/provenance/{address}").status_code == 403


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_no_figure_is_said_so(worked, kind):
    for id in ("nothing", "a/b/c", "total/x/y", "mechanism/employer_pays/0", "é" * 40):
        assert worked.get(f"/provenance/{kind}/{id}").status_code == 400
        assert worked.get(f"/api/provenance/{kind}/{id}").status_code == 400
