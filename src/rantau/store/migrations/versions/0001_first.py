"""The first tables, both search indexes, and a trail of events that cannot be rewritten.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _text(name: str, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=null)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [_text(name) for name in names]


def _whole(name: str, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, _KEY, nullable=null)


def _number(name: str, null: bool = True) -> sa.Column[float]:
    return sa.Column(name, sa.Double, nullable=null)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False)


def _id(table: str) -> tuple[sa.Column[str], sa.PrimaryKeyConstraint]:
    return sa.Column("id", sa.Text, nullable=False), sa.PrimaryKeyConstraint("id", name=f"pk_{table}")


def _of_document(table: str) -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    return _text("document"), sa.ForeignKeyConstraint(
        ["document"], ["documents.id"], name=f"fk_{table}_document", ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "documents",
        *_id("documents"),
        *_texts("file", "sha256"),
        _whole("size"),
        _text("format", null=True),
        *_texts("title", "authors"),
        _whole("year", null=True),
        *_texts("publisher", "source_type", "language"),
        _flag("confidential"),
        _flag("machine_read"),
        _whole("page_count"),
        *_texts("problem", "notes"),
    )
    op.create_table(
        "pages",
        *_of_document("pages"),
        sa.Column("number", sa.Integer, nullable=False),
        _text("label", null=True),
        _text("text"),
        _flag("machine_read"),
        _number("width"),
        _number("height"),
        sa.PrimaryKeyConstraint("document", "number", name="pk_pages"),
    )
    op.create_table(
        "sections",
        *_id("sections"),
        *_of_document("sections"),
        _whole("number"),
        _text("title"),
        _whole("level"),
        _text("parent", null=True),
        _text("span"),
    )
    op.create_table(
        "passages",
        sa.Column("key", _KEY, nullable=False, autoincrement=True),
        _text("id"),
        *_of_document("passages"),
        _whole("number"),
        _text("kind"),
        _text("section", null=True),
        *_texts("spans", "text", "sentences", "language", "label"),
        _flag("machine_read"),
        *_texts("boxes", "folded", "spaceless"),
        sa.PrimaryKeyConstraint("key", name="pk_passages"),
        sa.UniqueConstraint("id", name="uq_passages_id"),
    )
    op.create_table(
        "reference_entries",
        *_id("reference_entries"),
        *_of_document("reference_entries"),
        _text("passage"),
        _whole("position"),
        *_texts("key", "raw", "authors"),
        _whole("year", null=True),
        *_texts("suffix", "title", "container", "doi", "url"),
        _whole("number", null=True),
        _text("duplicate_of", null=True),
        _text("notes"),
        _whole("cited"),
    )
    op.create_table(
        "citations",
        *_id("citations"),
        *_of_document("citations"),
        _text("passage"),
        _whole("position"),
        _whole("start"),
        _whole("end"),
        *_texts("text", "authors"),
        _whole("year", null=True),
        *_texts("suffix", "cited_page", "style", "status"),
        _text("reference", null=True),
        _text("candidates"),
    )
    op.create_table(
        "claims",
        *_id("claims"),
        *_of_document("claims"),
        _text("passage"),
        _whole("position"),
        _whole("page"),
        _whole("start"),
        _whole("end"),
        _text("quote"),
        *(_number(name) for name in ("value", "low", "high")),
        *_texts("qualifier", "unit", "measure"),
        _text("indicator", null=True),
        _number("indicator_score", null=False),
        *_texts("places", "group"),
        _text("period", null=True),
        _text("citations"),
        _flag("own_data"),
        _text("extracted_by"),
        _number("confidence", null=False),
        *_texts("status", "notes"),
        _text("machine", null=True),
    )
    op.create_table(
        "claim_groups",
        *_id("claim_groups"),
        _whole("position"),
        *_texts("indicator", "places", "group", "unit", "claims", "verdict", "reason"),
        _number("low"),
        _number("high"),
        _whole("documents"),
        _text("roots"),
    )
    op.create_table(
        "code_suggestions",
        *_id("code_suggestions"),
        *_of_document("code_suggestions"),
        _text("passage"),
        _whole("position"),
        _whole("page"),
        *_texts("code", "polarity"),
        _number("probability", null=False),
        _whole("start"),
        _whole("end"),
        *_texts("why", "by"),
    )
    op.create_table("coders", *_id("coders"), _text("name"), _flag("machine"))
    op.create_table(
        "codings",
        *_id("codings"),
        *_texts("document", "passage"),
        *(_whole(name) for name in ("page", "start", "end")),
        *_texts("quote", "code", "polarity", "coder", "status"),
        _number("probability"),
        *_texts("time", "reason", "adjudicated_by"),
    )
    op.create_table("memos", *_id("memos"), *_texts("about", "text", "coder", "time"))
    op.create_table(
        "assignments",
        *_texts("coder", "document"),
        _flag("blind"),
        sa.PrimaryKeyConstraint("coder", "document", name="pk_assignments"),
    )
    op.create_table("themes", *_id("themes"), _whole("position"), *_texts("name", "definition", "codes"))
    op.create_table(
        "testimonies",
        *_id("testimonies"),
        *_of_document("testimonies"),
        _text("passage"),
        *(_whole(name) for name in ("position", "page", "start", "end")),
        *_texts("quote", "speaker", "speaker_type", "places", "recorded_by", "citations", "pseudonyms"),
        _text("extracted_by"),
        _number("confidence", null=False),
        *_texts("status", "notes"),
    )
    op.create_table(
        "sealed_names",
        *_of_document("sealed_names"),
        *_texts("recipient", "sealed"),
        _whole("count"),
        sa.PrimaryKeyConstraint("document", name="pk_sealed_names"),
    )
    op.create_table(
        "findings",
        *_id("findings"),
        *_of_document("findings"),
        _text("passage"),
        *(_whole(name) for name in ("position", "page", "start", "end")),
        *_texts("quote", "actor", "actor_type", "action", "target", "codes"),
        _flag("denied"),
        _text("places"),
        _text("period", null=True),
        _text("citations"),
        _flag("own_data"),
        _text("extracted_by"),
        _number("confidence", null=False),
        *_texts("status", "notes"),
    )
    op.create_table(
        "finding_groups",
        *_id("finding_groups"),
        _whole("position"),
        *_texts("statement", "code", "actor_type", "places", "findings", "testimonies", "denials"),
        _whole("documents"),
        *_texts("roots", "source_types"),
    )
    op.create_table(
        "grades",
        _text("subject"),
        _whole("position"),
        *_texts("methods", "coherence", "adequacy", "relevance", "proposed", "confidence", "reason"),
        _text("decided_by"),
        sa.PrimaryKeyConstraint("subject", name="pk_grades"),
    )
    op.create_table(
        "decisions",
        *_texts("kind", "subject", "value", "reason", "by", "quote"),
        _text("content", null=True),
        sa.PrimaryKeyConstraint("kind", "subject", name="pk_decisions"),
    )
    op.create_table(
        "observations",
        *_id("observations"),
        _whole("position"),
        *_texts("indicator", "place"),
        _whole("year"),
        _number("value", null=False),
        *_texts("unit", "source", "origin"),
        _number("low"),
        _number("high"),
        *_texts("confidence", "note"),
    )
    op.create_table(
        "scores",
        *_texts("element", "unit"),
        sa.Column("year", sa.Integer, nullable=False),
        _whole("position"),
        *(_number(name) for name in ("value", "low", "high")),
        *(_whole(name, null=True) for name in ("rank", "rank_low", "rank_high")),
        _whole("available"),
        _whole("expected"),
        _flag("assessed"),
        *_texts("inputs", "note"),
        sa.PrimaryKeyConstraint("element", "unit", "year", name="pk_scores"),
    )
    op.create_table(
        "accounts",
        *_texts("name", "role", "password", "openid"),
        _whole("version"),
        sa.PrimaryKeyConstraint("name", name="pk_accounts"),
    )
    op.create_table(
        "stage_runs",
        *_texts("stage", "subject", "input_hash", "output_hash"),
        sa.PrimaryKeyConstraint("stage", "subject", name="pk_stage_runs"),
    )
    op.create_table(
        "events",
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        *_texts("time", "actor", "action", "subject", "reason", "details"),
        _text("before", null=True),
        _text("after", null=True),
        *_texts("previous", "hash", "salts", "withheld"),
        sa.PrimaryKeyConstraint("number", name="pk_events"),
    )
    op.create_table(
        "trail",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        _whole("number"),
        _text("hash"),
        sa.PrimaryKeyConstraint("id", name="pk_trail"),
        sa.CheckConstraint("id = 1", name="ck_trail_one_row"),
    )
    op.execute("INSERT INTO trail (id, number, hash) VALUES (1, 0, '')")
    for table in (
        "sections",
        "passages",
        "reference_entries",
        "citations",
        "claims",
        "testimonies",
        "findings",
        "code_suggestions",
        "codings",
    ):
        op.create_index(f"ix_{table}_document", table, ["document"])
    op.create_index("ix_passages_document_number", "passages", ["document", "number"])
    if op.get_bind().dialect.name == "sqlite":
        _sqlite_search_and_trail()
    else:
        _postgres_search_and_trail()


def _sqlite_search_and_trail() -> None:
    for name, column, tokenizer in (
        ("passage_words", "folded", "unicode61 remove_diacritics 0"),
        ("passage_grams", "spaceless", "trigram"),
    ):
        op.execute(
            f"CREATE VIRTUAL TABLE {name} USING fts5({column}, content='passages', content_rowid='key', "
            f"tokenize='{tokenizer}')"
        )
    op.execute("CREATE TABLE passage_vocabulary (word TEXT PRIMARY KEY) WITHOUT ROWID")
    op.execute("CREATE VIRTUAL TABLE passage_gram_terms USING fts5vocab(passage_grams, row)")
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER events_no_{verb.lower()} BEFORE {verb} ON events "
            "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
        )


def _postgres_search_and_trail() -> None:
    # Stored, not an index on an expression: ranking and phrases would make the words of each passage anew.
    op.execute(
        "CREATE TABLE passage_words (key BIGINT PRIMARY KEY REFERENCES passages ON DELETE CASCADE, "
        "words tsvector NOT NULL)"
    )
    op.execute("CREATE INDEX search_words ON passage_words USING gin (words)")
    bind = op.get_bind()
    try:
        with bind.begin_nested():
            bind.execute(sa.text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
            bind.execute(sa.text("CREATE INDEX search_grams ON passages USING gin (folded gin_trgm_ops)"))
    except sa.exc.DBAPIError:
        # Not permitted, or not installed: parts of words are then found by reading every passage.
        pass
    op.execute(
        "CREATE FUNCTION events_are_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER events_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON events "
        "FOR EACH STATEMENT EXECUTE FUNCTION events_are_append_only()"
    )


def downgrade() -> None:
    raise NotImplementedError("the first tables are not taken away; remove the store instead")
