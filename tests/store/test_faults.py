"""What can go wrong with a database is said in one sentence, and two that write do not harm each other."""

import sqlite3
import threading

import pytest
from made import document, passage, put_texts
from sqlalchemy.exc import IntegrityError

from rantau.framework.errors import BadInput, BadStore, StudyBusy
from rantau.store import connecting
from rantau.store.database import Store
from rantau.store.records import Observation, StageRun


def opened(place):
    return Store.open(place, clock=lambda: "2026-01-01T00:00:00Z", actor="tester")


def observation(**given):
    return Observation(
        **{
            "id": "o1",
            "indicator": "i",
            "place": "THA",
            "year": 2024,
            "value": 1.0,
            "unit": "persons",
            "source": "s",
            "origin": "x.csv:2",
            **given,
        }
    )


def test_a_damaged_file_is_said_when_it_is_opened_or_read(tmp_path):
    path = tmp_path / "rantau.db"
    store = opened(path)
    put_texts(store, [f"words and words {number}" for number in range(2000)])
    store.close()
    content = bytearray(path.read_bytes())
    size = int.from_bytes(content[16:18], "big")
    # The first page holds the list of tables; without any other, what they hold is lost.
    content[size:] = b"\xff" * (len(content) - size)
    path.write_bytes(content)

    with pytest.raises(BadStore, match="is damaged; put back a copy") as caught:
        opened(path).passages("d1")

    assert str(path) in str(caught.value)


def test_a_file_of_another_program_is_left_alone(tmp_path):
    path = tmp_path / "rantau.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE documents (mine TEXT)")

    with pytest.raises(BadStore, match="holds tables of another program"):
        opened(path)

    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("documents",)]


def test_a_file_in_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(BadStore, match="check that its folder exists"):
        opened(tmp_path / "nowhere" / "rantau.db")


def test_a_store_that_another_program_holds_is_busy(tmp_path, monkeypatch):
    monkeypatch.setattr(connecting, "SECONDS_TO_WAIT", 0.05)
    store = opened(tmp_path / "rantau.db")
    other = sqlite3.connect(tmp_path / "rantau.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StudyBusy, match="held by another program"), store.transaction():
        raise AssertionError("no transaction begins")

    other.execute("ROLLBACK")
    with store.transaction() as transaction:
        transaction.record("document.read", "d1")
    assert store.counts()["events"] == 1
    other.close()
    store.close()


@pytest.mark.postgres
def test_a_postgresql_store_that_another_program_holds_is_busy(postgres_address, monkeypatch):
    monkeypatch.setattr(connecting, "SECONDS_TO_WAIT", 0.05)
    store, other = opened(postgres_address), opened(postgres_address)

    with other.transaction(), pytest.raises(StudyBusy, match="held by another program"), store.transaction():
        raise AssertionError("no transaction begins")


def test_a_full_disk_is_said_and_nothing_is_half_written(tmp_path):
    store = opened(tmp_path / "rantau.db")
    put_texts(store, ["kept"])
    with store._engine.connect() as connection:
        # The pool gives the same connection again, with this limit on the size of the file.
        connection.exec_driver_sql("PRAGMA max_page_count = 1")

    with pytest.raises(BadStore, match="the disk is full; make room"):
        put_texts(store, ["long " * 1000 + str(number) for number in range(500)], "d2")

    assert [one.id for one in store.documents()] == ["d1"]
    store.close()


def test_a_number_that_is_none_is_refused_on_both_databases(store):
    def put():
        with store.transaction() as transaction:
            transaction.put_observations([observation(value=float("nan"))])

    with pytest.raises(BadInput, match=r"value of observation o1 is not a number"):
        put()
    assert store.observations() == []


def test_infinity_is_a_number(store):
    with store.transaction() as transaction:
        transaction.put_observations([observation(high=float("inf"), low=float("-inf"))])

    assert store.observations() == [observation(high=float("inf"), low=float("-inf"))]


def test_a_fault_of_ours_stays_a_fault(store):
    def put_twice():
        with store.transaction() as transaction:
            transaction.put_observations([observation(), observation()])

    with pytest.raises(IntegrityError):
        put_twice()


def test_two_that_write_the_same_document_wait_for_each_other(store_place):
    first, second = opened(store_place), opened(store_place)
    faults = []

    def write(store, reason):
        try:
            for number in range(10):
                with store.transaction() as transaction:
                    if reason == "early":
                        transaction.record("document.read", "d1", reason)
                    transaction.put_document(document("d1"), [], [], [passage(1, f"{reason} {number}")])
                    transaction.put_stage(
                        StageRun(stage="corpus", subject="d1", input_hash=reason, output_hash=str(number))
                    )
                    if reason == "late":
                        transaction.record("document.read", "d1", reason)
        except Exception as error:  # noqa: BLE001  whatever it is, the test tells
            faults.append(error)

    threads = [threading.Thread(target=write, args=pair) for pair in ((first, "early"), (second, "late"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert [event.number for event in first.events()] == list(range(1, 21))
    assert first.verify_audit().ok
    assert len(first.passages("d1")) == 1
    first.close()
    second.close()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("postgresql://x@127.0.0.1:1/nowhere?password=secret", "cannot be reached"),
        ("postgresql://x:secret@127.0.0.1:port/nowhere", "is not an address"),
        ("postgresql://x:secret@127.0.0.1:1/nowhere?odd=secret", "has an option in its address"),
    ],
)
def test_no_message_shows_a_password(address, words):
    with pytest.raises(BadStore, match=words) as caught:
        opened(address)

    assert "secret" not in str(caught.value)


@pytest.mark.postgres
def test_a_database_that_cannot_hold_every_script_is_refused(postgres_server):
    address = postgres_server.database("TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'")

    with pytest.raises(BadStore, match="is a database in SQL_ASCII; make one in UTF8"):
        opened(address)


@pytest.mark.postgres
def test_a_user_who_may_not_make_tables_is_told(postgres_server):
    import psycopg

    address = postgres_server.database()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS guest")
        connection.execute("CREATE ROLE guest LOGIN")

    with pytest.raises(BadStore, match="does not allow this user"):
        opened(address.replace("rantau@", "guest@"))


@pytest.mark.postgres
def test_a_server_that_has_gone_is_said(postgres_address):
    import psycopg

    store = opened(postgres_address)
    name = postgres_address.rpartition("/")[2]
    with psycopg.connect(postgres_address.replace(name, "postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    with pytest.raises(BadStore, match="does not exist"):
        store.counts()


def test_an_event_with_characters_that_no_database_holds_is_kept_and_verified(store):
    with store.transaction() as transaction:
        transaction.record("a\ud800", "b\x00", "c", {"k\ud800": (1, 2)}, before="\ud800")

    (event,) = store.events()
    assert (event.action, event.subject, event.before) == ("a\ufffd", "b\ufffd", "\ufffd")
    assert dict(event.details) == {"k\ufffd": [1, 2]}
    assert store.verify_audit().ok
