"""The thematic report on the workbench: written in the background, given file by file, and none other."""

import time

import pytest
from workbenches import client_of


def until_over(client, address, seconds=120):
    job = client.app.state.frame.jobs.get(address.rsplit("/", 1)[1])
    end = time.monotonic() + seconds
    while not job.over:
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)
    return job


def test_it_is_written_in_the_background_and_each_file_can_be_saved(own_demo):
    client = client_of(own_demo)
    before = client.get("/coding/rigour").text
    assert "There is no report yet." in before
    assert client.get("/coding/report/preview").status_code == 404

    job = until_over(client, str(client.submit("/coding/report").url))

    assert (job.state, job.result) == ("done", "/coding/rigour")
    page = client.get("/coding/rigour").text
    folder = own_demo / "out" / "thematic"
    for name in (
        "thematic-report.html",
        "thematic-report.pdf",
        "thematic-report.docx",
        "methods-section.txt",
    ):
        assert f'href="/coding/report/files/{name}" download' in page
        answer = client.get(f"/coding/report/files/{name}")
        assert answer.content == (folder / name).read_bytes()
        assert answer.headers["content-disposition"].startswith("attachment")
    preview = client.get("/coding/report/preview")
    assert "sandbox" in preview.headers["content-security-policy"]
    assert b"Nobody has coded" in preview.content
    client.app.state.frame.close()


@pytest.mark.parametrize("name", ["manifest.json", "../brief.html", "..%2fbrief.html", "%2fetc%2fpasswd", ""])
def test_no_other_file_comes_out(workbench, name):
    assert workbench.get(f"/coding/report/files/{name}").status_code == 404
