"""The store of a study: records in, records out, one transaction at a time.

Every transaction commits its records together with the events that tell of them. Reading needs no transaction of its
own: each listing sees the store as it was when the listing began.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Select, Table, delete, func, insert, select, text, update

from rantau.framework.words import DecisionKind
from rantau.store import rows, search, tables
from rantau.store.audit import AuditReport, event_hash, verify
from rantau.store.connecting import WRITING, as_sentences, lock_for_writing, open_engine
from rantau.store.prepared import PreparedDocument, Rows, prepare, prepare_text, rows_of
from rantau.store.records import (
    Assignment,
    Citation,
    Claim,
    ClaimGroup,
    Coder,
    CodeSuggestion,
    Coding,
    Decision,
    Document,
    Event,
    Finding,
    FindingGroup,
    Grade,
    Hit,
    Memo,
    Observation,
    Page,
    Passage,
    Reference,
    Score,
    SealedNames,
    Section,
    StageRun,
    Testimony,
    Theme,
)
from rantau.store.rows import Codec

__all__ = ["Store", "Transaction"]

T = TypeVar("T")


class Store:
    """A study's database. :meth:`open` makes one; close it when done.

    Args:
        engine: An engine whose tables are up to date.
        clock: Gives the time for events, UTC, ISO 8601.
        actor: Who acts.
    """

    def __init__(self, engine: Engine, clock: Callable[[], str], actor: str) -> None:
        self._engine = engine
        self._clock = clock
        self._actor = actor

    @classmethod
    def open(cls, where: Path | str, *, clock: Callable[[], str], actor: str) -> Store:
        """Open a store, make it where there is none, bring its tables up to date.

        Args:
            where: A file for SQLite; or the address of a PostgreSQL database, ``postgresql://user@host/database``.
            clock: Gives the time for events, UTC, ISO 8601.
            actor: Who acts, for events.

        Raises:
            BadStore: It cannot be opened.
            FeatureMissing: PostgreSQL's driver is not installed.
        """
        return cls(open_engine(where), clock, actor)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    # -- reading --------------------------------------------------------------------------------------

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with as_sentences(self._engine), self._engine.connect() as connection:
            yield connection

    def _records(self, codec: Codec[T], query: Select[Any]) -> list[T]:
        with self._reading() as connection:
            return [codec.read(row) for row in connection.execute(query).mappings()]

    def _of(self, codec: Codec[T], table: Table, document: str | None, order: str) -> list[T]:
        """A table's records, of one document or of all, in the order of documents and of reading."""
        query = select(table).order_by(table.c.document, table.c[order])
        if document is not None:
            query = query.where(table.c.document == document)
        return self._records(codec, query)

    def documents(self) -> list[Document]:
        """All documents, by file name."""
        return sorted(
            self._records(rows.DOCUMENT, select(tables.documents)), key=lambda one: (one.file, one.id)
        )

    def document(self, id: str) -> Document:
        """One document.

        Raises:
            KeyError: There is none of this id.
        """
        found = self._records(rows.DOCUMENT, select(tables.documents).where(tables.documents.c.id == id))
        if not found:
            raise KeyError(id)
        return found[0]

    def pages(self, document: str) -> list[Page]:
        """A document's pages in order."""
        return self._of(rows.PAGE, tables.pages, document, "number")

    def page_labels(self) -> dict[str, str | None]:
        """Id of every page -> the number printed on it, where it could be read."""
        table = tables.pages
        query = select(table.c.document, table.c.number, table.c.label).order_by(
            table.c.document, table.c.number
        )
        with self._reading() as connection:
            return {f"{row.document}/{row.number}": row.label for row in connection.execute(query)}

    def sections(self, document: str) -> list[Section]:
        """A document's sections in order."""
        return self._of(rows.SECTION, tables.sections, document, "number")

    def passages(self, document: str) -> list[Passage]:
        """A document's passages in order."""
        return self._of(rows.PASSAGE, tables.passages, document, "number")

    def passage(self, id: str) -> Passage:
        """One passage.

        Raises:
            KeyError: There is none of this id.
        """
        found = self._records(rows.PASSAGE, select(tables.passages).where(tables.passages.c.id == id))
        if not found:
            raise KeyError(id)
        return found[0]

    def passage_ids(self) -> list[str]:
        """Ids of all passages, by document, in order."""
        table = tables.passages
        with self._reading() as connection:
            return list(
                connection.scalars(select(table.c.id).order_by(table.c.document, table.c.number)).all()
            )

    def references(self, document: str | None = None) -> list[Reference]:
        """Reference entries, of one document or of all."""
        return self._of(rows.REFERENCE, tables.references, document, "position")

    def citations(self, document: str | None = None) -> list[Citation]:
        """In-text citations, of one document or of all."""
        return self._of(rows.CITATION, tables.citations, document, "position")

    def claims(self, document: str | None = None) -> list[Claim]:
        """Claims, of one document or of all."""
        return self._of(rows.CLAIM, tables.claims, document, "position")

    def claim_groups(self) -> list[ClaimGroup]:
        """Groups of claims in the order in which they were put."""
        return self._records(
            rows.CLAIM_GROUP, select(tables.claim_groups).order_by(tables.claim_groups.c.position)
        )

    def code_suggestions(self, document: str | None = None) -> list[CodeSuggestion]:
        """Codes that the machine suggests, of one document or of all."""
        return self._of(rows.CODE_SUGGESTION, tables.code_suggestions, document, "position")

    def codings(self, document: str | None = None, *, coder: str | None = None) -> list[Coding]:
        """Codings, of one document or of all, of one coder or of all, in the order of documents and of reading."""
        table = tables.codings
        query = select(table)
        if document is not None:
            query = query.where(table.c.document == document)
        if coder is not None:
            query = query.where(table.c.coder == coder)
        found = self._records(rows.CODING, query)
        return sorted(found, key=_place_of_coding)

    def coders(self) -> list[Coder]:
        """Coders by id."""
        return self._records(rows.CODER, select(tables.coders).order_by(tables.coders.c.id))

    def memos(self) -> list[Memo]:
        """Memos, the oldest first."""
        return self._records(rows.MEMO, select(tables.memos).order_by(tables.memos.c.time, tables.memos.c.id))

    def assignments(self) -> list[Assignment]:
        """Which documents coders are to code, by coder and document."""
        table = tables.assignments
        return self._records(rows.ASSIGNMENT, select(table).order_by(table.c.coder, table.c.document))

    def themes(self) -> list[Theme]:
        """Themes in the order in which they were put."""
        return self._records(rows.THEME, select(tables.themes).order_by(tables.themes.c.position))

    def testimonies(self, document: str | None = None) -> list[Testimony]:
        """Testimonies, of one document or of all."""
        return self._of(rows.TESTIMONY, tables.testimonies, document, "position")

    def findings(self, document: str | None = None) -> list[Finding]:
        """Findings, of one document or of all."""
        return self._of(rows.FINDING, tables.findings, document, "position")

    def finding_groups(self) -> list[FindingGroup]:
        """Groups of findings in the order in which they were put."""
        return self._records(
            rows.FINDING_GROUP, select(tables.finding_groups).order_by(tables.finding_groups.c.position)
        )

    def grades(self) -> list[Grade]:
        """Grades of groups in the order in which they were put."""
        return self._records(rows.GRADE, select(tables.grades).order_by(tables.grades.c.position))

    def decisions(self) -> list[Decision]:
        """What people decided, by kind and subject."""
        table = tables.decisions
        return self._records(rows.DECISION, select(table).order_by(table.c.kind, table.c.subject))

    def sealed_names(self) -> list[SealedNames]:
        """What pseudonyms stand for, sealed, by document."""
        table = tables.sealed_names
        return self._records(rows.SEALED_NAMES, select(table).order_by(table.c.document))

    def observations(self) -> list[Observation]:
        """Observations in the order in which they were put."""
        return self._records(
            rows.OBSERVATION, select(tables.observations).order_by(tables.observations.c.position)
        )

    def scores(self) -> list[Score]:
        """Scores in the order in which they were put."""
        return self._records(rows.SCORE, select(tables.scores).order_by(tables.scores.c.position))

    def stage_runs(self) -> list[StageRun]:
        """Marks of the stages that are done."""
        table = tables.stage_runs
        return self._records(rows.STAGE_RUN, select(table).order_by(table.c.stage, table.c.subject))

    def stage_run(self, stage: str, subject: str) -> StageRun | None:
        """The mark of one stage, if it is done."""
        table = tables.stage_runs
        found = self._records(
            rows.STAGE_RUN, select(table).where(table.c.stage == stage, table.c.subject == subject)
        )
        return found[0] if found else None

    def events(self) -> Iterator[Event]:
        """The audit trail, from its first event."""
        query = select(tables.events).order_by(tables.events.c.number)
        with (
            self._reading() as connection,
            connection.execution_options(yield_per=500).execute(query) as result,
        ):
            for row in result.mappings():
                yield rows.EVENT.read(row)

    def counts(self) -> Mapping[str, int]:
        """How many there are of each kind of record."""
        names = {
            "documents": tables.documents,
            "pages": tables.pages,
            "passages": tables.passages,
            "references": tables.references,
            "citations": tables.citations,
            "claims": tables.claims,
            "claim groups": tables.claim_groups,
            "code suggestions": tables.code_suggestions,
            "codings": tables.codings,
            "testimonies": tables.testimonies,
            "findings": tables.findings,
            "finding groups": tables.finding_groups,
            "observations": tables.observations,
            "scores": tables.scores,
            "events": tables.events,
        }
        with self._reading() as connection:
            return {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in names.items()
            }

    def verify_audit(self) -> AuditReport:
        """Recompute the chain of the audit trail, and say where it breaks."""
        with self._reading() as connection:
            head = connection.execute(select(tables.trail.c.number, tables.trail.c.hash)).one_or_none()
            query = select(tables.events).order_by(tables.events.c.number)
            with connection.execution_options(yield_per=500).execute(query) as result:
                events = (rows.EVENT.read(row) for row in result.mappings())
                return verify(events, (head.number, head.hash) if head else (0, ""))

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """Find passages, see :mod:`rantau.store.search`."""
        with self._reading() as connection:
            return search.search(connection, query, limit)

    # -- writing --------------------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Write records and events together: all of them, or none when the block raises.

        One writes at a time: the others wait for half a minute.

        Raises:
            StudyBusy: Another program holds the store for longer.
            BadStore: It cannot be written, or has become unreachable.
        """
        with (
            as_sentences(self._engine),
            self._engine.connect().execution_options(**{WRITING: True}) as connection,
            connection.begin(),
        ):
            lock_for_writing(connection)
            yield Transaction(connection, self._clock, self._actor)


class Transaction:
    """What can be written. Made by :meth:`Store.transaction`."""

    def __init__(self, connection: Connection, clock: Callable[[], str], actor: str) -> None:
        self._connection = connection
        self._clock = clock
        self._actor = actor

    def _insert(self, table: Table, given: Rows) -> None:
        if not given.values:
            return
        # Plain rows of one shape: the driver takes them as they are, without SQLAlchemy looking at each.
        compiled = insert(table).compile(dialect=self._connection.dialect, column_keys=given.columns)
        values: Sequence[Any] = given.values
        if compiled.positiontup is None:
            values = [dict(zip(given.columns, row, strict=True)) for row in given.values]
        elif tuple(compiled.positiontup) != given.columns:
            order = itemgetter(*(given.columns.index(name) for name in compiled.positiontup))
            values = [order(row) for row in given.values]
        self._connection.exec_driver_sql(str(compiled), values)

    def put_document(
        self,
        document: Document,
        pages: Iterable[Page],
        sections: Iterable[Section],
        passages: Iterable[Passage],
    ) -> None:
        """Write a document with its text; all that was known of it before is gone, the marks of its stages too."""
        self.put_prepared(prepare(document, prepare_text(pages, sections, list(passages))))

    def put_prepared(self, document: PreparedDocument) -> None:
        """Write a document as it was prepared; all that was known of it before is gone, as in :meth:`put_document`."""
        self.remove_document(document.id)
        for name, given in document.tables.items():
            self._insert(tables.metadata.tables[name], given)
        self._index(document.id)
        if document.words and self._connection.dialect.name == "sqlite":
            self._connection.exec_driver_sql(
                "INSERT OR IGNORE INTO passage_vocabulary (word) VALUES (?)",
                [(word,) for word in document.words],
            )

    def remove_document(self, id: str) -> None:
        """Forget a document with all that came of it."""
        self._index(id, gone=True)
        self._connection.execute(delete(tables.documents).where(tables.documents.c.id == id))
        self._connection.execute(delete(tables.stage_runs).where(tables.stage_runs.c.subject == id))

    def _index(self, document: str, *, gone: bool = False) -> None:
        """Bring the search indexes up to date with a document's passages."""
        if self._connection.dialect.name != "sqlite":
            # What is gone goes with its passages; trigrams are an index that PostgreSQL keeps by itself.
            if not gone:
                self._connection.execute(text(search.POSTGRES_WORDS), {"document": document})
            return
        for name, column in (("passage_words", "folded"), ("passage_grams", "spaceless")):
            into, values = (f"rowid, {column}", f"key, {column}")
            if gone:
                into, values = (f"{name}, rowid, {column}", f"'delete', key, {column}")
            statement = (
                f"INSERT INTO {name} ({into}) SELECT {values} FROM passages WHERE document = :document"  # noqa: S608
            )
            if column == "spaceless":
                statement += " AND spaceless <> ''"
            self._connection.execute(text(statement), {"document": document})

    def put_references(
        self, document: str, references: Iterable[Reference], citations: Iterable[Citation]
    ) -> None:
        """Write a document's references and citations in place of those it had."""
        for table in (tables.references, tables.citations):
            self._connection.execute(delete(table).where(table.c.document == document))
        self._insert(tables.references, _numbered(rows.REFERENCE, references))
        self._insert(tables.citations, _numbered(rows.CITATION, citations))

    def put_claims(self, document: str, claims: Iterable[Claim]) -> None:
        """Write a document's claims in place of those it had."""
        self._connection.execute(delete(tables.claims).where(tables.claims.c.document == document))
        self._insert(tables.claims, _numbered(rows.CLAIM, claims))

    def put_code_suggestions(self, document: str, suggestions: Iterable[CodeSuggestion]) -> None:
        """Write what is suggested for a document in place of what was."""
        table = tables.code_suggestions
        self._connection.execute(delete(table).where(table.c.document == document))
        self._insert(table, _numbered(rows.CODE_SUGGESTION, suggestions))

    def put_coding(self, coding: Coding) -> None:
        """Write a coding in place of the one of its id."""
        self._put_one(tables.codings, rows.CODING, coding, id=coding.id)

    def put_codings(self, codings: Sequence[Coding]) -> None:
        """Write many codings, none of which is there yet."""
        self._insert(tables.codings, rows_of(rows.CODING, codings))

    def remove_coding(self, id: str) -> None:
        """Take a coding away. The event that tells of it keeps what it was."""
        self._connection.execute(delete(tables.codings).where(tables.codings.c.id == id))

    def put_coder(self, coder: Coder) -> None:
        """Write a coder in place of the one of its id."""
        self._put_one(tables.coders, rows.CODER, coder, id=coder.id)

    def put_memo(self, memo: Memo) -> None:
        """Write a memo in place of the one of its id."""
        self._put_one(tables.memos, rows.MEMO, memo, id=memo.id)

    def remove_memo(self, id: str) -> None:
        """Take a memo away."""
        self._connection.execute(delete(tables.memos).where(tables.memos.c.id == id))

    def put_assignment(self, assignment: Assignment) -> None:
        """Write an assignment in place of the one of its coder and document."""
        key = {"coder": assignment.coder, "document": assignment.document}
        self._put_one(tables.assignments, rows.ASSIGNMENT, assignment, **key)

    def remove_assignment(self, coder: str, document: str) -> None:
        """Take an assignment away."""
        table = tables.assignments
        self._connection.execute(delete(table).where(table.c.coder == coder, table.c.document == document))

    def put_themes(self, themes: Iterable[Theme]) -> None:
        """Write all themes in place of those there were."""
        self._put_all(tables.themes, rows.THEME, themes)

    def _put_one(self, table: Table, codec: Codec[T], record: T, **key: str) -> None:
        self._connection.execute(
            delete(table).where(*(table.c[name] == value for name, value in key.items()))
        )
        self._insert(table, rows_of(codec, [record]))

    def put_testimonies(self, document: str, testimonies: Iterable[Testimony]) -> None:
        """Write a document's testimonies in place of those it had."""
        self._connection.execute(delete(tables.testimonies).where(tables.testimonies.c.document == document))
        self._insert(tables.testimonies, _numbered(rows.TESTIMONY, testimonies))

    def put_findings(self, document: str, findings: Iterable[Finding]) -> None:
        """Write a document's findings in place of those it had."""
        self._connection.execute(delete(tables.findings).where(tables.findings.c.document == document))
        self._insert(tables.findings, _numbered(rows.FINDING, findings))

    def put_sealed_names(self, names: SealedNames) -> None:
        """Write what a document's pseudonyms stand for in place of what was known of them."""
        table = tables.sealed_names
        self._connection.execute(delete(table).where(table.c.document == names.document))
        self._insert(table, rows_of(rows.SEALED_NAMES, [names]))

    def put_decision(self, decision: Decision) -> None:
        """Write a person's decision in place of an earlier one on the same record."""
        table = tables.decisions
        self._connection.execute(
            delete(table).where(table.c.kind == decision.kind, table.c.subject == decision.subject)
        )
        self._insert(table, rows_of(rows.DECISION, [decision]))

    def put_status(self, kind: DecisionKind, id: str, status: str) -> None:
        """Set the status of a claim, testimony or finding."""
        table = {"claim": tables.claims, "testimony": tables.testimonies, "finding": tables.findings}[kind]
        self._connection.execute(update(table).where(table.c.id == id).values(status=status))

    def put_finding_groups(self, groups: Iterable[FindingGroup]) -> None:
        """Write all groups of findings in place of those there were."""
        self._put_all(tables.finding_groups, rows.FINDING_GROUP, groups)

    def put_grades(self, grades: Iterable[Grade]) -> None:
        """Write all grades in place of those there were."""
        self._put_all(tables.grades, rows.GRADE, grades)

    def _put_all(self, table: Table, codec: Codec[T], records: Iterable[T]) -> None:
        self._connection.execute(delete(table))
        self._insert(table, _numbered(codec, records))

    def put_claim_groups(self, groups: Iterable[ClaimGroup]) -> None:
        """Write all groups of claims in place of those there were."""
        self._put_all(tables.claim_groups, rows.CLAIM_GROUP, groups)

    def put_observations(self, observations: Iterable[Observation]) -> None:
        """Write all observations in place of those there were."""
        self._put_all(tables.observations, rows.OBSERVATION, observations)

    def put_scores(self, scores: Iterable[Score]) -> None:
        """Write all scores in place of those there were."""
        self._put_all(tables.scores, rows.SCORE, scores)

    def put_stage(self, run: StageRun) -> None:
        """Mark a stage as done."""
        table = tables.stage_runs
        self._connection.execute(
            delete(table).where(table.c.stage == run.stage, table.c.subject == run.subject)
        )
        self._insert(table, rows_of(rows.STAGE_RUN, [run]))

    def record(
        self,
        action: str,
        subject: str,
        reason: str = "",
        details: Mapping[str, object] | None = None,
        *,
        before: str | None = None,
        after: str | None = None,
    ) -> Event:
        """Write an event to the audit trail.

        Args:
            action: Verb in the past tense with its object, e.g. ``document.read``.
            subject: Id of what was acted on.
            reason: Why, in words.
            details: Plain values worth keeping.
            before: Hash of what was there before.
            after: Hash of what is there now.
        """
        head = self._connection.execute(select(tables.trail.c.number, tables.trail.c.hash)).one()
        event = Event(
            number=head.number + 1,
            time=self._clock(),
            actor=rows.clean(self._actor),
            action=rows.clean(action),
            subject=rows.clean(subject),
            reason=rows.clean(reason),
            details={} if details is None else _as_stored(details),
            before=None if before is None else rows.clean(before),
            after=None if after is None else rows.clean(after),
            previous=head.hash,
        )
        event = replace(event, hash=event_hash(event))
        self._insert(tables.events, rows_of(rows.EVENT, [event]))
        self._connection.execute(update(tables.trail).values(number=event.number, hash=event.hash))
        return event


def _place_of_coding(coding: Coding) -> tuple[Any, ...]:
    number = coding.passage.rpartition("/p")[2]
    order = int(number) if number.isdigit() else 0
    return (coding.document, order, coding.start, coding.end, coding.code, coding.coder, coding.id)


def _numbered(codec: Codec[T], records: Iterable[T]) -> Rows:
    records = list(records)
    return rows_of(codec, records, position=range(len(records)))


def _as_stored(details: Mapping[str, object]) -> dict[str, object]:
    """Details as they will be read again, so that the hash holds."""
    stored: dict[str, object] = json.loads(rows.to_json(details))
    return stored
