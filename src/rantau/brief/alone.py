"""A figure that can be read by itself: its title above it, and below it how to read it, its period, and its sources.

In the brief a caption says all this; a figure that is taken out of it, to a slide or another report, must say it
itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from rantau.brief.charts import INK, SMALLEST, SOFT, WIDTH
from rantau.brief.render import FAMILY
from rantau.framework.language import gettext, ngettext

__all__ = ["PRINTED", "About", "standing_alone"]

PRINTED = 170.0
"""Width at which a figure is printed, in millimetres: the text of a page of A4."""
_TITLE, _TEXT = 15.0, SMALLEST + 0.5
_LEADING = 1.36
_NAMED = 6
_SIZE = re.compile(r'<svg[^>]*? width="([\d.]+)"[^>]*? height="([\d.]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a figure says of itself."""

    title: str
    """What is seen, in a sentence without its full stop."""
    reading: str
    """How to read it: what is drawn how."""
    alt: str
    """For those who cannot see it."""
    units: str
    period: str
    interval: str
    """What its intervals mean; that it has none, where it has none."""
    sources: tuple[str, ...]
    """All of them; on the figure stand the first few, and how many more there are."""
    citation: str

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Head and text of each paragraph below the picture."""
        found = (
            ("", self.reading),
            (gettext("Units"), self.units),
            (gettext("Period"), self.period),
            (gettext("Intervals"), self.interval),
            (gettext("Sources"), _first(self.sources)),
            (gettext("Cite as"), self.citation),
        )
        return tuple((head, text) for head, text in found if text)


def _first(sources: Sequence[str]) -> str:
    more = len(sources) - _NAMED
    named = "; ".join(sources[:_NAMED] if more > 0 else sources)
    return f"{named}; {ngettext('{n} more', '{n} more', more).format(n=more)}" if more > 0 else named


def standing_alone(svg: str, about: About) -> str:
    """The picture as one SVG with its title above and its words below.

    Args:
        svg: A picture without its fonts (:func:`rantau.brief.render.bare_picture`).
        about: What it says of itself.
    """
    size = _SIZE.search(svg)
    assert size is not None
    # No figure is narrower than the others, or its letters would be larger in print.
    width, height = max(float(size[1]), WIDTH + 10.0), float(size[2])
    parts: list[str] = []
    at = 4.0
    for line in _wrapped(about.title, width - 8, _TITLE, bold=True):
        at += _TITLE * 1.25
        parts.append(_text(line, 4, at - 4, _TITLE, INK, 600))
    at += 8
    picture = at
    at += height + 10
    parts.append(f'<path d="M4 {at - 4:.1f}H{width - 4:.1f}" stroke="{SOFT}" stroke-width="0.6"/>')
    for head, text in about.lines:
        whole = f"{head}: {text}" if head else text
        for number, line in enumerate(_wrapped(whole, width - 8, _TEXT)):
            at += _TEXT * _LEADING
            strong = len(head) + 1 if head and number == 0 else 0
            parts.append(_line(line, strong, at))
        at += 3
    outer = at + 6
    head, tag, rest = svg.partition(">")
    inner = f'<svg y="{picture:.1f}" {head.removeprefix("<svg ")}{tag}{rest}'
    return (
        f'<svg version="1.1" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width:g}" height="{outer:.1f}" viewBox="0 0 {width:g} {outer:.1f}" role="img">'
        f"<title>{escape(about.title)}</title><desc>{escape(about.alt)}</desc>"
        f'<rect width="100%" height="100%" fill="white"/>{"".join(parts)}{inner}</svg>'
    )


def _line(line: str, strong: int, y: float) -> str:
    """A line of text; its first letters are strong."""
    if not strong:
        return _text(line, 4, y, _TEXT, INK, 400)
    return (
        f'<text x="4" y="{y:.1f}" {FAMILY} font-size="{_TEXT:g}px" fill="{INK}">'
        f'<tspan font-weight="600">{escape(line[:strong])}</tspan><tspan>{escape(line[strong:])}</tspan></text>'
    )


def _text(line: str, x: float, y: float, size: float, colour: str, weight: int) -> str:
    return (
        f'<text x="{x:g}" y="{y:.1f}" {FAMILY} font-size="{size:g}px" font-weight="{weight}" fill="{colour}">'
        f"{escape(line)}</text>"
    )


def _wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines that fit; a word that is wider than a line is broken."""
    lines: list[str] = []
    line, room = "", width / size
    for word in text.split():
        tried = f"{line} {word}" if line else word
        if line and _measure(tried, bold) > room:
            lines.append(line)
            tried = word
        while _measure(tried, bold) > room and len(tried) > 1:
            cut = max(1, int(len(tried) * room / _measure(tried, bold)))
            lines.append(tried[:cut])
            tried = tried[cut:]
        line = tried
    return [*lines, line] if line else lines


def _measure(text: str, bold: bool) -> float:
    """Width of a text in ems, a little more than it takes in the package's fonts."""
    return sum(map(_letter, text)) * (1.05 if bold else 1.0)


def _letter(letter: str) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Cf"):
        return 0.0
    if ord(letter) > 0x0900:
        return 1.05 if unicodedata.east_asian_width(letter) in "WF" or 0x1000 <= ord(letter) < 0x10A0 else 0.7
    if letter in "iljtfrI.,:;'|!()[] -":
        return 0.3
    if letter in "mwMW@%—":
        return 0.82
    return 0.6 if letter.isupper() else 0.51
