"""Text that runs sideways or upside down, and pages that are shown so."""

from __future__ import annotations

import math

from rantau.corpus.pdf.lines import Line, RawPage

__all__ = ["scale_of", "turned_box", "upright"]


def scale_of(a: float, b: float, c: float, d: float) -> tuple[float, int]:
    """How much a matrix enlarges type, and its quarter turns (-1: none of the four)."""
    if not math.isfinite(a + b + c + d):
        return 0.0, -1
    scale = math.hypot(c, d)
    turns = math.degrees(math.atan2(b, a)) / 90.0
    nearest = round(turns)
    return scale, nearest % 4 if abs(turns - nearest) < 0.04 else -1


def turned_box(
    quarter: int, user: tuple[float, float], x0: float, y0: float, x1: float, y1: float
) -> tuple[float, float, float, float]:
    """A box of user space as it is when the page is turned so that text at ``quarter`` quarter turns is upright."""
    width, height = user
    if quarter == 1:
        return y0, width - x1, y1, width - x0
    if quarter == 2:
        return width - x1, height - y1, width - x0, height - y0
    if quarter == 3:
        return height - y1, x0, height - y0, x1
    return x0, y0, x1, y1


def upright(lines: list[tuple[int, Line]], page: RawPage) -> tuple[int, list[Line]]:
    """The way most of the text runs, and the lines that run that way; turned labels and watermarks are dropped."""
    if all(quarter == 0 for quarter, _ in lines):
        return 0, [line for _, line in lines]
    weight: dict[int, int] = {}
    for quarter, line in lines:
        weight[quarter] = weight.get(quarter, 0) + len(line.text)
    main = max((q for q in weight if q >= 0), key=lambda q: weight[q], default=0)
    kept = [line for quarter, line in lines if quarter == main]
    lost = sum(1 for quarter, _ in lines if quarter != main)
    if lost > 3:
        page.notes.append(f"has {lost} lines of turned text that were left out")
    return main, kept
