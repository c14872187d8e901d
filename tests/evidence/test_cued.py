"""Patterns that are tried only where a word begins as theirs do."""

import re
from pathlib import Path

import pytest

from rantau.evidence import backing, binding, durations, groups, hedges, places, reading, roles
from rantau.evidence.cued import CuedPattern, beginnings, pattern_beginnings
from rantau.evidence.negatives import _LABELS, _worth_trying

REPORTS = Path(__file__).parent / "reports"
TEXTS = [
    line
    for path in sorted([*REPORTS.glob("*.md"), *(Path(__file__).parent / "unseen").glob("*.md")])
    for line in path.read_text(encoding="utf-8").splitlines()
    if len(line) > 20
]


@pytest.mark.parametrize(
    ("pattern", "begins", "within"),
    [
        (r"\b(?:boats?|crossings)\b", {"boa", "cro"}, set()),
        (r"\b(?:[Ww]e|o[ck]t)\b", {"we", "oct", "okt"}, set()),
        (r"\b\w*deport", set(), {"deport"}),
        (r",?\s*\b(?:mainly|mostly)", {"mai", "mos"}, set()),
        (r"\b(?:the )?(?:report|study)", {"the", "rep", "stu"}, set()),
        (r"\b(?:lea(?:ve|ving)|pays?)", {"lea", "pay"}, set()),
        (r"(?<!upah )\bminimum", {"min"}, set()),
    ],
)
def test_what_a_pattern_begins_with(pattern: str, begins: set[str], within: set[str]) -> None:
    assert pattern_beginnings(pattern) == (begins, within)


@pytest.mark.parametrize(
    "pattern", [r"since|sejak", r"\d+ people", r"\bs?he", r".*of", r";|\bwhile", r"[a-z]+est"]
)
def test_a_pattern_that_may_begin_otherwise_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="must"):
        CuedPattern(re.compile(pattern))


def test_the_beginnings_of_a_text_are_of_its_words() -> None:
    assert beginnings("To Laos, in 2023") == {"t", "to", "l", "la", "lao", "i", "in"}


@pytest.mark.parametrize("room", [backing, binding, durations, groups, places, reading, roles])
def test_a_quick_look_changes_no_answer(room: object) -> None:
    cued = [value for value in vars(room).values() if isinstance(value, CuedPattern)]
    assert cued
    for one in cued:
        for text in TEXTS:
            # At each word, since many of these patterns end where a name or a number begins.
            ends = [len(text), *(match.start() for match in re.finditer(r"\b[A-Z\d]", text))]
            for end in ends[:12]:
                found = one._pattern.search(text, 0, end)
                assert found is None or one.search(text, 0, end) is not None


def test_the_last_word_of_a_hedge_is_known() -> None:
    found = 0
    for text in TEXTS:
        for match in re.finditer(r"\b\w", text):
            at = match.start()
            low = max(0, at - 45)
            if hedges._BEFORE.search(text, low, at):
                found += 1
                assert hedges._may_end_hedge(text[low:at].rstrip()), text[low:at]
    assert found > 100


@pytest.mark.parametrize(
    "label",
    [
        "Article 5", "Pasal 4", "UU No. 18", "Undang-Undang Nomor 39", "p. 12", "Act 670", "Dok. A3", "muka surat 9",
        "SDG 8", "Tables 2 and 3", "Interview #4", "Highway R1", "hlm 33", "Muka surat 7", "Categories 2",
    ],
)  # fmt: skip
def test_a_label_before_a_number_is_looked_for(label: str) -> None:
    assert _LABELS.search(label)
    assert _worth_trying(_LABELS, label, label.lower())
