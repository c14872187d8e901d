"""A small made-up study to code in, with fixed suggestions so that no test depends on what the lexicon knows."""

import itertools

from rantau.store.records import CodeSuggestion
from rantau.study import Study
from rantau.study.coding_desk import CodingDesk

REPORT = """\
# Example report

The broker lent them money for the journey. They owed him a year of wages.

Police raided the site and called the workers a threat. Police raided the site again.

A clinic in the border town treated whoever came.
"""

NOTE = """\
# Example note

Ministers spoke of a flood of people. A union asked for their rights.

Workers had no access to a doctor.
"""

BROKER, RAID, CLINIC = 2, 3, 4
"""Numbers of the report's passages after its heading."""


def make_coding_study(folder, **settings):
    """A study of two documents, read and nothing else."""
    incoming = folder / "incoming"
    incoming.mkdir()
    (incoming / "report.md").write_text(REPORT, encoding="utf-8")
    (incoming / "note.md").write_text(NOTE, encoding="utf-8")
    with Study.create(folder / "study", name="Example study", places=("THA", "MMR")) as study:
        study.add([incoming])
        study.run("corpus", workers=1)
    return folder / "study"


def desk_of(study, coder="ana"):
    """A coder's desk whose clock ticks one second an act."""
    ticks = itertools.count(1)
    return CodingDesk(study, coder, clock=lambda: f"2026-01-01T00:00:{next(ticks) % 60:02}Z")


def document(study, file="report.md"):
    return next(one for one in study.store.documents() if one.file == file)


def passage(study, words, file="report.md"):
    """The passage that begins with some words."""
    return next(one for one in study.store.passages(document(study, file).id) if one.text.startswith(words))


def suggest(study, words, code, *, polarity="", probability=0.8, file="report.md"):
    """Put a suggestion into the store, as the coding stage does; its id."""
    where = passage(study, words, file)
    made = CodeSuggestion(
        id=f"{where.id}/k/{code}",
        document=where.document,
        passage=where.id,
        page=1,
        code=code,
        polarity=polarity,
        probability=probability,
        start=0,
        end=where.text.index(".") + 1,
        why=("made up",),
        by="test-1",
    )
    kept = [one for one in study.store.code_suggestions(where.document) if one.id != made.id]
    with study.store.transaction() as transaction:
        transaction.put_code_suggestions(where.document, [*kept, made])
    return made.id


def everything(study):
    """All that coders have written, by id."""
    store = study.store
    return (
        {one.id: one for one in store.coders()},
        {one.id: one for one in store.codings()},
        {one.id: one for one in store.memos()},
        {f"{one.document}/{one.coder}": one for one in store.assignments()},
        tuple(store.themes()),
    )
