"""The workbench in a real browser: axe finds nothing, the keyboard reaches everything, nothing leaves the machine."""

import re
from pathlib import Path

import pytest

from rantau.web.screens import screens

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def addresses(ids):
    """Every screen, its examples, and pages that lie behind them. A new screen is among them."""
    found = [path.format(**ids) for one in screens() for path in (one.path, *one.examples)]
    document, claim = ids["document"], ids["claim"]
    passage = claim.rsplit("/", 1)[0]
    more = (
        f"/documents/{document}/pages/1?passage={passage}",
        f"/provenance/claim/{claim}",
        "/nowhere",
        "/accounts",
    )
    return [
        *found,
        *more,
        "/groups?verdict=conflicting&sort=-documents",
        "/claims?q=nothing-has-this-word",
        "/api/docs",
    ]


def faults_of(page):
    """What axe finds, a line each. Run as the page's own tools do: the policy forbids scripts in the page itself."""
    page.evaluate(AXE)
    result = page.evaluate(
        "rules => axe.run({runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", RULES
    )
    return [
        f"{one['id']}: {one['help']} ({node['html'][:150]})"
        for one in result["violations"]
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_screen_and_a_phone_need_not_scroll_sideways(visit, ids, scheme):
    one = visit(color_scheme=scheme, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    found = {}
    for address in addresses(ids):
        one.go(address)
        # Details are part of the page too.
        one.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        faults = faults_of(one.page)
        one.page.set_viewport_size({"width": 360, "height": 740})
        if one.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            faults.append("wider than a phone")
        one.page.set_viewport_size({"width": 1280, "height": 900})
        if faults:
            found[address] = faults

    assert found == {}
    # A page that is not there is an error in the console, and that one is meant.
    assert [fault for fault in one.faults if "404" not in fault] == []


def test_axe_would_find_what_is_wrong(visit):
    one = visit()
    one.go("/")
    one.page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/icon.svg\">')"
    )

    assert any(fault.startswith("image-alt") for fault in faults_of(one.page))


def test_the_policy_stops_a_script_in_the_page(visit):
    one = visit()
    one.go("/")
    one.page.evaluate(
        """() => { const one = document.createElement('script'); one.textContent = 'window.ran = true';
                   document.body.append(one); }"""
    )

    assert one.page.evaluate("window.ran") is None
    assert any("Content Security Policy" in fault for fault in one.faults)


def test_a_list_changes_in_place_and_its_address_with_it(visit):
    one = visit()
    one.go("/claims")
    before = one.page.locator(".tally").inner_text()
    one.page.locator("#q").press_sequentially("debt")
    one.page.wait_for_url(re.compile(r"q=debt"))

    assert one.page.locator(".tally").inner_text() != before
    assert one.page.evaluate("document.activeElement.id") == "q"
    assert one.page.locator("#q").input_value() == "debt"
    one.page.reload()
    assert one.page.locator("#q").input_value() == "debt"
    one.page.locator(".facets a").first.click()
    one.page.wait_for_url(re.compile(r"status=proposed"))
    one.page.go_back()
    one.page.wait_for_url(lambda url: "status" not in url)
    one.page.locator("#q").wait_for()
    assert one.page.locator("#q").input_value() == "debt"
    assert one.faults == []


def test_without_scripts_everything_works_by_links_and_forms(visit):
    one = visit(java_script_enabled=False)
    one.go("/claims")
    one.page.locator("#q").fill("debt")
    one.page.locator(".search button").click()
    assert "q=debt" in one.page.url
    one.page.locator(".facets a").first.click()
    assert "status=" in one.page.url
    one.page.locator("tbody th a").first.click()
    one.page.get_by_role("link", name="Where this comes from").click()
    assert "/provenance/claim/" in one.page.url
    one.page.get_by_role("button", name="Bahasa Indonesia").click()
    assert one.page.locator("html").get_attribute("lang") == "id"
    one.page.get_by_role("button", name="English").click()


def test_by_keyboard_alone_from_the_overview_to_the_page_of_a_claim(visit):
    one = visit(viewport={"width": 1280, "height": 900})
    one.go("/")

    def tab_to(wanted, most=80):
        for _ in range(most):
            one.page.keyboard.press("Tab")
            focus = one.page.evaluate(
                """() => { const one = document.activeElement, style = getComputedStyle(one);
                           return {href: one.getAttribute('href') || '', seen: style.outlineStyle !== 'none'}; }"""
            )
            assert focus["seen"], f"the focus is not seen on {focus}"
            if re.search(wanted, focus["href"]):
                return
        pytest.fail(f"the keyboard does not reach {wanted}")

    tab_to(r"^#content$", 1)
    one.page.keyboard.press("Enter")
    tab_to(r"^/claims$")
    one.page.keyboard.press("Enter")
    one.page.wait_for_url("**/claims")
    tab_to(r"^/claims/d")
    one.page.keyboard.press("Enter")
    one.page.wait_for_url("**/claims/d*/**")
    tab_to(r"^/documents/")
    one.page.keyboard.press("Enter")
    one.page.wait_for_url("**/documents/**")
    assert one.page.locator(".passage.chosen mark").count() == 1


@pytest.mark.parametrize("path", ["/", "/coding/documents/{document}"])
def test_a_phone_shows_letters_large_enough_and_need_not_scroll_sideways(visit, ids, path):
    one = visit(viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    one.go(path.format(**ids))

    wide = one.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert wide <= 0
    assert one.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 16


@pytest.mark.parametrize("address", ["/", "/groups", "/monitor/states?all=1", "/profiles/MMR-THA"])
def test_paper_is_white_whole_and_has_what_is_folded_away(visit, address):
    # A4 between margins of 15 mm.
    one = visit(color_scheme="dark", viewport={"width": 680, "height": 960})
    one.go(address)
    one.page.emulate_media(media="print")
    one.page.evaluate("dispatchEvent(new Event('beforeprint'))")

    seen = one.page.evaluate(
        """() => ({
          ground: getComputedStyle(document.body).backgroundColor,
          inks: [...new Set([...document.querySelectorAll('main h1, main a, main td, main b')]
            .filter(one => one.checkVisibility()).map(one => getComputedStyle(one).color))],
          navigation: document.querySelector('.places').checkVisibility(),
          folded: [...document.querySelectorAll('.chart .citation, details.opened table')]
            .filter(one => !one.checkVisibility()).length,
          cut: [...document.querySelectorAll('.scroll')]
            .filter(one => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
            .map(one => one.innerText.slice(0, 80)),
        })"""
    )

    assert seen["ground"] == "rgb(255, 255, 255)"
    assert seen["inks"]
    for ink in seen["inks"]:
        assert max(map(int, re.findall(r"\d+", ink)[:3])) < 0x90, ink
    assert (seen["navigation"], seen["folded"], seen["cut"]) == (False, 0, [])


def test_a_page_weighs_less_than_half_a_megabyte_without_its_map(browser, served, ids):
    from workbenches import Visit

    one = Visit(browser, served, service_workers="block")
    for path in ("/", "/groups", "/claims", "/trail"):
        sizes = {}
        one.page.on("response", lambda answer, sizes=sizes: sizes.update({answer.url: answer}))
        one.go(path)
        one.page.wait_for_load_state("networkidle")
        weight = sum(
            len(answer.body())
            for url, answer in sizes.items()
            if "/charts/corridors" not in url and answer.ok
        )
        assert 20_000 < weight < 500_000, (path, weight)
    one.context.close()


def test_letters_of_the_region_are_drawn_with_our_fonts(visit):
    one = visit()
    one.go("/")
    one.page.evaluate(
        "document.querySelector('main').insertAdjacentText('beforeend', 'ภาษาไทย ພາສາລາວ ភាសាខ្មែរ မြန်မာဘာသာ Việt')"
    )
    one.page.evaluate("document.fonts.ready")
    one.page.wait_for_function(
        "[...document.fonts].filter(one => one.status === 'loaded').length >= 5", timeout=10_000
    )

    assert one.page.evaluate("document.fonts.check('16px \"Noto Sans Own\"', 'ภລកမ')")
