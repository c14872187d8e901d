"""A drafted round, written beside the study: never over a file, and never taken in by itself."""

from __future__ import annotations

import csv

import pytest

from rantau.framework.errors import BadInput
from rantau.study.monitor_drafting import write_draft
from rantau.study.policy_monitor import rounds_of


def test_a_draft_is_written_once_and_takes_nothing_in(run_study, tmp_path):
    draft = write_draft(run_study, tmp_path / "draft.csv")

    with (tmp_path / "draft.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["indicator"] for row in csv.DictReader(stream)] == [one.indicator for one in draft.rows]
    assert len(draft.rows) > 3
    assert [one.name for one in rounds_of(run_study)] == ["baseline"]
    with pytest.raises(BadInput, match="is there already"):
        write_draft(run_study, tmp_path / "draft.csv")
    with pytest.raises(BadInput, match="folder"):
        write_draft(run_study, tmp_path / "nowhere" / "draft.csv")
