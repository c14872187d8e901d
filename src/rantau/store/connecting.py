"""Opening a database: engines for SQLite and PostgreSQL, their pragmas, and errors as sentences."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.pool import NullPool

from rantau.framework.errors import BadStore, FeatureMissing, RantauError, StudyBusy
from rantau.store.migrations import HEAD, upgrade
from rantau.store.tables import trail

__all__ = ["SECONDS_TO_WAIT", "WRITING", "as_sentences", "lock_for_writing", "open_engine", "shown"]

WRITING = "rantau_writing"
"""Execution option of a connection that will write: its transaction takes the write lock at once."""

_MIGRATION_LOCK = 7_261_944_120_118

SECONDS_TO_WAIT = 30.0
"""How long one who writes waits for another."""

_SECONDS_TO_CONNECT = 10
_ADDRESS = "write postgresql://user@host/database"


def open_engine(where: Path | str) -> Engine:
    """An engine whose tables are up to date.

    Args:
        where: A file for SQLite, made when missing; or the address of a PostgreSQL database.

    Raises:
        BadStore: It cannot be opened, is no store of rantau's, or was made by a newer rantau.
        FeatureMissing: The address is PostgreSQL's and psycopg is not installed.
    """
    engine = _sqlite(where) if isinstance(where, Path) else _postgres(where)
    try:
        with as_sentences(engine):
            _bring_up_to_date(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def shown(engine: Engine) -> str:
    """What a store is called in messages: its file, or its address without password and options."""
    url = engine.url
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    # Options are left out whole: libpq takes a password there too.
    bare = URL.create("postgresql", url.username, host=url.host, port=url.port, database=url.database)
    return bare.render_as_string(hide_password=True)


def lock_for_writing(connection: Connection) -> None:
    """Wait until no other transaction writes, on PostgreSQL; on SQLite the transaction began with that.

    Whatever a transaction writes, it takes this lock first, so that none waits for another that waits for it.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {round(1000 * SECONDS_TO_WAIT)}")
        connection.execute(select(trail.c.id).with_for_update())


@contextmanager
def as_sentences(engine: Engine) -> Iterator[None]:
    """Turn what a database complains of into a sentence for whoever uses rantau.

    Faults of rantau's own (a broken constraint, wrong SQL) pass through as they are.
    """
    try:
        yield
    except DBAPIError as error:
        if isinstance(error, (IntegrityError, ProgrammingError)) and not _is_setup(error):
            raise
        raise _sentence(shown(engine), error) from error


def _sqlite(path: Path) -> Engine:
    if path.is_dir():
        raise BadStore(f"{path} is a folder; name a file for the store in study.toml")
    engine = create_engine(
        URL.create("sqlite", database=str(path)), connect_args={"timeout": SECONDS_TO_WAIT}
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: object) -> None:
        # SQLAlchemy says when a transaction begins, not the driver.
        connection.isolation_level = None
        # NORMAL with WAL: a power cut may lose the last transaction, never a part of one; the stage is then done again.
        _keep_a_log(connection)
        for pragma in (
            "synchronous = NORMAL",
            "foreign_keys = ON",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _keep_a_log(connection: Any) -> None:
    """Set write-ahead logging, which stays with the file.

    Of several that open a new file at once SQLite tells all but one at once that it is locked, whatever timeout is
    set (its manual, "Write-Ahead Logging"): so each asks again until one has done it.
    """
    until = time.monotonic() + SECONDS_TO_WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _postgres(address: str) -> Engine:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        # Not chained: the words of the error may hold the password.
        raise BadStore(f"the store's address in study.toml is not an address; {_ADDRESS}") from None
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise BadStore(f"the store's address in study.toml begins with {url.drivername}; {_ADDRESS}")
    try:
        import psycopg  # noqa: F401
    except ImportError:
        raise FeatureMissing(
            "the store is a PostgreSQL database, and psycopg is not installed; install rantau[postgres]"
        ) from None
    # A database in no encoding would give bytes in place of text, before it can be asked for its encoding.
    options = {"connect_timeout": str(_SECONDS_TO_CONNECT), "client_encoding": "utf8"}
    url = url.set(query={**options, **url.query})
    return create_engine(url.set(drivername="postgresql+psycopg"), poolclass=NullPool)


def _version(connection: Connection) -> str | None:
    """The migration that the store is at; None where it has no tables yet."""
    exists = (
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
        if connection.dialect.name == "sqlite"
        else "SELECT count(*) FROM pg_tables WHERE tablename = 'alembic_version' AND schemaname = current_schema()"
    )
    if not connection.execute(text(exists)).scalar_one():
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _bring_up_to_date(engine: Engine) -> None:
    name = shown(engine)
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            _check_encoding(connection, name)
        version = _version(connection)
    if version == HEAD:
        return
    if version is not None and not (re.fullmatch(r"\d{4}", version) and version < HEAD):
        raise BadStore(
            f"{name} was made by a newer rantau (its tables are at {version}); use that version, or a copy"
        )
    with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
        version = _version(connection)
        if version is None and inspect(connection).has_table("documents"):
            raise BadStore(f"{name} holds tables of another program; give the study a database of its own")
        if version != HEAD:
            upgrade(connection)


def _check_encoding(connection: Connection, name: str) -> None:
    # No other encoding holds every script.
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    encoding = encoding.decode() if isinstance(encoding, bytes) else encoding
    if encoding != "UTF8":
        raise BadStore(
            f"the store at {name} is a database in {encoding}; make one in UTF8 "
            "(createdb --encoding=UTF8 --template=template0)"
        )


# Beginnings of PostgreSQL's codes (SQLSTATE) of errors that its keeper can mend, see its manual, appendix A.
_NOT_ALLOWED = ("42501",)
_FULL = ("53100",)
_UNREACHABLE = ("", "08", "57")
_HELD = ("55P03", "40P01", "40001")


def _code(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")


def _is_setup(error: DBAPIError) -> bool:
    """Whether the fault lies in how the server is set up, not in rantau."""
    # Without a code it was the driver, which did not like the address.
    return hasattr(error.orig, "sqlstate") and _code(error) in ("", *_NOT_ALLOWED)


def _sentence(name: str, error: DBAPIError) -> RantauError:
    reason = str(error.orig).splitlines()[0].lower() if str(error.orig) else ""
    code = _code(error)
    if "locked" in reason or code in _HELD:
        return StudyBusy(f"{name} is held by another program; close that, and try again")
    if name.startswith("postgresql:"):
        return _postgres_sentence(name, reason, code, isinstance(error, OperationalError))
    if "not a database" in reason:
        return BadStore(
            f"{name} is not a database of rantau's; move it away, and 'rantau run' makes a new one"
        )
    if "full" in reason:
        return BadStore(f"{name} cannot be written: the disk is full; make room, and run the command again")
    if "readonly" in reason or "read-only" in reason:
        return BadStore(f"{name} cannot be written; check the permissions of the file and of its folder")
    if "malformed" in reason:
        return BadStore(
            f"{name} is damaged; put back a copy, or move it away and 'rantau run' makes a new one"
        )
    if "unable to open" in reason:
        return BadStore(f"{name} cannot be opened; check that its folder exists and can be written to")
    if "disk i/o" in reason:
        return BadStore(
            f"{name} cannot be read or written: the disk reports an error; copy the study elsewhere"
        )
    return BadStore(f"{name} cannot be used ({reason}); check the file, its folder and the space on the disk")


def _postgres_sentence(name: str, reason: str, code: str, operational: bool) -> BadStore:
    if code in _FULL:
        what = "cannot be written: the server's disk is full; make room, and run the command again"
    elif code in _NOT_ALLOWED:
        what = (
            "does not allow this user to make or change its tables; ask for the right to CREATE in its schema"
        )
    elif "password" in reason or "authentication" in reason:
        what = "does not let this user in; check the user, and the password in PGPASSWORD"
    elif "does not exist" in reason:
        what = "does not exist; create the database (createdb), or correct store.address in study.toml"
    elif "invalid connection option" in reason or "invalid uri" in reason:
        what = (
            "has an option in its address that PostgreSQL does not know; correct store.address in study.toml"
        )
    elif operational and code[:2] in _UNREACHABLE:
        what = "cannot be reached; check that the server runs, and store.address in study.toml"
    else:
        what = "reports an error; see the server's log"
    return BadStore(f"the store at {name} {what}")
