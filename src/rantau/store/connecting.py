"""Opening a database: engines for SQLite and PostgreSQL, their pragmas, and errors as sentences."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

from rantau.framework.errors import BadStore, FeatureMissing
from rantau.store.migrations import HEAD, upgrade

__all__ = ["WRITING", "open_engine"]

WRITING = "rantau_writing"
"""Execution option of a connection that will write: its transaction takes the write lock at once."""

_MIGRATION_LOCK = 7_261_944_120_118


def open_engine(where: Path | str) -> Engine:
    """An engine whose tables are up to date.

    Args:
        where: A file for SQLite, made when missing; or the address of a PostgreSQL database.

    Raises:
        BadStore: It cannot be opened, is no store of rantau's, or was made by a newer rantau.
        FeatureMissing: The address is PostgreSQL's and psycopg is not installed.
    """
    engine = _sqlite(where) if isinstance(where, Path) else _postgres(where)
    name = str(where) if isinstance(where, Path) else engine.url.render_as_string(hide_password=True)
    try:
        _bring_up_to_date(engine, name)
    except DBAPIError as error:
        engine.dispose()
        raise BadStore(_sentence(name, error)) from error
    except BaseException:
        engine.dispose()
        raise
    return engine


def _sqlite(path: Path) -> Engine:
    if path.is_dir():
        raise BadStore(f"{path} is a folder; name a file for the store in study.toml")
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: object) -> None:
        # SQLAlchemy says when a transaction begins, not the driver.
        connection.isolation_level = None
        # NORMAL with WAL: a power cut may lose the last transaction, never a part of one; the stage is then done again.
        for pragma in (
            "journal_mode = WAL",
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


def _postgres(address: str) -> Engine:
    try:
        url = make_url(address)
    except ArgumentError:
        raise BadStore(
            "the store's address in study.toml is not an address; write postgresql://user@host/database"
        ) from None
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise BadStore(
            f"the store's address in study.toml begins with {url.drivername}; write postgresql://user@host/database"
        )
    try:
        import psycopg  # noqa: F401
    except ImportError:
        raise FeatureMissing(
            "the store is a PostgreSQL database, and psycopg is not installed; install rantau[postgres]"
        ) from None
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


def _bring_up_to_date(engine: Engine, name: str) -> None:
    with engine.connect() as connection:
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
        if _version(connection) != HEAD:
            upgrade(connection)


def _sentence(name: str, error: DBAPIError) -> str:
    reason = str(error.orig).splitlines()[0].lower() if str(error.orig) else ""
    if "not a database" in reason:
        return f"{name} is not a database of rantau's; move it away, and 'rantau run' makes a new one"
    if "locked" in reason:
        return f"{name} is held by another program; close that, and try again"
    if isinstance(error, OperationalError) and name.startswith("postgresql"):
        if "password" in reason or "authentication" in reason:
            what = "does not let this user in; check the user, and the password in PGPASSWORD"
        elif "does not exist" in reason:
            what = "does not exist; create the database (createdb), or correct store.address in study.toml"
        else:
            what = "cannot be reached; check that the server runs, and store.address in study.toml"
        return f"the store at {name} {what}"
    return f"{name} cannot be opened ({reason}); check the file, its folder and the space on the disk"
