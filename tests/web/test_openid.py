"""Signing in through OpenID Connect, against a provider that runs on this machine."""

import socket
import threading
import time

import httpx
import pytest
import uvicorn
from openid_provider import provider
from workbenches import Client

from rantau.study import Study
from rantau.study.accounts import add_account
from rantau.web import create_app
from rantau.web.serving import Serving

CLIENT, SECRET = "workbench", "a-secret-of-the-tests"


@pytest.fixture(scope="module")
def issuer():
    app = provider(CLIENT, SECRET)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield app, f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listening.close()


@pytest.fixture
def team(issuer, tmp_path, monkeypatch):
    monkeypatch.setenv("RANTAU_OPENID_SECRET", SECRET)
    app, address = issuer
    app.state.person, app.state.spoil = {"sub": "u-1", "email": "ana@example.org", "email_verified": True}, {}
    path = tmp_path / "study"
    with Study.create(path, places=("THA", "MMR")) as study:
        add_account(study.store, "ana", "coder", openid="ana@example.org")
        settings = path / "study.toml"
        settings.write_text(
            settings.read_text() + f'\n[web.sign_in]\nissuer = "{address}"\nclient_id = "{CLIENT}"\n'
        )
    made = create_app(path, Serving(accounts=True))
    yield made, app
    made.state.frame.close()


def walk(team):
    """Follow the way of a browser: to the provider, and back."""
    made, _ = team
    client = Client(made, base_url="http://127.0.0.1")
    away = client.get("/openid/start?next=/groups", follow_redirects=False)
    assert away.status_code == 302
    back = httpx.get(away.headers["location"], follow_redirects=False)
    return client, client.get(back.headers["location"], follow_redirects=False)


def test_a_person_whom_the_provider_vouches_for_comes_in_with_their_role(team):
    client, answer = walk(team)

    assert (answer.status_code, answer.headers["location"]) == (303, "/groups")
    assert client.get("/trail").status_code == 200
    assert client.get("/accounts").status_code == 403
    assert "ana (coder)" in client.get("/groups").text
    asked = team[1].state.seen[-1]
    assert {"nonce", "state", "code_challenge"} <= set(asked)
    assert (
        "Sign in through your organisation"
        in Client(team[0], base_url="http://127.0.0.1").get("/sign-in").text
    )


@pytest.mark.parametrize(
    "person",
    [
        {"sub": "u-2", "email": "someone@example.org", "email_verified": True},
        {"sub": "u-1", "email": "ana@example.org", "email_verified": False},
        {"sub": "u-1", "email": "ana@example.org"},
        {"sub": "u-1", "email": "ANA@example.org.evil.example", "email_verified": True},
    ],
)
def test_a_person_without_an_account_stays_outside(team, person):
    team[1].state.person = person
    client, answer = walk(team)

    assert answer.status_code == 403
    assert client.get("/groups", follow_redirects=False).status_code == 401


@pytest.mark.parametrize(
    "lie",
    [
        {"state": "another"},
        {"nonce": "another"},
        {"aud": "another"},
        {"iss": "https://another.example"},
        {"exp": 1_000_000_000},
        {"key": "another"},
    ],
    ids=lambda lie: next(iter(lie)),
)
def test_a_provider_that_lies_is_not_believed(team, lie):
    team[1].state.spoil = lie
    client, answer = walk(team)

    assert answer.status_code == 403
    assert client.get("/groups", follow_redirects=False).status_code == 401


def test_a_provider_out_of_reach_is_told_in_a_sentence(tmp_path):
    with Study.create(tmp_path / "study", places=("THA", "MMR")) as study:
        add_account(study.store, "ana", "coder", openid="ana@example.org")
        settings = tmp_path / "study" / "study.toml"
        settings.write_text(
            settings.read_text() + '\n[web.sign_in]\nissuer = "http://127.0.0.1:1"\nclient_id = "x"\n'
        )
    made = create_app(tmp_path / "study", Serving(accounts=True))
    answer = Client(made, base_url="http://127.0.0.1").get("/openid/start")
    made.state.frame.close()

    assert answer.status_code == 403
    assert "cannot be reached" in answer.text
