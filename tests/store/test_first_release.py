"""A study of an older version: a store that the first release made (scripts/make_first_release_store.py) is opened."""

import gzip
import shutil
import sqlite3
from pathlib import Path

import pytest

from rantau.framework.errors import BadStore
from rantau.store import connecting, migrations
from rantau.store.database import Store

SAVED = Path(__file__).with_name("first_release.db.gz")
TEXTS = ["Workers were held in the camp.", "คนงานถูกกักตัวในค่าย", "36,000 migrants were deported in 2023."]
LATER = '''
"""An example of a later migration."""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None


def upgrade():
    op.add_column("coders", sa.Column("telephone", sa.Text, nullable=False, server_default=""))
    {then}
'''


@pytest.fixture
def saved(tmp_path):
    """The store as it was saved."""
    path = tmp_path / "rantau.db"
    path.write_bytes(gzip.decompress(SAVED.read_bytes()))
    return path


def opened(path, clock):
    return Store.open(path, clock=clock, actor="later")


def everything_is_there(store):
    assert [one.text for one in store.passages("d1")] == TEXTS
    assert [one.text for one in store.pages("d1")] == TEXTS
    assert [(one.quote, one.coder) for one in store.codings()] == [("Workers", "amina")]
    assert [(one.subject, one.value) for one in store.decisions()] == [("d1/p3/q1", "accepted")]
    assert [hit.passage for hit in store.search("กักตัว")] == ["d1/p2"]
    assert [hit.passage for hit in store.search("deported")] == ["d1/p3"]
    assert store.verify_audit().ok
    assert [event.actor for event in store.events()][:2] == ["first", "first"]


def test_a_store_of_the_first_release_is_opened_with_all_that_it_holds(saved, clock):
    store = opened(saved, clock)

    everything_is_there(store)
    with store.transaction() as transaction:
        transaction.record("decision.made", "d1/p3/q1", "on second thought")
    assert store.verify_audit().ok
    store.close()


def schema(path):
    with sqlite3.connect(path) as connection:
        found = sorted(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    connection.close()
    return found


@pytest.mark.skipif(
    migrations.HEAD != "0001", reason="the first release is out: what it made is not made any more"
)
def test_the_saved_store_is_what_the_first_migration_makes(saved, tmp_path, clock):
    opened(tmp_path / "new.db", clock).close()

    assert schema(saved) == schema(tmp_path / "new.db"), "run scripts/make_first_release_store.py"


@pytest.fixture
def later(tmp_path, monkeypatch):
    """A program with one more migration; give it what else the migration does."""

    def make(then):
        folder = tmp_path / "migrations"
        source = Path(migrations.__file__).parent
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns("__pycache__", "__init__.py"))
        (folder / "versions" / "0002_example.py").write_text(LATER.format(then=then))
        monkeypatch.setattr(migrations, "LOCATION", str(folder))
        monkeypatch.setattr(connecting, "HEAD", "0002")

    return make


@pytest.mark.skipif(migrations.HEAD != "0001", reason="the example takes the number of a real migration")
def test_a_later_program_brings_a_store_of_the_first_release_up_to_date(saved, clock, later):
    later("")

    store = opened(saved, clock)

    everything_is_there(store)
    store.close()
    with sqlite3.connect(saved) as connection:
        assert connection.execute("SELECT telephone FROM coders").fetchall() == [("",)]
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0002",)
    connection.close()


@pytest.mark.skipif(migrations.HEAD != "0001", reason="the example takes the number of a real migration")
def test_a_migration_that_is_cut_off_leaves_the_store_as_it_was(saved, clock, later):
    before = schema(saved)
    later('op.execute("SELECT no_such_thing()")')

    with pytest.raises(BadStore):
        opened(saved, clock)

    assert schema(saved) == before
    assert connecting.HEAD == "0002"


def test_an_older_program_leaves_a_newer_store_alone(saved, clock):
    with sqlite3.connect(saved) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
    connection.close()
    before = saved.read_bytes()

    with pytest.raises(BadStore, match="was made by a newer rantau") as caught:
        opened(saved, clock)

    assert "\n" not in str(caught.value)
    assert saved.read_bytes() == before
