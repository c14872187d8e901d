"""Data files as their publishers lay them out: recognised, read, and accounted for.

:func:`read_published` takes a file's bytes and gives observations, stocks of corridors, and an account of what was
taken, what was skipped and why. Each publisher has a module; which series is which indicator is data (``series.csv``),
and so are countries in publishers' codes and spellings (``country_codes.csv``, ``country_aliases.csv``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rantau.profile.publishers.account import Published, Skipped, Taken, Wanted
    from rantau.profile.publishers.layouts import LAYOUTS, read_published

__all__ = ["LAYOUTS", "Published", "Skipped", "Taken", "Wanted", "read_published"]

_HOMES = {"LAYOUTS": "layouts", "read_published": "layouts"}


def __getattr__(name: str) -> Any:
    # On first use: the layouts are not needed to ask for help.
    if name in __all__:
        from importlib import import_module

        return getattr(import_module(f"rantau.profile.publishers.{_HOMES.get(name, 'account')}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
