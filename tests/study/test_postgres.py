"""A study whose store is a PostgreSQL database gives what one with a file gives."""

import shutil

import handed
import pytest
from states import state_of

from rantau.study import Study
from rantau.study.handover.crate_in import import_crate
from rantau.study.handover.crate_out import export_crate
from rantau.study.handover.differences import differences
from rantau.study.handover.replaying import replay


@pytest.mark.postgres
def test_a_study_on_postgresql_gives_the_same_records_and_the_same_brief(
    fresh, documents, tmp_path, postgres_address
):
    def run_on(name, address):
        path = shutil.copytree(
            fresh, tmp_path / name, ignore=shutil.ignore_patterns("rantau.db*", "sources.csv")
        )
        for source in (path / "sources").iterdir():
            source.unlink()
        settings = path / "study.toml"
        settings.write_text(settings.read_text().replace('address = "rantau.db"', f'address = "{address}"'))
        with Study.open(path) as study:
            study.add([documents])
            study.run(workers=1)
            counts = dict(study.store.counts())
        return counts, state_of(path)

    file_counts, on_file = run_on("file", "rantau.db")
    server_counts, on_server = run_on("server", postgres_address)

    assert server_counts == file_counts
    # The brief names the last event by its hash, which covers the time: that, and what follows from it, may differ.
    for name in ("documents", "pages", "passages", "references", "citations", "claims", "groups", "scores"):
        assert on_server[name] == on_file[name]
    assert sorted(hit[1] for hit in on_server["found"]) == sorted(hit[1] for hit in on_file["found"])
    assert on_server["trail holds"]


@pytest.mark.postgres
def test_a_study_on_postgresql_is_handed_over_replayed_and_compared(tmp_path, postgres_address):
    """The crate, the replay and the difference are of a study on a server; what comes of them has a file."""
    path, crate = tmp_path / "server", tmp_path / "study.zip"
    handed.make_study(path, tmp_path / "incoming", address=postgres_address)
    with Study.open(path) as study:
        export_crate(study, crate, confidential=True, confirmed=study.settings.study.name)
        counts = dict(study.store.counts())
    assert not (path / "rantau.db").exists()

    import_crate(tmp_path / "taken", crate)
    with Study.open(tmp_path / "taken") as taken:
        assert taken.store.verify_audit().ok
        assert {**dict(taken.store.counts()), "events": 0} == {**counts, "events": 0}

    with Study.open(path) as study, Study.open(tmp_path / "taken") as taken:
        parts = differences(study, taken)
    # Where a store is belongs to the machine.
    assert {part.name: part.changes for part in parts if part.changes and part.name != "settings"} == {}

    told = replay(path, tmp_path / "again", workers=1)
    assert told.problems == ()
    assert [one.what for one in told.verdicts if not one.same and not one.what.startswith("out/")] == []
    assert {"claims", "codings", "decisions"} <= {one.what for one in told.verdicts}
