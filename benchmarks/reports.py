"""Made-up reports for benchmarks: many pages of prose with notes, citations, tables and a reference list."""

import random
from pathlib import Path

SURNAMES = [
    "Anwar",
    "Bui",
    "Chan",
    "Diaz",
    "Evans",
    "Fong",
    "Garcia",
    "Hoang",
    "Ito",
    "Jansen",
    "Khin",
    "Lim",
    "Mya",
    "Nguyen",
    "Ortiz",
    "Phan",
    "Quek",
    "Reyes",
]
TOPICS = [
    "recruitment",
    "debt",
    "detention",
    "shelter",
    "wages",
    "documents",
    "borders",
    "fishing",
    "plantation",
    "construction",
]
WORDS = [
    "migrants",
    "workers",
    "in",
    "the",
    "region",
    "were",
    "found",
    "to",
    "pay",
    "high",
    "fees",
    "before",
    "departure",
    "and",
    "many",
    "of",
    "them",
    "remained",
    "in",
    "debt",
    "for",
    "months",
    "while",
    "employers",
    "kept",
    "their",
    "passports",
    "and",
    "local",
    "officials",
    "did",
    "not",
    "act",
    "on",
    "complaints",
    "that",
    "had",
    "been",
    "made",
    "by",
    "cross-border",
    "networks",
    "or",
    "by",
    "families",
    "at",
    "home",
    "who",
    "received",
    "remittances",
    "through",
    "informal",
    "channels",
]


def sentence(rng: random.Random) -> str:
    words = [rng.choice(WORDS) for _ in range(rng.randint(12, 26))]
    text = " ".join(words).capitalize()
    kind = rng.random()
    year = rng.randint(2010, 2024)
    if kind < 0.12:
        text += f", and {rng.randint(1, 99)}% of victims in Thailand were affected"
    if kind < 0.3:
        text += f" ({rng.choice(SURNAMES)}, {year}, p. {rng.randint(1, 90)})"
    elif kind < 0.35:
        text = f"{rng.choice(SURNAMES)} and {rng.choice(SURNAMES)} ({year}) report that {text[0].lower()}{text[1:]}"
    return text + "."


def typst_report(pages: int, seed: int = 0, columns: int = 1) -> str:
    """Typst source of a report of about that many pages."""
    rng = random.Random(seed)
    parts = [
        f'#set page(paper: "a4", margin: 2.5cm, columns: {columns}, numbering: "1", '
        "header: [Regional review of recruitment])",
        '#set text(size: 10.5pt, hyphenate: true, lang: "en")',
        "#set par(justify: true, first-line-indent: 1em)",
        "#set document(date: none)",
        "= Regional review",
    ]
    for page in range(pages):
        if page % 6 == 0:
            parts.append(f"== {rng.choice(TOPICS).capitalize()} and {rng.choice(TOPICS)}")
        for _ in range(5):
            paragraph = " ".join(sentence(rng) for _ in range(5))
            if rng.random() < 0.15:
                note = f"See {rng.choice(SURNAMES)} ({rng.randint(2010, 2024)}), p. {rng.randint(1, 99)}."
                paragraph += f"#footnote[{note}]"
            parts.append(paragraph)
        if page % 10 == 9:
            cells = ", ".join(f"[{rng.choice(TOPICS)}], [{rng.randint(100, 9999)}]" for _ in range(5))
            parts.append(f"#table(columns: 2, [Topic], [Persons], {cells})")
    parts.append("== References")
    for surname in SURNAMES:
        for year in range(2010, 2025, 3):
            parts.append(
                f"{surname}, A. ({year}). {sentence(rng)[:60].rstrip('(')}. _Journal of Migration_, 3(1), 1–20."
            )
    return "\n\n".join(parts)


def pdf_report(path: Path, pages: int, seed: int = 0, columns: int = 1) -> Path:
    """Write a PDF of exactly ``pages`` pages or a few more."""
    import typst

    content = typst.compile(typst_report(pages, seed, columns).encode("utf-8"))
    assert isinstance(content, bytes)
    path.write_bytes(content)
    return path
