"""Making what was deleted unreadable: a database file keeps the bytes of old rows until they are written over."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, text

from rantau.store.connecting import WRITING, as_sentences
from rantau.store.indexing import vocabulary

__all__ = ["wipe_traces"]

_BATCH = 5_000


def wipe_traces(engine: Engine) -> None:
    """Leave nothing of deleted text in the database's files.

    On SQLite the search indexes and the list of words are made anew from what is there, the file is written afresh, and
    the log beside it is emptied. On PostgreSQL the tables are written afresh; what its own log and its backups hold is
    the server's keeper's to delete.

    Raises:
        StudyBusy: Another program uses the database.
        BadStore: It cannot be written.
    """
    with as_sentences(engine):
        if engine.dialect.name != "sqlite":
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                for table in ("passages", "pages", "documents", "passage_words", "sealed_names"):
                    connection.execute(text(f"VACUUM (FULL) {table}"))
            return
        with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
            for name in ("passage_words", "passage_grams"):
                connection.execute(text(f"INSERT INTO {name} ({name}) VALUES ('rebuild')"))  # noqa: S608
            _list_words_anew(connection)
        raw = engine.raw_connection()
        try:
            # Neither runs within a transaction.
            raw.cursor().execute("VACUUM")
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()


def _list_words_anew(connection: Connection) -> None:
    connection.execute(text("DELETE FROM passage_vocabulary"))
    last = -1
    while True:
        query = text("SELECT key, folded FROM passages WHERE key > :last ORDER BY key LIMIT :batch")
        rows = connection.execute(query, {"last": last, "batch": _BATCH}).all()
        if not rows:
            return
        last = rows[-1].key
        words = [{"word": word} for word in sorted(vocabulary(row.folded for row in rows))]
        if words:
            connection.execute(text("INSERT OR IGNORE INTO passage_vocabulary (word) VALUES (:word)"), words)
