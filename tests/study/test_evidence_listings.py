"""What listings of the evidence show."""

from __future__ import annotations

from typing import Any

import pytest

from rantau.store.records import Citation
from rantau.study.evidence_listings import citation_words


@pytest.mark.parametrize(
    ("text", "authors", "year", "shown"),
    [
        ("(Tan, 2020, p. 4)", ("Tan",), 2020, "(Tan, 2020, p. 4)"),
        ("¹", ("Example Observatory",), 2022, "¹ Example Observatory (2022b)"),
        ("[12]", ("Tan, A.", "Lim, B."), None, "[12] Tan, A.; Lim, B."),
        ("[13]", (), None, "[13]"),
    ],
)
def test_a_number_that_stands_for_a_source_is_shown_with_the_source(
    text: str, authors: tuple[str, ...], year: Any, shown: str
) -> None:
    citation = Citation(
        id="d1/c1", document="d1", passage="d1/p1", start=0, end=len(text), text=text, authors=authors, year=year,
        suffix="b" if year == 2022 else "", cited_page="", style="footnote", status="matched", reference=None,
    )  # fmt: skip
    assert citation_words(citation) == shown
