"""Text in the scripts of the region as pdfium gives it, put in order by where its glyphs stand.

Thai, Lao, Khmer and Burmese set vowel signs and tone marks over, under and before their consonants. Programs draw these
marks in any order, and pdfium then puts spaces around them, gives a mark after the wrong consonant, or gives one
cluster twice. Text is mended in place: no character moves by more than a few places, and what goes leaves a zero-width
space, so that places in the text stay the places pdfium knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

__all__ = ["mend_scripts", "needs_mending"]

GONE = "\u200b"
"""Stands where a character was taken out."""
_LETTERS = "\u0e01-\u0e5b\u0e81-\u0edf\u1000-\u109f\u1780-\u17dd\uaa60-\uaa7f"
_REGION = re.compile(f"[{_LETTERS}]")
# Signs that stand above, below or behind a consonant: no word begins with one.
_SIGNS = (
    "\u0e30-\u0e3a\u0e45\u0e47-\u0e4e\u0eb0-\u0ebd\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064"
    "\u1067-\u106d\u1071-\u1074\u1082-\u108d\u108f\u109a-\u109d\u17b4-\u17d3\u17dd"
)
_SIGN = re.compile(f"[{_SIGNS}]")
_SPACE_BEFORE_SIGN = re.compile(f"(?<=[{_LETTERS}])( +)(?=[{_SIGNS}])")
_SPACE_BETWEEN = re.compile(f"(?<=[{_LETTERS}{GONE}])( +)(?=[{_LETTERS}])")
_COENG = "\u17d2"
_CLUSTER = re.compile(f"(?![{_SIGNS}])[{_LETTERS}](?:[\u17d2\u1039](?![{_SIGNS}])[{_LETTERS}]|[{_SIGNS}])+")
# A Burmese medial that follows a vowel sign: it is written first, whatever was drawn first.
_LATE_MEDIAL = re.compile("([\u102d-\u1030\u1032\u1036])([\u103b-\u103e]{1,3})")
_WINDOW = 60
"""Characters back in which the first copy of a cluster is looked for."""

Box = tuple[float, float, float, float]


def needs_mending(text: str) -> bool:
    """Whether a text holds any letter of these scripts."""
    return not text.isascii() and _REGION.search(text) is not None


def mend_scripts(
    text: str, box_of: Callable[[int], Box], size_of: Callable[[int], float], is_drawn: Callable[[int], bool]
) -> str:
    """Put a page's text in these scripts in order.

    Args:
        text: The page's text.
        box_of: Left, right, bottom and top of the character at a place, in points.
        size_of: Size of the type at a place, in points.
        is_drawn: Whether the character at a place is in the file, rather than put in by pdfium.

    Returns:
        A text of the same length.
    """
    chars = list(text)
    boxes = [
        box_of(place) if not character.isspace() else (0.0, 0.0, 0.0, 0.0)
        for place, character in enumerate(chars)
    ]
    put_in = [character == " " and not is_drawn(place) for place, character in enumerate(chars)]
    _drop_copies(text, chars, boxes, size_of)
    _move_signs(chars, boxes, put_in, size_of)
    mended = "".join(chars)
    mended = _SPACE_BEFORE_SIGN.sub(lambda found: GONE * len(found[1]), mended)

    def keep(found: re.Match[str]) -> str:
        begin, end = found.span()
        before = max((boxes[at][1] for at in range(max(0, begin - 4), begin)), default=0.0)
        no_gap = all(put_in[begin:end]) and boxes[end][0] - before < 0.2 * size_of(end)
        return GONE * (end - begin) if no_gap else found[0]

    mended = _SPACE_BETWEEN.sub(keep, mended)
    return _LATE_MEDIAL.sub(r"\2\1", mended)


def _drop_copies(text: str, chars: list[str], boxes: list[Box], size_of: Callable[[int], float]) -> None:
    """Take out a cluster that is given again with the sign that is drawn over or under it."""
    for found in _CLUSTER.finditer(text):
        begin, end = found.span()
        left, right, low = _reach(boxes[begin:end])
        size = size_of(begin)
        first = begin
        while (first := text.rfind(found[0], max(0, begin - _WINDOW), first)) >= 0:
            if chars[first] == GONE:
                continue
            x0, x1, y0 = _reach(boxes[first : first + end - begin])
            if x0 - 0.1 * size < (left + right) / 2 < x1 + 0.1 * size and abs(y0 - low) < 1.5 * size:
                chars[begin:end] = [GONE] * (end - begin)
                break


def _reach(boxes: Sequence[Box]) -> tuple[float, float, float]:
    """Left, right and bottom of several boxes."""
    return min(box[0] for box in boxes), max(box[1] for box in boxes), min(box[2] for box in boxes)


def _move_signs(
    chars: list[str], boxes: list[Box], put_in: list[bool], size_of: Callable[[int], float]
) -> None:
    """Put a sign that follows a space behind the consonant that it stands over or under."""
    for place in range(2, len(chars)):
        if chars[place - 1] != " " or not _SIGN.match(chars[place]):
            continue
        middle = (boxes[place][0] + boxes[place][1]) / 2
        size = size_of(place)
        home = place - 2
        while home >= 0 and place - home < 9 and chars[home] not in "\r\n":
            left, right, low, _ = boxes[home]
            if (
                not _SIGN.match(chars[home])
                and left <= middle <= right
                and abs(low - boxes[place][2]) < 2 * size
            ):
                break
            home -= 1
        else:
            continue
        # Behind the whole cluster: the consonant, what is written below it, and its other signs.
        after = home + 1
        while after < place and (
            _SIGN.match(chars[after]) or chars[after - 1] == _COENG or chars[after] == GONE
        ):
            after += 1
        if after < place - 1:
            chars.insert(after, chars.pop(place))
            boxes.insert(after, boxes.pop(place))
            put_in.insert(after, put_in.pop(place))
