"""The codebook: three theories as one set of codes, and the concept graph that joins them.

The shipped codebook is data (``codebook.toml``). A study's changes to it are values too, applied in order; codes that
were renamed, split, merged or retired stay known, so that every earlier coding can be followed to what it is now.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from rantau.framework.errors import BadInput, Way
from rantau.framework.language import current, gettext

__all__ = [
    "CODE_ID",
    "Arrow",
    "Change",
    "ChangeKind",
    "Code",
    "Codebook",
    "Concept",
    "Polarity",
    "codebook_words",
    "shipped_codebook",
]

Polarity = Literal["", "insecurity", "protection"]
"""Of a coding under human security: which of the two the passage tells of."""

CODE_ID = re.compile(r"[A-Z]{2,6}(\.[a-z][a-z0-9_]*)*")
"""``MS.meso.informal_broker``: a theory's letters, then ever narrower words."""

ChangeKind = Literal["add", "edit", "rename", "split", "merge", "retire"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code with what a coder needs to apply it."""

    id: str
    name: str
    definition: str
    include: str
    """When to apply it."""
    exclude: str
    """When not to, and which code instead."""
    example: str
    """Written for the codebook; no quotation."""
    theory: str
    source: str
    """The work that the concept comes from, in full."""
    polarity: bool = False
    """A coding says whether it tells of insecurity or of protection."""
    retired: bool = False
    """Not to be applied any more; earlier codings stay."""
    successors: tuple[str, ...] = ()
    """Where its codings belong now: one code after a renaming or merging, several after a split."""

    @property
    def parent(self) -> str | None:
        """Id of the code above it."""
        return self.id.rpartition(".")[0] or None

    @property
    def depth(self) -> int:
        """0 for a theory."""
        return self.id.count(".")


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing that the theories speak of and that is no code; passages under ``codes`` speak of it."""

    id: str
    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """A directed, signed relation of the concept graph. Its ends are ids of codes or concepts."""

    start: str
    end: str
    sign: Literal["+", "-"]
    why: str
    source: str

    @property
    def id(self) -> str:
        return f"{self.start} -> {self.end}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change to the codebook, as a person decided it.

    ``add`` and ``edit`` give ``codes``: the code as it is to be. ``rename`` and ``merge`` give ``old`` ids and one code
    in ``codes`` (for ``merge`` it may be an existing id); ``split`` gives one ``old`` id and several ``codes``;
    ``retire`` gives ``old`` ids.
    """

    kind: ChangeKind
    old: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    reason: str


@dataclass(frozen=True)
class Codebook:
    """Codes in the order in which they are shown, concepts, and arrows."""

    version: str
    codes: Mapping[str, Code]
    """By id; retired codes among them."""
    concepts: Mapping[str, Concept]
    arrows: tuple[Arrow, ...]
    changes: tuple[Change, ...] = field(default=())

    def __iter__(self) -> Iterator[Code]:
        """Codes that can be applied."""
        return (code for code in self.codes.values() if not code.retired)

    def __contains__(self, id: object) -> bool:
        return id in self.codes

    def __getitem__(self, id: str) -> Code:
        try:
            return self.codes[id]
        except KeyError:
            raise BadInput(
                f"{id!r} is no code of the codebook",
                way=Way("'rantau codebook' lists them", "choose one of the codebook"),
            ) from None

    def beneath(self, id: str) -> tuple[Code, ...]:
        """Codes that can be applied under one, at any depth, without itself."""
        return tuple(code for code in self if code.id.startswith(f"{id}."))

    def above(self, id: str) -> tuple[str, ...]:
        """Ids of the codes above one, the nearest first."""
        parts = id.split(".")
        return tuple(".".join(parts[:count]) for count in range(len(parts) - 1, 0, -1))

    def now(self, id: str) -> tuple[str, ...]:
        """Where a coding under this id belongs now: itself, its successors', or nothing (retired without any).

        Raises:
            BadInput: The id was never a code.
        """
        code = self[id]
        if not code.retired:
            return (id,)
        found: dict[str, None] = {}
        for successor in code.successors:
            found.update(dict.fromkeys(self.now(successor)))
        return tuple(found)

    def codes_of(self, end: str) -> tuple[str, ...]:
        """Ids of the codes under which a passage speaks of an arrow's end."""
        concept = self.concepts.get(end)
        return concept.codes if concept else (end,)

    def name_of(self, end: str) -> str:
        """Name of an arrow's end."""
        return self.concepts[end].name if end in self.concepts else self[end].name

    def speaks_of(self, end: str, coded: Sequence[str]) -> bool:
        """Whether a passage with these codes speaks of an arrow's end; codes beneath count."""
        return any(
            one == wanted or one.startswith(f"{wanted}.") for wanted in self.codes_of(end) for one in coded
        )

    def changed(self, change: Change) -> Codebook:
        """The codebook after a change.

        Raises:
            BadInput: The change does not fit: an unknown or retired code, an id that is taken or has no parent, no
                reason.
        """
        _check(self, change)
        codes = dict(self.codes)
        if change.kind == "edit":
            for code in change.codes:
                codes[code.id] = replace(code, retired=codes[code.id].retired)
        else:
            for code in change.codes:
                if code.id not in codes or codes[code.id].retired:
                    codes[code.id] = code
            successors = tuple(code.id for code in change.codes)
            for id in change.old:
                if id not in successors:
                    codes[id] = replace(codes[id], retired=True, successors=successors)
            if change.kind == "rename":
                # Codes beneath a renamed code go with it.
                old, new = change.old[0], change.codes[0].id
                for code in self.beneath(old):
                    moved = f"{new}{code.id.removeprefix(old)}"
                    codes[moved] = replace(code, id=moved)
                    codes[code.id] = replace(code, retired=True, successors=(moved,))
        return replace(self, codes=codes, changes=(*self.changes, change))


def _check(book: Codebook, change: Change) -> None:
    if not change.reason.strip():
        raise BadInput(f"a change to the codebook ({change.kind}) needs its reason")
    for id in change.old:
        if book[id].retired:
            raise BadInput(f"{id} is retired already; name the code that took its place")
    olds = {"rename": (1, 1), "split": (1, 1), "merge": (2, None), "retire": (1, None)}.get(
        change.kind, (0, 0)
    )
    news = {"retire": (0, 0), "split": (2, None), "add": (1, None), "edit": (1, None)}.get(
        change.kind, (1, 1)
    )
    for what, given, (least, most) in (
        ("existing", change.old, olds),
        ("resulting", change.codes, news),
    ):
        if len(given) < least or (most is not None and len(given) > most):
            count = f"{least}" if most == least else f"{least} or more"
            raise BadInput(f"to {change.kind} takes {count} {what} code(s), not {len(given)}")
    coming = {code.id for code in change.codes}
    for code in change.codes:
        known = book.codes.get(code.id)
        if not CODE_ID.fullmatch(code.id):
            raise BadInput(f"{code.id!r} is no code id; write for example MS.meso.informal_broker")
        if change.kind == "edit":
            if known is None or known.retired:
                raise BadInput(f"{code.id} is no code in use, so it cannot be edited; add it")
            continue
        if known is not None and not known.retired and not (change.kind == "merge" or code.id in change.old):
            raise BadInput(f"{code.id} is a code already; edit it, or choose another id")
        parent = code.parent
        gone = set(change.old) - coming
        if parent is not None and parent not in coming:
            above = book.codes.get(parent)
            if above is None or above.retired or parent in gone:
                raise BadInput(f"{code.id} stands under {parent}, which is no code in use; add that first")
    if change.kind in ("retire", "merge", "split"):
        for id in change.old:
            left = [code.id for code in book.beneath(id) if code.id not in change.old]
            if left and id not in coming:
                raise BadInput(f"{id} has codes beneath it ({left[0]}); rename or retire those first")


def _code(row: Mapping[str, Any], sources: Mapping[str, str]) -> Code:
    return Code(
        id=row["id"],
        name=row["name"],
        definition=row["definition"],
        include=row["include"],
        exclude=row["exclude"],
        example=row["example"],
        theory=row["theory"],
        source=sources[row["source"]],
        polarity=row.get("polarity", False),
    )


@cache
def shipped_codebook() -> Codebook:
    """The codebook that ships with the program."""
    data = tomllib.loads(files(__package__).joinpath("codebook.toml").read_text("utf-8"))
    sources: dict[str, str] = data["sources"]
    return Codebook(
        version=data["version"],
        codes={row["id"]: _code(row, sources) for row in data["code"]},
        concepts={id: Concept(id, row["name"], tuple(row["codes"])) for id, row in data["concepts"].items()},
        arrows=tuple(
            Arrow(row["from"], row["to"], row["sign"], row["why"], sources[row["source"]])
            for row in data["arrow"]
        ),
    )


@cache
def _shipped_texts() -> frozenset[str]:
    book = shipped_codebook()
    texts = {concept.name for concept in book.concepts.values()} | {arrow.why for arrow in book.arrows}
    for code in book.codes.values():
        texts |= {code.name, code.definition, code.include, code.exclude, code.example, code.theory}
    return frozenset(texts)


def codebook_words(text: str) -> str:
    """A text of the shipped codebook in the language of the context; any other, which a person wrote, as it is."""
    return gettext(text) if current() != "en" and text in _shipped_texts() else text
