"""Many at once: what threads share holds, and two people on one PostgreSQL database lose nothing."""

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from test_attacks import PASSWORD, signed_in
from test_review import form_of

from rantau.store.database import Store
from rantau.study import Study
from rantau.study.accounts import add_account
from rantau.study.coding_desk import CodingDesk
from rantau.study.live_rows import Listed
from rantau.web import create_app
from rantau.web.jobs import Jobs
from rantau.web.serving import Serving

REPORT = """# Report

In 2021, 45% of migrant workers in Thailand were in debt for their recruitment.

Brokers keep the papers of workers until a debt is paid.

Inspectors visit boats twice a year, and workers wait for them in vain.
"""


@pytest.fixture
def hurried():
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_every_page_can_ask_what_runs_while_jobs_begin(hurried):
    jobs = Jobs()
    over = threading.Event()

    def ask():
        while not over.is_set():
            jobs.running()
            jobs.all()

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(ask) for _ in range(3)]
        for number in range(300):
            jobs.start("work", "ana", lambda progress, number=number: f"/{number}")
        time.sleep(0.05)
        over.set()
        assert [one.exception() for one in asked] == [None] * 3
    jobs.close()
    assert len(jobs.all()) >= 50


def test_a_study_is_opened_once_however_many_ask_first(tmp_path, monkeypatch):
    Study.create(tmp_path / "study").close()
    opened, real = [], Store.open

    def slow(*given, **named):
        time.sleep(0.05)
        opened.append(1)
        return real(*given, **named)

    monkeypatch.setattr(Store, "open", slow)
    with Study.open(tmp_path / "study") as study, ThreadPoolExecutor(6) as pool:
        heads = list(pool.map(lambda _: study.acting_as("ana").store.head(), range(6)))
    assert len(opened) == 1
    assert len(set(heads)) == 1


def test_the_text_of_a_row_is_never_that_of_another_that_lay_there_before():
    row, other = {"words": "debt"}, {"words": "papers"}
    listed = Listed((0, ""), 1, [""], {"": [row]})
    listed.texts[id(row)] = (other, "papers")

    assert listed.text(row) == "debt"
    assert listed.text(row) == "debt"


@pytest.mark.postgres
def test_a_team_works_on_postgresql_at_once(tmp_path, postgres_address):
    path = tmp_path / "study"
    (tmp_path / "report.md").write_text(REPORT)
    Study.create(path, places=("THA", "MMR")).close()
    settings = path / "study.toml"
    settings.write_text(
        settings.read_text().replace('address = "rantau.db"', f'address = "{postgres_address}"')
    )
    with Study.open(path) as study:
        study.add([tmp_path / "report.md"])
        study.run("triangulation", workers=1)
        for name in ("first", "second"):
            add_account(study.store, name, "analyst", password=PASSWORD)
        document = study.store.documents()[0].id
        claim = study.store.claims()[0].id
        passages = [one.id for one in study.store.passages(document) if one.kind == "paragraph"]
    app = create_app(path, Serving(accounts=True))
    clients = {name: signed_in(app, name) for name in ("first", "second")}
    for address in (
        "/",
        "/sources",
        "/coding",
        "/review",
        "/groups",
        "/claims?q=debt",
        f"/claims/{claim}",
        "/trail",
    ):
        assert clients["first"].get(address).status_code == 200, address

    # both correct one claim from the same form: the second is shown what the first has done
    form = form_of(clients["first"].get(f"/claims/{claim}").text, "correct")

    def correct(name):
        sent = {
            **form,
            "csrf": clients[name].csrf("/claims"),
            "said_value": {"first": "46", "second": "47"}[name],
        }
        return clients[name].post("/claims/decide", data=sent, follow_redirects=False).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(correct, clients)) == [303, 409]

    # both code the same passages at once: each coding is there
    tokens = {name: client.csrf("/coding") for name, client in clients.items()}

    def code(job):
        name, passage = job
        data = {"csrf": tokens[name], "passage": passage, "code": "MS.micro.debt", "next": "/coding"}
        return clients[name].post("/coding/codings/add", data=data, follow_redirects=False).status_code

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(code, [(name, one) for one in passages for name in tokens])) == {303}
    assert clients["second"].get("/coding/codings.json").json()
    app.state.frame.close()
    with Study.open(path) as study:
        assert len(study.store.codings(document)) == 2 * len(passages)
        assert {one.coder for one in CodingDesk(study).view().followed.now} == {"first", "second"}
        assert study.store.claims()[0].value in (46, 47)
        assert study.store.claims()[0].machine.value == 45
        assert study.store.verify_audit().ok
