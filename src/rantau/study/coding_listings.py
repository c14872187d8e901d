"""What listings show of coding, as plain rows ready for JSON. Each is what one coder may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from rantau.coding.effective import Coded
from rantau.framework.codebook import Codebook
from rantau.framework.errors import BadInput, Way
from rantau.store.records import Coding
from rantau.study.coding_acts import open_differences, visible_memos
from rantau.study.coding_desk import CodingDesk
from rantau.study.coding_view import CodingView
from rantau.study.listings import Row

__all__ = [
    "assignment_rows",
    "check_threshold",
    "code_rows",
    "codebook_rows",
    "coding_row",
    "coding_rows",
    "difference_rows",
    "memo_rows",
    "suggestion_rows",
    "waiting_rows",
]


def codebook_rows(codebook: Codebook, coded: Iterable[Coded], *, retired: bool = False) -> list[Row]:
    """The codes in the codebook's order, with how many passages are coded and how many suggestions wait.

    Args:
        codebook: The study's codebook.
        coded: How codes on passages stand.
        retired: Show retired codes too, with what took their place.
    """
    passages: dict[str, set[str]] = {}
    waiting: Counter[str] = Counter()
    for one in coded:
        if one.counts:
            passages.setdefault(one.code, set()).add(one.passage)
        waiting[one.code] += one.status == "proposed"
    return [
        {
            "id": code.id,
            "name": code.name,
            "parent": code.parent,
            "theory": code.theory,
            "definition": code.definition,
            "include": code.include,
            "exclude": code.exclude,
            "example": code.example,
            "source": code.source,
            "polarity": code.polarity,
            "retired": code.retired,
            "successors": list(code.successors),
            "passages": len(passages.get(code.id, ())),
            "suggestions": waiting[code.id],
        }
        for code in codebook.codes.values()
        if retired or not code.retired
    ]


def check_threshold(desk: CodingDesk, threshold: float | None) -> None:
    """Refuse a threshold lower than the study's, under which suggestions are not kept.

    Raises:
        BadInput: It is lower.
    """
    kept = desk.study.settings.coding.threshold
    if threshold is not None and threshold < kept:
        raise BadInput(
            f"the study keeps suggestions from {kept:g} up",
            way=Way(
                f"set threshold under [coding] in study.toml to {threshold:g} to have more",
                "ask for none below, or have the study keep more (threshold under [coding] in study.toml)",
            ),
        )


def suggestion_rows(desk: CodingDesk, threshold: float | None = None) -> list[Row]:
    """Suggestions on which the coder has not decided, in the order of documents and of reading.

    Args:
        desk: The coder's desk.
        threshold: Least probability, see :func:`check_threshold`.
    """
    view = desk.view()
    mine = {(one.passage, one.code) for one in view.placed.here if one.coder == desk.coder}
    order = {file: number for number, file in enumerate(view.files.values())}
    texts = {
        passage.id: passage.text
        for document in {one.document for one in view.suggestions}
        for passage in view.store.passages(document)
    }
    rows = [
        {
            "document": view.files[one.document],
            "page": one.page,
            "passage": one.passage,
            "code": one.code,
            "polarity": one.polarity,
            "probability": one.probability,
            "why": list(one.why),
            "start": one.start,
            "end": one.end,
            "quote": texts[one.passage][one.start : one.end],
            "by": one.by,
            "id": one.id,
        }
        for one in view.suggestions
        if one.document in view.files
        and (one.passage, one.code) not in mine
        and one.probability >= (threshold or 0.0)
    ]
    return sorted(rows, key=lambda row: order[row["document"]])


def code_rows(view: CodingView) -> list[Row]:
    """Every passage that has codes: ``{document, page, passage, codes: [{code, polarity, probability, status}]}``.

    ``status`` is ``accepted``, ``contested`` or ``rejected`` where people decided, ``machine-coded`` where the study
    lets a suggestion stand in for a coding, and ``proposed`` for a suggestion that waits. ``probability`` is the
    suggestion's, and null where a person coded without one. ``page`` counts from the first page of the file.
    """
    order = {id: number for number, id in enumerate(view.files)}
    rows: dict[str, Row] = {}
    for one in sorted((c for c in view.judged if c.document in order), key=lambda c: order[c.document]):
        row = rows.setdefault(
            one.passage,
            {"document": view.files[one.document], "page": one.page, "passage": one.passage, "codes": []},
        )
        row["codes"].append(
            {
                "code": one.code,
                "polarity": one.polarity,
                "probability": one.probability,
                "status": one.status,
            }
        )
    return list(rows.values())


def coding_rows(view: CodingView, *, document: str | None = None, code: str | None = None) -> list[Row]:
    """Codings that the coder may see, each with its words; those that wait for a person are in :func:`waiting_rows`.

    Args:
        view: What the coder sees.
        document: Only of this document, by its id.
        code: Only under this code or codes beneath it.
    """
    found = [
        one
        for one in view.followed.now
        if (document is None or one.document == document)
        and (code is None or one.code == code or one.code.startswith(f"{code}."))
    ]
    order = {id: number for number, id in enumerate(view.files)}
    return [coding_row(view, one) for one in sorted(found, key=lambda one: order.get(one.document, -1))]


def coding_row(view: CodingView, one: Coding) -> dict[str, Any]:
    """One coding with its words."""
    return {
        "document": view.files.get(one.document, one.document),
        "page": one.page,
        "passage": one.passage,
        "start": one.start,
        "end": one.end,
        "quote": one.quote,
        "code": one.code,
        "polarity": one.polarity,
        "coder": one.coder,
        "status": one.status,
        "probability": one.probability,
        "time": one.time,
        "reason": one.reason,
        "adjudicated_by": one.adjudicated_by,
        "id": one.id,
    }


def waiting_rows(view: CodingView) -> list[Row]:
    """Codings that wait for a person: whose words were not found, or whose code is in use no longer; each with why."""
    why = "its words stand in the document no longer, or more than once"
    adrift = [
        (one, why if one.document in view.files else "its document is no longer in the study")
        for one in view.placed.adrift
    ]
    return [{"why": reason, **coding_row(view, one)} for one, reason in (*adrift, *view.followed.waiting)]


def memo_rows(view: CodingView) -> list[Row]:
    """Memos, the oldest first."""
    return [
        {
            "about": view.files.get(memo.about, memo.about),
            "text": memo.text,
            "coder": memo.coder,
            "time": memo.time,
            "id": memo.id,
        }
        for memo in visible_memos(view)
    ]


def assignment_rows(view: CodingView) -> list[Row]:
    """Who is to code what, blind or not, and whether they are done."""
    return [
        {
            "coder": one.coder,
            "document": view.files.get(one.document, one.document),
            "blind": one.blind,
            "done": (one.coder, one.document) in view.done,
            "open": not one.blind or view.is_open(one.document),
        }
        for one in view.assignments
    ]


def difference_rows(view: CodingView) -> list[Row]:
    """What coders differ on and nobody has settled."""
    rows = []
    for one in open_differences(view):
        words: Sequence[Coding] = one.accepting
        rows.append(
            {
                "document": view.files.get(one.document, one.document),
                "page": one.page,
                "passage": one.passage,
                "code": one.code,
                "differs": one.kind,
                "accepting": [
                    {
                        "coder": each.coder,
                        "polarity": each.polarity,
                        "start": each.start,
                        "end": each.end,
                        "quote": each.quote,
                    }
                    for each in words
                ],
                "rejecting": list(one.rejecting),
                "silent": list(one.silent),
            }
        )
    return rows
