"""The audit trail as a screen: acts in words, and each leads to the record that it is about."""

import ast
from pathlib import Path

import rantau
from rantau.brief.thematic.appendix import _KINDS
from rantau.study import Study
from rantau.web.words import _WORDS


def recorded():
    """Every action that the code names where it records an event."""
    for path in Path(rantau.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "record"
            ):
                for argument in node.args[:1]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value


def test_every_act_has_words(demo):
    with Study.open(demo) as study:
        told = {one.action for one in study.store.events()}
    named = set(recorded())

    assert len(named) > 15
    assert len(told) > 5
    assert {one for one in named | told | set(_KINDS) if one not in _WORDS} == set()


def test_an_event_says_what_was_done_to_which_document_and_leads_there(workbench, ids):
    with Study.open(workbench.app.state.frame.study.path) as study:
        file = study.store.document(ids["document"]).file
    page = workbench.get("/trail?action=evidence.extracted").text
    rows = workbench.get("/trail.json?action=evidence.extracted").json()

    assert "evidence extracted" in page
    assert f'<a href="/documents/{ids["document"]}">{file}</a>' in page
    assert {row["action"] for row in rows} == {"evidence.extracted"}
    assert file in {row["about"] for row in rows}
    indonesian = workbench.get("/trail", headers={"Accept-Language": "id"}).text
    assert "evidence extracted" not in indonesian
    assert "bukti diekstraksi</span>" in indonesian
