"""What one coder sees of a study's coding: codings at their place, under codes in use, and nothing blind to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from rantau.coding.assigning import hidden_from, open_for_all, readers_of, visible
from rantau.coding.effective import Basis, Coded, basis_of, judged
from rantau.coding.placing import Followed, Placed, follow, place
from rantau.framework.codebook import Codebook
from rantau.store.database import Store
from rantau.store.records import Assignment, CodeSuggestion, Coding, Document, Passage
from rantau.study.coding_trail import finished

__all__ = ["CodingView", "heirs_of", "moved_to_heirs"]


@dataclass
class CodingView:
    """A study's coding as one coder may see it.

    Attributes:
        store: The study's store.
        codebook: The study's codebook.
        viewer: Id of the coder who looks; empty for a brief or report, which shows nothing that is being coded blind.
        machine_coded: Suggestions stand in for codings.
    """

    store: Store
    codebook: Codebook
    viewer: str
    machine_coded: bool = False

    @cached_property
    def documents(self) -> list[Document]:
        return self.store.documents()

    @cached_property
    def files(self) -> Mapping[str, str]:
        """Document id -> its file."""
        return {one.id: one.file for one in self.documents}

    @cached_property
    def assignments(self) -> list[Assignment]:
        return self.store.assignments()

    @cached_property
    def done(self) -> set[tuple[str, str]]:
        """Pairs (coder, document) of which the coder has said that they are done."""
        return finished(self.store.events()) if self.assignments else set()

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Documents in which the viewer does not see what others coded."""
        if not self.viewer:
            blind = {one.document for one in self.assignments if one.blind}
            return frozenset(id for id in self.files if id in blind and not self.is_open(id))
        return hidden_from(self.viewer, self.assignments, self.done)

    def is_open(self, document: str) -> bool:
        """Whether a document that is coded blind has been finished by everyone."""
        return open_for_all(document, self.assignments, self.done)

    def readers(self, document: str) -> frozenset[str] | None:
        """Coders known to have coded a document whole; None where it was given to nobody."""
        return readers_of(document, self.assignments, self.done)

    @cached_property
    def passages(self) -> dict[str, list[Passage]]:
        """Document id -> its passages, of the documents that have codings."""
        wanted = {one.document for one in self._codings}
        return {id: self.store.passages(id) for id in self.files if id in wanted}

    @cached_property
    def _codings(self) -> list[Coding]:
        codings = self.store.codings()
        if any(one.document not in self.files for one in codings):
            codings = moved_to_heirs(codings, heirs_of(self.store, self.files))
        return visible(codings, self.viewer, self.hidden)

    @cached_property
    def placed(self) -> Placed:
        """The visible codings, by whether their words were found."""
        return place(self._codings, self.passages)

    @cached_property
    def followed(self) -> Followed:
        """The visible codings at their place, by what became of their codes."""
        return follow(self.placed.here, self.codebook)

    @cached_property
    def suggestions(self) -> list[CodeSuggestion]:
        """Suggestions under codes in use; for a brief or report none where people are coding blind."""
        return [
            one
            for one in self.store.code_suggestions()
            if one.code in self.codebook
            and not self.codebook[one.code].retired
            and (self.viewer or one.document not in self.hidden)
        ]

    @cached_property
    def judged(self) -> list[Coded]:
        """How each code on each passage stands."""
        return judged(self.followed.now, self.suggestions, machine_coded=self.machine_coded)

    @cached_property
    def effective(self) -> list[Coded]:
        """What analysis takes for coded."""
        return [one for one in self.judged if one.counts]

    @property
    def basis(self) -> Basis:
        return basis_of(self.effective)

    @property
    def notes(self) -> list[str]:
        """Sentences about what the listing leaves out or rests on."""
        said = [self.basis.words] if self.machine_coded else []
        if self.hidden and self.viewer:
            said.append(
                f"{self.viewer} codes {len(self.hidden)} document(s) blind; what others coded there is not shown and "
                "does not count here."
            )
        if self.placed.adrift:
            said.append(
                f"{len(self.placed.adrift)} coding(s) are adrift: their words stand in the document no longer, or more "
                "than once. The list of what waits shows them."
            )
        if self.followed.waiting:
            said.append(
                f"{len(self.followed.waiting)} coding(s) wait for a person since their code changed. "
                "The list of what waits shows them."
            )
        return said


def heirs_of(store: Store, files: Mapping[str, str]) -> dict[str, str]:
    """Documents that are gone -> the one that has their file's name now.

    A source that was replaced by a new version of itself is another document; its codings belong in the new one, where
    their words stand in it.
    """
    now = {file: id for id, file in files.items()}
    heirs: dict[str, str] = {}
    for event in store.events():
        file = event.details.get("file")
        if event.action == "document.read" and event.subject not in files and file in now:
            heirs[event.subject] = now[str(file)]
    return heirs


def moved_to_heirs(codings: list[Coding], heirs: Mapping[str, str]) -> list[Coding]:
    """Codings of documents that are gone, as codings of those that took their place, where they are to be found."""
    return [
        replace(one, document=heirs[one.document], passage="") if one.document in heirs else one
        for one in codings
    ]
