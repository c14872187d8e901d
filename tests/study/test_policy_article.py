"""The reference article's contrasts between four states, where the article is at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from rantau.study import Study
from rantau.study.coding_desk import CodingDesk
from rantau.study.policy_stance import contrast_rows

ARTICLE = (
    Path(__file__).resolve().parents[2] / ".." / "shared" / "reference" / "hastira-2025-asean-migration.md"
)
pytestmark = pytest.mark.skipif(not ARTICLE.exists(), reason="the reference article is not at hand")


def test_three_states_come_out_as_repressive_and_the_fourth_when_a_coder_has_coded_it(tmp_path):
    with Study.create(tmp_path / "study", name="Article", places=("MYS", "THA", "IDN", "PHL")) as study:
        study.add([ARTICLE])
        study.run("triangulation", workers=1)

        def said():
            return {
                one["contrast"]: one
                for one in contrast_rows(study)
                if (one["stream"], one["level"]) == ("discourse", "practice")
            }

        before = said()
        for state in ("MYS", "THA", "IDN"):
            assert before[f"repressive-{state}"]["verdict"] in ("borne out", "leans that way")
        for contrast in ("protective-PHL", "protective-PHL-MYS"):
            assert before[contrast]["verdict"] == "no data"
            assert "wait for a coder" in before[contrast]["why"]

        desk = CodingDesk(study, "ann")
        (document,) = study.store.documents()
        praise = "community-based protection model"
        where = next(one for one in study.store.passages(document.id) if praise in one.text)
        quote = where.text
        desk.add(where.id, "PR.protection.reintegration", quote=quote)
        desk.add(where.id, "HS.community", quote=quote, polarity="protection")
        after = said()
        assert after["protective-PHL"]["verdict"] == "leans that way"
        assert "one witness only" in after["protective-PHL"]["why"]
        assert after["protective-PHL-MYS"]["verdict"] == "leans that way"
