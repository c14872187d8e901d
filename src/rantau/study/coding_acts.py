"""More that coders do: memos, assignments, adjudication, themes. Each act is one event, as at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rantau.coding.differences import Difference, differences
from rantau.framework.errors import WITH_REASON, BadInput, Way
from rantau.store.records import Assignment, Coder, Coding, Memo, Theme
from rantau.study.coding_desk import CodingDesk
from rantau.study.coding_lookup import coder_id, content_id
from rantau.study.coding_trail import Change
from rantau.study.coding_view import CodingView

__all__ = [
    "adjudicate",
    "assign",
    "finish",
    "lift",
    "open_differences",
    "put_theme",
    "remove_memo",
    "remove_theme",
    "reopen",
    "unassign",
    "visible_memos",
    "write_memo",
]


# -- memos ----------------------------------------------------------------------------------------------------


def write_memo(desk: CodingDesk, text: str, about: str = "") -> Memo:
    """Write a memo.

    Args:
        desk: The coder's desk.
        text: The memo.
        about: Id of a coding or code, a document's file or id, or nothing for the study as a whole.

    Raises:
        BadInput: It is empty, or there is no such thing.
    """
    with desk.study._alone():
        if not text.strip():
            raise BadInput("a memo needs a text")
        about = _about(desk, about)
        time = desk._clock()
        memo = Memo(
            id=content_id("m", desk.coder, about, text, time),
            about=about,
            text=text.strip(),
            coder=desk.coder,
            time=time,
        )
        desk.write("memo.written", memo.id, [Change("memo", memo.id, None, memo)])
        return memo


def _about(desk: CodingDesk, about: str) -> str:
    if not about or about in desk.codebook:
        return about
    view = desk.view()
    if any(one.id == about for one in (*view.placed.here, *view.placed.adrift)):
        return about
    for document in view.documents:
        if about in (document.id, document.file):
            return document.id
    raise BadInput(
        f"{about!r} is no coding, code or document of this study, so there can be no memo about it"
    )


def remove_memo(desk: CodingDesk, id: str) -> Memo:
    """Take a memo of one's own away; the trail keeps it."""
    with desk.study._alone():
        for memo in desk.store.memos():
            if memo.id == id and memo.coder == desk.coder:
                desk.write("memo.removed", id, [Change("memo", id, memo, None)])
                return memo
        raise BadInput(
            f"{desk.coder} has no memo {id!r}",
            way=Way(
                "'rantau code STUDY list --memos' shows the ids",
                "the list of memos shows those that there are",
            ),
        )


def visible_memos(view: CodingView) -> list[Memo]:
    """Memos that a coder may see: not those of others about a document that they code blind, or about its codings."""
    memos = view.store.memos()
    if not view.hidden:
        return memos
    hidden = {*view.hidden, *(one.id for one in view.store.codings() if one.document in view.hidden)}
    return [memo for memo in memos if memo.coder == view.viewer or memo.about not in hidden]


# -- assignments ----------------------------------------------------------------------------------------------


def assign(desk: CodingDesk, coder: str, documents: Sequence[str], *, blind: bool = True) -> list[Assignment]:
    """Give documents to a coder; blind: until all are done, none sees what the others coded."""
    coder = coder_id(coder)
    with desk.study._alone():
        view = desk.view()
        old = {(one.coder, one.document): one for one in view.assignments}
        known = {one.id for one in desk.store.coders()} | {desk.coder}
        given = [Assignment(coder=coder, document=desk.document(name).id, blind=blind) for name in documents]
        for one in given:
            if not blind and coder == desk.coder and one.document in view.hidden:
                raise _own_blindness(view.files[one.document])
        changes = [
            *([Change("coder", coder, None, Coder(id=coder, name=coder))] if coder not in known else []),
            *(
                Change("assignment", f"{one.document}/{coder}", old.get((coder, one.document)), one)
                for one in given
            ),
        ]
        desk.write("documents.assigned", coder, changes)
        return given


def unassign(desk: CodingDesk, coder: str, documents: Sequence[str]) -> None:
    """Take documents from a coder again."""
    with desk.study._alone():
        view = desk.view()
        old = {(one.coder, one.document): one for one in view.assignments}
        changes = []
        for name in documents:
            document = desk.document(name)
            if (coder, document.id) not in old:
                raise BadInput(f"{document.file} is not given to {coder}")
            if coder == desk.coder and document.id in view.hidden:
                raise _own_blindness(document.file)
            changes.append(Change("assignment", f"{document.id}/{coder}", old[coder, document.id], None))
        desk.write("assignments.removed", coder, changes)


def lift(desk: CodingDesk, name: str, reason: str) -> None:
    """Let all who code a document blind see each other's codings, before they are done."""
    with desk.study._alone():
        document = desk.document(name)
        if not reason.strip():
            raise BadInput("to lift blindness needs its reason", way=WITH_REASON)
        view = desk.view()
        if document.id in view.hidden:
            raise _own_blindness(document.file)
        blind = [one for one in view.assignments if one.document == document.id and one.blind]
        if not blind:
            raise BadInput(f"nobody codes {document.file} blind")
        desk.write(
            "blindness.lifted",
            document.id,
            [
                Change("assignment", f"{one.document}/{one.coder}", one, replace(one, blind=False))
                for one in blind
            ],
            reason,
        )


def _own_blindness(file: str) -> BadInput:
    return BadInput(f"you code {file} blind; somebody who does not has to lift that")


def finish(desk: CodingDesk, name: str) -> bool:
    """Say that a document given to this coder is coded.

    Returns:
        Whether all to whom it was given are done now.
    """
    with desk.study._alone():
        document = desk.document(name)
        _given(desk, document.id, document.file)
        if (desk.coder, document.id) in desk.view().done:
            raise BadInput(f"{desk.coder} is done with {document.file} already")
        count = len(desk.store.codings(document.id, coder=desk.coder))
        desk.write("document.coded", document.id, [], details={"file": document.file, "codings": count})
        view = desk.view()
        return all(
            (one.coder, one.document) in view.done for one in view.assignments if one.document == document.id
        )


def reopen(desk: CodingDesk, name: str) -> None:
    """Take back that a document is coded, while others are still at it."""
    with desk.study._alone():
        document = desk.document(name)
        _given(desk, document.id, document.file)
        view = desk.view()
        if (desk.coder, document.id) not in view.done:
            raise BadInput(f"{desk.coder} is not done with {document.file}; it is open")
        if view.is_open(document.id):
            raise BadInput(
                f"all are done with {document.file} and may have seen each other's codings",
                way=Way(
                    "'rantau code STUDY adjudicate' settles what they differ on",
                    "settle what they differ on under Differences",
                ),
            )
        desk.write("document.reopened", document.id, [], details={"file": document.file})


def _given(desk: CodingDesk, document: str, file: str) -> None:
    if not any(one.coder == desk.coder and one.document == document for one in desk.store.assignments()):
        raise BadInput(
            f"{file} is not given to {desk.coder}",
            way=Way(
                f"'rantau code STUDY assign \"{desk.coder}\" {file}' does that",
                "an analyst can give it to them",
            ),
        )


# -- adjudication ---------------------------------------------------------------------------------------------


def open_differences(view: CodingView) -> list[Difference]:
    """What coders differ on in documents that the viewer may see, and nobody has settled.

    Silence counts as saying that a code does not apply only of coders to whom a document was given and who are done.
    """
    readers = {
        document: known
        for document in view.files
        if document not in view.hidden and (known := view.readers(document)) is not None
    }
    seen = [one for one in view.followed.now if one.document not in view.hidden]
    return differences(seen, readers)


def adjudicate(
    desk: CodingDesk,
    passage: str,
    code: str,
    *,
    applies: bool,
    reason: str,
    polarity: Sequence[str] = (),
    quote: str | None = None,
    start: int | None = None,
    end: int | None = None,
) -> list[Coding]:
    """Settle whether a code applies to a passage on which coders differ.

    The coders' own codings stay as they are, so that agreement can still be measured; the decision is a coding of its
    own, and from then on the only one that counts there.

    Args:
        desk: The desk of who settles it.
        passage: The passage's id.
        code: The code.
        applies: Whether it does.
        reason: Why; it is kept.
        polarity: Where the code has one: which, or both. By default that of all coders who applied it, if it is one.
        quote: The words it applies to, or ``start`` and ``end``; by default all that the coders coded, where their
            words overlap.
        start: First offset in the passage text.
        end: Offset after the last character.

    Raises:
        BadInput: There is no difference here, no reason, or the polarity or the words cannot be told.
    """
    with desk.study._alone():
        if not reason.strip():
            raise BadInput("to settle a difference needs its reason", way=WITH_REASON)
        view = desk.view()
        here = [one for one in view.followed.now if (one.passage, one.code) == (passage, code)]
        earlier = [one for one in here if one.adjudicated_by]
        open_here = [one for one in open_differences(view) if (one.passage, one.code) == (passage, code)]
        if not earlier and not open_here:
            raise BadInput(
                f"coders do not differ on {code} in {passage}",
                way=Way(
                    "'rantau code STUDY differences' lists where they do", "Differences lists where they do"
                ),
            )
        accepting = [one for one in here if one.status == "accepted" and not one.adjudicated_by]
        if quote is None and start is None and end is None:
            start, end = _common_words(accepting or earlier, applies)
        where, start, end = desk.segment(passage, quote, start, end)
        polarities: Sequence[str] = polarity
        if not applies:
            polarities = ("",)
        elif not polarities:
            polarities = sorted({one.polarity for one in accepting})
            if len(polarities) != 1:
                raise BadInput(
                    f"coders give {code} different polarities here",
                    way=Way("say which with --polarity", "choose insecurity or protection"),
                )
        made = [
            desk.new_coding(
                where,
                start,
                end,
                code,
                desk.polarity(code, one) if applies else "",
                status="accepted" if applies else "rejected",
                reason=reason,
                adjudicated_by=desk.coder,
            )
            for one in polarities
        ]
        changes = [Change("coding", one.id, desk._recorded(one), None) for one in earlier]
        changes += [Change("coding", one.id, None, one) for one in made]
        desk.write(
            "coding.adjudicated",
            passage,
            changes,
            reason,
            {"code": code, "applies": applies, "coders": sorted({one.coder for one in here})},
        )
        return made


def _common_words(accepting: Sequence[Coding], applies: bool) -> tuple[int, int]:
    """From the first to the last character that coders coded, where their words hang together."""
    spans = sorted((one.start, one.end) for one in accepting)
    low, high = spans[0]
    for start, end in spans[1:]:
        if start >= high and applies:
            raise BadInput(
                "coders coded different words here",
                way=Way("say which with --quote, or with --start and --end", "mark those that are meant"),
            )
        high = max(high, end)
    return low, high


# -- themes ---------------------------------------------------------------------------------------------------


def put_theme(
    desk: CodingDesk, name: str, codes: Sequence[str], definition: str = "", reason: str = ""
) -> Theme:
    """Group codes as a theme, or change the theme of that name."""
    with desk.study._alone():
        name = " ".join(name.split())
        if not name or not codes:
            raise BadInput("a theme has a name and one code at least")
        for code in codes:
            if desk.codebook[code].retired:
                raise BadInput(
                    f"{code} is retired; use {' or '.join(desk.codebook.now(code)) or 'another code'}"
                )
        old = tuple(desk.store.themes())
        same = next((one for one in old if one.name.casefold() == name.casefold()), None)
        theme = Theme(
            id=same.id if same else content_id("t", name.casefold()),
            name=name,
            definition=" ".join(definition.split()) or (same.definition if same else ""),
            codes=tuple(dict.fromkeys(codes)),
        )
        new = tuple(theme if one is same else one for one in old) if same else (*old, theme)
        desk.write("themes.changed", theme.id, [Change("themes", "study", old, new)], reason)
        return theme


def remove_theme(desk: CodingDesk, name: str, reason: str = "") -> Theme:
    """Take a theme away, by its id or name."""
    with desk.study._alone():
        old = tuple(desk.store.themes())
        theme = next((one for one in old if one.id == name or one.name.casefold() == name.casefold()), None)
        if theme is None:
            raise BadInput(
                f"there is no theme {name!r}",
                way=Way("'rantau themes STUDY' lists them", "the list of themes shows them"),
            )
        new = tuple(one for one in old if one is not theme)
        desk.write("themes.changed", theme.id, [Change("themes", "study", old, new)], reason)
        return theme
