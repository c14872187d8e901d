"""Numbers in running text: digits of any script, words, fractions and ratios.

Grammar (spaces optional where a language allows it)::

    number   = digits [scale] | words | fraction | ratio
    digits   = 36,000 | 36.000 | 36 000 | 36'000 | 1,00,000 | 4.8 | 4,8 | ๑๒
    scale    = hundred | thousand | million | juta | ribu | lakh ...
    words    = twelve | twenty-five | four hundred and six | dua puluh lima | seratus
    fraction = half | a third | two-thirds | three quarters | separuh | dua pertiga
    ratio    = one in three | 7 out of 10 | tiga dari lima

``36.000`` is 36 in one country and thirty-six thousand in another. Where the separator alone cannot tell, the
language decides and the other reading is kept as ``alternative``, for the unit to decide ("36.000 people").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rantau.evidence.lexicon import lexicon
from rantau.evidence.shares import find_shares
from rantau.evidence.tokens import Number, Word

__all__ = ["COMMA_DECIMAL", "find_numbers"]

COMMA_DECIMAL = frozenset({"id", "vi", "es", "pt", "fr", "de", "it", "nl", "tr"})
"""Languages that write 1.234,5; Malay, Thai, Burmese, Khmer and Filipino write 1,234.5."""


_DIGITS = re.compile(
    r"\d{1,2}(?:,\d{2})+,\d{3}(?![\d])"
    r"|\d{1,3}(?P<sep>[,.'’\u00a0\u202f\u2009 ])\d{3}(?:(?P=sep)\d{3})*(?!\d)(?P<dec>[.,]\d{1,2}(?!\d))?"
    r"|\d+(?:[.,]\d+)?(?!\d)"
)
_MOST_DIGITS = 40
"""A longer row of digits is no number of anything, and may be too large for arithmetic."""
_SCALE = re.compile(r"[\s\u00a0-]{0,2}([^\W\d_]+)(?![^\W\d_])")
_AND_A_HALF = re.compile(r" and a half\b", re.IGNORECASE)


def find_numbers(text: str, words: Sequence[Word], language: str = "en") -> list[Number]:
    """Find every number, in order, none overlapping another.

    Args:
        text: Text with plain digits (see :func:`plain_digits`).
        words: ``words_of(text)``.
        language: ISO 639-1 code; it decides how ``36.000`` is read.
    """
    comma = language in COMMA_DECIMAL
    found = find_shares(text, words)
    taken = [(number.start, number.end) for number in found]
    for number in [*_digits(text, comma), *_spelled(text, words)]:
        if not any(number.start < end and start < number.end for start, end in taken):
            found.append(number)
    return sorted(found, key=lambda number: number.start)


def _digits(text: str, comma: bool) -> list[Number]:
    scales, joined = lexicon().scales, lexicon().joined_scales
    found = []
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        if end - start > _MOST_DIGITS or _glued(text, start, end):
            continue
        value, step, alternative = _read(match.group(), match["sep"], match["dec"], comma)
        scaled = False
        scale = None
        after = _SCALE.match(text, end)
        if after and (factor := scales.get(after[1].lower())):
            # "5 m" is five metres as often as five million; only "5m" and "$5 m" are read as millions.
            if after[1].lower() != "m" or (
                after.end() - end == 1 and after[1] == "m" and text[start - 1 : start] in "$€£"
            ):
                scale, scaled, end = factor, True, after.end(1)
        elif after and (glued := _joined(after[1], joined)):
            scale, scaled, end = glued[0], True, after.start(1) + glued[1]
        if scale:
            if alternative is not None and alternative < value:
                # A scale word settles it: "1.234 million" and "1,234 juta" have decimals.
                value, step = alternative, 0.001
            alternative = None
            value, step = value * scale, step * scale
        separated = any(mark in match.group() for mark in ",.'’ \u00a0\u202f\u2009")
        found.append(
            Number(start, end, _tidy(value), step, "digits", alternative, scaled, separated, scale or 1.0)
        )
    return [_with_half(number, text) for number in found]


def _joined(word: str, joined: Mapping[str, int]) -> tuple[int, int] | None:
    """Factor and length of the scale word that ``word`` begins with, in a script without spaces."""
    for name, factor in joined.items():
        if word.startswith(name):
            return factor, len(name)
    return None


def _glued(text: str, start: int, end: int) -> bool:
    """True when the digits are part of a name or code: C189, COVID-19, ASEAN+3, 24/7, 2.1.3."""
    before = text[max(0, start - 2) : start]
    if before:
        last = before[-1]
        if last.isalpha() and last.isascii():
            # A currency may stand glued to its amount: RM1,500, Rp3.500.
            if not re.search(
                r"(?:\bRM|\bRp|[A-Z]{3}|\bTk|\bRs|\bKsh|\b[BKLNPQR])$", text[max(0, start - 4) : start]
            ):
                return True
        elif (
            last in "/_#@"
            or (last in ".:" and before[:1].isdigit())
            or (last in "-+\u2011" and before[:1].isalpha())
        ):
            return True
    tail = text[end : end + 2]
    if tail[:1] in "/_" and tail[1:2].isdigit():
        return True
    if tail[:1] in ".:" and tail[1:2].isdigit():
        return True
    # 21st, 3rd, 2a, 5G; but 12m and 300baht may carry a unit.
    return bool(re.match(r"(?:st|nd|rd|th)\b|[A-Z](?![a-z])\w?\b|[a-ln-z]\b", text[end : end + 4]))


def _read(raw: str, sep: str | None, dec: str | None, comma: bool) -> tuple[float, float, float | None]:
    """Value, step and, where the separator may be read two ways, the other value."""
    if sep:
        body = raw[: len(raw) - len(dec)] if dec else raw
        whole = body.replace(sep, "")
        if dec:
            value = float(f"{whole}.{dec[1:]}")
            return value, 10.0 ** -(len(dec) - 1), None
        value = float(whole)
        if body.count(sep) == 1 and sep in ",.":
            decimal = float(body.replace(sep, "."))
            reads_as_decimal = (sep == ".") != comma
            # One group after a dot is decimals in English, and after a comma in Indonesian.
            if reads_as_decimal and sep == ".":
                return decimal, 0.001, value
            return value, _whole_step(whole), decimal
        return value, _whole_step(whole), None
    if raw.count(",") > 1:
        whole = raw.replace(",", "")
        return float(whole), _whole_step(whole), None
    number = raw.replace(",", ".")
    if "." in number:
        return float(number), 10.0 ** -len(number.split(".")[1]), None
    return float(number), _whole_step(number), None


def _whole_step(digits: str) -> float:
    """Precision of a whole number: its last digit that is not zero; one below 1000."""
    if len(digits) < 4:
        return 1.0
    zeros = len(digits) - len(digits.rstrip("0"))
    return 10.0 ** min(zeros, len(digits) - 1)


def _with_half(number: Number, text: str) -> Number:
    """ "two and a half million": what follows the half scales both."""
    match = _AND_A_HALF.match(text, number.end)
    if match is None or number.scaled:
        return number
    value, step, end, factor = number.value + 0.5, 0.5, match.end(), 1.0
    scale = _SCALE.match(text, end)
    if scale and (found := lexicon().scales.get(scale[1].lower())) and len(scale[1]) > 1:
        value, step, end, factor = value * found, step * found, scale.end(1), float(found)
    return replace(number, value=value, step=step, end=end, factor=factor, scaled=factor > 1)


def _spelled(text: str, words: Sequence[Word]) -> list[Number]:
    numbers, scales = lexicon().numbers, lexicon().scales
    found: list[Number] = []
    index = 0
    while index < len(words):
        first = words[index]
        if first.text not in numbers and first.text not in ("seratus", "seribu"):
            # "a hundred", "a million" are numbers; "hundred" alone is not.
            starts_scale = (
                first.text in ("a", "an")
                and index + 1 < len(words)
                and words[index + 1].text in ("hundred", "thousand", "million", "billion")
                and text[first.end : words[index + 1].start] == " "
            )
            if not starts_scale:
                index += 1
                continue
        last = index
        run: list[str] = [first.text]
        while last + 1 < len(words):
            gap = text[words[last].end : words[last + 1].start]
            following = words[last + 1].text
            if gap not in (" ", "-", "\u2011", "\u00a0"):
                break
            known = (
                following in numbers
                or (following in scales and len(following) > 2)
                or following in ("puluh", "belas")
            )
            if (
                following == "and"
                and last + 2 < len(words)
                and words[last + 2].text in numbers
                and run[-1] in scales
            ):
                known = True
            if not known:
                break
            run.append(following)
            last += 1
        value = _spelled_value(run)
        if value is not None:
            number = Number(
                start=first.start,
                end=words[last].end,
                value=value,
                step=_word_step(value),
                kind="words",
                scaled=len(run) > 1,
                factor=float(max((scales.get(word, 1) for word in run), default=1)),
            )
            found.append(_with_half(number, text))
        index = last + 1
    return found


def _word_step(value: float) -> float:
    return _whole_step(str(int(value))) if value >= 1 else 1.0


def _spelled_value(run: list[str]) -> float | None:
    numbers, scales = lexicon().numbers, lexicon().scales
    total, current = 0.0, 0.0
    previous_small = False
    for word in run:
        if word in ("and", "a", "an"):
            if word != "and":
                current = 1.0
            previous_small = False
            continue
        if word in ("seratus", "seribu"):
            if word == "seratus":
                current += 100
            else:
                total += 1000
            previous_small = False
        elif word == "belas":
            current += 10
        elif word == "puluh":
            small = current % 10
            current += small * 9
            previous_small = False
        elif word in numbers:
            small_value = numbers[word]
            if previous_small and (current % 10 or small_value >= 10):
                return None  # "two three" is a list, not a number
            current += small_value
            previous_small = True
        else:
            factor = scales[word]
            if factor == 100:
                current = (current or 1) * 100 if current < 100 else current
            else:
                total += (current or 1) * factor
                current = 0.0
            previous_small = False
    return total + current


def _tidy(value: float) -> float:
    """4.8 * 1e6 is 4799999.999…; round to what was written."""
    rounded = round(value, 6)
    return float(round(rounded)) if abs(rounded - round(rounded)) < 1e-6 else rounded
