"""Pages that are pictures of text, read by the ``tesseract`` program where it is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from rantau.corpus.pdf.lines import SPACELESS_FROM, Line, RawPage, clean

__all__ = ["MAX_PIXELS", "Recogniser", "find_recogniser"]

DPI = 300
MAX_PIXELS = 40_000_000
"""Pixels of a rendered page at most: an A3 page at 300 dpi has 17 million."""
SECONDS_PER_PAGE = 120
_SURE = 75.0
"""Mean word confidence (0-100) at which no other languages are tried."""
_LEAST_SURE = 45.0
"""Mean word confidence below which what was found is no text."""
_LEAST_SURE_OTHER = 78.0
"""The same for scripts other than Latin: their models find letters in anything, and are sure of many."""

# Assumed: these three thresholds are from a few dozen pages printed and scanned for the purpose.

_PAIRS = "en:eng id:ind th:tha vi:vie km:khm lo:lao my:mya ms:msa tl:fil zh:chi_sim fr:fra es:spa pt:por de:deu nl:nld"
_CODES = dict(pair.split(":") for pair in re.findall(r"\S+", _PAIRS))
_LATIN = ("eng", "ind", "vie", "msa", "fil")
_OTHER = ("tha", "khm", "lao", "mya")


def find_recogniser(languages: Sequence[str]) -> Recogniser | None:
    """The OCR program with the languages to use, or None where it or every language is missing.

    Args:
        languages: Codes of ISO 639-1 (``id``) or of tesseract (``ind``); empty for those of the region that are
            installed, by what each page looks like.
    """
    program = shutil.which("tesseract")
    if program is None:
        return None
    listed = _run([program, "--list-langs"], b"", 20)
    if listed is None:
        return None
    installed = {line.strip() for line in listed.splitlines()[1:] if line.strip()}
    wanted = [_CODES.get(code.lower(), code) for code in languages]
    chosen = [code for code in dict.fromkeys(wanted) if code in installed]
    if languages and not chosen:
        return None
    if not installed - {"osd"}:
        return None
    return Recogniser(program, frozenset(installed), tuple(chosen))


def _run(command: list[str], given: bytes, seconds: int) -> str | None:
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program found on PATH, no shell, arguments of our own
            command, input=given, capture_output=True, timeout=seconds, check=False, env=environment
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


@dataclass(slots=True)
class Recogniser:
    """The tesseract program and the languages it is asked for."""

    program: str
    installed: frozenset[str]
    languages: tuple[str, ...]
    last: str = ""
    """The languages that the page before was read in: tried first."""

    def read(self, page: Any, raw: RawPage) -> bool:
        """Read a page's picture into ``raw``.

        Args:
            page: The page, a pypdfium2 ``PdfPage``.
            raw: What is known of it; its lines are replaced where text is found.

        Returns:
            Whether any text was found.
        """
        scale = DPI / 72.0
        pixels = raw.width * raw.height * scale * scale
        if pixels > MAX_PIXELS:
            scale *= (MAX_PIXELS / pixels) ** 0.5
        image = page.render(scale=scale, grayscale=True).to_numpy()
        grey = image.reshape(image.shape[0], image.shape[1])
        picture = f"P5\n{grey.shape[1]} {grey.shape[0]}\n255\n".encode() + grey.tobytes()
        dpi = str(max(70, round(scale * 72)))
        best: tuple[float, list[Line], str] = (0.0, [], "")
        for languages in self._choices():
            command = [self.program, "stdin", "stdout", "-l", languages, "--dpi", dpi, "--psm", "3", "tsv"]
            table = _run(command, picture, SECONDS_PER_PAGE)
            if table is None:
                continue
            sure, lines = _lines(table, scale, raw.height)
            least = _LEAST_SURE_OTHER if languages[:3] in _OTHER and not self.languages else _LEAST_SURE
            if sure >= least and sure > best[0]:
                best = (sure, lines, languages)
            if sure >= _SURE and languages[:3] not in _OTHER:
                break
        if not best[1]:
            return False
        self.last = best[2]
        raw.lines = best[1]
        raw.quarter = 0
        raw.rules = []
        raw.machine_read = True
        return True

    def _choices(self) -> list[str]:
        """Languages to try in turn: as asked for, or Latin letters first and then the scripts of the region."""
        if self.languages:
            return ["+".join(self.languages)]
        latin = "+".join(code for code in _LATIN if code in self.installed)
        english = "+eng" if "eng" in self.installed else ""
        known = [latin, *(f"{code}{english}" for code in _OTHER if code in self.installed)]
        found = [languages for languages in known if languages] or [sorted(self.installed - {"osd"})[0]]
        # Thai and Lao are easily taken for each other, so a page is read in every script of the region or in none.
        return sorted(found, key=lambda languages: languages != self.last) if self.last == latin else found


def _lines(table: str, scale: float, height: float) -> tuple[float, list[Line]]:
    """Lines of tesseract's TSV, with the mean confidence of its words, each as often as it has letters."""
    words: dict[tuple[int, ...], list[tuple[str, float, float, float, float]]] = {}
    sure, letters = 0.0, 0
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        left, top, wide, tall = (float(cell) / scale for cell in cells[6:10])
        confidence = float(cells[10])
        sure += confidence * len(cells[11])
        letters += len(cells[11])
        if confidence < 20 or wide <= 0 or tall <= 0:
            continue
        key = tuple(int(cell) for cell in cells[1:5])
        box = (clean(cells[11].strip()), left, height - top - tall, left + wide, height - top)
        words.setdefault(key, []).append(box)
    if not words:
        return -1.0, []
    # By paragraph: single lines wander with their letters, and one that runs askew is taller than its words.
    paragraphs: dict[tuple[int, ...], list[float]] = {}
    for key, own in words.items():
        paragraphs.setdefault(key[:3], []).extend(word[4] - word[2] for word in own)
    reach = {key: sorted(values)[(9 * len(values)) // 10] for key, values in paragraphs.items()}
    usual = median([reach[key] for key, values in paragraphs.items() for _ in values])
    out: list[Line] = []
    for order, (key, own) in enumerate(words.items()):
        size = reach[key[:3]]
        size = usual if 0.72 * usual < size < 1.25 * usual else size
        low = median(w[2] for w in own)
        text = _text_of(own, size)
        x0, x1 = min(w[1] for w in own), max(w[3] for w in own)
        y0, y1 = min(w[2] for w in own), max(w[4] for w in own)
        out.append(Line(text, x0, y0, x1, y1, low, size, False, False, order))
    return sure / letters, out


def _text_of(words: Sequence[tuple[str, float, float, float, float]], size: float) -> str:
    """The words of a line with a space between each two, but for letters of one word of Thai and its like."""
    text = words[0][0]
    for before, word in pairwise(words):
        within = before[0][-1] >= SPACELESS_FROM and word[0][0] >= SPACELESS_FROM
        text += word[0] if within and word[1] - before[3] < 0.25 * size else f" {word[0]}"
    return text
