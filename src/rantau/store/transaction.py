"""What is written to a store: records together with the events that tell of them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, delete, func, insert, select, text, update

from rantau.framework.words import CitationStatus, DecisionKind
from rantau.store import rows, search, tables
from rantau.store.audit import HIDEABLE, event_hash
from rantau.store.prepared import PreparedDocument, Rows, prepare, prepare_text, rows_of
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

__all__ = ["Transaction"]

T = TypeVar("T")


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

    def mark_confidential(self, document: str) -> None:
        """Treat a document as confidential from now on."""
        table = tables.documents
        self._connection.execute(update(table).where(table.c.id == document).values(confidential=True))

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

    def put_claim(self, claim: Claim) -> None:
        """Write a claim in place of the one of its id, where there is one."""
        table = tables.claims
        values = dict(zip(rows.CLAIM.names, rows.CLAIM.cells(claim), strict=True))
        self._connection.execute(update(table).where(table.c.id == claim.id).values(values))

    def put_status(self, kind: DecisionKind, id: str, status: str) -> None:
        """Set the status of a testimony or finding."""
        table = {"testimony": tables.testimonies, "finding": tables.findings}[kind]
        self._connection.execute(update(table).where(table.c.id == id).values(status=status))

    def remove_decision(self, kind: DecisionKind, subject: str) -> None:
        """Take a person's decision away."""
        table = tables.decisions
        self._connection.execute(delete(table).where(table.c.kind == kind, table.c.subject == subject))

    def put_match(self, citation: str, text: str, reference: str | None, status: CitationStatus) -> None:
        """Set which entry of the reference list a citation means, where its words are still these."""
        cited, entries = tables.citations, tables.references
        found = self._connection.execute(
            select(cited.c.document).where(cited.c.id == citation, cited.c.text == text)
        ).scalar()
        if found is None:
            return
        self._connection.execute(
            update(cited).where(cited.c.id == citation).values(reference=reference, status=status)
        )
        times = (
            select(func.count())
            .where(cited.c.document == found, cited.c.reference == entries.c.id)
            .scalar_subquery()
        )
        self._connection.execute(update(entries).where(entries.c.document == found).values(cited=times))

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

    def put_account(self, account: Account) -> None:
        """Write an account in place of the one of its name."""
        self._put_one(tables.accounts, rows.ACCOUNT, account, name=account.name)

    def remove_account(self, name: str) -> None:
        """Take an account away."""
        self._connection.execute(delete(tables.accounts).where(tables.accounts.c.name == name))

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
            salts={name: secrets.token_hex(16) for name in HIDEABLE},
        )
        event = replace(event, hash=event_hash(event))
        self._insert(tables.events, rows_of(rows.EVENT, [event]))
        self._connection.execute(update(tables.trail).values(number=event.number, hash=event.hash))
        return event

    def take_trail(self, events: Sequence[Event]) -> None:
        """Take over the trail of a study that was handed over, as it is.

        Args:
            events: All of it, verified, by number.

        Raises:
            ValueError: This study has a trail of its own already.
        """
        if self._connection.execute(select(tables.trail.c.number)).scalar_one():
            raise ValueError("a study that has a trail takes over no other")
        self._insert(tables.events, rows_of(rows.EVENT, events))
        if events:
            last = events[-1]
            self._connection.execute(update(tables.trail).values(number=last.number, hash=last.hash))


def _numbered(codec: Codec[T], records: Iterable[T]) -> Rows:
    records = list(records)
    return rows_of(codec, records, position=range(len(records)))


def _as_stored(details: Mapping[str, object]) -> dict[str, object]:
    """Details as they will be read again, so that the hash holds."""
    stored: dict[str, object] = json.loads(rows.to_json(details))
    return stored
