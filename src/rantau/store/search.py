"""Full-text search over passages, the same on both databases and for all scripts of the region.

Two indexes stand side by side. The **word** index finds whole words of scripts with spaces between words, and through
a list of all words their parts too (``kerja`` in ``pekerja``). The **trigram** index finds any run of letters: words of
Thai, Khmer, Lao and Burmese, which have no spaces. (PostgreSQL's trigrams serve for both.) All are over *folded* text:
lower case, Latin letters without their marks (``người`` as ``nguoi``, ``đ`` as ``d``); marks of other scripts stay,
since they are vowels there.

A query is words, all of which must stand in a passage, and phrases in quotation marks. Whole words come first, ranked
by how telling they are in the passage; then, where there is room, passages that have them as parts of words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, text

from rantau.store.folding import fold, fold_with_offsets
from rantau.store.indexing import HAS_SPACELESS, WORD
from rantau.store.records import Hit, Passage
from rantau.store.rows import PASSAGE, clean

__all__ = [
    "CANDIDATES",
    "POSTGRES_WORDS",
    "Term",
    "highlight",
    "parse_query",
    "search",
]

CANDIDATES = 2_000
"""At most so many passages are ranked, taken evenly from all that match: a word that is nearly everywhere tells
nothing, and must not cost a second."""
_MOST_TERMS = 12
_MOST_GRAMS = 150
_MOST_WORDS = 60
_MOST_PARTS = 4
"""Words of a query up to which they are looked for as parts of words: a sentence is not meant so."""
_LONGEST_TERM = 200
_SNIPPET = 160

_TERM = re.compile(r'"([^"]*)"?|“([^”]*)”?|([^\s"“]+)')


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase that must stand in a passage, folded."""

    text: str
    whole: bool
    """False where the script has no spaces: the term is found anywhere."""


def parse_query(query: str) -> list[Term]:
    """The terms of a query; signs without a letter or digit are passed over."""
    terms: list[Term] = []
    for match in _TERM.finditer(clean(query)):
        value = " ".join(fold(next(part for part in match.groups() if part is not None)).split())
        if not any(char.isalnum() for char in value):
            continue
        if match[3] is not None:
            value = value.strip("".join({char for char in value if not char.isalnum() and ord(char) < 0x300}))
        term = Term(value[:_LONGEST_TERM], not HAS_SPACELESS.search(value))
        if term not in terms:
            terms.append(term)
    return terms[:_MOST_TERMS]


def search(connection: Connection, query: str, limit: int) -> list[Hit]:
    """Passages that have every term of the query.

    Args:
        connection: An open connection.
        query: Words and phrases; nothing in it is read as an operator.
        limit: Most hits to give.

    Returns:
        Whole words before parts of words; then by rank, document and passage.
    """
    terms = parse_query(query)
    if not terms or limit < 1:
        return []
    find = _sqlite if connection.dialect.name == "sqlite" else _postgres
    found = dict(find(connection, terms, limit, False))
    if len(found) < limit and 0 < sum(term.whole for term in terms) <= _MOST_PARTS:
        for key, _ in find(connection, terms, limit + len(found), True):
            found.setdefault(key, 0.0)
            if len(found) >= limit:
                break
    return _hits(connection, found, terms)


def _hits(connection: Connection, found: dict[int, float], terms: Sequence[Term]) -> list[Hit]:
    if not found:
        return []
    keys = ",".join(str(int(key)) for key in found)
    rows = connection.execute(text(f"SELECT * FROM passages WHERE key IN ({keys})"))  # noqa: S608  whole numbers
    passages = {row["key"]: PASSAGE.read(row) for row in rows.mappings()}
    return [_hit(passages[key], score, terms) for key, score in found.items()]


def _hit(passage: Passage, score: float, terms: Sequence[Term]) -> Hit:
    matches = highlight(passage.text, terms)
    first = matches[0][0] if matches else 0
    return Hit(
        document=passage.document,
        passage=passage.id,
        page=passage.page_at(first),
        snippet=_snippet(passage.text, first),
        matches=matches,
        score=score,
    )


def _snippet(value: str, at: int) -> str:
    """Text around an offset, cut between words where there are spaces."""
    start, end = max(0, at - _SNIPPET // 2), min(len(value), at + _SNIPPET)
    if start:
        space = value.find(" ", start, at)
        start = space + 1 if space >= 0 else start
    if end < len(value):
        space = value.rfind(" ", at + _SNIPPET // 2, end)
        end = space if space >= 0 else end
    return ("… " if start else "") + value[start:end] + (" …" if end < len(value) else "")


def highlight(value: str, terms: Sequence[Term]) -> tuple[tuple[int, int], ...]:
    """Offsets of every term in a text, in order, not overlapping; whole words where the text has any."""
    folded, starts, ends = fold_with_offsets(value)
    spans: list[tuple[int, int]] = []
    for term in terms:
        pattern = r"\s+".join(re.escape(word) for word in term.text.split())
        found = list(re.finditer(rf"(?<!\w){pattern}(?!\w)", folded)) if term.whole else []
        if not found and term.whole:
            loose = r"\W+".join(re.escape(word) for word in re.findall(r"\w+", term.text))
            found = list(re.finditer(rf"(?<!\w){loose}(?!\w)", folded))
        found = found or list(re.finditer(pattern, folded))
        spans += [
            (starts[match.start()], ends[match.end() - 1]) for match in found if match.end() > match.start()
        ]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end > start and (not kept or start >= kept[-1][1]):
            kept.append((start, end))
    return tuple(kept)


# -- SQLite: FTS5 ----------------------------------------------------------------------------------------


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _like(term: str) -> str:
    return "%" + re.sub(r"([\\%_])", r"\\\1", term) + "%"


def _filters(terms: Sequence[Term], start: int = 0) -> tuple[str, dict[str, Any]]:
    """``folded LIKE`` for each term, for terms that no index of words can find."""
    clauses = [f"p.folded LIKE :part{start + index} ESCAPE '\\'" for index in range(len(terms))]
    values = {f"part{start + index}": _like(term.text) for index, term in enumerate(terms)}
    return " AND ".join(clauses), values


def _sqlite(
    connection: Connection, terms: Sequence[Term], limit: int, parts: bool
) -> list[tuple[int, float]]:
    """Keys and scores of passages; with ``parts``, of passages that have the terms as parts of words."""
    asked: dict[str, list[str]] = {"words": [], "grams": []}
    scanned: list[Term] = []
    ranked = not parts
    for term in terms:
        if term.whole:
            asked["words"].append(_words_with(connection, term.text) if parts else _quoted(term.text))
        elif len(term.text) >= 3:
            asked["grams"].append(_quoted(term.text))
        elif (found := _grams_of(connection, term.text)) is not None:
            asked["grams"].append(" OR ".join(_quoted(one) for one in found))
            ranked = ranked and bool(asked["words"])
        else:
            scanned.append(term)
    if not all((*asked["words"], *asked["grams"])):
        return []
    if parts and asked["words"] == [_quoted(term.text) for term in terms if term.whole]:
        return []  # no word has them as parts: that was the search for whole words
    values = {name: " AND ".join(f"({one})" for one in some) for name, some in asked.items() if some}
    clauses, more = _filters(scanned)
    values |= more
    first, *other = [name for name in asked if name in values] or [""]
    if not first:
        return [(key, 0.0) for key in _sqlite_scan(connection, clauses, values, limit)]
    matching = f"FROM passage_{first} WHERE passage_{first} MATCH :{first}"
    for name in other:
        # The plus keeps SQLite from asking the first index anew for each passage of the second.
        matching += f" AND +rowid IN (SELECT rowid FROM passage_{name} WHERE passage_{name} MATCH :{name})"  # noqa: S608
    # bm25 is negative, and lower is better.
    score = f"-bm25(passage_{first})" if ranked else "0.0"
    sample = _sample(connection, matching, values) if ranked else ""
    if sample is None:
        return []
    rows: Sequence[Row[Any]] = ()
    for some in (sample, ""):
        most = 2 * CANDIDATES if some else CANDIDATES
        source = f"SELECT rowid AS key, {score} AS score {matching}{some} LIMIT {most}"
        rows = connection.execute(
            text(
                f"""
                SELECT f.key, f.score FROM ({source}) AS f JOIN passages AS p ON p.key = f.key
                {"WHERE " + clauses if clauses else ""}
                ORDER BY f.score DESC, p.document, p.number LIMIT :limit
                """  # noqa: S608  made of parameter names
            ),
            {"limit": limit, **values},
        ).all()
        if not some or len(rows) == limit:
            break
    return [(row.key, row.score) for row in rows]


def _sqlite_scan(connection: Connection, clauses: str, values: Mapping[str, str], limit: int) -> list[int]:
    """The first passages that have what is too common to look up, found by reading them in order."""
    rows = connection.execute(
        text(
            f"SELECT p.key FROM passages AS p WHERE {clauses} ORDER BY p.document, p.number LIMIT :limit"  # noqa: S608
        ),
        {"limit": limit, **values},
    )
    return [row.key for row in rows]


def _sample(connection: Connection, matching: str, values: Mapping[str, str]) -> str | None:
    """Where more passages match than are ranked: a condition that takes them evenly from the whole study.

    Empty where all can be ranked; None where nothing matches.
    """
    probe = (
        "SELECT count(*) AS matches, max(rowid) AS last, (SELECT max(key) FROM passages) AS end "  # noqa: S608
        f"FROM (SELECT rowid {matching} LIMIT {CANDIDATES + 1})"
    )
    seen = connection.execute(text(probe), values).one()
    if seen.matches <= CANDIDATES:
        return "" if seen.matches else None
    # Steps of the golden section fall evenly, also where what passages are about repeats in step with their numbers.
    return f" AND ((rowid * 2654435761) & 4294967295) < {(seen.last << 32) // seen.end}"


def _says_nothing_as_a_part(term: str) -> bool:
    """A letter, or a number, is looked for as a word only."""
    return len(term) < 2 or term.isdecimal()


def _words_with(connection: Connection, term: str) -> str:
    """What to ask the word index for a term as a part of words; empty where there are none.

    A word is asked for as the words it is a part of, the shortest first; of a phrase the last word may go on.
    """
    if not WORD.fullmatch(term):
        return f"{_quoted(term)} *"
    if _says_nothing_as_a_part(term):
        return _quoted(term)
    rows = connection.execute(
        text(
            "SELECT word FROM passage_vocabulary WHERE instr(word, :part) > 0 "
            "ORDER BY length(word), word LIMIT :most"
        ),
        {"part": term, "most": _MOST_WORDS},
    )
    return " OR ".join(_quoted(row.word) for row in rows)


def _grams_of(connection: Connection, term: str) -> list[str] | None:
    """Every trigram that begins with a term of one or two characters; None where they are too many to ask for.

    Then the term is so common that reading passages until enough are found is quick. See :func:`indexed` for why each
    occurrence has such a trigram.
    """
    rows = connection.execute(
        text("SELECT term FROM passage_gram_terms WHERE term >= :low AND term < :high LIMIT :most"),
        {"low": term, "high": term + "\U0010ffff", "most": _MOST_GRAMS + 1},
    )
    found = [row.term for row in rows]
    return found if len(found) <= _MOST_GRAMS else None


# -- PostgreSQL: tsvector('simple') and pg_trgm ----------------------------------------------------------


POSTGRES_WORDS = (
    "INSERT INTO passage_words (key, words) "
    "SELECT key, to_tsvector('simple', left(folded, 200000)) FROM passages WHERE document = :document"
)
"""Writes the words of a document's passages. PostgreSQL holds a megabyte of them for each; what comes later in a
passage is found as a part of words."""


def _postgres(
    connection: Connection, terms: Sequence[Term], limit: int, parts: bool
) -> list[tuple[int, float]]:
    """Keys and scores of passages; with ``parts``, of passages that have the terms as parts of words."""
    whole = [term for term in terms if term.whole and not (parts and not _says_nothing_as_a_part(term.text))]
    others = [term for term in terms if term not in whole]
    clauses, values = _filters(others)
    wanted = " && ".join(f"phraseto_tsquery('simple', :word{index})" for index in range(len(whole)))
    source = "passages AS p JOIN passage_words AS w ON w.key = p.key" if whole else "passages AS p"
    conditions = [f"w.words @@ ({wanted})"] * bool(whole) + [clauses] * bool(clauses)
    values |= {f"word{index}": term.text for index, term in enumerate(whole)}
    values |= {f"run{index}": term.text for index, term in enumerate(others)}
    scores = [f"ts_rank(w.words, {wanted})"] * bool(whole)
    # Of runs without spaces: how much of the passage they are. A rank as of words would need words.
    scores += [
        f"1 - length(replace(p.folded, :run{index}, '')) / (length(p.folded) + 100.0)"
        for index in range(len(others))
    ]
    score = "0.0" if parts else " + ".join(scores)
    rows = connection.execute(
        text(
            f"""
            SELECT f.key, f.score FROM (
                SELECT p.key, p.document, p.number, {score} AS score FROM {source}
                WHERE {" AND ".join(conditions)} LIMIT {CANDIDATES}) AS f
            ORDER BY round(f.score::numeric, 6) DESC, f.document COLLATE "C", f.number LIMIT :limit
            """  # noqa: S608  made of parameter names
        ),
        {"limit": limit, **values},
    )
    return [(row.key, float(row.score)) for row in rows]
