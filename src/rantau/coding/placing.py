"""Codings found again: by their place, else by their quotation, after a document was read anew or a code changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rantau.framework.codebook import Codebook
from rantau.framework.errors import BadInput, Way
from rantau.store.records import Coding, Passage

__all__ = ["Followed", "Placed", "find_quote", "follow", "place"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Codings by whether their words were found.

    Attributes:
        here: Codings whose passage has the quotation at their offsets, those of ``moved`` among them.
        moved: Of these, the ones found elsewhere in the document than they were recorded, as they stand now.
        adrift: Codings whose quotation the document lacks, or has more than once.
    """

    here: tuple[Coding, ...]
    moved: tuple[Coding, ...]
    adrift: tuple[Coding, ...]


def place(codings: Iterable[Coding], passages: Mapping[str, Sequence[Passage]]) -> Placed:
    """Find each coding's words in its document.

    A coding stays where it is while its passage has its words there. Otherwise it belongs where the words stand, if
    they stand once in the document; an approximate match is no match.

    Args:
        codings: Codings, in any order, which is kept.
        passages: Document id -> its passages in order, for every document that has codings and is there.
    """
    by_id = {passage.id: passage for each in passages.values() for passage in each}
    here: list[Coding] = []
    moved: list[Coding] = []
    adrift: list[Coding] = []
    for coding in codings:
        passage = by_id.get(coding.passage)
        if passage is not None and passage.text[coding.start : coding.end] == coding.quote:
            here.append(coding)
            continue
        found = list(_within(passages.get(coding.document, ()), coding.quote, most=2))
        if len(found) != 1:
            adrift.append(coding)
            continue
        now, start = found[0]
        again = replace(
            coding, passage=now.id, page=now.page_at(start), start=start, end=start + len(coding.quote)
        )
        here.append(again)
        moved.append(again)
    return Placed(here=tuple(here), moved=tuple(moved), adrift=tuple(adrift))


def find_quote(passages: Sequence[Passage], quote: str) -> tuple[Passage, int]:
    """The one place where exact words stand in some passages.

    Raises:
        BadInput: They do not stand there, or more than once.
    """
    if not quote.strip():
        raise BadInput(
            "there are no words to code",
            way=Way("give them with --quote, or offsets with --start and --end", "mark them in the passage"),
        )
    found = list(_within(passages, quote, most=2))
    shown = quote if len(quote) <= 60 else f"{quote[:57]}..."
    if not found:
        raise BadInput(
            f"the words {shown!r} do not stand there exactly so; copy them from the passage",
            way=Way("or give offsets with --start and --end", "or mark them in it"),
        )
    if len(found) > 1:
        raise BadInput(
            f"the words {shown!r} stand there more than once; quote more of them",
            way=Way("or give offsets with --start and --end", "or mark them in the passage"),
        )
    return found[0]


def _within(passages: Sequence[Passage], quote: str, most: int) -> Iterator[tuple[Passage, int]]:
    if not quote:
        return
    count = 0
    for passage in passages:
        start = passage.text.find(quote)
        while start >= 0:
            yield passage, start
            count += 1
            if count == most:
                return
            start = passage.text.find(quote, start + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Codings by what became of their code.

    Attributes:
        now: Codings with the code that theirs is now.
        waiting: Codings that a person has to put under a code, each with why, in a clause: the code was split or
            retired, is unknown, or has a polarity now that the coding lacks.
    """

    now: tuple[Coding, ...]
    waiting: tuple[tuple[Coding, str], ...]


def follow(codings: Iterable[Coding], codebook: Codebook) -> Followed:
    """Follow codings through the codebook's changes.

    A renamed or merged code is followed; where the new code has no polarity, the coding's is left aside.
    """
    now: list[Coding] = []
    waiting: list[tuple[Coding, str]] = []
    for coding in codings:
        if coding.code not in codebook:
            waiting.append((coding, f"the codebook has no code {coding.code}"))
            continue
        successors = codebook.now(coding.code)
        if not successors:
            waiting.append((coding, f"{coding.code} was retired"))
        elif len(successors) > 1:
            waiting.append((coding, f"{coding.code} was split into {' and '.join(successors)}"))
        elif codebook[successors[0]].polarity and not coding.polarity and coding.status == "accepted":
            waiting.append((coding, f"{successors[0]} has a polarity, and the coding has none"))
        else:
            code = successors[0]
            polarity = coding.polarity if codebook[code].polarity else ""
            same = code == coding.code and polarity == coding.polarity
            now.append(coding if same else replace(coding, code=code, polarity=polarity))
    return Followed(now=tuple(now), waiting=tuple(waiting))
