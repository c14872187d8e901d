"""Codings after their documents were read anew: written where their words are now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rantau.coding.placing import place
from rantau.store.database import Store
from rantau.store.records import Coding, StageRun
from rantau.study.coding_trail import Change, apply
from rantau.study.coding_view import heirs_of, moved_to_heirs
from rantau.study.fingerprints import fingerprint

__all__ = ["find_again", "find_again_if_changed"]

_STAGE = "places of codings"


def find_again_if_changed(store: Store, texts: Mapping[str, str]) -> int:
    """Write the places of codings that were found again, where a text or a coding changed since this was last done.

    Args:
        store: The study's store.
        texts: Document id -> hash of its text.

    Returns:
        How many were written.
    """
    codings = store.codings()
    if not codings:
        return 0
    files = {one.id: one.file for one in store.documents()}
    mark = store.stage_run(_STAGE, "study")
    if mark is not None and mark.input_hash == _given(codings, files, texts):
        return 0
    moved = find_again(store)
    with store.transaction() as transaction:
        given = _given(store.codings() if moved else codings, files, texts)
        transaction.put_stage(StageRun(stage=_STAGE, subject="study", input_hash=given, output_hash=""))
    return moved


def _given(codings: Iterable[Coding], files: Mapping[str, str], texts: Mapping[str, str]) -> str:
    places = [(one.id, one.document, one.passage, one.start, one.end, one.quote) for one in codings]
    return fingerprint(places, sorted(files.items()), sorted(texts.items()))


def find_again(store: Store) -> int:
    """Write the places of codings that were found again, after documents were read anew.

    Returns:
        How many were written.
    """
    codings = store.codings()
    files = {one.id: one.file for one in store.documents()}
    recorded = {one.id: one for one in codings}
    if any(one.document not in files for one in codings):
        codings = moved_to_heirs(codings, heirs_of(store, files))
    wanted = {one.document for one in codings} & set(files)
    moved = place(codings, {id: store.passages(id) for id in wanted}).moved
    by_document: dict[str, list[Coding]] = {}
    for one in moved:
        by_document.setdefault(one.document, []).append(one)
    for document, found in sorted(by_document.items()):
        with store.transaction() as transaction:
            apply(
                transaction,
                "codes.found_again",
                document,
                [Change("coding", one.id, recorded[one.id], one) for one in found],
                coder="",
                reason="the document was read anew; the words were found by their quotation",
                details={"file": files[document]},
            )
    return len(moved)
