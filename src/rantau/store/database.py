"""The store of a study: records in, records out, one transaction at a time.

Every transaction commits its records together with the events that tell of them. Reading needs no transaction of its
own: each listing sees the store as it was when the listing began.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Select, Table, func, select

from rantau.store import rows, search, tables
from rantau.store.audit import AuditReport, verify
from rantau.store.connecting import WRITING, as_sentences, lock_for_writing, open_engine
from rantau.store.records import (
    Account,
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
from rantau.store.traces import wipe_traces
from rantau.store.transaction import Transaction

__all__ = ["Store", "Transaction"]

T = TypeVar("T")
_AT_ONCE = 500
"""Ids in one query."""


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

    def acting_as(self, actor: str) -> Store:
        """The same database for another person: events name that one. Close only the first of them."""
        return Store(self._engine, self._clock, actor)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def wipe_traces(self) -> None:
        """Leave nothing of deleted text in the database's files."""
        wipe_traces(self._engine)

    # -- reading --------------------------------------------------------------------------------------

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with as_sentences(self._engine), self._engine.connect() as connection:
            yield connection

    def _records(self, codec: Codec[T], query: Select[Any]) -> list[T]:
        with self._reading() as connection:
            result = connection.execute(query)
            return codec.read_all(list(result.keys()), result)

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

    def claims_named(self, ids: Iterable[str]) -> list[Claim]:
        """The claims of these ids that there are, in the order of documents and of reading."""
        table, found, named = tables.claims, list[Claim](), list[str]()
        wanted = sorted(set(ids))
        for id, following in zip(wanted, [*wanted[1:], ""], strict=False):
            named.append(id)
            # Ids begin with their document's; those of one document are asked for together, so that all stay in order.
            if not following or (len(named) >= _AT_ONCE and id.split("/")[0] != following.split("/")[0]):
                query = select(table).where(table.c.id.in_(named))
                found += self._records(rows.CLAIM, query.order_by(table.c.document, table.c.position))
                named = []
        return found

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

    def accounts(self) -> list[Account]:
        """Who may use the workbench, by name."""
        return self._records(rows.ACCOUNT, select(tables.accounts).order_by(tables.accounts.c.name))

    def account(self, name: str) -> Account | None:
        """The account of a name, if there is one."""
        found = self._records(rows.ACCOUNT, select(tables.accounts).where(tables.accounts.c.name == name))
        return found[0] if found else None

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

    def head(self) -> tuple[int, str]:
        """Number and hash of the last event: as long as it is the same, so are all records."""
        with self._reading() as connection:
            row = connection.execute(select(tables.trail.c.number, tables.trail.c.hash)).one()
            return row.number, row.hash

    def events_after(self, number: int, limit: int) -> list[Event]:
        """At most ``limit`` events, from the first whose number is larger."""
        table = tables.events
        query = select(table).where(table.c.number > number).order_by(table.c.number).limit(limit)
        return self._records(rows.EVENT, query)

    def events_of(self, subject: str) -> list[Event]:
        """The events about one subject, from the first."""
        table = tables.events
        return self._records(
            rows.EVENT, select(table).where(table.c.subject == subject).order_by(table.c.number)
        )

    def page(self, document: str, number: int) -> Page:
        """One page.

        Raises:
            KeyError: There is none of this number.
        """
        table = tables.pages
        query = select(table).where(table.c.document == document, table.c.number == number)
        found = self._records(rows.PAGE, query)
        if not found:
            raise KeyError(f"{document}/{number}")
        return found[0]

    def observation(self, id: str) -> Observation:
        """One observation.

        Raises:
            KeyError: There is none of this id.
        """
        table = tables.observations
        found = self._records(rows.OBSERVATION, select(table).where(table.c.id == id))
        if not found:
            raise KeyError(id)
        return found[0]

    def verdicts(self) -> Mapping[str, int]:
        """How many groups of claims there are of each verdict."""
        table = tables.claim_groups
        query = select(table.c.verdict, func.count()).group_by(table.c.verdict)
        with self._reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

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


def _place_of_coding(coding: Coding) -> tuple[Any, ...]:
    number = coding.passage.rpartition("/p")[2]
    order = int(number) if number.isdecimal() else 0
    return (coding.document, order, coding.start, coding.end, coding.code, coding.coder, coding.id)
