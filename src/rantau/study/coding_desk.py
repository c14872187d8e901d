"""Where people code: each act of one coder, written with the event that tells of it in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rantau.framework.errors import BadInput, Way
from rantau.store.records import CodeSuggestion, Coding, Passage
from rantau.study.coding_trail import Act, Change, Record, acts_of
from rantau.study.coding_writing import Desk

__all__ = ["CodingDesk"]


class CodingDesk(Desk):
    """What one coder can do on the codings of a study.

    Memos, assignments, adjudication and themes stand in :mod:`rantau.study.coding_acts`.

    Args:
        study: The study.
        coder: Who codes; by default who acts (RANTAU_USER).
        clock: Gives the time, UTC, ISO 8601.
    """

    # -- codings ----------------------------------------------------------------------------------------------

    def add(
        self,
        where: str,
        code: str,
        *,
        quote: str | None = None,
        start: int | None = None,
        end: int | None = None,
        polarity: str = "",
        reason: str = "",
    ) -> Coding:
        """Put a code on a segment of a passage.

        Args:
            where: Id of a passage; or a document (file or id) in which ``quote`` stands once.
            code: Id of a code in use.
            quote: The exact words to code.
            start: Instead of ``quote``: first offset in the passage text.
            end: Instead of ``quote``: offset after the last character. Without any, the whole passage is coded.
            polarity: ``insecurity`` or ``protection`` where the code has a polarity.
            reason: Why, if it is to be kept.

        Raises:
            BadInput: There is no such place or code, the polarity is missing, or the coder has coded it so already.
        """
        with self.study._alone():
            polarity = self.polarity(code, polarity)
            passage, start, end = self.segment(where, quote, start, end)
            self.check_open(passage.document)
            mine = [
                one
                for one in self.store.codings(passage.document, coder=self.coder)
                if one.passage == passage.id and one.code == code and not one.adjudicated_by
            ]
            for one in mine:
                if (one.status, one.start, one.end, one.polarity) == ("accepted", start, end, polarity):
                    raise BadInput(f"{self.coder} has coded these words with {code} already ({one.id})")
            coding = self.new_coding(passage, start, end, code, polarity, reason=reason)
            # Who puts a code where they had said that it does not apply has changed their mind.
            given_up = [Change("coding", one.id, one, None) for one in mine if one.status == "rejected"]
            self.write(
                "coding.added", coding.id, [*given_up, Change("coding", coding.id, None, coding)], reason
            )
            return coding

    def accept(
        self,
        suggestion: str,
        *,
        polarity: str = "",
        quote: str | None = None,
        start: int | None = None,
        end: int | None = None,
        reason: str = "",
    ) -> Coding:
        """Make a suggestion a coding of this coder's; with another polarity or on other words where given."""
        with self.study._alone():
            one, passage = self._suggestion(suggestion)
            polarity = self.polarity(one.code, polarity or one.polarity)
            if quote is None and start is None and end is None:
                start, end = one.start, one.end
            passage, start, end = self.segment(passage.id, quote, start, end)
            return self._decide(one, passage, start, end, polarity, "accepted", reason)

    def reject(self, suggestion: str, *, reason: str = "") -> Coding:
        """Say that a suggested code does not apply. This is kept: suggestions learn from it."""
        with self.study._alone():
            one, passage = self._suggestion(suggestion)
            return self._decide(one, passage, one.start, one.end, one.polarity, "rejected", reason)

    def instead(self, suggestion: str, code: str, *, polarity: str = "", reason: str = "") -> Coding:
        """Put another code on the words of a suggestion, whose own code does not apply; one act, undone as one."""
        with self.study._alone():
            one, passage = self._suggestion(suggestion)
            polarity = self.polarity(code, polarity)
            self.check_open(passage.document)
            mine = [
                each
                for each in self.store.codings(passage.document, coder=self.coder)
                if each.passage == passage.id and each.code in (one.code, code) and not each.adjudicated_by
            ]
            refused = self.new_coding(
                passage,
                one.start,
                one.end,
                one.code,
                one.polarity,
                status="rejected",
                probability=one.probability,
                reason=reason,
            )
            coding = self.new_coding(passage, one.start, one.end, code, polarity, reason=reason)
            given_up = [Change("coding", each.id, each, None) for each in mine]
            written = [Change("coding", each.id, None, each) for each in (refused, coding)]
            self.write("coding.added", coding.id, [*given_up, *written], reason)
            return coding

    def undo_on(self, suggestion: str) -> Act:
        """Take this coder's last act back, if it decided on this suggestion.

        Raises:
            BadInput: It did not.
        """
        one, passage = self._suggestion(suggestion)
        standing, _ = acts_of(self.store.events(), self.coder)
        sides = (
            [side for change in standing[-1].changes for side in (change.before, change.after)]
            if standing
            else []
        )
        if not any(isinstance(s, Coding) and (s.passage, s.code) == (passage.id, one.code) for s in sides):
            raise BadInput(
                f"{self.coder} has done something else since; undo that first, on the coding screen"
            )
        return self.undo()

    def _decide(
        self,
        suggestion: CodeSuggestion,
        passage: Passage,
        start: int,
        end: int,
        polarity: str,
        status: str,
        reason: str,
    ) -> Coding:
        self.check_open(passage.document)
        mine = [
            one
            for one in self.store.codings(passage.document, coder=self.coder)
            if one.passage == passage.id and one.code == suggestion.code and not one.adjudicated_by
        ]
        if any(one.status == status for one in mine):
            raise BadInput(
                f"{self.coder} has {status} {suggestion.code} on {passage.id} already",
                way=Way("'rantau code STUDY remove' takes that back", "remove that coding to take it back"),
            )
        coding = self.new_coding(
            passage,
            start,
            end,
            suggestion.code,
            polarity,
            status=status,
            probability=suggestion.probability,
            reason=reason,
        )
        changes = [Change("coding", one.id, one, None) for one in mine]
        self.write(
            f"coding.{status}", coding.id, [*changes, Change("coding", coding.id, None, coding)], reason
        )
        return coding

    def remove(self, coding: str, *, reason: str = "") -> Coding:
        """Take a coding of one's own away; the trail keeps it."""
        with self.study._alone():
            one = self._own(coding)
            if not one.adjudicated_by:
                self.check_open(one.document)
            self.write("coding.removed", one.id, [Change("coding", one.id, one, None)], reason)
            return one

    def recode(self, coding: str, code: str, *, polarity: str = "", reason: str = "") -> Coding:
        """Put a coding under another code: one's own, or any whose code was split or retired."""
        with self.study._alone():
            view = self.view()
            waiting = {one.id: one for one, _ in view.followed.waiting}
            one = waiting.get(coding) or self._own(coding)
            recorded = self._recorded(one)
            if coding not in waiting:
                self.check_open(one.document)
            polarity = self.polarity(code, polarity or one.polarity)
            changed = replace(recorded, code=code, polarity=polarity)
            self.write("coding.recoded", one.id, [Change("coding", one.id, recorded, changed)], reason)
            return changed

    def move(
        self,
        coding: str,
        where: str,
        *,
        quote: str | None = None,
        start: int | None = None,
        end: int | None = None,
        reason: str = "",
    ) -> Coding:
        """Put a coding that is adrift, or one of one's own, on other words."""
        with self.study._alone():
            adrift = {one.id: one for one in self.view().placed.adrift}
            one = adrift.get(coding) or self._own(coding)
            recorded = self._recorded(one)
            if coding not in adrift:
                self.check_open(one.document)
            passage, start, end = self.segment(where, quote, start, end)
            changed = replace(
                recorded,
                document=passage.document,
                passage=passage.id,
                page=passage.page_at(start),
                start=start,
                end=end,
                quote=passage.text[start:end],
            )
            self.write("coding.placed", one.id, [Change("coding", one.id, recorded, changed)], reason)
            return changed

    # -- undo -------------------------------------------------------------------------------------------------

    def undo(self) -> Act:
        """Take this coder's last act back; that is an act too, and can be redone.

        Raises:
            BadInput: There is none, or somebody has changed what it wrote.
        """
        with self.study._alone():
            standing, _ = acts_of(self.store.events(), self.coder)
            if not standing:
                raise BadInput(f"{self.coder} has done nothing that can be undone")
            act = standing[-1]
            changes = [change.back for change in reversed(act.changes) if change.kind != "coder"]
            self._apply_again("coding.undone", act, changes, {"undoes": act.event.number})
            return act

    def redo(self) -> Act:
        """Do again what this coder took back last, if they have done nothing since."""
        with self.study._alone():
            _, back = acts_of(self.store.events(), self.coder)
            if not back:
                raise BadInput(f"{self.coder} has taken nothing back that could be done again")
            act = back[-1]
            changes = [change for change in act.changes if change.kind != "coder"]
            self._apply_again("coding.redone", act, changes, {"redoes": act.event.number})
            return act

    def _apply_again(
        self, action: str, act: Act, changes: Sequence[Change], details: dict[str, object]
    ) -> None:
        settled: list[Change] = []
        for change in changes:
            holds = self._now(change)
            if not _same(holds, change.before):
                raise BadInput(
                    f"event {act.event.number} ({act.event.action} {act.event.subject}) cannot be taken back or done "
                    "again: what it wrote has been changed since"
                )
            for one in (change.before, change.after):
                if isinstance(one, Coding) and not one.adjudicated_by:
                    self.check_open(one.document)
            settled.append(Change(change.kind, change.key, holds, change.after))
        self.write(action, act.event.subject, settled, "", details)

    def _now(self, change: Change) -> Record | None:
        match change.kind:
            case "coding":
                return self._coding_now(change)
            case "memo":
                return next((one for one in self.store.memos() if one.id == change.key), None)
            case "themes":
                return tuple(self.store.themes())
            case _:
                return change.before

    def _coding_now(self, change: Change) -> Coding | None:
        """A coding as it is now, looked for in its documents first: a study may hold very many."""
        named = {one.document for one in (change.before, change.after) if isinstance(one, Coding)}
        for document in sorted(named):
            for one in self.store.codings(document):
                if one.id == change.key:
                    return one
        if change.before is None:
            return None
        return next((one for one in self.store.codings() if one.id == change.key), None)


def _same(one: object, other: object) -> bool:
    """Whether two records are the same but for their place, which may have been found again."""
    if isinstance(one, Coding) and isinstance(other, Coding):
        place = {"document": "", "passage": "", "page": 0, "start": 0, "end": 0}
        return replace(one, **place) == replace(other, **place)  # type: ignore[arg-type]
    return one == other
