"""What changed between two rounds of a study, told by content: an id that differs for no reason is no difference.

Records are matched by what they are about (a claim by its document, indicator, places, group and period; a score by its
unit and element), then compared by what they say. Documents are matched by their content, else by file or title.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from rantau.baseline.load import place
from rantau.evidence.correcting import changed_words, content_of, with_content
from rantau.store.records import Claim, ClaimGroup, Document, FindingGroup, PlaceMention
from rantau.study.codebook_file import read_codebook
from rantau.study.handover.comparing import Change, Item, Key, Part, Said, apart, changed, compared, in_order
from rantau.study.study import Study

__all__ = ["Change", "Part", "differences"]


def differences(before: Study, after: Study) -> tuple[Part, ...]:
    """What changed from one study to another.

    Args:
        before: The earlier round.
        after: The later one.

    Returns:
        A part for each kind of thing, also where nothing changed.
    """
    names = _Names(before.store.documents(), after.store.documents())
    sides = [_Side(before, names.before), _Side(after, names.after)]
    parts = [
        compared("settings", *(side.settings() for side in sides)),
        _documents(names),
        compared("codebook", *(side.codebook() for side in sides)),
        compared("claims", *(side.claims() for side in sides)),
        compared("groups of claims", *(side.claim_groups() for side in sides), remark=_of_verdict),
        compared("groups of findings", *(side.finding_groups() for side in sides)),
        compared("codings", *(side.codings() for side in sides)),
        compared("themes", *(side.themes() for side in sides)),
        apart("profiles", *(side.profiles() for side in sides)),
        compared("monitor", *(side.monitor() for side in sides)),
        compared("measures of states", *(side.measures() for side in sides)),
        apart("simulations", *(side.simulations() for side in sides)),
        compared("recommendations", *(side.recommendations() for side in sides)),
    ]
    return tuple(parts)


class _Names:
    """Documents of two studies, matched."""

    def __init__(self, before: Sequence[Document], after: Sequence[Document]) -> None:
        self.pairs: list[tuple[Document, Document]] = []
        left = list(before)
        rest = list(after)
        ways: tuple[Callable[[Document], str], ...] = (
            lambda one: one.sha256,
            lambda one: one.file.casefold(),
            lambda one: one.title.casefold(),
        )
        for of in ways:
            theirs: dict[str, list[Document]] = defaultdict(list)
            for one in rest:
                theirs[of(one)].append(one)
            for one in list(left):
                found = theirs.get(of(one), [])
                if of(one) and found:
                    other = found.pop(0)
                    self.pairs.append((one, other))
                    left.remove(one)
                    rest.remove(other)
        self.gone, self.new = left, rest
        # A document is called by its later file's name.
        self.after = {one.id: one.file for one in after}
        self.before = {one.id: one.file for one in before} | {old.id: new.file for old, new in self.pairs}


def _documents(names: _Names) -> Part:
    changes = [Change("new", one.file, {}, _document(one)) for one in names.new]
    changes += [Change("gone", one.file, _document(one), {}) for one in names.gone]
    same = 0
    for old, new in names.pairs:
        change = changed(new.file, _document(old), _document(new))
        if old.sha256 != new.sha256:
            told = change or Change("changed", new.file, {}, {})
            change = Change("changed", told.about, told.before, told.after, "another version of the document")
        if change is None:
            same += 1
        else:
            changes.append(change)
    return Part("documents", in_order(changes), same)


def _document(one: Document) -> dict[str, Any]:
    return {
        "file": one.file,
        "title": one.title,
        "pages": one.page_count,
        "kind of source": one.source_type,
        "confidential": one.confidential,
        "problem": one.problem,
    }


class _Side:
    """One study's records by what they are about."""

    def __init__(self, study: Study, files: Mapping[str, str]) -> None:
        self.study, self.store, self.files = study, study.store, files
        self.grades = {one.subject: one.confidence for one in study.store.grades()}

    def file(self, document: str) -> str:
        return self.files.get(document, "a document that is gone")

    def settings(self) -> Iterable[Item]:
        def flat(prefix: str, value: Any) -> Iterable[tuple[str, Any]]:
            if isinstance(value, Mapping):
                for name, each in value.items():
                    yield from flat(f"{prefix}.{name}" if prefix else str(name), each)
            else:
                yield prefix, value

        for name, value in flat("", self.study.settings.model_dump(mode="json")):
            if name not in ("store.address", "study.name"):
                yield Item((name,), name, {"value": value})

    def codebook(self) -> Iterable[Item]:
        for code in read_codebook(self.study.path).codes.values():
            said = {"name": code.name, "definition": code.definition, "retired": code.retired}
            yield Item((code.id,), code.id, said)

    def claims(self) -> Iterable[Item]:
        for corrected in self.store.claims():
            # A claim is about what the machine read; what a person corrected in it is what it says now.
            one = with_content(corrected, corrected.machine) if corrected.machine else corrected
            what = one.indicator or one.measure.casefold()
            period = (one.period.start, one.period.end) if one.period else ()
            key = (self.file(one.document), what, _places(one.places), one.group.words(), period, one.unit)
            said = _figures(corrected) | {"status": corrected.status, "corrected": _corrected(corrected)}
            yield Item(key, _about_claim(self.file(one.document), one), said)

    def claim_groups(self) -> Iterable[Item]:
        for one in self.store.claim_groups():
            key = (one.indicator, _places(one.places), one.group.words(), one.unit)
            said = _interval(one.low, one.high) | {
                "verdict": one.verdict,
                "documents": one.documents,
                "root sources": len(one.roots),
                "confidence": self.grades.get(one.id, ""),
            }
            yield Item(key, _about_group(one), said)

    def finding_groups(self) -> Iterable[Item]:
        for one in self.store.finding_groups():
            key = (one.code, one.actor_type, _places(one.places), one.statement)
            said = {
                "documents": one.documents,
                "findings": len(one.findings),
                "testimonies": len(one.testimonies),
                "denials": len(one.denials),
                "confidence": self.grades.get(one.id, ""),
            }
            yield Item(key, one.statement, said)

    def codings(self) -> Iterable[Item]:
        for one in self.store.codings():
            file = self.file(one.document)
            words = " ".join(one.quote.split())
            about = f"{one.coder}: {one.code} in {file}, “{_short(words)}”"
            yield Item(
                (file, words, one.code, one.coder), about, {"status": one.status, "polarity": one.polarity}
            )

    def themes(self) -> Iterable[Item]:
        for one in self.store.themes():
            yield Item((one.name,), one.name, {"definition": one.definition, "codes": sorted(one.codes)})

    def profiles(self) -> Iterable[Item]:
        for one in self.store.scores():
            about = f"{_named(one.unit)}, {one.element.replace('_', ' ')}"
            said = {
                "year": one.year,
                "value": one.value,
                "low": one.low,
                "high": one.high,
                "assessed": one.assessed,
            }
            yield Item((one.unit, one.element), about, said)

    def monitor(self) -> Iterable[Item]:
        from rantau.policy.monitor import monitor_indicators
        from rantau.study.policy_monitor import monitor_state

        names = {id: one.name for id, one in monitor_indicators().items()}
        for one in monitor_state(self.study).rows:
            about = f"{one.indicator} {names.get(one.indicator, '')}, {_named(one.place)}"
            said = {"year": one.year, "value": one.value, "low": one.low, "high": one.high, "word": one.word}
            yield Item((one.indicator, one.place), about, said)

    def measures(self) -> Iterable[Item]:
        from rantau.study.policy_stance import register_of

        for one in register_of(self.study):
            key = (one.iso3, one.start, one.name)
            about = f"{_named(one.iso3)}, {one.start}: {one.name}"
            said = {
                "securitised": one.securitised,
                "protective": one.protective,
                "level": one.level,
                "kind": one.kind,
            }
            yield Item(key, about, said)

    def simulations(self) -> Iterable[Item]:
        path = self.study.path / "out" / "simulation" / "summary.json"
        try:
            totals = json.loads(path.read_text(encoding="utf-8"))["totals"]
            rows = [(name, what, one) for name, each in totals.items() for what, one in each.items()]
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return
        for name, what, one in rows:
            said = {"value": one.get("middle"), "low": one.get("low"), "high": one.get("high")}
            yield Item((name, what), f"{name}: {what.replace('_', ' ')}", said)

    def recommendations(self) -> Iterable[Item]:
        from rantau.study.policy_recommend import recommendation_rows

        for row in recommendation_rows(self.study):
            key = (row["level"], row["state"], row["action"])
            about = f"{row['level']}, {row['state']}: {row['action']}"
            said = {"strength": row["strength"], "gaps": row["gaps"], "simulated effect": row["effect"]}
            yield Item(key, about, said)


# -- words ----------------------------------------------------------------------------------------------------


def _of_verdict(before: Said, after: Said) -> str:
    if before["verdict"] == after["verdict"]:
        return ""
    if after["verdict"] == "conflicting":
        return "the sources now conflict"
    if before["verdict"] == "conflicting":
        return "the sources conflict no longer"
    return ""


def _places(places: Iterable[PlaceMention]) -> Key:
    return tuple(sorted((one.id, one.role) for one in places))


def _named(unit: str) -> str:
    def name(id: str) -> str:
        try:
            return place(id).name
        except KeyError:
            return id

    return " to ".join(name(end) for end in unit.split(">"))


def _where(places: Iterable[PlaceMention]) -> str:
    return " and ".join(_named(one.id) for one in places)


def _corrected(one: Claim) -> dict[str, str]:
    """What a person corrected: field -> its words now."""
    if one.machine is None:
        return {}
    return {name: new for name, (_, new) in changed_words(one.machine, content_of(one)).items()}


def _figures(one: Claim) -> dict[str, Any]:
    return {"value": one.value, **_interval(one.low, one.high), "qualifier": one.qualifier}


def _interval(low: float | None, high: float | None) -> dict[str, Any]:
    return {"low": low, "high": high}


def _about_claim(file: str, one: Claim) -> str:
    parts = (
        one.indicator or one.measure,
        _where(one.places),
        one.group.words(),
        one.period.text if one.period else "",
    )
    return f"{file}: {', '.join(part for part in parts if part)} ({one.unit})"


def _about_group(one: ClaimGroup | FindingGroup) -> str:
    assert isinstance(one, ClaimGroup)
    parts = (one.indicator, _where(one.places), one.group.words())
    return f"{', '.join(part for part in parts if part)} ({one.unit})"


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59].rstrip()}…"
