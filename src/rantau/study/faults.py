"""A fault of rantau's own: its traceback goes to a file, and the person gets a sentence."""

from __future__ import annotations

import os
import tempfile
import traceback

__all__ = ["keep_fault"]


def keep_fault(error: BaseException) -> str:
    """Write the traceback to a file of its own.

    Returns:
        The file's path.
    """
    handle, name = tempfile.mkstemp(prefix="rantau-fault-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        traceback.print_exception(error, file=stream)
    return name
