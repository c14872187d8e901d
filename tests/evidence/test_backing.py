"""Which citations back a figure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]


def sources(read: Read, text: str) -> list[str]:
    found = read(text)
    return [found.sources(claim) or "own" for claim in found.claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # At the end of the sentence.
        ("Malaysia deported 36,000 migrants (Border Monitor, 2024, p. 3).", ["Border Monitor 2024"]),
        # Narrative, before the figure.
        ("Border Monitor (2024) counted 36,000 deported migrants.", ["Border Monitor 2024"]),
        # Several in one bracket.
        ("They held 900 migrants (Border Monitor, 2024; Labour Lab, 2022).", ["Border Monitor 2024; Labour Lab 2022"]),
        # After the full stop.
        ("They held 900 migrants. (Border Monitor, 2024)", ["Border Monitor 2024"]),
        # In the next sentence, which says so.
        ("Only 6% of victims are paid. This estimate comes from a court study (Legal Network, 2022).",
         ["Legal Network 2022"]),
        # The next sentence has a source, but says nothing of the one before.
        ("Some 900 migrants were held. Brokers paid the police (Legal Network, 2022).", ["own"]),
        # Each figure its own.
        ("They held 900 migrants (Border Monitor, 2024), while 700 workers were sent home (Labour Lab, 2022).",
         ["Border Monitor 2024", "Labour Lab 2022"]),
        # A part of what was counted before.
        ("Police rescued 900 victims (Labour Lab, 2022). Of these, 120 were children.", ["Labour Lab 2022"] * 2),
        # The source goes on.
        ("Labour Lab (2022) found 900 victims. It also notes that 40% were women.", ["Labour Lab 2022"] * 2),
        # A source named without its year, cited elsewhere in the document.
        ("The Observatory (2023) found 900 victims.\n\nAccording to the Observatory, 40% of victims are women.",
         ["Observatory 2023"] * 2),
        # A paragraph that closes with its only source.
        ("Some 900 migrants were held. A third were women. Brokers had paid 40% of the fees (Legal Network, 2022).",
         ["Legal Network 2022"] * 3),
        # The same, but the last sentence says itself whose figure it is.
        ("Some 900 migrants were held. A survey found that 40% were women (Legal Network, 2022).",
         ["own", "Legal Network 2022"]),
        # A narrated source speaks until another does.
        ("Labour Lab (2022) found 900 victims. Two thirds were women. In 2020, 50 people died (Border Monitor, 2021).",
         ["Labour Lab 2022"] * 2 + ["Border Monitor 2021"]),
        # A later sentence says where all the figures come from.
        ("Police held 900 migrants. Courts convicted 12 people. These figures come from Labour Lab (2022).",
         ["Labour Lab 2022"] * 2),
        # Numbers.
        ("Mexico held 782,176 migrants [1]. Of these, 222,994 were Venezuelans [2].", ["1", "2"]),
        # Nothing is cited.
        ("Our shelter helped 900 migrants.", ["own"]),
    ],
)  # fmt: skip
def test_a_figure_is_backed_by_the_source_its_text_gives(read: Read, text: str, expected: list[str]) -> None:
    assert sources(read, text) == expected


def test_a_claim_says_how_its_source_was_found(read: Read) -> None:
    text = "Only 6% of victims are paid. This estimate comes from a court study (Legal Network, 2022)."
    claim = read(text).claims[0]
    assert "the source is named in the next sentence" in claim.notes
    assert not claim.own_data


def test_a_claim_without_a_source_is_the_documents_own(read: Read) -> None:
    assert read("Our shelter helped 900 migrants.").claims[0].own_data


def test_a_note_call_after_the_full_stop_belongs_to_the_sentence_it_closes(read: Read) -> None:
    assert sources(read, "Police held 900 migrants.[4] Courts freed 300 migrants.[5]") == ["4", "5"]
