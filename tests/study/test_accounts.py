"""Accounts: a study whose people sign in keeps somebody who may let others in."""

import pytest

from rantau.framework.errors import BadInput
from rantau.store.database import Store
from rantau.study.accounts import add_account, remove_account

PASSWORD = "four unrelated words here"


@pytest.fixture
def store(tmp_path):
    one = Store.open(tmp_path / "rantau.db", clock=lambda: "2026-01-01T00:00:00Z", actor="tests")
    yield one
    one.close()


def test_the_last_owner_stays_while_there_are_others(store):
    add_account(store, "eka", "owner", password=PASSWORD)
    add_account(store, "dewi", "coder", password=PASSWORD)

    with pytest.raises(BadInput, match="eka is the last owner"):
        remove_account(store, "eka")
    with pytest.raises(BadInput, match="eka is the last owner"):
        add_account(store, "eka", "reader")
    assert {one.name: one.role for one in store.accounts()} == {"eka": "owner", "dewi": "coder"}

    add_account(store, "dewi", "owner")
    remove_account(store, "eka")
    remove_account(store, "dewi")
    assert store.accounts() == []
