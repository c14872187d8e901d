"""What comes in from another program, written into a study: codes, coders, codings, memos, themes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from rantau.coding.records import Code, Coder, CodeSet, Coding, Memo, Region
from rantau.coding.refi import Account, guid_of
from rantau.framework.errors import BadInput
from rantau.store.records import Coder as StoredCoder
from rantau.store.records import Coding as Stored
from rantau.store.records import Memo as StoredMemo
from rantau.store.records import Passage, Theme
from rantau.study.codebook_adding import Matched, match_codes
from rantau.study.codebook_file import read_codebook
from rantau.study.coding_desk import CodingDesk
from rantau.study.coding_lookup import coder_id, content_id
from rantau.study.coding_trail import Change, apply
from rantau.study.exchange_out import MACHINE
from rantau.study.memo_titles import titled
from rantau.study.placing_imports import pieces_of, region_pieces
from rantau.study.sources import Source as SourceRow

__all__ = ["Incoming", "IncomingDocument", "Written"]


@dataclass(slots=True)
class IncomingDocument:
    """A document that comes in, with what stands on it; its text has been let go."""

    other: str
    """Its id where it comes from."""
    id: str | None
    """The study's document, once it is known."""
    codings: list[tuple[Coding, str, int, int]] = field(default_factory=list)
    """A coding, its words, which of the places with these words it is (from 0), and how many there are."""
    memos: list[tuple[Memo, str]] = field(default_factory=list)
    file: Path | None = None
    row: SourceRow | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """How much was written."""

    codes: int
    codings: int
    memos: int
    themes: int


class Incoming:
    """One import into a study.

    Args:
        desk: The desk of who imports.
        name: The file's name.
        account: Told what could not be taken along.
    """

    def __init__(self, desk: CodingDesk, name: str, account: Account) -> None:
        self.desk, self.store, self.name, self.account = desk, desk.store, name, account
        self.known = {one.id: one for one in self.store.documents()}
        self._passages: dict[str, list[Passage]] = {}

    def passages(self, document: str) -> list[Passage]:
        """A document's passages. One document's are held at a time: codings come document by document."""
        if document not in self._passages:
            self._passages = {document: self.store.passages(document)}
        return self._passages[document]

    def write(
        self,
        codes: Sequence[Code],
        sets: Sequence[CodeSet] = (),
        coders: Sequence[Coder] = (),
        memos: Sequence[Memo] = (),
        documents: Sequence[IncomingDocument] = (),
    ) -> Written:
        """Write codes, coders, codings, memos and themes, with the events that tell of them; a document at a time."""
        desk, account = self.desk, self.account
        matched = match_codes(desk.study.path, desk.codebook, codes, self.name, account)
        names = self._coder_ids(coders)
        with desk.study._alone():
            matched.write(desk.study.path)
            if matched.added:
                desk.codebook = read_codebook(desk.study.path)
            new_coders = self._new_coders(names, documents, memos)
            selections: dict[str, str] = {}
            written = notes = 0
            first = True
            for document in documents:
                if document.id is None or document.id not in self.known:
                    continue
                changes = self._codings(document, matched, names, selections)
                own = self._annotations(document, names)
                written += sum(change.kind == "coding" for change in changes)
                notes += len(own) + sum(change.kind == "memo" for change in changes)
                if changes or own or first:
                    self._write("codings.imported", document.id, [*new_coders, *changes, *own])
                    new_coders, first = [], False
            more = self._memos(memos, matched, names, selections, documents)
            themes, count = self._themes(sets, matched)
            notes += len(more)
            if new_coders or more or themes or matched.added or not documents:
                self._write(
                    "codings.imported",
                    "study",
                    [*new_coders, *more, *themes],
                    {"codes_added": list(matched.added)},
                )
        return Written(len(matched.added), written, notes, count)

    def _write(
        self, action: str, subject: str, changes: Sequence[Change], details: dict[str, object] | None = None
    ) -> None:
        with self.store.transaction() as transaction:
            apply(
                transaction,
                action,
                subject,
                changes,
                coder=self.desk.coder,
                reason=f"imported from {self.name}",
                details=details,
            )

    def _coder_ids(self, coders: Iterable[Coder]) -> dict[str, str]:
        """Ids of coders elsewhere -> the study's: their name where their id is a number given by a program."""
        ids: dict[str, str] = {}
        taken: set[str] = set()
        for number, one in enumerate(coders, start=1):
            try:
                id = coder_id(one.name if len(one.id) == 36 and one.id.count("-") == 4 else one.id)
            except BadInput:
                id = f"coder {number}"
            while id in taken:
                id = f"{id} ({number})"[-80:]
            taken.add(id)
            ids[one.id] = id
        return ids

    def _new_coders(
        self, names: dict[str, str], documents: Sequence[IncomingDocument], memos: Sequence[Memo]
    ) -> list[Change]:
        unsigned = any(not one[0].coder for each in documents for one in each.codings) or any(
            not memo.coder for memo in memos
        )
        if unsigned:
            names[""] = coder_id(f"unknown, {self.name}"[:80])
        there = {one.id for one in self.store.coders()}
        wanted = {id for other, id in names.items() if other != MACHINE} - there
        return [Change("coder", id, None, StoredCoder(id=id, name=id)) for id in sorted(wanted)]

    def _codings(
        self, document: IncomingDocument, matched: Matched, names: dict[str, str], selections: dict[str, str]
    ) -> list[Change]:
        """Codings of one document (and the memos that stand with them) that the study does not have."""
        assert document.id is not None
        there = {one.id: one for one in self.store.codings(document.id)}
        passages = self.passages(document.id)
        changes: list[Change] = []
        for one, words, which, of in document.codings:
            if one.coder == MACHINE or one.status == "proposed":
                self.account.note("{n} codings are suggestions that no person accepted, and are left out.")
                continue
            pieces = self._pieces(one, words, which, of, passages)
            if pieces is None:
                continue
            code = matched.ids.get(one.code)
            if code is None:
                self.account.note("{n} codings have a code that the file does not hold, and are left out.")
                continue
            for number, (passage, start, end, quote) in enumerate(pieces):
                id = one.id if number == 0 else f"{one.id}-{number + 1}"
                stored = self._stored(one, id, document.id, passage, start, end, quote, code, names)
                if number == 0:
                    selections.setdefault(one.selection or one.id, id)
                if id in there:
                    if there[id] != stored:
                        self.account.note(
                            "{n} codings are in the study otherwise, and stay as they are there."
                        )
                    continue
                there[id] = stored
                changes.append(Change("coding", id, None, stored))
                if number == 0 and one.memo.strip():
                    memo = self._memo(one.memo, id, stored.coder, stored.time)
                    changes.append(Change("memo", memo.id, None, memo))
        return changes

    def _pieces(
        self, one: Coding, words: str, which: int, of: int, passages: Sequence[Passage]
    ) -> list[tuple[Passage | None, int, int, str]] | None:
        if isinstance(one.region, Region):
            found = region_pieces(one.region, passages)
            if not found:
                self.account.note(
                    "{n} codings of a region on a page have no passage in it, and are left out."
                )
                return None
            self.account.note("{n} codings of a region on a page were put on the passages that lie in it.")
            return [*found]
        if not words.strip():
            self.account.note("{n} codings of a document as a whole, or of no words, are left out.")
            return None
        found = pieces_of(words, which, of, passages)
        if not found:
            self.account.note(
                "{n} codings are adrift: their words were not found in the document as rantau reads it "
                "('rantau code STUDY list --waiting')."
            )
            return [(None, 0, len(words), words)]
        if len(found) > 1:
            self.account.note("{n} codings ran over several passages and were parted, one for each.")
        return [*found]

    def _stored(
        self,
        one: Coding,
        id: str,
        document: str,
        passage: Passage | None,
        start: int,
        end: int,
        quote: str,
        code: str,
        names: dict[str, str],
    ) -> Stored:
        polarity = one.polarity if one.polarity in ("insecurity", "protection") else ""
        if polarity != one.polarity:
            self.account.note("{n} codings have a polarity that rantau does not know, which was left out.")
        if not polarity and self.desk.codebook[code].polarity and one.status == "accepted":
            self.account.note(
                "{n} codings have no polarity, and their code has one: they wait for a person "
                "('rantau code STUDY list --waiting')."
            )
        return Stored(
            id=id,
            document=document,
            passage=passage.id if passage is not None else "",
            page=passage.page_at(start) if passage is not None else 0,
            start=start,
            end=end,
            quote=quote,
            code=code,
            polarity=polarity,
            coder=names.get(one.coder, one.coder),
            status=one.status,
            probability=one.probability,
            time=_utc(one.when),
            reason=one.reason,
            adjudicated_by=names.get(one.adjudicated_by, one.adjudicated_by),
        )

    def _memo(self, text: str, about: str, coder: str, time: str, id: str = "") -> StoredMemo:
        return StoredMemo(
            id=id or content_id("m", coder, about, text, time), about=about, text=text, coder=coder, time=time
        )

    def _annotations(self, document: IncomingDocument, names: dict[str, str]) -> list[Change]:
        """Memos on a place: a study keeps them as memos on the document that quote it."""
        assert document.id is not None
        there = {one.id for one in self.store.memos()} if document.memos else set()
        changes = []
        for memo, words in document.memos:
            quoted = f"“{words.strip()}”: {memo.text}" if words.strip() else memo.text
            made = self._memo(
                quoted, document.id, names.get(memo.coder, memo.coder), _utc(memo.when), memo.id
            )
            if made.id not in there and quoted.strip():
                there.add(made.id)
                changes.append(Change("memo", made.id, None, made))
        self.account.note(
            "{n} notes on a place in a document became memos on the document that quote it.", len(changes)
        )
        return changes

    def _memos(
        self,
        memos: Sequence[Memo],
        matched: Matched,
        names: dict[str, str],
        selections: dict[str, str],
        documents: Sequence[IncomingDocument],
    ) -> list[Change]:
        there = {one.id for one in self.store.memos()}
        others = {one.other: one.id for one in documents}
        changes = []
        for memo in memos:
            if not memo.text.strip():
                self.account.note("{n} memos are empty, and are left out.")
                continue
            for number, about in enumerate(memo.about or (None,)):
                target: str | None = ""
                if about is not None and about.kind == "code":
                    target = matched.ids.get(about.id)
                elif about is not None and about.kind in ("coding", "selection"):
                    target = selections.get(about.id)
                elif about is not None and about.kind == "document":
                    target = about.id if about.id in self.known else self._other(about.id, others)
                elif about is not None and about.kind not in ("project", ""):
                    target = None
                if target is None:
                    self.account.note(
                        "{n} memos are about a thing that is not in the study, and became memos on it."
                    )
                    target = ""
                id = memo.id if number == 0 else f"{memo.id}-{number + 1}"
                if id in there:
                    continue
                there.add(id)
                text = titled(memo, tied=bool(target))
                made = self._memo(text, target, names.get(memo.coder, memo.coder), _utc(memo.when), id)
                changes.append(Change("memo", id, None, made))
        return changes

    def _other(self, id: str, others: dict[str, str | None]) -> str | None:
        return next((known for known in self.known if guid_of("document", known) == id), others.get(id))

    def _themes(self, sets: Sequence[CodeSet], matched: Matched) -> tuple[list[Change], int]:
        old = tuple(self.store.themes())
        there = {one.id for one in old} | {one.name.casefold() for one in old}
        new = []
        for one in sets:
            codes = tuple(dict.fromkeys(matched.ids[code] for code in one.codes if code in matched.ids))
            name = " ".join(one.name.split())
            if not codes or not name:
                self.account.note("{n} sets hold no codes, and are left out: a theme groups codes.")
            elif one.id in there or name.casefold() in there:
                self.account.note("{n} themes are in the study already, and stay as they are there.")
            else:
                new.append(
                    Theme(id=one.id, name=name, definition=" ".join(one.description.split()), codes=codes)
                )
                there.add(name.casefold())
        return ([Change("themes", "study", old, (*old, *new))], len(new)) if new else ([], 0)


def _utc(when: str) -> str:
    """A time in UTC with seconds; what is no time is none."""
    if not when:
        return ""
    try:
        time = datetime.fromisoformat(when)
    except ValueError:
        return ""
    if time.tzinfo is None:
        time = time.replace(tzinfo=UTC)
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
