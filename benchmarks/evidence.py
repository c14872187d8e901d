"""Claims at 2,000 passages/s or better on one core.

Reports as people write them, in English and Indonesian: those of the evidence tests, read once, their passages repeated
until there are enough. The peer is the least that any extractor does: one regular expression for a number and the
words after it, over the same passages in the same run.
"""

import re
import statistics
import sys
import time
from pathlib import Path

PASSAGES = 4_000
GOAL = 2_000.0
ROUNDS = 3
REPORTS = Path(__file__).resolve().parents[1] / "tests" / "evidence" / "reports"
BARE = re.compile(r"\d[\d.,]*(?:\s*%|\s+\w+){0,3}")


def documents() -> list[tuple[object, list[object], list[object]]]:
    """Each report as a study has it: document, passages, citations."""
    from rantau.corpus.citations import find_citations
    from rantau.corpus.passages import build_passages
    from rantau.corpus.read import read_document
    from rantau.corpus.references import parse_references
    from rantau.store.records import Document

    made = []
    for number, path in enumerate(sorted(REPORTS.glob("*.*"))):
        if path.stem == "README":
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        text = "\n".join(line for line in lines if not line.startswith(("= ", "=? ")))
        read = read_document(text.encode(), path.name)
        _, passages = build_passages(f"d{number}", read)
        citations = find_citations(f"d{number}", passages, parse_references(f"d{number}", passages))
        document = Document(
            id=f"d{number}",
            file=path.name,
            sha256="",
            size=len(text),
            title=read.title,
            year=2024,
            language=read.language,
        )
        made.append((document, passages, citations))
    return made


def main() -> int:
    from rantau.evidence import ClaimContext, default_place_index, extract_claims

    made = documents()
    once = sum(len(passages) for _, passages, _ in made)
    repeats = -(-PASSAGES // once)
    passages = [passage for _, some, _ in made for passage in some]
    words = sum(len(passage.text.split()) for passage in passages) / len(passages)
    figures = sum(1 for passage in passages if re.search(r"\d", passage.text)) / len(passages)
    places = default_place_index()
    contexts = [ClaimContext(document=document, places=places) for document, _, _ in made]
    for context, (_, some, cited) in zip(contexts, made, strict=True):
        extract_claims(some[:5], cited, context)
    rates, bare = [], []
    claims = 0
    for _ in range(ROUNDS):
        start = time.process_time()
        claims = 0
        for _ in range(repeats):
            for context, (_, some, cited) in zip(contexts, made, strict=True):
                claims += len(extract_claims(some, cited, context))
        rates.append(once * repeats / (time.process_time() - start))
        start = time.process_time()
        for _ in range(repeats):
            for passage in passages:
                BARE.findall(passage.text)
        bare.append(once * repeats / (time.process_time() - start))
    rate = statistics.median(rates)
    print(
        f"{once} passages of {len(made)} reports ({words:.0f} words each, {100 * figures:.0f}% with digits), "
        f"{claims // repeats} claims, read {repeats} times"
    )
    print(
        f"one bare regular expression: {statistics.median(bare):,.0f} passages/s (it says nothing of what is counted)"
    )
    print(f"claims: {rate:,.0f} passages/s on one core (goal {GOAL:,.0f})")
    return int(rate < GOAL)


if __name__ == "__main__":
    sys.exit(main())
