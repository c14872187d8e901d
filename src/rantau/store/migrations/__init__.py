"""Alembic's migrations of a store. ``HEAD`` is the newest; a store that has it is opened without loading Alembic."""

from __future__ import annotations

from sqlalchemy import Connection

__all__ = ["HEAD", "LOCATION", "upgrade"]

HEAD = "0001"
LOCATION = "rantau.store:migrations"
"""Where Alembic finds the migrations."""


def upgrade(connection: Connection) -> None:
    """Bring a store's tables up to date, in the transaction that the connection is in.

    Args:
        connection: A connection in a transaction.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", LOCATION)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
