"""Opening a store: made when missing, brought up to date, refused with a sentence."""

import sqlite3
import threading

import pytest
from made import put_texts
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from rantau.framework.errors import BadStore
from rantau.store.connecting import open_engine
from rantau.store.database import Store
from rantau.store.migrations import HEAD
from rantau.store.tables import metadata


def opened(place, clock):
    return Store.open(place, clock=clock, actor="tester")


def test_a_store_opened_again_has_what_was_put(store_place, clock):
    first = opened(store_place, clock)
    put_texts(first, ["words"])
    first.close()

    again = opened(store_place, clock)

    assert again.counts()["passages"] == 1
    again.close()


def test_the_migrations_make_the_tables_that_the_program_describes(store):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def ours(name, kind, parents):
        return not (kind == "table" and name.startswith(("passage_", "alembic_"))) and name not in (
            "search_words",
            "search_grams",
        )

    with store._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours, "compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_opening_a_store_that_is_up_to_date_does_not_load_alembic(tmp_path, clock):
    import subprocess
    import sys

    opened(tmp_path / "rantau.db", clock).close()
    program = (
        "import sys; from pathlib import Path; from rantau.store.database import Store;"
        "Store.open(Path(sys.argv[1]), clock=str, actor='x').documents(); sys.exit('alembic' in sys.modules)"
    )

    assert (
        subprocess.run([sys.executable, "-c", program, tmp_path / "rantau.db"], check=False).returncode == 0
    )


def test_several_that_open_a_new_store_at_once_make_it_once(store_place, clock):
    faults = []

    def open_and_close():
        try:
            opened(store_place, clock).close()
        except Exception as error:  # noqa: BLE001  whatever it is, the test tells
            faults.append(error)

    threads = [threading.Thread(target=open_and_close) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []


def test_a_store_of_a_newer_program_is_refused(store_place, clock):
    engine = open_engine(store_place)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    with pytest.raises(BadStore, match="was made by a newer rantau"):
        opened(store_place, clock)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path, clock):
    path = tmp_path / "rantau.db"
    path.write_text("no database, but long enough to look like something " * 50)

    with pytest.raises(BadStore, match="is not a database"):
        opened(path, clock)
    assert path.read_text().startswith("no database")


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path, clock):
    with pytest.raises(BadStore, match="is a folder"):
        opened(tmp_path, clock)


def test_sqlite_keeps_its_promises(tmp_path, clock):
    store = opened(tmp_path / "rantau.db", clock)
    with store._engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    stray = text("INSERT INTO pages (document, number, text, machine_read) VALUES ('nobody', 1, '', 0)")
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), store._engine.begin() as connection:
        connection.execute(stray)
    store.close()
    with sqlite3.connect(tmp_path / "rantau.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("mysql://somebody@host/database", "write postgresql://"),
        ("postgresql://x:secret@127.0.0.1:1/nowhere", "cannot be reached"),
    ],
)
def test_an_address_that_leads_nowhere_is_said_without_its_password(address, words, clock):
    with pytest.raises(BadStore, match=words) as caught:
        opened(address, clock)

    assert "secret" not in str(caught.value)


@pytest.mark.postgres
def test_a_database_that_does_not_exist_is_said(postgres_server, clock):
    with pytest.raises(BadStore, match="does not exist; create the database"):
        opened(postgres_server.address("nowhere"), clock)
