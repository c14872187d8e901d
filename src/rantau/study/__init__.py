"""A study: its folder, its settings, its sources, its stages in order."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rantau.study.study import RunReport, StageReport, Study

__all__ = ["RunReport", "StageReport", "Study"]


def __getattr__(name: str) -> Any:
    # On first use: a worker process that reads documents needs no database.
    if name in __all__:
        from rantau.study import study

        return getattr(study, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
