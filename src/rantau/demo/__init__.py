"""The documents of the default study: eleven background notes, written for it from public sources.

They are data. Each is a secondary compilation that names its sources, in the formats that real reports come in; they
disagree where their sources disagree. ``sources.csv`` says of each what it is. The texts they are built from, and
the script that builds them, are in ``scripts/``.
"""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

__all__ = ["demo_sources"]


def demo_sources() -> Traversable:
    """The folder of the documents, with its ``sources.csv``."""
    return files(__name__) / "sources"
