"""How records of two studies are matched and compared: by what they are about, then by what they say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["Change", "Item", "Key", "Part", "Said", "apart", "changed", "compared", "in_order"]

What = Literal["new", "gone", "changed"]
Key = tuple[Any, ...]
Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs."""

    what: What
    about: str
    """What it is about, in words."""
    before: Said
    """What the earlier study says; of a change only what differs. Empty where there was nothing."""
    after: Said
    remark: str = ""
    """What the change means, in words; empty where the figures say it all."""


@dataclass(frozen=True, slots=True)
class Part:
    """All that differs of one kind."""

    name: str
    changes: tuple[Change, ...]
    same: int

    def sentence(self) -> str:
        """How much differs, in words."""
        counts = {what: sum(one.what == what for one in self.changes) for what in ("new", "gone", "changed")}
        told = [f"{count} {what}" for what, count in counts.items() if count]
        return f"{self.name}: {', '.join([*told, f'{self.same} the same'])}."


@dataclass(frozen=True, slots=True)
class Item:
    key: Key
    about: str
    said: Said


def compared(name: str, before: Iterable[Item], after: Iterable[Item], *, remark: Any = None) -> Part:
    """Match by key, then by what is said; what is left over of both sides of one key has changed."""
    changes: list[Change] = []
    same = 0
    for old, new in _matched(before, after):
        left, right = list(old), list(new)
        for one in list(left):
            twin = next((other for other in right if other.said == one.said), None)
            if twin is not None:
                left.remove(one)
                right.remove(twin)
                same += 1
        for one, other in zip(left, right, strict=False):
            change = changed(other.about, one.said, other.said)
            assert change is not None
            words = remark(one.said, other.said) if remark else ""
            changes.append(Change("changed", change.about, change.before, change.after, words))
        changes += [Change("gone", one.about, one.said, {}) for one in left[len(right) :]]
        changes += [Change("new", one.about, {}, one.said) for one in right[len(left) :]]
    return Part(name, in_order(changes), same)


def apart(name: str, before: Iterable[Item], after: Iterable[Item]) -> Part:
    """Figures with intervals: changed are those whose intervals overlap no longer."""
    changes: list[Change] = []
    same = 0
    for old, new in _matched(before, after):
        if old and new:
            one, other = old[0].said, new[0].said
            if _overlap(one, other):
                same += 1
            else:
                words = "" if None in (one["value"], other["value"]) else "the intervals overlap no longer"
                changes.append(Change("changed", new[0].about, one, other, words))
        else:
            changes += [Change("gone", each.about, each.said, {}) for each in old]
            changes += [Change("new", each.about, {}, each.said) for each in new]
    return Part(name, in_order(changes), same)


def _overlap(one: Said, other: Said) -> bool:
    if one["value"] is None or other["value"] is None:
        return one["value"] is other["value"]
    low, high = (one[end] if one[end] is not None else one["value"] for end in ("low", "high"))
    their_low, their_high = (
        other[end] if other[end] is not None else other["value"] for end in ("low", "high")
    )
    return bool(low <= their_high and their_low <= high)


def _matched(before: Iterable[Item], after: Iterable[Item]) -> Iterable[tuple[list[Item], list[Item]]]:
    found: dict[Key, tuple[list[Item], list[Item]]] = {}
    for side, items in enumerate((before, after)):
        for one in items:
            found.setdefault(one.key, ([], []))[side].append(one)
    return found.values()


def changed(about: str, before: Said, after: Said) -> Change | None:
    differing = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if not differing:
        return None
    return Change(
        "changed",
        about,
        {name: before.get(name) for name in differing},
        {name: after.get(name) for name in differing},
    )


def in_order(changes: list[Change]) -> tuple[Change, ...]:
    order = ("new", "gone", "changed")
    return tuple(
        sorted(changes, key=lambda one: (order.index(one.what), one.about, str(one.before), str(one.after)))
    )
