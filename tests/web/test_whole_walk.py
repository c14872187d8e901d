"""As a new user would, by mouse or by keys: documents in, codes, review, comparison, a scenario, the brief."""

import re

import pytest
from workbenches import Served, Visit

from rantau.study import Study

MINISTRY = """# Debts of migrant workers

The ministry found that in 2021, 45% of migrant workers in Thailand were in debt for their recruitment.

Brokers keep the papers of workers until their debt is paid, and workers cannot leave.
"""
UNION = """# What the union heard

The union found that in 2021, 12% of migrant workers in Thailand were in debt for their recruitment.

Workers slept in the boat and were not paid for months.
"""


class Hands:
    """What a person does with a page: by mouse, or with the keyboard alone."""

    def __init__(self, page, keys):
        self.page, self.keys = page, keys
        page.set_default_timeout(60_000)

    def reach(self, one):
        """Tab to an element as somebody would who has no mouse."""
        one.wait_for()
        self.page.wait_for_load_state()
        for _ in range(250):
            if one.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"the keyboard does not reach {one}")

    def press(self, role, name, **more):
        one = self.page.get_by_role(role, name=name, **more).first
        if not self.keys:
            one.click()
            return
        self.reach(one)
        self.page.keyboard.press("Space" if role == "checkbox" else "Enter")

    def write(self, label, words):
        one = self.page.get_by_label(label)
        if not self.keys:
            one.fill(words)
            return
        self.reach(one)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)

    def give_files(self, label, files):
        one = self.page.get_by_label(label)
        if not self.keys:
            one.set_input_files(files)
            return
        from playwright.sync_api import TimeoutError

        for patience in (10_000, 20_000, 60_000):  # a slow machine may open no chooser at the first press
            self.reach(one)
            try:
                with self.page.expect_file_chooser(timeout=patience) as chooser:
                    self.page.keyboard.press("Enter")
            except TimeoutError:
                continue
            chooser.value.set_files(files)
            return
        pytest.fail("no chooser of files opens")

    def code_words(self, passage, code):
        """Select some words of a passage, and say which code they bear."""
        passage.wait_for()
        self.page.wait_for_load_state("networkidle")
        if self.keys:
            self.reach(passage)
            for key in ("ArrowRight", "Shift+ArrowRight", "Enter"):
                self.page.keyboard.press(key)
            self.page.keyboard.type(code)
            self.page.keyboard.press("Enter")
        else:
            for _ in range(
                5
            ):  # until the page has taken the words: on a slow machine its script may come late
                box = passage.bounding_box()
                self.page.mouse.move(box["x"] + 10, box["y"] + 12)
                self.page.mouse.down()
                self.page.mouse.move(box["x"] + 180, box["y"] + 12, steps=8)
                self.page.mouse.up()
                self.page.wait_for_timeout(500)
                if self.page.locator("#code-form [name=end]").input_value():
                    break
            self.page.locator("#code").fill(code)
            self.press("button", "Code these words")
        passage.locator("mark").first.wait_for()

    def wait_for_job(self):
        self.page.locator("#job .badge:is(.done, .failed, .cancelled)").wait_for(timeout=180_000)
        assert self.page.locator("#job .badge.done").count() == 1, self.page.locator("#job").inner_text()


@pytest.mark.parametrize("keys", [False, True], ids=["mouse", "keys"])
def test_from_documents_to_a_brief(browser, tmp_path, keys):
    Study.create(tmp_path / "study", name="A first study", places=("THA", "MMR")).close()
    settings = tmp_path / "study/study.toml"
    settings.write_text(settings.read_text().replace("draws = 2000", "draws = 100"))
    with Served(tmp_path / "study") as served:
        one = Visit(browser, served, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        walk(one.page, Hands(one.page, keys), lambda: one.go("/"))
        assert one.faults == []
        assert one.left == []
        one.context.close()
    with Study.open(tmp_path / "study") as study:
        assert study.store.verify_audit().ok
        assert [each.value for each in study.store.decisions() if each.kind == "claim"] == ["corrected"]
        assert len(study.store.codings()) >= 1


def walk(page, hands, start):
    start()
    hands.press("link", "Sources", exact=True)
    documents = {"ministry.md": MINISTRY, "union.md": UNION}
    hands.give_files(
        "several at once",
        [
            {"name": name, "mimeType": "text/markdown", "buffer": text.encode()}
            for name, text in documents.items()
        ],
    )
    hands.press("button", "Take in")
    page.locator("#added .badge.added").nth(1).wait_for()
    hands.press("button", "Read them now")
    hands.wait_for_job()

    hands.press("link", "Coding", exact=True)
    hands.press("link", "Debts of migrant workers")
    hands.code_words(page.locator("[data-text]").filter(has_text="Brokers keep the papers"), "MS.micro.debt")

    hands.press("link", "Review", exact=True)
    page.locator("#item-title").wait_for()
    before = page.locator("#item-title").inner_text()
    if hands.keys:
        page.wait_for_load_state()
        page.keyboard.press("a")
    else:
        hands.press("button", "Accept")
    page.wait_for_url(re.compile("what=accepted"))
    hands.press("button", "Undo")
    page.wait_for_url(re.compile("what=undone"))
    assert page.locator("#item-title").inner_text() == before

    hands.press("link", "Claims", exact=True)
    page.locator(".badge.conflicting, td:has-text('conflicting')").first.wait_for()
    page.locator("tbody th a").first.wait_for()
    hands.press("link", page.locator("tbody th a").first.inner_text())
    hands.press("link", re.compile("^12"))
    page.locator("form.correct summary").wait_for()
    if hands.keys:
        hands.reach(page.locator("form.correct summary"))
        page.keyboard.press("Enter")
    else:
        page.locator("form.correct summary").click()
    hands.write("Value", "45")
    hands.press("button", "Save the correction")
    page.locator(".badge.corrected").first.wait_for()

    hands.press("link", "Scenarios", exact=True)
    hands.press("checkbox", "Simulate The employer pays")
    hands.write("Draws of the parameters", "0")
    hands.write("Migrants that a simulated person stands for", "20000")
    hands.write("Months", "14")
    hands.press("checkbox", "Draw charts")
    hands.press("button", "Simulate", exact=True)
    hands.wait_for_job()
    hands.press("link", "See what came of it")
    page.wait_for_url(re.compile("scenarios-result"))

    hands.press("link", "Brief", exact=True)
    hands.press("button", "Write the brief")
    hands.wait_for_job()
    hands.press("link", "See what came of it")
    page.locator("#brief-state .badge.done").wait_for()
    brief = page.frame_locator("iframe.preview")
    assert brief.locator("#scenarios").count() == 1
    assert "corrected by a person" in brief.locator("ol.register").inner_text()

    hands.press("link", "Claims", exact=True)
    page.locator("td:has-text('corroborated'), .badge.corroborated").first.wait_for()
