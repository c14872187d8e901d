"""Claims at 2,000 passages/s or better on one core, over whole documents; the densest text is shown beside.

Whole documents: the reports of the evidence tests, each among thirty paragraphs of the prose of the other benchmarks
(five sentences, one in eight with a share, one in three with a citation) and with a list of references, as a report's
figures stand among its other text. The densest text: those reports alone, in which nearly every sentence is a figure.
The peer is the least that any extractor does: one regular expression for a number and the words after it, over the same
passages in the same run.
"""

import random
import re
import statistics
import sys
import time
from pathlib import Path

from benchmarks.reports import SURNAMES, sentence

PASSAGES = 4_000
GOAL = 2_000.0
ROUNDS = 3
REPORTS = Path(__file__).resolve().parents[1] / "tests" / "evidence" / "reports"
BARE = re.compile(r"\d[\d.,]*(?:\s*%|\s+\w+){0,3}")


PROSE = 30


def prose(rng: random.Random) -> str:
    return "\n\n".join(" ".join(sentence(rng) for _ in range(5)) for _ in range(PROSE))


def documents(*, whole: bool) -> list[tuple[object, list[object], list[object]]]:
    """Each report as a study has it: document, passages, citations."""
    from rantau.corpus.citations import find_citations
    from rantau.corpus.passages import build_passages
    from rantau.corpus.read import read_document
    from rantau.corpus.references import parse_references
    from rantau.store.records import Document

    rng = random.Random(3)
    made = []
    for number, path in enumerate(sorted(REPORTS.glob("*.md"))):
        if path.stem == "README":
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        text = "\n".join(line for line in lines if not line.startswith(("= ", "=? ")))
        if whole:
            entries = (f"{name}, A. (2019). A made-up work. *Journal*, 3(1), 1–20." for name in SURNAMES)
            text = f"{text}\n\n## Background\n\n{prose(rng)}\n\n## References\n\n" + "\n\n".join(entries)
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


def measure(name: str, *, whole: bool) -> float:
    """Passages/s of one kind of text, with what it holds and the peer printed."""
    from rantau.evidence import ClaimContext, default_place_index, extract_claims

    made = documents(whole=whole)
    passages = [passage for _, some, _ in made for passage in some]
    repeats = -(-PASSAGES // len(passages))
    words = sum(len(passage.text.split()) for passage in passages) / len(passages)
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
        seconds = time.process_time() - start
        rates.append(len(passages) * repeats / seconds)
        start = time.process_time()
        for _ in range(repeats):
            for passage in passages:
                BARE.findall(passage.text)
        bare.append(len(passages) * repeats / (time.process_time() - start))
    rate = statistics.median(rates)
    each = claims / repeats / len(passages)
    print(
        f"{name}: {len(passages)} passages of {words:.0f} words, {each:.2f} claims each: {rate:,.0f} passages/s, "
        f"{rate * each:,.0f} claims/s; one bare regular expression {statistics.median(bare):,.0f} passages/s"
    )
    return rate


def main() -> int:
    rate = measure("whole documents", whole=True)
    measure("densest text", whole=False)
    print(f"goal {GOAL:,.0f} passages/s of whole documents, on one core")
    return int(rate < GOAL)


if __name__ == "__main__":
    sys.exit(main())
