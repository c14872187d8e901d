"""What a page refuses is said in the words of its forms: no option, no command, no place of this machine."""

import html
import re
import tempfile
import time

import pytest
from test_case_files import ctdc
from workbenches import client_of

from rantau.cli.main import app as commands
from rantau.framework.errors import BadInput, Way
from rantau.study import Study
from rantau.study.policy_stance import proposal_rows
from rantau.web.jobs import Job

NAMES = [one.name or one.callback.__name__ for one in commands.registered_commands]
FOREIGN = re.compile(
    rf"(?<![\w-])--[a-z]|\boptions?\b|\bcommands?\b|'rantau |\brantau ({'|'.join(NAMES)})\b|Traceback|errno",
    re.IGNORECASE,
)
SAID = re.compile(
    r'<p class="bad"[^>]*>(.*?)</p>|"message":\s*"(.*?)"[,}]|class="wrong"[^>]*>(.*?)<', re.DOTALL
)
ROUND = "indicator,place,year,source,value\n"


@pytest.fixture
def bench(own_demo):
    client = client_of(own_demo, follow_redirects=True)
    client.headers["X-CSRF-Token"] = client.csrf("/")
    yield client
    client.app.state.frame.close()


def said(answer):
    return html.unescape(
        " ".join(filter(None, (part for found in SAID.findall(answer.text) for part in found)))
    )


def fields_of(dependant):
    """Name of each field of a form -> whether it is a file."""
    found = {one.alias: "UploadFile" in str(one.field_info.annotation) for one in dependant.body_params}
    for each in dependant.dependencies:
        found |= fields_of(each)
    return found


def forms_of(app):
    """(Path, method, fields) of every route that takes something, as the app has them."""

    def walk(routes):
        for one in routes:
            if hasattr(one, "original_router"):
                yield from walk(one.original_router.routes)
            elif getattr(one, "methods", None):
                yield from (
                    (one.path, way, fields_of(one.dependant))
                    for way in one.methods & {"POST", "PUT", "DELETE"}
                )

    return sorted(((path, way, fields) for path, way, fields in walk(app.router.routes)), key=str)


def test_no_form_refuses_in_words_of_the_command_line(bench):
    app = bench.app
    app.state.frame.jobs.start = lambda title, by, work: Job("1", title, by)
    study = app.state.frame.study
    claim = study.store.claims()[0]
    proposed = proposal_rows(study)[0]["id"]
    known = {
        "item": claim.id, "passage": claim.passage, "document": study.store.documents()[0].file, "code": "HS.personal",
        "act": "correct", "coder": "ana", "next": "/", "suggestion": study.store.code_suggestions()[0].id,
    }  # fmt: skip
    where = {"kind": "retire", "decision": "accept"}
    forms, heard = forms_of(app), set()
    for path, way, fields in forms:
        if path in ("/sign-out", "/sign-in", "/preferences"):
            continue
        address = re.sub(r"\{(\w+)(?::path)?\}", lambda found: where.get(found[1], "none"), path)
        for each in {address, address.replace("/proposed/none", f"/proposed/{proposed}")}:
            for given in ("", "no\0ne", "-1", "9" * 40):
                for have in ({}, known):
                    sent = {name: have.get(name, given) for name, file in fields.items() if not file}
                    files = {name: ("x.csv", given.encode()) for name, file in fields.items() if file}
                    more = (
                        {"json": sent or {"x": given}}
                        if each.startswith("/api/")
                        else {"data": sent, "files": files}
                    )
                    answer = bench.request(way, each, **more)
                    assert answer.status_code < 500, (path, sent)
                    if answer.status_code >= 400:
                        words = said(answer)
                        heard.add(words)
                        assert not FOREIGN.search(words.replace("no\0ne", "")), (path, words)
                        assert str(study.path) not in answer.text, path
                        assert tempfile.gettempdir() not in answer.text, (path, words)
    assert len(forms) > 40
    assert len(heard) > 40


def test_what_lies_deeper_in_a_form_is_refused_in_its_words_too(bench):
    study = bench.app.state.frame.study
    one = proposal_rows(study)[0]
    measure = f"/measures/proposed/{one['id']}"
    page = bench.get(measure).text
    version = re.search(r'name="version" value="([^"]*)"', page).group(1)
    confirm = {
        "act": "confirm",
        "version": version,
        "reason": "read",
        "group": "migrant_workers",
        "start": "2020",
    }
    suggestion = study.store.code_suggestions()[0]
    tries = [
        (measure, {**confirm, "reason": ""}, "needs a reason; write it into the field for it"),
        (measure, {**confirm, "kind": "spell"}, "kind 'spell' is not one of"),
        (measure, {**confirm, "start": "soon"}, ""),
        ("/monitor/rounds", {"name": "baseline"}, "cannot name a round"),
        ("/monitor/rounds", {"name": "r1", "table": f"{ROUND}no,THA,2020,x,1\n"}, "the list of indicators shows them"),
        ("/monitor/rounds", {"name": "r1", "table": ROUND + "\n"}, "round.csv"),
        ("/coding/codings/add", {"passage": suggestion.passage, "code": "nonesuch"}, "choose one of the codebook"),
        ("/coding/codings/add", {"passage": suggestion.passage, "code": "HS.personal"}, "choose which beside the code"),
        ("/coding/memos", {"text": "x", "about": "nonesuch"}, "no coding, code or document"),
        ("/coding/codings/remove", {"coding": "nonesuch"}, "load the page anew"),
        ("/coding/assignments", {"coder": "ana", "document": "nonesuch"}, "Sources lists them"),
        ("/scenarios/new", {"name": "../x"}, "is no name for a scenario"),
        ("/scenarios/simulate", {"scenario": "nonesuch"}, "there is no scenario"),
        ("/brief/choose", {"section": "nonesuch"}, ""),
        ("/sources/upload", {"files": "\0\0"}, ""),
        ("/screening/cases", {"file": "name,recruited\nSiti Aminah,yes\n"}, ""),
        ("/screening/cases", {"file": ctdc(meansOfControlThreats="Siti Aminah")}, ""),
    ]  # fmt: skip
    files = {"table", "files", "file"}
    for path, form, wanted in tries:
        sent = {name: value for name, value in form.items() if name not in files}
        given = {name: ("round.csv", value.encode()) for name, value in form.items() if name in files}
        answer = bench.post(path, data=sent, files=given or None)
        if path == "/monitor/rounds" and not given:
            answer = bench.post(path, data=sent, files={"table": ("round.csv", ROUND.encode())})
        words = said(answer)
        if wanted:
            assert wanted in words[:1].lower() + words[1:], (path, words)
        assert not FOREIGN.search(words), (path, words)
        assert tempfile.gettempdir() not in answer.text, (path, words)
    for job in bench.app.state.frame.jobs.all():
        while not job.over:
            time.sleep(0.05)
        assert job.state == "failed"
        assert not FOREIGN.search(job.problem), job.problem
        assert "tick that it is left out or replaced" in job.problem or "is no answer" in job.problem


def test_an_error_is_told_to_a_page_in_its_own_way_and_without_where_the_study_lies(bench, monkeypatch):
    def refused(study):
        raise BadInput(
            f"{study.path}/out/x.csv cannot be read", way=Way("run rantau run --again", "bring it up to date")
        )

    monkeypatch.setattr(Study, "stages", refused)
    bench.app.state.frame._kept.pop("stages", None)
    answer = bench.get("/stages")
    assert answer.status_code == 400
    assert said(
        answer
    ) == "Out/x.csv cannot be read; bring it up to date." or "out/x.csv cannot be read; bring it" in said(
        answer
    )
    assert str(bench.app.state.frame.folder) not in answer.text


def test_what_a_brief_still_lacks_is_told_by_the_screen_that_makes_it(bench):
    told = re.sub(r"<[^>]+>", " ", bench.get("/brief").text)
    assert "where what it draws is made" in told
    assert "a sensitivity analysis" in told
    assert not FOREIGN.search(told)
