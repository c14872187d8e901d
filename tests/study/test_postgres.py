"""A study whose store is a PostgreSQL database gives what one with a file gives."""

import shutil

import pytest
from states import state_of

from rantau.study import Study


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
