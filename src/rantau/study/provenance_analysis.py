"""Chains of what codings say as a whole: from a count to the passages that were counted, and their pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rantau.coding.arrows import arrow_evidence
from rantau.coding.effective import Coded
from rantau.coding.framing import RIGHTS, THREAT
from rantau.framework.words import DIMENSIONS
from rantau.study.coding_desk import CodingDesk
from rantau.study.coding_reports import context_of
from rantau.study.coding_view import CodingView
from rantau.study.provenance_steps import SHOWN, Link, Step, page_step
from rantau.study.reviewing import votes_of
from rantau.study.study import Study

__all__ = ["coded_chain"]


def coded_chain(study: Study, id: str, reveal: bool) -> Step | None:
    """Passages that were counted, as whoever acts may see them: nothing that is coded blind to them.

    Args:
        study: The study.
        id: ``code``, ``proposed``, ``accepted`` or ``rejected`` with ``/<code>``; ``theme/<name>``; ``pair`` or
            ``either`` with ``/<code>/<code>``; ``several/<codes with + between them>`` (at least two of them);
            ``arrow/<from>/<to>``;
            ``threat``, ``rights`` or ``framing`` with ``/<grouping>/<group>``; ``insecurity``, ``protection`` or
            ``dimension`` with ``/<grouping>/<group>/<dimension>``; ``document/<document>``; ``all``.
        reveal: Show the words of confidential documents.
    """
    kind, _, rest = id.partition("/")
    view = CodingDesk(study).view()
    if kind == "proposed":
        found = [one for one in view.judged if one.status == "proposed" and one.code == rest]
        return _step(study, view, id, found, f"suggestions of {rest} that wait", reveal) if found else None
    if kind in ("accepted", "rejected"):
        sign = 1 if kind == "accepted" else -1
        held = {
            passage
            for (code, passage), votes in votes_of(study, view.codebook).items()
            if code == rest and sign * votes > 0
        }
        found = [one for one in view.judged if one.code == rest and one.passage in held]
        return _step(study, view, id, found, f"on which {rest} was {kind}", reveal) if found else None
    chosen = _CHOSEN.get(kind)
    known = chosen(study, view, rest) if chosen else None
    if known is None:
        return None
    what, wanted = known
    found = [one for one in view.effective if one.counts and wanted(one)]
    return _step(study, view, id, found, what, reveal) if found else None


Wanted = Callable[[Coded], bool]
Known = tuple[str, Wanted]


def _within(passages: Iterable[str], codes: Wanted = lambda _: True) -> Wanted:
    held = frozenset(passages)
    return lambda one: one.passage in held and codes(one)


def _with(view: CodingView, wanted: Wanted) -> set[str]:
    return {one.passage for one in view.effective if one.counts and wanted(one)}


def _is(*codes: str) -> Wanted:
    return lambda one: one.code in codes


def _under(*codes: str) -> Wanted:
    return lambda one: any(one.code == code or one.code.startswith(f"{code}.") for code in codes)


def _code(_: Study, view: CodingView, rest: str) -> Known | None:
    return (f"coded {rest}", _is(rest)) if rest in view.codebook else None


def _theme(study: Study, _: CodingView, rest: str) -> Known | None:
    one = next((one for one in study.store.themes() if one.name == rest), None)
    return (f"in the theme {rest}", _is(*one.codes)) if one else None


def _pair(_: Study, view: CodingView, rest: str) -> Known:
    first, _slash, second = rest.partition("/")
    both = _with(view, _is(first)) & _with(view, _is(second))
    return f"coded both {first} and {second}", _within(both, _is(first, second))


def _either(_: Study, __: CodingView, rest: str) -> Known:
    first, _slash, second = rest.partition("/")
    return f"coded {first}, {second} or both", _is(first, second)


def _several(_: Study, view: CodingView, rest: str) -> Known:
    codes = rest.split("+")
    count: dict[str, int] = {}
    for code in codes:
        for passage in _with(view, _is(code)):
            count[passage] = count.get(passage, 0) + 1
    many = (passage for passage, number in count.items() if number > 1)
    return f"coded two or more of {', '.join(codes)}", _within(many, _is(*codes))


def _arrow(_: Study, view: CodingView, rest: str) -> Known | None:
    start, _slash, end = rest.partition("/")
    found = (
        one
        for one in arrow_evidence(view.codebook, view.effective)
        if (one.arrow.start, one.arrow.end) == (start, end)
    )
    arrow = next(found, None)
    if arrow is None:
        return None
    codes = {(each.passage, code) for each in arrow.passages for code in (*each.start, *each.end)}
    return f"that speak of both {start} and {end}", lambda one: (one.passage, one.code) in codes


def _grouped(study: Study, grouping: str, group: str) -> Wanted:
    if grouping not in ("all", "country", "source type", "year"):
        return lambda _: False
    groups = context_of(study.store).groups(grouping)  # type: ignore[arg-type]
    return lambda one: group in groups(one)


def _framing(*codes: str) -> Callable[[Study, CodingView, str], Known]:
    def made(study: Study, _: CodingView, rest: str) -> Known:
        grouping, _slash, group = rest.partition("/")
        of_group, under = _grouped(study, grouping, group), _under(*codes)
        where = f", {grouping} {group}" if group else ""
        return f"under {' or '.join(codes)}{where}", lambda one: under(one) and of_group(one)

    return made


def _security(*polarities: str) -> Callable[[Study, CodingView, str], Known | None]:
    def made(study: Study, _: CodingView, rest: str) -> Known | None:
        grouping, _slash, beyond = rest.partition("/")
        group, _slash, dimension = beyond.rpartition("/")
        if dimension not in DIMENSIONS:
            return None
        of_group, under = _grouped(study, grouping, group), _under(f"HS.{dimension}")
        where = f", {grouping} {group}" if group else ""
        return (
            f"that tell of {' or '.join(polarities)}, {dimension}{where}",
            lambda one: under(one) and one.polarity in polarities and of_group(one),
        )

    return made


def _document(_: Study, view: CodingView, rest: str) -> Known | None:
    return (f"of {view.files[rest]}", lambda one: one.document == rest) if rest in view.files else None


_CHOSEN: dict[str, Callable[[Study, CodingView, str], Known | None]] = {
    "code": _code,
    "theme": _theme,
    "pair": _pair,
    "either": _either,
    "several": _several,
    "arrow": _arrow,
    "threat": _framing(THREAT),
    "rights": _framing(RIGHTS),
    "framing": _framing(THREAT, RIGHTS),
    "insecurity": _security("insecurity"),
    "protection": _security("protection"),
    "dimension": _security("insecurity", "protection"),
    "document": _document,
    "all": lambda _, __, rest: None if rest else ("that count", lambda ___: True),
}


def _step(study: Study, view: CodingView, id: str, found: Sequence[Coded], what: str, reveal: bool) -> Step:
    by_passage: dict[str, list[Coded]] = {}
    for one in found:
        by_passage.setdefault(one.passage, []).append(one)
    documents = len({one.document for one in found})
    beneath = [_passage(study, view, codes, reveal) for codes in list(by_passage.values())[:SHOWN]]
    if len(by_passage) > SHOWN:
        beneath.append(Step("row", f"and {len(by_passage) - SHOWN:,} more", "list of codings"))
    return Step(
        "passages",
        f"{len(by_passage):,} passages {what}",
        f"{documents:,} documents. {view.basis.words}",
        link=Link("coded", id),
        beneath=tuple(beneath),
    )


def _passage(study: Study, view: CodingView, codes: Sequence[Coded], reveal: bool) -> Step:
    first = codes[0]
    confidential = study.store.document(first.document).confidential
    text = study.store.passage(first.passage).text
    start, end = first.segments[0] if first.segments else (0, len(text))
    named = "; ".join(
        dict.fromkeys(
            (view.codebook[one.code].name if one.code in view.codebook else one.code)
            + (f" ({one.polarity})" if one.polarity else "")
            for one in codes
        )
    )
    by = sorted({coder for one in codes for coder in one.by})
    said = [f"{first.status}; {', '.join(by)}"]
    if first.probability is not None:
        said.append(f"suggested with probability {first.probability:.2f}")
    return Step(
        "passage",
        named,
        "; ".join(said),
        quote=text[start:end] if reveal or not confidential else "",
        confidential=confidential,
        beneath=(page_step(study, first.document, first.page, first.passage),),
    )
