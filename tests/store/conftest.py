"""An empty store on each database."""

import itertools

import pytest

from rantau.store.database import Store


@pytest.fixture
def clock():
    """A clock that ticks a second each time it is read."""
    ticks = itertools.count()
    return lambda: f"2026-01-01T00:{next(ticks) // 60:02}:00Z"


@pytest.fixture
def store(store_place, clock):
    opened = Store.open(store_place, clock=clock, actor="tester")
    yield opened
    opened.close()
