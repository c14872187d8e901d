"""What is chosen on a screen stands in its address, which gives the same again; language and theme aside."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from lxml import html as parsed
from test_figures_lead_down import addresses, content

from rantau.web.lists import LISTINGS


def tree_of(page):
    return parsed.fromstring(content(page))


def state(page):
    """What a page shows, without what is another in each answer."""
    return re.sub(r'name="csrf" value="[^"]*"|"X-CSRF-Token": "[^"]*"', "", content(page))


def test_an_address_opened_again_gives_the_same(worked, shown, ids):
    lists = {one.path for one in LISTINGS.values()}  # of these another test says more
    for address in (one for one in addresses(ids) if one not in lists):
        assert state(worked.get(address).text) == state(shown(address)), address


def chosen(field):
    """A value to choose in a field that is not what it holds now; None where there is no other."""
    if field.tag == "select":
        now = field.xpath("./option[@selected]/@value") or field.xpath("./option[1]/@value")
        others = [one for one in field.xpath("./option/@value") if one not in now]
        return others[-1] if others else None
    kind = field.get("type", "text")
    if kind == "checkbox":
        return None if field.get("checked") is not None else field.get("value", "on")
    return "debt" if kind in ("search", "text") else None


def held(form, name, value):
    """Whether a form shows a value."""
    for field in form.xpath(f".//*[@name='{name}']"):
        if field.tag == "select":
            if field.xpath(f"./option[@selected and @value='{value}']"):
                return True
        elif field.get("type") == "checkbox":
            if field.get("value", "on") == value and field.get("checked") is not None:
                return True
        elif field.get("value") == value:
            return True
    return False


def test_what_is_chosen_in_a_form_stands_in_the_address_and_is_shown_again(worked, shown, ids):
    tried = {}
    for address in [*addresses(ids), f"/documents/{ids['document']}/pages/1"]:
        forms = tree_of(shown(address)).xpath("//form[@method='get' or not(@method)]")
        for place, form in enumerate(forms):
            fields = form.xpath(".//select|.//input[not(@type='hidden')]")
            given = {one.get("name"): value for one in fields if (value := chosen(one)) is not None}
            action = form.get("action").partition("#")[0]
            if not given or re.sub(r"d[0-9a-f]{12}", "*", action) in tried:
                continue
            tried[re.sub(r"d[0-9a-f]{12}", "*", action)] = given
            hidden = {one.get("name"): one.get("value") for one in form.xpath(".//input[@type='hidden']")}
            to = f"{action}?{urlencode({**hidden, **given})}"
            again = tree_of(worked.get(to).text).xpath("//form[@method='get' or not(@method)]")[place]
            for name, value in given.items():
                assert held(again, name, value), (to, name)
    assert {
        "/coding/agreement",
        "/monitor/states",
        "/profiles/MYS",
        "/documents/*/pages/1",
        "/coding/documents/*",
    } <= set(tried)
    assert len(tried) > 25


def test_each_tab_is_an_address_that_marks_it(worked, shown, ids):
    tabs = {}
    for address in addresses(ids):
        for link in tree_of(shown(address)).xpath("//nav[@class='tabs' or .//ul[@class='kinds']]//a"):
            tabs.setdefault(link.get("href"), link.text_content())
    assert len(tabs) > 25
    for address, name in tabs.items():
        marked = tree_of(worked.get(address).text).xpath("//nav//a[@aria-current='page']")
        # A link to another screen, such as Review's own list, is no tab of this one.
        if address not in ("/review/list", "/review/learned"):
            assert [one.get("href") for one in marked].count(address) == 1, (address, name)


def test_scenarios_to_simulate_and_their_settings_stand_in_the_address(worked):
    [link] = [
        one
        for one in tree_of(worked.get("/scenarios-result").text).xpath("//a/@href")
        if one.startswith("/scenarios?")
    ]
    asked = parse_qs(urlsplit(link).query)

    assert asked["scenario"] == ["employer_pays", "clean_borders"]
    assert (asked["draws"], asked["months"], asked["seed"], asked["by"]) == (["2"], ["24"], ["5"], ["region"])
    for scenario in (["clean_borders"], asked["scenario"]):
        query = {**asked, "scenario": scenario, "explain": ["identified"]}
        tree = tree_of(worked.get(f"/scenarios?{urlencode(query, doseq=True)}").text)
        assert sorted(tree.xpath("//input[@name='scenario'][@checked]/@value")) == sorted(scenario)
        for name in ("draws", "months", "seed"):
            assert tree.xpath(f"//input[@name='{name}']/@value") == asked[name]
        assert tree.xpath("//select[@name='by']/option[@selected]/@value") == ["region"]
        assert tree.xpath("//select[@name='explain']/option[@selected]/@value") == ["identified"]


@pytest.mark.parametrize(
    "address", ["/claims?q=debt&sort=-value", "/monitor/states?all=1", "/coding/agreement?level=characters"]
)
def test_another_language_or_theme_leaves_the_address(worked, address):
    page = worked.get(address)
    [back] = parsed.fromstring(page.text).xpath(
        "//header//form[@action='/preferences']//input[@name='next']/@value"
    )

    assert back == address
    assert worked.submit("/preferences", {"theme": "light", "next": back}).url.query.decode() in address


def test_what_changes_a_screen_without_loading_it_changes_its_address(shown, ids):
    """Parts that HTMX puts in place: those that one chooses push their address; what writes or waits need not."""
    seen = 0
    for address in addresses(ids):
        for node in tree_of(shown(address)).xpath("//*[@hx-get or @hx-post]"):
            seen += 1
            if node.get("hx-push-url") == "true" or node.get("hx-trigger", "").startswith(("load", "every")):
                continue
            to = node.get("hx-post") or ""
            writes = ("/coding/", "/sources/upload", "/scenarios/", "/review/")
            assert to.startswith(writes), f"{address}: {parsed.tostring(node, encoding='unicode')[:200]}"
    assert seen > 500
