"""Choose the passages of the gold set of codings: paragraphs of documents written for this project, by a fixed draw.

    .venv/bin/python scripts/select_coding_gold.py

Writes tests/gold/coding/passages.jsonl: one JSON object a line, ``{id, document, language, text}``.
"""

import json
import random
import re
from pathlib import Path

from rantau.corpus.passages import build_passages
from rantau.corpus.read import read_document

ROOT = Path(__file__).resolve().parent.parent
GROUPS = (
    ("src/rantau/demo/sources", 100),
    ("tests/evidence/reports", 50),
    ("tests/gold/documents", 40),
    ("tests/gold/coding/documents", 70),
)


def passages(folder: Path) -> list[dict[str, str]]:
    """Paragraphs and list items of a folder's documents that are long enough to be coded."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix not in (".md", ".html", ".docx", ".pdf", ".txt") or path.name == "README.md":
            continue
        # Lines that begin with "= " are the annotation of the claims' own reports.
        data = re.sub(rb"(?m)^= .*\n", b"", path.read_bytes()) if path.suffix == ".md" else path.read_bytes()
        _, read = build_passages(path.stem, read_document(data, path.name))
        for passage in read:
            text = passage.text
            if passage.kind in ("paragraph", "list_item", "quote") and 140 <= len(text) <= 1200:
                found.append(
                    {"id": passage.id, "document": path.name, "language": passage.language, "text": text}
                )
    return found


def main() -> None:
    chance = random.Random(7)
    chosen = []
    for folder, count in GROUPS:
        here = passages(ROOT / folder)
        chosen += sorted(chance.sample(here, min(count, len(here))), key=lambda one: one["id"])
    target = ROOT / "tests/gold/coding/passages.jsonl"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in chosen), encoding="utf-8")
    print(len(chosen), "passages")


if __name__ == "__main__":
    main()
