"""Who acts, what is done and to whom: the word lists of findings, read once from ``nouns.csv`` and ``actions.csv``."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from rantau.evidence.findings.forms import Form, english_verb, malay_verb, plural_of

__all__ = ["Action", "Entry", "FindingLexicon", "Row", "finding_lexicon", "labels"]

_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Action:
    """A kind of deed, the codes it stands under, and how a sentence says it."""

    id: str
    codes: tuple[str, ...]
    """The first is the one that joins findings; the others say what else it is evidence of."""
    says: str
    """After a plural actor: ``keep the identity documents of migrants``."""
    undergone: str
    """A sentence without the actor: ``Migrants have their identity documents kept from them``."""


@dataclass(frozen=True, slots=True)
class Row:
    """One way of wording an action."""

    action: Action
    actors: frozenset[str]
    """Classes of nouns that can do it; empty for all but migrants."""
    objects: frozenset[str]
    """Classes of nouns that it is done to; empty where none need be named."""
    negated: bool
    """The action is that something is *not* done."""
    undergone: bool
    """The subject undergoes it: *workers receive no wages*."""
    does: bool
    """Migrants themselves do it."""
    illicit: bool
    """An official who does it is complicit."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A form of a verb where it can begin a wording."""

    form: Form
    rest: tuple[str, ...]
    """Words that follow, or enclose the object: ``force … to work``."""
    row: Row
    malay: bool
    order: int


@dataclass(frozen=True, slots=True)
class FindingLexicon:
    """All word lists, by first word."""

    verbs: Mapping[str, tuple[Entry, ...]]
    nouns: Mapping[str, tuple[tuple[tuple[str, ...], frozenset[str], bool], ...]]
    """Words of a noun, its classes, and whether it is Indonesian or Malay; longest first."""
    nominals: Mapping[str, tuple[tuple[tuple[str, ...], Row], ...]]
    """Nouns that name an action: *wage deductions*, *penahanan paspor*."""
    triggers: Mapping[str, frozenset[str] | None]
    """A sentence with none of these words holds no finding; nor does one that has none of the words that a trigger
    needs beside it. None: it needs no other word."""
    actor_types: Mapping[str, str]
    """Class of nouns to code of the framework."""
    kinds: Mapping[str, str]
    """Class of nouns to ``actor``, ``person`` or ``thing``."""
    actions: Mapping[str, Action]


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("rantau.evidence.findings").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _listed(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _words(text: str) -> tuple[str, ...]:
    return tuple(_LETTERS.findall(text.lower()))


def _noun_phrases(row: Mapping[str, str]) -> Iterator[tuple[tuple[str, ...], bool]]:
    for phrase in _listed(row["english"]):
        yield _words(phrase), False
        if row["kind"] != "thing" or phrase.rpartition(" ")[2] not in ("pay", "overtime", "income"):
            yield _words(plural_of(phrase)), False
    for phrase in _listed(row["malay"]):
        yield _words(phrase), True


def _nouns(rows: list[dict[str, str]]) -> dict[str, tuple[tuple[tuple[str, ...], frozenset[str], bool], ...]]:
    classes: dict[tuple[str, ...], set[str]] = {}
    malay: dict[tuple[str, ...], bool] = {}
    for row in rows:
        for words, is_malay in _noun_phrases(row):
            classes.setdefault(words, set()).add(row["class"])
            malay[words] = malay.get(words, True) and is_malay
    found: dict[str, list[tuple[tuple[str, ...], frozenset[str], bool]]] = {}
    for words, names in classes.items():
        found.setdefault(words[0], []).append((words, frozenset(names), malay[words]))
    return {
        word: tuple(sorted(entries, key=lambda one: (-len(one[0]), one[0])))
        for word, entries in found.items()
    }


def _action(cells: Mapping[str, str], actions: dict[str, Action]) -> Action:
    known = actions.get(cells["action"])
    if known is None:
        known = Action(cells["action"], tuple(_listed(cells["codes"])), cells["says"], cells["undergone"])
        actions[known.id] = known
    return known


@lru_cache(maxsize=1)
def finding_lexicon() -> FindingLexicon:
    """Read the word lists that ship with the package."""
    nouns = _rows("nouns.csv")
    actions: dict[str, Action] = {}
    verbs: dict[str, list[Entry]] = {}
    nominals: dict[str, list[tuple[tuple[str, ...], Row]]] = {}
    for order, cells in enumerate(_rows("actions.csv")):
        flags = set(_listed(cells["flags"]))
        row = Row(
            action=_action(cells, actions),
            actors=frozenset(_listed(cells["actors"])),
            objects=frozenset(_listed(cells["objects"])),
            negated="negated" in flags,
            undergone="undergone" in flags,
            does="does" in flags,
            illicit="illicit" in flags,
        )
        for malay, column in ((False, "english"), (True, "malay")):
            for wording in _listed(cells[column]):
                first, *rest = wording.split()
                if first.startswith("=") and not malay:
                    forms: tuple[Form, ...] = (Form(first[1:], "base"),)
                else:
                    forms = malay_verb(first) if malay else english_verb(first)
                tail = tuple(_words(" ".join(rest)))
                for form in forms:
                    # A hyphenated form (re-migrate) is looked up by its first part.
                    pieces = _words(form.word)
                    entry = Entry(Form(pieces[0], form.kind), (*pieces[1:], *tail), row, malay, order)
                    verbs.setdefault(pieces[0], []).append(entry)
        for phrase in _listed(cells["nouns"]):
            words = _words(phrase)
            nominals.setdefault(words[0], []).append((words, row))
    by_class = _nouns(nouns)
    return FindingLexicon(
        verbs={word: tuple(dict.fromkeys(entries)) for word, entries in verbs.items()},
        nouns=by_class,
        nominals={
            word: tuple(sorted(entries, key=lambda one: -len(one[0]))) for word, entries in nominals.items()
        },
        triggers=_triggers(verbs, nominals, by_class),
        actor_types={row["class"]: row["actor_type"] for row in nouns},
        kinds={row["class"]: row["kind"] for row in nouns},
        actions=actions,
    )


def _triggers(
    verbs: Mapping[str, list[Entry]],
    nominals: Mapping[str, list[tuple[tuple[str, ...], Row]]],
    nouns: Mapping[str, tuple[tuple[tuple[str, ...], frozenset[str], bool], ...]],
) -> dict[str, frozenset[str] | None]:
    """What a text must hold beside each word that can begin a wording."""
    firsts: dict[str, set[str]] = {}
    for word, entries in nouns.items():
        for _, classes, _malay in entries:
            for name in classes:
                firsts.setdefault(name, set()).add(word)
    found: dict[str, frozenset[str] | None] = dict.fromkeys(nominals)
    for word, listed in verbs.items():
        if word in nominals:
            continue
        needed: set[str] | None = set()
        for entry in listed:
            objects = entry.row.objects
            if entry.rest:
                extra = {max(entry.rest, key=len)}
            elif objects and not objects & {"migrant", "victim", "state"}:
                extra = set().union(*(firsts.get(name, set()) for name in objects))
            else:
                needed = None
                break
            needed = (needed or set()) | extra
        found[word] = frozenset(needed) if needed is not None else None
    return found


def labels() -> Mapping[str, str]:
    """Action id to what is said of it, for lists of what the rules know."""
    return {action.id: action.says for action in finding_lexicon().actions.values()}
