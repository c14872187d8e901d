"""Every address by every role, and what a confidential document says nowhere but where it may be read."""

import html
import re
from urllib.parse import quote

import pytest
from whispers import PASSWORD, WORD, make_whispers
from who_may import ROLES, allowed, route_of, routes_of
from workbenches import HERE, Client

from rantau.web import create_app
from rantau.web.jobs import Job
from rantau.web.serving import Serving


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whispers")
    one = create_app(make_whispers(folder / "study", folder / "incoming"), Serving(accounts=True))
    one.state.frame.jobs.start = lambda title, by, work: Job("1", title, by)  # nothing long begins
    yield one
    one.state.frame.close()


@pytest.fixture(scope="module")
def clients(app):
    """A client of each role, which sends the token of its forms."""
    found = {}
    for name in ROLES:
        client = Client(app, base_url=HERE, follow_redirects=False)
        form = {"name": name, "password": PASSWORD}
        assert client.submit("/sign-in", form, page="/sign-in").status_code == 303
        client.headers["X-CSRF-Token"] = client.csrf("/")
        found[name] = client
    return found


@pytest.fixture
def study(app):
    return app.state.frame.study


@pytest.fixture
def hushed(study):
    return next(one.id for one in study.store.documents() if one.confidential)


def filled(path):
    """An address of a route: what stands in it is of nothing, but a number is one."""
    return re.sub(r"\{(\w+)(?::path)?\}", lambda found: "1" if found[1] == "number" else "x", path)


def test_every_route_has_its_place_in_the_table(app):
    assert set(routes_of(app)) == set(allowed())


def test_every_address_is_for_its_role_and_those_above_and_nobody_else(app, clients):
    stranger = Client(app, base_url=HERE, follow_redirects=False)
    for (method, path), role in sorted(allowed().items(), key=lambda one: one[0][1] == "/sign-out"):
        if role == "anyone":
            assert stranger.request(method, filled(path)).status_code != 401, path
            continue
        assert stranger.request(method, filled(path)).status_code == 401, (method, path)
        for name in ROLES[: ROLES.index(role)]:
            assert clients[name].request(method, filled(path)).status_code == 403, (name, method, path)
        if path != "/sign-out":
            answer = clients[role].request(method, filled(path)).status_code
            assert answer not in (401, 403, 405), (role, method, path)
            assert answer < 500, (role, method, path)


def addresses(client, app):
    """Addresses to which pages lead, two of each route with the same parameters, and all lists of the API."""
    routes, seen, todo = routes_of(app), {}, ["/"]
    found = []
    while todo:
        one = todo.pop(0)
        path, _, query = one.partition("?")
        names = frozenset(part.partition("=")[0] for part in query.split("&") if part)
        kind = (route_of(path, routes), names)
        if (
            one in found
            or one.endswith(".png")
            or "sort" in names
            or len(names) > 1
            or seen.get(kind, 0) >= 2
        ):
            continue
        seen[kind] = seen.get(kind, 0) + 1
        found.append(one)
        answer = client.get(one)
        todo += [answer.headers["location"]] if "location" in answer.headers else []
        if "text/html" in answer.headers.get("content-type", ""):
            links = re.findall(r'(?:href|src|hx-get)="(/[^"]*)"', answer.text)
            todo += [html.unescape(link).split("#")[0] for link in links if not link.startswith("/static")]
    return found + [
        path for method, path in routes if method == "GET" and path.startswith("/api/") and "{" not in path
    ]


def records_of(study, document):
    store = study.store
    return {
        "claim": [one.id for one in store.claims(document)],
        "testimony": [one.id for one in store.testimonies(document)],
        "finding": [one.id for one in store.findings(document)],
        "coding": [one.id for one in store.codings(document)],
        "group": [
            one.id for one in store.claim_groups() if any(id.startswith(document) for id in one.claims)
        ],
    }


def test_words_of_a_confidential_document_are_nowhere_below_an_analyst_and_every_look_is_an_event(
    app, clients, study, hushed
):
    ids = records_of(study, hushed)
    assert all(ids.values())
    found = addresses(clients["analyst"], app)
    found += [
        f"{start}provenance/{kind}/{id}"
        for kind, each in ids.items()
        for id in each
        for start in ("/", "/api/")
    ]
    found += [f"/claims/{one}" for one in ids["claim"]]
    found += [f"/coding/documents/{hushed}", f"/coding/compare/{hushed}", f"/documents/{hushed}/pages/1"]
    shown = set()
    for address in dict.fromkeys(found):
        before = study.store.head()[0]
        answer = clients["analyst"].get(address)
        assert answer.status_code < 500, address
        if WORD in answer.text:
            shown.add(route_of(address.partition("?")[0], routes_of(app)))
            told = [(one.action, one.actor) for one in study.store.events_after(before, 9)]
            assert ("confidential.viewed", "analyst") in told, (
                f"{address} was looked at, and no event tells it"
            )
        for name in ("reader", "coder"):
            before = study.store.head()
            assert WORD not in clients[name].get(address).text, (name, address)
            assert study.store.head() == before, (name, address)
    # the analyst was shown the words where they are read, decided on, coded, confirmed, traced: in no list, no file
    assert shown == {
        "/claims/{id:path}",
        "/review",
        "/documents/{id}/pages/{number}",
        "/coding/documents/{id}",
        "/coding/compare/{id}",
        "/coding/differences/{passage:path}",
        "/measures/proposed/{id:path}",
        "/provenance/{kind}/{id:path}",
        "/api/provenance/{kind}/{id:path}",
    }


def test_a_search_for_the_word_finds_nothing_in_any_list(app, clients):
    lists = [path for _, path in routes_of(app) if path.endswith(".json") and not path.startswith("/api/")]
    assert len(lists) > 20
    for path in lists:
        for name in ("coder", "analyst"):
            assert clients[name].get(path, params={"q": WORD}).json() == [], (name, path)


def test_nobody_below_an_analyst_can_act_on_a_confidential_record(clients, study, hushed):
    ids, coder = records_of(study, hushed), clients["coder"]
    passage = next(one.passage for one in study.store.codings(hushed) if one.code == "HS.personal")
    suggestion = study.store.code_suggestions(hushed)[0].id
    citation = study.store.citations(hushed)[0].id
    where = {"passage": passage, "code": "HS.personal"}
    acts = [("/claims/decide", {"item": one, "act": "accept"}) for one in ids["claim"]]
    acts += [
        ("/review/decide", {"item": one, "act": "reject", "reason": "no"})
        for one in (*ids["claim"], *ids["testimony"], *ids["finding"], citation, suggestion)
    ]
    acts += [
        ("/claims/undo", {"item": ids["claim"][0]}),
        ("/review/undo", {"item": ids["claim"][0]}),
        ("/coding/codings/add", {**where, "polarity": "insecurity"}),
        ("/coding/suggestions/accept", {"suggestion": suggestion}),
        ("/coding/codings/remove", {"coding": ids["coding"][0]}),
        (f"/coding/documents/{hushed}/state", {"done": "yes"}),
        ("/coding/adjudications", {**where, "applies": "yes", "reason": "x", "version": "44136fa355b3678a"}),
        (f"/coding/waiting/{ids['coding'][0]}", {"act": "remove"}),
    ]
    programs = [
        ("POST", "/api/codings", {**where, "polarity": "insecurity"}),
        ("POST", f"/api/suggestions/{quote(suggestion)}/accept", {"reason": ""}),
        ("POST", f"/api/suggestions/{quote(suggestion)}/reject", {"reason": ""}),
        ("POST", "/api/adjudications", {**where, "applies": True, "reason": "x"}),
        ("DELETE", f"/api/codings/{ids['coding'][0]}", None),
    ]
    head = study.store.head()
    for path, form in acts:
        answer = coder.post(path, data=form)
        assert answer.status_code in (400, 403, 404), (path, form, answer.text)
        assert WORD not in answer.text, path
    for method, path, sent in programs:
        answer = coder.request(method, path, json=sent)
        assert answer.status_code in (400, 403, 404), (path, answer.text)
        assert WORD not in answer.text, path
    assert study.store.head() == head
