"""Build the documents of the default study from the texts in ``scripts/demo_texts``.

    python scripts/make_demo_documents.py

Writes into ``src/rantau/demo/sources``. The same texts give the same bytes; a test builds them again and compares.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import demo_formats
from demo_note import AUTHOR, PUBLISHER, Note, read_notes

TARGET = Path(__file__).resolve().parents[1] / "src/rantau/demo/sources"
MAKERS: dict[str, Callable[[Note], bytes]] = {
    ".md": demo_formats.markdown,
    ".txt": demo_formats.text,
    ".html": demo_formats.web_page,
    ".docx": demo_formats.word,
    ".pdf": demo_formats.pdf,
}


def table(notes: list[Note]) -> bytes:
    """``sources.csv``, with the columns that a study's own has."""
    stream = io.StringIO(newline="")
    columns = ("file", "title", "authors", "year", "publisher", "source_type", "country", "language", "note")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for note in notes:
        about = note.about
        writer.writerow(
            (
                *(note.file, about["title"], AUTHOR, about["year"], PUBLISHER, "unknown"),
                *(about["country"], about["language"], f"{about['series']}; secondary compilation"),
            )
        )
    return stream.getvalue().encode()


def build() -> dict[str, bytes]:
    """Every file of the folder by its name."""
    notes = read_notes()
    made = {note.file: MAKERS[Path(note.file).suffix](note) for note in notes}
    return {**made, "sources.csv": table(notes)}


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    made = build()
    for path in TARGET.iterdir():
        if path.name not in made:
            path.unlink()
    for name, data in made.items():
        (TARGET / name).write_bytes(data)
        print(f"{name}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
