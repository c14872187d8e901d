"""A study: its folder, its settings, its sources, its stages in order."""

from rantau.study.study import RunReport, StageReport, Study

__all__ = ["RunReport", "StageReport", "Study"]
