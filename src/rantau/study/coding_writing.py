"""What every act at the desk needs: who codes, what they may see, and how an act is written with its event."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rantau.framework.codebook import Codebook
from rantau.framework.errors import BadInput, Way
from rantau.store.records import Coder, CodeSuggestion, Coding, Document, Passage
from rantau.study.codebook_file import read_codebook
from rantau.study.coding_lookup import coder_id, content_id, document_named, segment
from rantau.study.coding_trail import Change, apply
from rantau.study.coding_view import CodingView
from rantau.study.study import Study, now

__all__ = ["Desk"]

_POLARITIES = ("insecurity", "protection")


class Desk:
    """A coder and a study.

    Args:
        study: The study.
        coder: Who codes; by default who acts (RANTAU_USER).
        clock: Gives the time, UTC, ISO 8601.
    """

    def __init__(self, study: Study, coder: str | None = None, clock: Callable[[], str] = now) -> None:
        self.study = study
        self.store = study.store
        self.coder = coder_id(coder if coder is not None else study.acting)
        self.codebook: Codebook = read_codebook(study.path)
        self._clock = clock

    def view(self) -> CodingView:
        """The study's coding as this coder may see it now."""
        return CodingView(
            self.store, self.codebook, self.coder, machine_coded=self.study.settings.coding.machine_coded
        )

    def new_coding(
        self,
        passage: Passage,
        start: int,
        end: int,
        code: str,
        polarity: str,
        *,
        status: str = "accepted",
        probability: float | None = None,
        reason: str = "",
        adjudicated_by: str = "",
    ) -> Coding:
        """A coding of this coder's that is not written yet, with an id that no other has."""
        taken = {one.id for one in self.store.codings(passage.document)}
        number = 0
        while True:
            parts = (passage.id, start, end, code, polarity, self.coder, status, adjudicated_by)
            id = content_id("k", *parts, *([number] if number else []))
            if id not in taken:
                break
            number += 1
        return Coding(
            id=id,
            document=passage.document,
            passage=passage.id,
            page=passage.page_at(start),
            start=start,
            end=end,
            quote=passage.text[start:end],
            code=code,
            polarity=polarity,
            coder=self.coder,
            status=status,
            probability=probability,
            time=self._clock(),
            reason=reason.strip(),
            adjudicated_by=adjudicated_by,
        )

    def write(
        self,
        action: str,
        subject: str,
        changes: Sequence[Change],
        reason: str = "",
        details: dict[str, object] | None = None,
    ) -> None:
        """Write an act of this coder's; a coder who has not acted before is written with it."""
        known = {one.id for one in self.store.coders()}
        new = [] if self.coder in known else [Coder(id=self.coder, name=self.coder)]
        written = [Change("coder", one.id, None, one) for one in new]
        with self.store.transaction() as transaction:
            apply(
                transaction,
                action,
                subject,
                [*written, *changes],
                coder=self.coder,
                reason=reason.strip(),
                details=details,
            )

    def polarity(self, code: str, polarity: str) -> str:
        """The polarity to write for a code in use.

        Raises:
            BadInput: The code is unknown or not in use; the polarity is missing, or is none of the code's.
        """
        found = self.codebook[code]
        if found.retired:
            successors = " or ".join(self.codebook.now(code))
            raise BadInput(f"{code} is retired; use {successors or 'another code'}")
        if not found.polarity:
            if polarity:
                raise BadInput(f"{code} has no polarity; leave it out")
            return ""
        if polarity not in _POLARITIES:
            raise BadInput(
                f"{code} tells of insecurity or of protection",
                way=Way(
                    "say which with --polarity insecurity or --polarity protection",
                    "choose which beside the code",
                ),
            )
        return polarity

    def segment(
        self, where: str, quote: str | None, start: int | None, end: int | None
    ) -> tuple[Passage, int, int]:
        """The passage and offsets that a person means, see :func:`rantau.study.coding_lookup.segment`."""
        return segment(self.store, where, quote, start, end)

    def document(self, name: str) -> Document:
        """A document by its file or id, see :func:`rantau.study.coding_lookup.document_named`."""
        return document_named(self.store, name)

    def _suggestion(self, id: str) -> tuple[CodeSuggestion, Passage]:
        passage = id.partition("/k/")[0]
        for one in self.store.code_suggestions(id.partition("/")[0]):
            if one.id == id:
                return one, self.store.passage(passage)
        raise BadInput(
            f"{id!r} is no suggestion of this study",
            way=Way(
                "'rantau suggest STUDY' lists them with their ids",
                "load the page anew to see those that there are",
            ),
        )

    def _own(self, id: str) -> Coding:
        for one in self.store.codings(coder=self.coder):
            if one.id == id:
                return one
        raise BadInput(
            f"{self.coder} has no coding {id!r}",
            way=Way(
                "'rantau code STUDY list' shows the ids", "load the page anew to see those that there are"
            ),
        )

    def _recorded(self, coding: Coding) -> Coding:
        """A coding as the store has it, not as it was found again."""
        return next(one for one in self.store.codings() if one.id == coding.id)

    def check_open(self, document: str) -> None:
        """Refuse to change codings in a document with which the coder is done."""
        view = self.view()
        if not any(one.coder == self.coder and one.document == document for one in view.assignments):
            return
        if (self.coder, document) in view.done:
            name = view.files.get(document, document)
            raise BadInput(
                f"{self.coder} is done with {name}",
                way=Way(
                    f"'rantau code STUDY reopen {name}' opens it again until all are done, and from then on "
                    "'rantau code STUDY adjudicate' settles what coders differ on",
                    "open it again until all are done; from then on settle what coders differ on under Differences",
                ),
            )
