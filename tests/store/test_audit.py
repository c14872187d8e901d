"""The audit trail: a chain that cannot be rewritten without it showing."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from rantau.store.audit import verify, withhold
from rantau.store.database import Store


def three_events(store):
    for number in range(3):
        with store.transaction() as transaction:
            transaction.record("document.read", f"d{number}", "because ไทย", {"pages": number, "ok": None})


def tamper(store, *statements):
    """Change the trail as someone with the database's own tools could."""
    with store._engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER events_no_{verb}"))
        else:
            connection.execute(text("DROP TRIGGER events_no_change ON events"))
        for statement in statements:
            connection.execute(text(statement))


def test_each_event_holds_the_hash_of_the_one_before(store):
    three_events(store)

    events = list(store.events())
    assert [event.number for event in events] == [1, 2, 3]
    assert [event.previous for event in events] == ["", events[0].hash, events[1].hash]
    assert (events[1].actor, events[1].subject, events[1].reason) == ("tester", "d1", "because ไทย")
    assert dict(events[2].details) == {"pages": 2, "ok": None}
    report = store.verify_audit()
    assert (report.ok, report.events, report.message) == (True, 3, "")


def test_a_trail_without_events_holds(store):
    assert store.verify_audit().ok


@pytest.mark.parametrize(
    "statement",
    ["UPDATE events SET actor = 'x'", "DELETE FROM events", "UPDATE events SET hash = '' WHERE number = 3"],
)
def test_the_database_refuses_to_change_an_event(store, statement):
    three_events(store)

    with pytest.raises(DBAPIError, match="append-only"), store._engine.begin() as connection:
        connection.execute(text(statement))

    assert store.verify_audit().ok


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE events SET actor = 'x' WHERE number = 2", "event 2 (document.read) was changed"),
        ("UPDATE events SET details = '{}' WHERE number = 1", "event 1 (document.read) was changed"),
        ("DELETE FROM events WHERE number = 2", "event 2 is missing"),
        ("DELETE FROM events WHERE number = 3", "event 3 is missing: the end of the audit trail was cut off"),
        ("UPDATE events SET previous = '' WHERE number = 3", "event 3 does not follow event 2"),
        ("UPDATE trail SET hash = 'x'", "event 3 is not the one that the trail's head names"),
    ],
)
def test_a_change_behind_the_stores_back_is_found_where_it_is(store, statement, words):
    three_events(store)

    tamper(store, statement)

    report = store.verify_audit()
    assert not report.ok
    assert words in report.message


def test_two_writers_at_once_leave_one_chain_without_gaps(store, store_place, clock):
    stores = [Store.open(store_place, clock=clock, actor=f"writer {n}") for n in range(2)]

    def write(one):
        for number in range(20):
            with one.transaction() as transaction:
                transaction.record("thing.done", str(number))

    threads = [threading.Thread(target=write, args=(one,)) for one in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in stores:
        one.close()

    report = store.verify_audit()
    assert (report.ok, report.events) == (True, 40)


def test_a_trail_of_which_parts_are_withheld_still_holds_and_says_so(store):
    three_events(store)
    first, second, third = store.events()
    handed_over = withhold(second, ["subject", "details", "before"])

    assert (handed_over.subject, dict(handed_over.details), handed_over.before) == ("", {}, None)
    assert (handed_over.actor, handed_over.hash) == ("tester", second.hash)
    assert set(handed_over.salts) == {"time", "actor", "action", "reason", "after"}
    report = verify([first, handed_over, third], (3, third.hash))
    assert (report.ok, report.events, report.withheld) == (True, 3, 1)


@pytest.mark.parametrize("change", [{"subject": "another"}, {"actor": "another"}, {"withheld": {}}])
def test_a_trail_with_something_else_in_the_place_of_what_was_withheld_does_not_hold(store, change):
    three_events(store)
    first, second, third = store.events()
    forged = replace(withhold(second, ["subject"]), **change)

    report = verify([first, forged, third], (3, third.hash))

    assert not report.ok
    assert "event 2" in report.message


def test_a_trail_is_taken_over_once_and_goes_on(store, tmp_path, clock):
    three_events(store)
    events = list(store.events())
    other = Store.open(tmp_path / "other.db", clock=clock, actor="taker")
    with other.transaction() as transaction:
        transaction.take_trail(events)
        transaction.record("study.imported", "study")

    assert [one.actor for one in other.events()] == ["tester"] * 3 + ["taker"]
    assert other.verify_audit().ok
    with pytest.raises(ValueError, match="takes over no other"), other.transaction() as transaction:
        transaction.take_trail(events)
    other.close()
