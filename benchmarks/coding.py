"""Suggestions of codes: passages a second with the lexicon, after decisions and with the sentence model; learning anew.

Made-up passages of some seventy words, put together from phrases of the lexicon and other words, and made-up decisions.
Seconds are of the processor, so that a busy machine does not change them much.
"""

import random
import sys
import time

PASSAGES, DECIDED, VECTORS = 4_000, 1_000, 60
GOAL_OFFLINE, GOAL_LEARNING = 1_000.0, 60.0


def made(count: int, rng: random.Random) -> list[str]:
    from rantau.coding.suggest.patterns import shipped_lexicon

    words = ["".join(rng.choices("abcdefghijklmnoprstu", k=rng.randint(2, 9))) for _ in range(4_000)]
    phrases = []
    for pattern in shipped_lexicon().patterns:
        said = [
            " ".join(sorted(word.whole or {f"{word.stems[0]}s"})[0] for word in segment[0])
            for segment in pattern.segments
        ]
        phrases.append(" of ".join(said))
    texts = []
    for _ in range(count):
        parts = rng.choices(words, k=60)
        for _ in range(rng.randint(0, 5)):
            parts.insert(rng.randrange(len(parts)), rng.choice(phrases))
        texts.append(" ".join(parts) + ".")
    return texts


def main() -> int:
    from rantau.coding.suggest import Example, learn, suggest_text
    from rantau.coding.suggest.sentence_model import sentence_model
    from rantau.framework.codebook import shipped_codebook
    from rantau.framework.errors import FeatureMissing

    rng = random.Random(3)
    texts, book = made(PASSAGES, rng), shipped_codebook()
    suggest_text(texts[:10], book)
    start = time.process_time()
    found = suggest_text(texts, book)
    offline = len(texts) / (time.process_time() - start)
    print(
        f"lexicon: {offline:,.0f} passages/s, {sum(map(len, found)):,} suggestions for {PASSAGES:,} passages"
    )

    examples = [
        Example(text, {code: rng.random() < 0.6 for code, *_ in here})
        for text, here in zip(
            texts[:DECIDED], suggest_text(texts[:DECIDED], book, threshold=0.1), strict=True
        )
    ]
    start = time.process_time()
    learned = learn(examples)
    learning = time.process_time() - start
    print(
        f"learning anew from decisions on {DECIDED:,} passages: {learning:.1f} s, {len(learned.classifiers)} codes"
    )
    start = time.process_time()
    suggest_text(texts, book, learned=learned)
    print(f"after decisions: {len(texts) / (time.process_time() - start):,.0f} passages/s")
    try:
        model = sentence_model()
    except FeatureMissing as reason:
        print(f"sentence model not measured: {reason}")
    else:
        start = time.process_time()
        model.vectors(texts[:VECTORS])
        print(f"vectors: {VECTORS / (time.process_time() - start):,.0f} passages/s")
    print(f"goals: {GOAL_OFFLINE:,.0f} passages/s with the lexicon, {GOAL_LEARNING:.0f} s to learn anew")
    return int(offline < GOAL_OFFLINE or learning > GOAL_LEARNING)


if __name__ == "__main__":
    sys.exit(main())
