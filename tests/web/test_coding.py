"""Coding at the workbench: by form, by program, by mouse and by keyboard; blind, with undo, and two at once."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from workbenches import TOKEN, client_of

from rantau.study import Study
from rantau.study.accounts import add_account
from rantau.study.coding_acts import assign
from rantau.study.coding_desk import CodingDesk
from rantau.study.coding_page import pieces_of
from rantau.web.serving import Serving

KEY = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def place(demo):
    """A document with a passage of some words, and a suggestion in it."""
    with Study.open(demo) as study:
        for suggestion in study.store.code_suggestions():
            passage = study.store.passage(suggestion.passage)
            document = study.store.document(suggestion.document)
            if document.format == "pdf" and len(passage.text.split()) > 8 and not suggestion.polarity:
                return document.id, passage, suggestion
    raise AssertionError("the demo has no suggestion")


def codings(workbench, **asked):
    return workbench.get("/coding/codings.json", params=asked).json()


def test_words_are_coded_by_a_form_without_scripts_and_undone(workbench, place):
    id, passage, _ = place
    words = " ".join(passage.text.split(" ")[1:4])
    address = f"/coding/documents/{id}"

    page = workbench.submit(
        "/coding/codings/add",
        {
            "passage": passage.id,
            "code": "MS.micro.debt",
            "words": words,
            "next": f"{address}?page={passage.pages[0]}",
        },
    )

    assert page.status_code == 200
    assert f">{words}</mark>" in page.text.replace("&#39;", "'")
    made = codings(workbench, q="MS.micro.debt")
    assert [(one["quote"], passage.text[one["start"] : one["end"]]) for one in made] == [(words, words)]
    number = re.search(r'name="number" value="(\d+)"', page.text).group(1)
    assert workbench.submit("/coding/undo", {"number": "1", "next": address}).status_code == 409
    assert workbench.submit("/coding/undo", {"number": number, "next": address}).status_code == 200
    assert codings(workbench, q="MS.micro.debt") == []


def test_words_that_are_others_now_are_a_conflict_and_nothing_is_written(workbench, place):
    _, passage, _ = place
    given = {
        "passage": passage.id,
        "code": "MS.micro.debt",
        "start": "0",
        "end": "4",
        "words": "none",
        "next": "/coding",
    }

    answer = workbench.submit("/coding/codings/add", given)

    assert answer.status_code == 409
    assert passage.text[:4] in answer.text
    assert codings(workbench, q="MS.micro.debt") == []


def test_suggestions_show_their_words_and_are_accepted_or_rejected(workbench, place):
    id, passage, suggestion = place
    page = workbench.get(f"/coding/documents/{id}", params={"passage": passage.id}).text
    assert f"{100 * suggestion.probability:.0f} %" in page
    assert suggestion.why[0].split('"')[0] in page.replace("&#39;", "'")

    workbench.submit(
        "/coding/suggestions/accept", {"suggestion": suggestion.id, "next": f"/coding/documents/{id}"}
    )
    accepted = codings(workbench, status="accepted")
    workbench.submit("/coding/undo")
    workbench.submit("/coding/suggestions/reject", {"suggestion": suggestion.id})
    rejected = codings(workbench, status="rejected")

    assert [one["code"] for one in accepted] == [suggestion.code] == [one["code"] for one in rejected]
    assert accepted[0]["probability"] == suggestion.probability
    workbench.submit("/coding/undo")
    assert codings(workbench) == []


def test_programs_code_with_the_key_and_not_without(demo, place):
    _, passage, suggestion = place
    client = client_of(demo, enter=False)
    given = {"passage": passage.id, "code": "MS.micro.debt", "start": 0, "end": 6}

    assert client.post("/api/codings", json=given).status_code == 401
    made = client.post("/api/codings", json=given, headers=KEY).json()
    assert made["quote"] == passage.text[:6]
    assert client.post("/api/codings", json=given, headers=KEY).status_code == 400
    assert (
        client.post(f"/api/suggestions/{suggestion.id}/accept", json={}, headers=KEY).json()["code"]
        == suggestion.code
    )
    assert client.post("/api/coding/undo", headers=KEY).json()["action"] == "coding.accepted"
    assert client.post("/api/coding/redo", headers=KEY).status_code == 200
    assert client.post("/api/coding/undo", headers=KEY).status_code == 200
    assert client.delete(f"/api/codings/{made['id']}", headers=KEY).json()["id"] == made["id"]
    assert client.get("/api/codings", headers=KEY).json()["total"] == 0
    client.app.state.frame.close()


@pytest.fixture
def team(own_demo):
    """Two coders and an analyst at one study on accounts; the coders code one document blind."""
    words = "a long enough pass phrase"
    with Study.open(own_demo) as study:
        document = next(one for one in study.store.documents() if one.format == "pdf")
        for name, role in (
            ("first", "coder"),
            ("second", "coder"),
            ("third", "analyst"),
            ("reader", "reader"),
        ):
            add_account(study.store, name, role, password=words)
        for name in ("first", "second"):
            assign(CodingDesk(study, "third"), name, [document.file], blind=True)
    serving = Serving(accounts=True)
    app_client = client_of(own_demo, serving, enter=False)
    clients = {}
    for name in ("first", "second", "third", "reader"):
        one = type(app_client)(app_client.app, base_url="http://127.0.0.1")
        one.submit("/sign-in", {"name": name, "password": words}, page="/sign-in")
        clients[name] = one
    yield own_demo, document, clients
    app_client.app.state.frame.close()


def test_blind_coders_never_see_each_other_and_differences_are_settled(team):
    path, document, clients = team
    first, second, third, reader = (clients[name] for name in ("first", "second", "third", "reader"))
    with Study.open(path) as study:
        suggestions = [one for one in study.store.code_suggestions(document.id) if not one.polarity][:6]
    for number, one in enumerate(suggestions):
        first.submit(
            "/coding/suggestions/accept", {"suggestion": one.id, "reason": "said by first"}, page="/coding"
        )
        act = "accept" if number % 2 else "reject"
        second.submit(
            f"/coding/suggestions/{act}", {"suggestion": one.id, "reason": "said by second"}, page="/coding"
        )
    shown = [
        f"/coding/documents/{document.id}?passage={suggestions[0].passage}",
        f"/coding/compare/{document.id}",
        "/coding/codings",
        "/coding/codings.json",
        "/api/codings",
        "/coding/differences.json",
        f"/coding/codes/{suggestions[0].code}",
    ]

    for address in shown:  # each asks after the other, so that nothing kept for one is given to the other
        for one, other in ((first, "second"), (second, "first")):
            page = one.get(address)
            assert page.status_code == 200, address
            assert f"said by {other}" not in page.text, address
            assert f'"coder": "{other}"' not in page.text, address
    for address in ("/trail", "/trail.json", "/trail.csv", "/api/trail"):
        assert "said by first" not in second.get(address).text, address
        assert "said by first" in first.get(address).text, address
    assert first.get("/api/coding/agreement").json()["overall"]["alpha"] is None
    assert reader.get("/coding").status_code == 403
    assert reader.submit("/coding/undo").status_code == 403
    assert (
        first.submit(
            "/coding/assignments", {"coder": "first", "document": document.file}, page="/coding"
        ).status_code
        == 403
    )

    for one in (first, second):
        one.submit(f"/coding/documents/{document.id}/state", {"done": "1"}, page="/coding")
    assert "said by second" in first.get(shown[1]).text
    agreement = third.get("/api/coding/agreement").json()
    assert agreement["coders"] == ["first", "second"]
    assert agreement["overall"]["alpha"] is not None
    page = third.get("/coding/agreement").text
    assert 'src="/charts/agreement.units.svg"' in page
    assert third.get("/charts/agreement.units.svg").text.lstrip().startswith("<svg")
    for address in ("/coding/analysis", "/coding/concepts", "/coding/rigour", "/coding/themes?suggest=yes"):
        assert third.get(address).status_code == 200

    differ = third.get("/coding/differences.json").json()
    assert {one["code"] for one in differ} >= {suggestions[0].code}
    row = differ[0]
    page = third.get(f"/coding/differences/{row['passage']}", params={"code": row["code"]}).text
    given = {
        "passage": row["passage"],
        "code": row["code"],
        "applies": "yes",
        "reason": "The passage says so.",
        "version": re.search(r'name="version" value="(\w+)"', page).group(1),
    }
    assert third.submit("/coding/adjudications", given, page="/coding").status_code == 200
    late = second.submit("/coding/adjudications", {**given, "applies": "no"}, page="/coding")
    assert late.status_code == 409
    left = third.get("/coding/differences.json").json()
    assert (row["passage"], row["code"]) not in {(one["passage"], one["code"]) for one in left}
    settled = [one for one in third.get("/coding/codings.json").json() if one["adjudicated_by"]]
    assert [one["status"] for one in settled] == ["accepted"]


def test_two_coders_at_once_lose_nothing(team):
    path, document, clients = team
    with Study.open(path) as study:
        passages = [one for one in study.store.passages(document.id) if len(one.text) > 30][:6]
    tokens = {name: clients[name].csrf("/coding") for name in ("first", "second")}

    def code(job):
        name, passage = job
        data = {"csrf": tokens[name], "passage": passage.id, "code": "MS.micro.debt", "next": "/coding"}
        return clients[name].post("/coding/codings/add", data=data, follow_redirects=False).status_code

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(code, [(name, one) for one in passages for name in tokens]))

    assert set(answers) == {303}
    with Study.open(path) as study:
        assert len(study.store.codings(document.id)) == 12
        assert study.store.verify_audit().ok


def test_a_theme_that_two_change_is_a_conflict(workbench):
    page = workbench.get("/coding/themes?codes=MS.micro.debt").text
    assert re.findall(r'name="codes" value="([^"]+)" checked', page) == ["MS.micro.debt"]
    assert page.count('name="codes"') > 50
    version = re.search(r'name="version" value="(\w+)"', page).group(1)
    given = {
        "name": "Debt",
        "codes": ["MS.micro.debt", "MS.meso.employer"],
        "definition": "Debts that tie.",
        "version": version,
    }

    assert workbench.submit("/coding/themes", given).status_code == 200
    assert workbench.submit("/coding/themes", {**given, "codes": "MS.micro.debt"}).status_code == 409
    assert workbench.get("/api/coding/themes").json()["themes"][0]["codes"] == [
        "MS.micro.debt",
        "MS.meso.employer",
    ]
    workbench.submit("/coding/undo")
    assert workbench.get("/api/coding/themes").json()["themes"] == []


def test_pieces_of_a_passage_are_its_text_whatever_overlaps(demo, place):
    _, passage, _ = place
    with Study.open(demo) as study:
        desk = CodingDesk(study, "first")
        made = [
            desk.new_coding(passage, start, end, "MS.micro.debt", "")
            for start, end in ((0, 12), (4, 20), (20, len(passage.text)))
        ]

    pieces = pieces_of(passage, made)

    assert "".join(one.text for one in pieces) == passage.text
    assert [len(one.codings) for one in pieces] == [1, 2, 1, 1]


def test_words_are_coded_by_keyboard_alone_and_by_mouse_and_undone(visit, place):
    id, passage, _ = place
    one = visit(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    one.go(f"/coding/documents/{id}?passage={passage.id}")
    page, text = one.page, one.page.locator(f'[data-text="{passage.id}"]')
    marks = text.locator("mark")

    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.text") == passage.id:
            break
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.keyboard.type("MS.micro.debt")
    page.keyboard.press("Enter")
    marks.first.wait_for()
    coded = marks.all_inner_texts()
    assert len(coded) == 1
    assert coded[0] in passage.text
    assert page.evaluate("document.activeElement.dataset.text") == passage.id
    page.keyboard.press("Control+z")
    marks.first.wait_for(state="detached")

    box = text.bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 180, box["y"] + 12, steps=8)
    page.mouse.up()
    page.locator("#code").fill("MS.micro.debt")
    page.get_by_role("button", name="Code these words").click()
    marks.first.wait_for()
    dragged = marks.all_inner_texts()[0]
    assert dragged in passage.text
    page.get_by_role("button", name=re.compile("^Undo")).click()
    marks.first.wait_for(state="detached")

    one.go("/coding")
    page.get_by_role("link", name="Agreement").click()
    page.wait_for_url("**/coding/agreement")
    assert "Fewer than two coders" in page.content()
    assert one.faults == []
