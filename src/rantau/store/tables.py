"""The tables of a store, for SQLite and PostgreSQL alike.

What is asked for by itself has a column of its own; what is only ever read with its record (spans, sentences, boxes) is
JSON text in one column. ``passages.folded`` and ``spaceless`` are the text as it is searched, see
:mod:`rantau.store.search`.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

__all__ = [
    "accounts",
    "assignments",
    "citations",
    "claim_groups",
    "claims",
    "code_suggestions",
    "coders",
    "codings",
    "decisions",
    "documents",
    "events",
    "finding_groups",
    "findings",
    "grades",
    "memos",
    "metadata",
    "observations",
    "pages",
    "passages",
    "references",
    "scores",
    "sealed_names",
    "sections",
    "stage_runs",
    "testimonies",
    "themes",
    "trail",
]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Key = BigInteger().with_variant(Integer, "sqlite")


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null)


def _whole(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, BigInteger().with_variant(Integer, "sqlite"), nullable=null)


def _number(name: str, *, null: bool = True) -> Column[float]:
    return Column(name, Double, nullable=null)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def _of_document() -> Column[str]:
    return Column(
        "document", Text, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True
    )


documents = Table(
    "documents",
    metadata,
    Column("id", Text, primary_key=True),
    _text("file"),
    _text("sha256"),
    _whole("size"),
    _text("format", null=True),
    _text("title"),
    _text("authors"),
    _whole("year", null=True),
    _text("publisher"),
    _text("source_type"),
    _text("language"),
    _flag("confidential"),
    _flag("machine_read"),
    _whole("page_count"),
    _text("problem"),
    _text("notes"),
)

pages = Table(
    "pages",
    metadata,
    Column("document", Text, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    _text("label", null=True),
    _text("text"),
    _flag("machine_read"),
    _number("width"),
    _number("height"),
)

sections = Table(
    "sections",
    metadata,
    Column("id", Text, primary_key=True),
    _of_document(),
    _whole("number"),
    _text("title"),
    _whole("level"),
    _text("parent", null=True),
    _text("span"),
)

passages = Table(
    "passages",
    metadata,
    Column("key", _Key, primary_key=True, autoincrement=True),
    _text("id"),
    _of_document(),
    _whole("number"),
    _text("kind"),
    _text("section", null=True),
    _text("spans"),
    _text("text"),
    _text("sentences"),
    _text("language"),
    _text("label"),
    _flag("machine_read"),
    _text("boxes"),
    _text("folded"),
    _text("spaceless"),
    UniqueConstraint("id"),
)

references = Table(
    "reference_entries",
    metadata,
    Column("id", Text, primary_key=True),
    _of_document(),
    _text("passage"),
    _whole("position"),
    _text("key"),
    _text("raw"),
    _text("authors"),
    _whole("year", null=True),
    _text("suffix"),
    _text("title"),
    _text("container"),
    _text("doi"),
    _text("url"),
    _whole("number", null=True),
    _text("duplicate_of", null=True),
    _text("notes"),
    _whole("cited"),
)

citations = Table(
    "citations",
    metadata,
    Column("id", Text, primary_key=True),
    _of_document(),
    _text("passage"),
    _whole("position"),
    _whole("start"),
    _whole("end"),
    _text("text"),
    _text("authors"),
    _whole("year", null=True),
    _text("suffix"),
    _text("cited_page"),
    _text("style"),
    _text("status"),
    _text("reference", null=True),
    _text("candidates"),
)

claims = Table(
    "claims",
    metadata,
    Column("id", Text, primary_key=True),
    _of_document(),
    _text("passage"),
    _whole("position"),
    _whole("page"),
    _whole("start"),
    _whole("end"),
    _text("quote"),
    _number("value"),
    _number("low"),
    _number("high"),
    _text("qualifier"),
    _text("unit"),
    _text("measure"),
    _text("indicator", null=True),
    _number("indicator_score", null=False),
    _text("places"),
    _text("group"),
    _text("period", null=True),
    _text("citations"),
    _flag("own_data"),
    _text("extracted_by"),
    _number("confidence", null=False),
    _text("status"),
    _text("notes"),
    _text("machine", null=True),
)

claim_groups = Table(
    "claim_groups",
    metadata,
    Column("id", Text, primary_key=True),
    _whole("position"),
    _text("indicator"),
    _text("places"),
    _text("group"),
    _text("unit"),
    _text("claims"),
    _text("verdict"),
    _text("reason"),
    _number("low"),
    _number("high"),
    _whole("documents"),
    _text("roots"),
)

code_suggestions = Table(
    "code_suggestions",
    metadata,
    Column("id", Text, primary_key=True),
    _of_document(),
    _text("passage"),
    _whole("position"),
    _whole("page"),
    _text("code"),
    _text("polarity"),
    _number("probability", null=False),
    _whole("start"),
    _whole("end"),
    _text("why"),
    _text("by"),
)

coders = Table("coders", metadata, Column("id", Text, primary_key=True), _text("name"), _flag("machine"))

# No key to documents: what people coded outlives a document's being read anew.
codings = Table(
    "codings",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, nullable=False, index=True),
    _text("passage"),
    _whole("page"),
    _whole("start"),
    _whole("end"),
    _text("quote"),
    _text("code"),
    _text("polarity"),
    _text("coder"),
    _text("status"),
    _number("probability"),
    _text("time"),
    _text("reason"),
    _text("adjudicated_by"),
)

memos = Table(
    "memos",
    metadata,
    Column("id", Text, primary_key=True),
    _text("about"),
    _text("text"),
    _text("coder"),
    _text("time"),
)

assignments = Table(
    "assignments",
    metadata,
    Column("coder", Text, primary_key=True),
    Column("document", Text, primary_key=True),
    _flag("blind"),
)

themes = Table(
    "themes",
    metadata,
    Column("id", Text, primary_key=True),
    _whole("position"),
    _text("name"),
    _text("definition"),
    _text("codes"),
)

testimonies = Table(
    "testimonies",
    metadata,
    Column("id", Text, primary_key=True),
    _of_document(),
    _text("passage"),
    _whole("position"),
    _whole("page"),
    _whole("start"),
    _whole("end"),
    _text("quote"),
    _text("speaker"),
    _text("speaker_type"),
    _text("places"),
    _text("recorded_by"),
    _text("citations"),
    _text("pseudonyms"),
    _text("extracted_by"),
    _number("confidence", null=False),
    _text("status"),
    _text("notes"),
)

sealed_names = Table(
    "sealed_names",
    metadata,
    Column("document", Text, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    _text("recipient"),
    _text("sealed"),
    _whole("count"),
)

findings = Table(
    "findings",
    metadata,
    Column("id", Text, primary_key=True),
    _of_document(),
    _text("passage"),
    _whole("position"),
    _whole("page"),
    _whole("start"),
    _whole("end"),
    _text("quote"),
    _text("actor"),
    _text("actor_type"),
    _text("action"),
    _text("target"),
    _text("codes"),
    _flag("denied"),
    _text("places"),
    _text("period", null=True),
    _text("citations"),
    _flag("own_data"),
    _text("extracted_by"),
    _number("confidence", null=False),
    _text("status"),
    _text("notes"),
)

finding_groups = Table(
    "finding_groups",
    metadata,
    Column("id", Text, primary_key=True),
    _whole("position"),
    _text("statement"),
    _text("code"),
    _text("actor_type"),
    _text("places"),
    _text("findings"),
    _text("testimonies"),
    _text("denials"),
    _whole("documents"),
    _text("roots"),
    _text("source_types"),
)

grades = Table(
    "grades",
    metadata,
    Column("subject", Text, primary_key=True),
    _whole("position"),
    _text("methods"),
    _text("coherence"),
    _text("adequacy"),
    _text("relevance"),
    _text("proposed"),
    _text("confidence"),
    _text("reason"),
    _text("decided_by"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    _text("value"),
    _text("reason"),
    _text("by"),
    _text("quote"),
    _text("content", null=True),
)

observations = Table(
    "observations",
    metadata,
    Column("id", Text, primary_key=True),
    _whole("position"),
    _text("indicator"),
    _text("place"),
    _whole("year"),
    _number("value", null=False),
    _text("unit"),
    _text("source"),
    _text("origin"),
    _number("low"),
    _number("high"),
    _text("confidence"),
    _text("note"),
)

scores = Table(
    "scores",
    metadata,
    Column("element", Text, primary_key=True),
    Column("unit", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    _whole("position"),
    _number("value"),
    _number("low"),
    _number("high"),
    _whole("rank", null=True),
    _whole("rank_low", null=True),
    _whole("rank_high", null=True),
    _whole("available"),
    _whole("expected"),
    _flag("assessed"),
    _text("inputs"),
    _text("note"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("name", Text, primary_key=True),
    _text("role"),
    _text("password"),
    _text("openid"),
    _whole("version"),
)

stage_runs = Table(
    "stage_runs",
    metadata,
    Column("stage", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    _text("input_hash"),
    _text("output_hash"),
)

events = Table(
    "events",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    _text("time"),
    _text("actor"),
    _text("action"),
    _text("subject"),
    _text("reason"),
    _text("details"),
    _text("before", null=True),
    _text("after", null=True),
    _text("previous"),
    _text("hash"),
    _text("salts"),
    _text("withheld"),
)

trail = Table(
    "trail",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    _whole("number"),
    _text("hash"),
    CheckConstraint("id = 1", name="one_row"),
)
"""One row: the number and hash of the last event. Events cut off the end of the trail are missed by it."""

Index("ix_passages_document_number", passages.c.document, passages.c.number)
