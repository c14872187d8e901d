"""Walks in a real browser as people would: from a document to the comparison of its claims; by keys alone."""

import re

from workbenches import Visit

REPORT = b"""# Fees of migrants in Thailand

The ministry counted 4,321 migrant workers in Thailand in 2021 who had paid a recruitment fee (ILO, 2020).

Brokers keep the papers of workers until their debt is paid, and workers cannot leave.

## References

ILO. (2020). Recruitment fees and related costs. Geneva.
"""


def test_from_a_document_to_the_comparison_of_its_claims(visit):
    one = visit(viewport={"width": 1280, "height": 900})
    page = one.page
    page.set_default_timeout(60_000)
    one.go("/")
    page.get_by_role("link", name="Sources", exact=True).click()
    page.get_by_label("several at once").set_input_files(
        {"name": "fees.md", "mimeType": "text/markdown", "buffer": REPORT}
    )
    page.get_by_role("button", name="Take in").click()
    page.locator("#added .badge.added").wait_for()
    page.get_by_role("button", name="Read them now").click()
    page.locator("#job .badge.done").wait_for(timeout=120_000)

    page.get_by_role("link", name="Sources", exact=True).click()
    page.get_by_role("link", name="fees.md").click()
    assert page.locator(".badge.read").count() == 1
    page.get_by_role("link", name="Read it").click()
    assert "4,321" in page.locator(".text").inner_text()
    assert page.locator(".cites .badge.matched").count() == 1

    page.get_by_role("link", name="Review", exact=True).click()
    first = page.locator("#item-title").inner_text()
    page.get_by_role("button", name="Accept").click()
    page.wait_for_url(re.compile("what=accepted"))
    page.get_by_role("button", name="Undo").click()
    page.wait_for_url(re.compile("what=undone"))
    assert page.locator("#item-title").inner_text() == first

    page.get_by_role("link", name="Claims", exact=True).click()
    page.wait_for_url(re.compile("/groups$"))
    page.locator("tbody th a").first.click()
    page.get_by_role("link", name="Where this comes from").click()
    page.locator('a[href^="/documents/"]').first.click()
    page.locator(".passage.chosen").wait_for()
    assert one.faults == []


def test_reviewing_by_keys_alone_and_without_them(visit):
    one = visit()
    page = one.page
    page.set_default_timeout(60_000)
    one.go("/review?kind=claim")
    seen = [page.locator("#item-title").inner_text()]

    def press(key, then):
        page.keyboard.press(key)
        page.wait_for_url(re.compile(then))
        page.locator("#item-title:focus").wait_for()
        seen.append(page.locator("#item-title").inner_text())

    press("a", "what=accepted")
    press("u", "what=undone")
    assert seen[2] == seen[0]
    reason = page.locator("input[name=reason]:focus")
    for _ in range(10):  # pressed while the page still settles, a key may be lost; a person presses it again
        page.keyboard.press("r")
        page.wait_for_timeout(500)
        if reason.count():
            break
    reason.wait_for()
    page.keyboard.type("not a figure, and no shortcut")
    press("Enter", "what=rejected")
    press("n", r"item=(?!.*what=)")
    page.get_by_role("button", name="Switch the keys off").click()
    page.get_by_role("button", name="Switch single keys on").wait_for()
    here = page.url
    page.keyboard.press("a")
    assert page.url == here
    page.get_by_role("button", name="Switch single keys on").click()
    page.get_by_role("button", name="Switch the keys off").wait_for()
    assert one.faults == []


def test_the_reader_turns_its_pages_by_the_arrows(browser, served, ids):
    one = Visit(browser, served)
    one.page.set_default_timeout(60_000)
    one.go(f"/documents/{ids['document']}/pages/1?q=migrants")
    one.page.locator("h1").click()
    one.page.keyboard.press("ArrowRight")
    one.page.wait_for_url(re.compile("/pages/2"))
    assert one.page.locator("#q").input_value() == "migrants"
    one.page.keyboard.press("ArrowLeft")
    one.page.wait_for_url(re.compile("/pages/1"))
    one.context.close()
