"""Pages that are pictures of text, read by the ``tesseract`` program where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from rantau.corpus.pdf.lines import Line, RawPage, clean

__all__ = ["MAX_PIXELS", "Recogniser", "find_recogniser"]

DPI = 300
MAX_PIXELS = 40_000_000
"""Pixels of a rendered page at most: an A3 page at 300 dpi has 17 million."""
SECONDS_PER_PAGE = 120
_SURE = 75.0
"""Mean word confidence (0-100) below which more languages are tried."""

_CODES = {
    "en": "eng",
    "id": "ind",
    "th": "tha",
    "vi": "vie",
    "km": "khm",
    "lo": "lao",
    "my": "mya",
    "ms": "msa",
    "tl": "fil",
    "zh": "chi_sim",
    "fr": "fra",
    "es": "spa",
    "pt": "por",
    "de": "deu",
    "nl": "nld",
}
_SCRIPTS = {"Thai": "tha", "Khmer": "khm", "Lao": "lao", "Myanmar": "mya", "Vietnamese": "vie"}
_LATIN = ("eng", "ind", "vie", "msa", "fil")


def find_recogniser(languages: Sequence[str]) -> Recogniser | None:
    """The OCR program with the languages to use, or None where it or every language is missing.

    Args:
        languages: Codes of ISO 639-1 (``id``) or of tesseract (``ind``); empty to choose by the page's script.
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
        best: tuple[float, list[Line]] = (-1.0, [])
        for languages in self._choices(picture, dpi):
            if best[0] >= _SURE:
                break
            command = [self.program, "stdin", "stdout", "-l", languages, "--dpi", dpi, "--psm", "3", "tsv"]
            table = _run(command, picture, SECONDS_PER_PAGE)
            if table is not None:
                found = _lines(table, scale, raw.height)
                if found[0] > best[0]:
                    best = found
        if not best[1]:
            return False
        raw.lines = best[1]
        raw.quarter = 0
        raw.rules = []
        raw.machine_read = True
        return True

    def _choices(self, picture: bytes, dpi: str) -> list[str]:
        """Languages to try in turn: as asked for, or by the script that tesseract sees."""
        if self.languages:
            return ["+".join(self.languages)]
        eng = "eng" if "eng" in self.installed else sorted(self.installed - {"osd"})[0]
        if "osd" in self.installed:
            seen = (
                _run([self.program, "stdin", "stdout", "--dpi", dpi, "--psm", "0"], picture, SECONDS_PER_PAGE)
                or ""
            )
            script = next(
                (line.split(":")[1].strip() for line in seen.splitlines() if line.startswith("Script:")), ""
            )
            code = _SCRIPTS.get(script, "")
            if code in self.installed:
                return [f"{code}+{eng}" if code != eng else eng, eng]
        latin = "+".join(code for code in _LATIN if code in self.installed)
        return [eng, latin] if latin and latin != eng else [eng]


def _lines(table: str, scale: float, height: float) -> tuple[float, list[Line]]:
    """Lines of tesseract's TSV, with the mean confidence of their words."""
    words: dict[tuple[int, ...], list[tuple[str, float, float, float, float]]] = {}
    sure: list[float] = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        left, top, wide, tall = (float(cell) / scale for cell in cells[6:10])
        confidence = float(cells[10])
        if confidence < 20 or wide <= 0 or tall <= 0:
            continue
        sure.append(confidence)
        key = tuple(int(cell) for cell in cells[1:5])
        box = (clean(cells[11].strip()), left, height - top - tall, left + wide, height - top)
        words.setdefault(key, []).append(box)
    if not words:
        return -1.0, []
    heights = {key: max(w[4] for w in own) - min(w[2] for w in own) for key, own in words.items()}
    long = [heights[key] for key, own in words.items() if len(own) > 3] or list(heights.values())
    usual = median(long)
    paragraphs: dict[tuple[int, ...], list[float]] = {}
    for key, value in heights.items():
        paragraphs.setdefault(key[:3], []).append(value)
    out: list[Line] = []
    for order, (key, own) in enumerate(words.items()):
        # Line heights wander with the letters: only what clearly differs from the page's usual counts as another size.
        size = median(paragraphs[key[:3]])
        size = usual if 0.72 * usual < size < 1.3 * usual else size
        low = median(w[2] for w in own)
        text = " ".join(w[0] for w in own)
        x0, x1 = min(w[1] for w in own), max(w[3] for w in own)
        y0, y1 = min(w[2] for w in own), max(w[4] for w in own)
        out.append(Line(text, x0, y0, x1, y1, low, size, False, False, order))
    return sum(sure) / len(sure), out
