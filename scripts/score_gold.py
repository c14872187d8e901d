"""Score the extractors on the gold set, and the two passes of its annotation against each other.

python scripts/score_gold.py                 a line for each document, and what is right of what was found
python scripts/score_gold.py --agreement     the two passes against each other
python scripts/score_gold.py --errors NAME   what was missed, found in excess or got wrong in one document
python scripts/score_gold.py --by pass_two   against the second pass
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from gold import documents
from gold.agreement import LABELS, agree, kappa, pool
from gold.scoring import CLAIM_PARTS, Counts, Scores, add, score

SPEECH_PARTS = ("speaker_type", "speaker", "told_in", "source")


def _scores(by: str) -> dict[str, Scores]:
    scores = {}
    for name in documents.names():
        gold = documents.annotation(name, by)
        if gold is not None:
            scores[name] = score(
                gold, documents.claims(name), documents.read(name).citations, documents.testimonies(name)
            )
    return scores


def _line(name: str, counts: Counts) -> str:
    return (
        f"{name:24} {counts.found:5} {counts.missing:5} {counts.extra:5}"
        f" {counts.precision:6.3f} {counts.recall:6.3f} {counts.f1:6.3f}"
    )


def show(by: str) -> None:
    scores = _scores(by)
    total = add(scores.values())
    head = f"{'':24} {'found':>5} {'miss':>5} {'extra':>5} {'P':>6} {'R':>6} {'F1':>6}"
    print(f"claims {head[7:]}")
    for name, one in scores.items():
        print(_line(name, one.claims.get("all", Counts())))
    for kind in ("count", "share", "money", "time"):
        print(_line(f"  {kind}", total.claims.get(kind, Counts())))
    print(_line("all", total.claims["all"]))
    print("\nright of the claims found")
    for part in CLAIM_PARTS:
        print(f"  {part:12} {total.right[part]:4} of {total.asked[part]:4}  {total.share(part):.3f}")
    if any(documents.testimonies(name) is not None for name in scores):
        print(f"\ntestimonies {head[12:]}")
        for name, one in scores.items():
            print(_line(name, one.testimonies))
        print(_line("all", total.testimonies))
        print("\nright of the testimonies found")
        for part in SPEECH_PARTS:
            print(f"  {part:12} {total.right[part]:4} of {total.asked[part]:4}  {total.share(part):.3f}")
    print(f"\nnegatives violated: {len(total.violated)} of {total.negatives}")
    for negative, found in total.violated:
        print(f"  {negative.kind}: {negative.text!r} in {found!r}")


def show_agreement() -> None:
    passes = {
        name: (documents.annotation(name), documents.annotation(name, "pass_two"))
        for name in documents.names()
    }
    both = {name: agree(*two) for name, two in passes.items() if None not in two}
    if not both:
        print("There is no second pass yet.")
        return
    total = pool(both.values())
    print(f"{len(both)} documents with two passes: {', '.join(both)}\n")
    for name, counts in total.spans.items():
        print(
            f"{name:14} both {counts.found:4}  first alone {counts.missing:3}  second alone {counts.extra:3}  F1 {counts.f1:.3f}"
        )
    print()
    for part, pairs in total.labels.items():
        beyond = f"  kappa {kappa(pairs):.3f}" if part in LABELS else ""
        print(f"{part:14} the same in {total.share(part):.3f} of {len(pairs)}{beyond}")


def show_errors(name: str, by: str) -> None:
    one = _scores(by)[name]
    texts = {passage.number: passage.text for passage in documents.read(name).passages}
    for missing in one.missing:
        pieces = getattr(missing, "pieces", None) or (missing.where,)
        words = " … ".join(texts[piece.passage][piece.start : piece.end] for piece in pieces)
        print(f"missing  {getattr(missing, 'value', '')} {getattr(missing, 'unit', '')} | {words}")
    for extra in one.extra:
        if hasattr(extra, "quote"):
            print(f"extra    {extra.value} {extra.low}–{extra.high} {extra.unit} | {extra.quote}")
        else:
            words = " … ".join(texts[piece.passage][piece.start : piece.end] for piece in extra.pieces)
            print(f"extra    {extra.speaker_type} | {words}")
    for told, speech in one.told:
        if (told.speaker_type, told.speaker) != (speech.speaker_type, speech.speaker):
            print(
                f"speaker  has {speech.speaker_type}: {speech.speaker!r}, should be {told.speaker_type}: {told.speaker!r}"
            )
    for part, pairs in one.wrong.items():
        if part == "role_stated":
            continue
        for gold, claim in pairs:
            have = getattr(claim, "places" if part == "roles" else part)
            want = getattr(gold, part)
            print(f"{part:9}{claim.quote[:70]!r}: has {have}, should be {want}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--by", default="pass_one", choices=("pass_one", "pass_two"))
    parser.add_argument("--agreement", action="store_true")
    parser.add_argument("--errors", metavar="NAME")
    asked = parser.parse_args()
    if asked.agreement:
        show_agreement()
    elif asked.errors:
        show_errors(asked.errors, asked.by)
    else:
        show(asked.by)


if __name__ == "__main__":
    main()
