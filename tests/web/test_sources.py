"""Sources: taking documents in, what is known of them, and who changed it first."""

import csv
import io
import re

import pytest
from workbenches import client_of, copied

from rantau.study import Study
from rantau.study.provenance import chain


@pytest.fixture(scope="module")
def desk(made_demo, tmp_path_factory):
    """A client of a study of one's own, which these tests change."""
    path = copied(made_demo, tmp_path_factory.mktemp("sources") / "study")
    client = client_of(path)
    client.study = path
    yield client
    client.app.state.frame.close()


def send(client, *files):
    token = client.csrf("/sources")
    return client.post(
        "/sources/upload", data={"csrf": token}, files=[("files", (name, body)) for name, body in files]
    )


def test_files_are_taken_in_under_harmless_names_and_wait(desk):
    answer = send(
        desk,
        ("../../evil.md", b"# Up\n\nA text about 40 migrants in Thailand.\n"),
        ("sources.csv", b"file,title\nx,y\n"),
        ("<img src=x>.md", b"<script>alert(1)</script>\n"),
    )

    names = {one.name for one in (desk.study / "sources").iterdir()}
    assert answer.status_code == 200
    assert {"evil.md", "document-sources.csv"} <= names
    assert not (desk.study.parent / "evil.md").exists()
    assert "<img src=x>" not in answer.text
    assert "<script>alert" not in answer.text
    waiting = desk.get("/sources.json?state=waiting").json()
    assert {"evil.md", "document-sources.csv"} <= {row["file"] for row in waiting}
    assert "already there" in send(desk, ("again.md", (desk.study / "sources/evil.md").read_bytes())).text


def test_what_is_larger_than_allowed_is_refused_with_its_reason(desk):
    settings = desk.study / "study.toml"
    settings.write_text(settings.read_text().replace("[documents]", "[documents]\nlargest_megabytes = 1"))

    answer = send(desk, ("large.txt", b"x" * (2**20 + 1)))

    assert "more than the 1 MB" in answer.text
    row = next(row for row in desk.get("/sources.json").json() if row["file"] == "large.txt")
    assert (row["state"], row["problem"][:9]) == ("failed", "large.txt")


def test_nothing_sent_and_too_much_sent(desk):
    assert "No file was chosen" in send(desk, ("", b"")).text or send(desk, ("", b"")).status_code == 422
    large = desk.app.state.frame.serving.largest_upload + 1
    answer = desk.post("/sources/upload", headers={"Content-Length": str(large)}, content=b"")
    assert answer.status_code == 413


def test_metadata_is_changed_with_an_event_and_the_second_sees_the_first(desk):
    with Study.open(desk.study) as study:
        document = study.store.documents()[0]
    address = f"/sources/file/{document.file}"
    version = re.search(r'name="version" value="([^"]*)"', desk.get(address).text).group(1)
    form = {"version": version, "title": "A new title", "authors": "Ana Silva; Bo Chan", "year": "2021"}

    first = desk.submit(address, form)
    second = desk.submit(address, {**form, "title": "Another"})
    wrong = desk.submit(address, {**form, "year": "20x1"})

    assert first.status_code == 200
    assert "A new title" in first.text
    assert second.status_code == 409
    assert "A new title" in second.text
    assert "Another" in second.text
    assert wrong.status_code in (400, 409)
    table = (desk.study / "sources/sources.csv").read_text(encoding="utf-8")
    rows = {row["file"]: row for row in csv.DictReader(io.StringIO(table))}
    assert rows[document.file]["authors"] == "Ana Silva; Bo Chan"
    with Study.open(desk.study) as study:
        event = study.store.events_of(document.id)[-1]
        assert (event.action, event.details["after"]["title"]) == ("source.changed", "A new title")


def test_a_source_called_confidential_is_masked_at_once(desk):
    with Study.open(desk.study) as study:
        claim = study.store.claims()[0]
        file = study.store.document(claim.document).file
    row = next(row for row in desk.get("/claims.json").json() if row["id"] == claim.id)
    assert row["quote"]
    address = f"/sources/file/{file}"
    version = re.search(r'name="version" value="([^"]*)"', desk.get(address).text).group(1)

    desk.submit(address, {"version": version, "title": "Names Ana", "confidential": "yes"})

    row = next(row for row in desk.get("/claims.json").json() if row["id"] == claim.id)
    assert (row["quote"], row["measure"], row["confidential"]) == ("", "", True)
    with Study.open(desk.study) as study:
        assert "Ana" not in repr(study.store.events_of(claim.document)[-1].details)
    assert "Names Ana" not in desk.get("/sources.json").text
    # What rests on it, and the trail of what was decided on it, does not tell its words either.
    group = next(row for row in desk.get("/groups.json").json() if row["confidential"])
    assert (group["reason"], {*group["roots"]}) == ("", {"…"})
    with Study.open(desk.study) as study:
        study.decide(claim.id, "rejected", "Ana told it otherwise")
        assert claim.measure
        assert claim.measure not in chain(study, "claim", claim.id).title
        held = next(one for one in study.store.claim_groups() if one.id == group["id"])
        assert held.reason not in chain(study, "group", group["id"]).detail
        assert held.reason in chain(study, "group", group["id"], reveal=True).detail
    trail = desk.get("/trail.json").text
    assert "Ana told" not in trail
    assert claim.quote not in trail
