"""What someone might try on the workbench, and what comes of it."""

import dataclasses
import re

import pytest
from workbenches import HERE, TOKEN, Client, client_of

from rantau.study import Study
from rantau.study.accounts import add_account
from rantau.web import create_app
from rantau.web.serving import Serving

PASSWORD = "four unrelated words here"


@pytest.fixture(scope="module")
def stranger(demo):
    client = client_of(demo, enter=False)
    yield client
    client.app.state.frame.close()


@pytest.fixture
def team(own_demo):
    """A workbench with accounts, one of each role."""
    with Study.open(own_demo) as study:
        for role in ("reader", "coder", "analyst", "owner"):
            add_account(study.store, role, role, password=PASSWORD)
    app = create_app(own_demo, Serving(accounts=True))
    yield app
    app.state.frame.close()


def signed_in(app, name):
    client = Client(app, base_url=HERE)
    answer = client.submit("/sign-in", {"name": name, "password": PASSWORD}, page="/sign-in")
    assert answer.status_code == 200, answer.text
    return client


def test_nobody_comes_in_without_the_key(stranger):
    assert stranger.get("/").status_code == 401
    assert stranger.get("/enter", params={"token": TOKEN[:-1]}).status_code == 403
    assert stranger.get("/", headers={"Authorization": f"Bearer {TOKEN}x"}).status_code == 401


def test_every_address_but_the_way_in_asks_who_comes(stranger):
    paths = set(stranger.app.openapi()["paths"]) | {
        "/", "/claims", "/claims.csv", "/claims.json", "/groups", "/groups/x", "/claims/x", "/trail", "/trail/verify",
        "/jobs", "/jobs/1", "/accounts", "/provenance/claim/x", "/documents/x/pages/1", "/documents/x/pages/1/image",
        "/charts/corridors.svg", "/api/docs", "/api/openapi.json",
    }  # fmt: skip

    methods = {path: next(iter(ways)) for path, ways in stranger.app.openapi()["paths"].items()}
    for path in sorted(paths):
        answer = stranger.request(
            methods.get(path, "get"), path.replace("{kind}", "claim").replace("{id}", "x")
        )
        assert answer.status_code == 401, path


def test_a_page_elsewhere_cannot_speak_by_another_name_of_this_machine(workbench):
    for host in ("evil.example", "127.0.0.1.evil.example", "", "localhost@evil.example"):
        assert workbench.get("/", headers={"Host": host}).status_code == 421
    assert workbench.get("/", headers={"Host": "localhost:8750"}).status_code in (200, 401)


def test_a_form_without_its_token_changes_nothing(workbench):
    token = workbench.csrf()
    form = {"name": "mallory", "role": "owner", "password": PASSWORD}

    assert workbench.post("/accounts", data=form).status_code == 403
    assert workbench.post("/accounts", data=form | {"csrf": "x" + token}).status_code == 403
    assert workbench.post("/accounts", json=form).status_code == 403
    for headers in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert workbench.post("/accounts", data=form | {"csrf": token}, headers=headers).status_code == 403
    assert "mallory" not in workbench.get("/accounts").text


def test_every_route_that_changes_something_needs_a_role():
    from importlib import import_module

    from rantau.web.screens import BEHIND, MODULES

    open_to_all = {"/sign-in", "/sign-out", "/preferences"}
    seen = 0
    for name in (*MODULES, *BEHIND):
        for route in import_module(f"rantau.web.screens.{name}").router.routes:
            if route.methods <= {"GET", "HEAD"} or route.path in open_to_all:
                continue
            seen += 1
            needed = [one for one in route.dependencies if hasattr(one.dependency, "needed_role")]
            assert needed, f"{route.path} lets everyone change something"
    assert seen >= 4


def test_pages_forbid_scripts_and_styles_that_are_not_files_of_ours(workbench):
    for path in ("/", "/claims", "/nowhere", "/api/claims"):
        policy = workbench.get(path).headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert workbench.get(path).headers["x-content-type-options"] == "nosniff"
    for path in ("/", "/groups", "/trail", "/jobs", "/accounts", "/api/docs"):
        page = workbench.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", page), path
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page), path


def test_words_of_a_document_are_never_a_page_of_ours(own_demo):
    nasty = "<script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}"
    with Study.open(own_demo) as study:
        document = study.store.documents()[0]
        claims = study.store.claims(document.id)
        changed = [dataclasses.replace(claims[0], quote=nasty, measure=nasty, unit=nasty), *claims[1:]]
        with study.store.transaction() as transaction:
            transaction.put_claims(document.id, changed)
            transaction.record("document.read", nasty, reason=nasty)
    client = client_of(own_demo)

    for path in ("/claims", f"/claims/{claims[0].id}", f"/provenance/claim/{claims[0].id}", "/trail"):
        page = client.get(path).text
        assert "&lt;script&gt;" in page, path
        assert "<script>alert" not in page, path
        assert "<img src=x" not in page, path
        assert "49" not in re.findall(r"onerror=alert\(1\)&gt;(.{0,4})", page), path
    client.app.state.frame.close()


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/documents/..%2f..%2fstudy.toml/pages/1",
        "/documents/../../study.toml/pages/1/image",
        "/charts/../study.toml",
        "/charts/..%2f.svg",
    ],
)
def test_no_path_leads_out(workbench, path):
    answer = workbench.get(path)

    assert answer.status_code in (400, 404, 422)
    assert "places =" not in answer.text
    assert "def create_app" not in answer.text


def test_too_much_is_not_taken(workbench):
    token = workbench.csrf()
    stated = workbench.post("/preferences", content=b"x" * (2 * 2**20))

    def unstated():
        yield f"csrf={token}&next=".encode()
        for _ in range(40):
            yield b"x" * 65536

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert stated.status_code == 413
    assert workbench.post("/preferences", content=unstated(), headers=form).status_code in (400, 413)


def test_a_form_does_not_lead_elsewhere(workbench):
    for target in (
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/x\r\nSet-Cookie: a=b",
        "javascript:1",
    ):
        answer = workbench.submit("/preferences", {"theme": "dark", "next": target}, follow_redirects=False)
        assert answer.headers["location"] == "/", target


def test_one_sentence_and_no_traceback_when_something_is_wrong(workbench, monkeypatch):
    from rantau.study.study import Study

    def broken(self):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(Study, "stages", broken)
    workbench.app.state.frame._kept.pop("stages", None)
    quiet = Client(workbench.app, base_url=HERE, raise_server_exceptions=False, cookies=workbench.cookies)
    answer = quiet.get("/stages")

    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text
    assert "content-security-policy" in answer.headers


def test_guessing_passwords_is_slowed_down(team):
    client = Client(team, base_url=HERE)
    wrong = {"name": "owner", "password": "wrong wrong wrong"}
    answers = [client.submit("/sign-in", wrong, page="/sign-in").status_code for _ in range(6)]

    assert answers == [401] * 5 + [429]
    right = client.submit("/sign-in", {"name": "owner", "password": PASSWORD}, page="/sign-in")
    assert right.status_code == 429
    assert "wait" in right.text


def test_an_unknown_name_is_told_like_a_wrong_password(team):
    client = Client(team, base_url=HERE)

    first = client.submit("/sign-in", {"name": "nobody", "password": PASSWORD}, page="/sign-in")
    second = client.submit("/sign-in", {"name": "owner", "password": "x" * 20}, page="/sign-in")

    hide = re.compile(r'value="[^"]*"|X-CSRF-Token[^}]*')
    assert hide.sub("", first.text) == hide.sub("", second.text)


def test_roles_reach_as_far_as_they_say(team):
    may = {
        "reader": {"/claims": 200, "/trail": 403, "/jobs": 403, "/accounts": 403},
        "coder": {"/claims": 200, "/trail": 200, "/jobs": 200, "/accounts": 403},
        "analyst": {"/trail": 200, "/jobs": 200, "/accounts": 403},
        "owner": {"/accounts": 200},
    }
    for name, wanted in may.items():
        client = signed_in(team, name)
        assert {path: client.get(path).status_code for path in wanted} == wanted, name
        started = client.submit("/jobs/run", page="/claims", follow_redirects=False).status_code
        assert started == (303 if name in ("analyst", "owner") else 403), name


def test_no_page_sends_a_reader_where_they_may_not_go(team):
    reader = signed_in(team, "reader")
    document = team.state.frame.study.store.documents()[0]
    pages = (
        "/",
        f"/sources/file/{document.file}",
        f"/documents/{document.id}/pages/1",
        "/groups",
        "/measures/proposed",
    )
    for page in pages:
        text = reader.get(page).text
        assert 'href="/review' not in text, page
        assert 'href="/coding' not in text, page


def test_a_session_ends_when_its_account_changes_or_goes(team):
    client = signed_in(team, "coder")
    store = team.state.frame.study.store
    assert client.get("/claims").status_code == 200

    add_account(store, "coder", "coder", password=PASSWORD + "!")

    assert client.get("/claims", follow_redirects=False).status_code == 401
    assert (
        client.get("/claims", headers={"Accept": "text/html"}, follow_redirects=False)
        .headers["location"]
        .startswith("/sign-in?next=")
    )


def test_the_key_of_one_person_opens_nothing_for_a_team(team):
    client = Client(
        team, base_url=HERE, headers={"Authorization": f"Bearer {team.state.frame.serving.token}"}
    )

    assert client.get("/claims").status_code == 401


def test_a_forged_or_foreign_cookie_is_no_session(workbench, stranger):
    cookie = workbench.cookies["rantau_session"]
    head, _, rest = cookie.partition(".")

    for value in (cookie, f"{head}x.{rest}", "e30=.x.y"):
        answer = stranger.get("/claims", headers={"Cookie": f"rantau_session={value}"})
        assert answer.status_code == 401


def test_words_of_confidential_documents_are_for_some_and_each_look_is_an_event(team):
    study = team.state.frame.study
    claim = study.store.claims()[0]
    document = study.store.document(claim.document)
    with study.store.transaction() as transaction:
        import sqlalchemy

        from rantau.store import tables

        transaction._connection.execute(
            sqlalchemy.update(tables.documents)
            .where(tables.documents.c.id == document.id)
            .values(confidential=True)
        )
        transaction.record("document.read", document.file)
    page = f"/documents/{document.id}/pages/{claim.page}"
    addresses = ("/claims", "/claims.csv", "/claims.json", f"/claims/{claim.id}", f"/provenance/claim/{claim.id}",
                 "/groups", "/groups.json", "/api/claims", f"/api/provenance/claim/{claim.id}")  # fmt: skip
    words = claim.quote[:25].replace("&", "&amp;")

    def looks():
        return [one for one in study.store.events() if one.action == "confidential.viewed"]

    for name in ("reader", "coder"):
        client = signed_in(team, name)
        for address in addresses:
            assert words not in client.get(address, params={"document": document.file}).text, (name, address)
        assert client.get(page).status_code == 403
        assert client.get(f"{page}/image").status_code == 403
    assert looks() == []
    analyst = signed_in(team, "analyst")
    assert words in analyst.get(f"/claims/{claim.id}").text
    assert analyst.get(page).status_code == 200
    assert [(one.actor, one.subject) for one in looks()] == [
        ("analyst", claim.id),
        ("analyst", f"{document.id}/{claim.page}"),
    ]
    assert words not in analyst.get("/claims.csv").text
