"""What an error tells to do is said as each edge's user can do it: a command is named in one of two ways only."""

import ast
import re
from pathlib import Path

import pytest

import rantau
from rantau.cli.main import app
from rantau.framework.errors import BadDocument, BadInput, BadSetting, BadTable, Way, page_parts

PACKAGE = Path(rantau.__file__).parent
NAMES = {one.name or one.callback.__name__ for one in app.registered_commands} | {
    one.name for one in app.registered_groups
}
COMMAND = re.compile(rf"(?<!\w)--[a-z]|\brantau ({'|'.join(sorted(NAMES))})\b")
ONLY_BEHIND_COMMANDS = (
    "cli/", "demo/", "hidden/", "baseline/", "profile/publishers/", "coding/refi/", "policy/measure_agreement.py",
    "simulation/cluster.py", "coding/suggest/sentence_model.py", "store/connecting.py", "web/serving.py",
    "study/demo.py", "study/handover/", "study/exchange_", "study/index_files.py", "study/importing.py",
    "study/key_files.py", "study/case_screening.py", "study/study.py", "study/settings.py", "study/privacy.py",
    "study/endpoint.py",
)  # fmt: skip
"""Whose errors nobody meets at a page: what only commands do, and what keeps a workbench from starting."""


def spoken(tree):
    """The strings of a module's calls that make errors or ways, with the call's name and the argument's place."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if not re.match(
            r"(Bad[A-Z]\w+|bad|wrong|Way|StudyBusy|FeatureMissing|\w*Failed|Failure|Refused)$", name
        ):
            continue
        for place, given in enumerate(node.args):
            words = "".join(
                str(part.value)
                for part in ast.walk(given)
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            )
            yield name, place, words, node.lineno


def test_no_error_names_a_command_or_an_option_but_as_one_of_two_ways():
    wrong, ways = [], 0
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name.startswith(ONLY_BEHIND_COMMANDS):
            continue
        for made, place, words, line in spoken(ast.parse(path.read_text(encoding="utf-8"))):
            ways += made == "Way"
            if COMMAND.search(words) and not (made == "Way" and place == 0):
                wrong.append(f"{name}:{line} {words}")
    assert wrong == []
    assert {"run", "code", "decide", "monitor"} <= NAMES
    assert ways > 60


@pytest.mark.parametrize(
    "error",
    [
        BadInput("it is not so", way=Way("give --so", "tick so")),
        BadDocument("it", "is not so", way=Way("give --so", "tick so")),
        BadTable("it", None, "is not so", way=Way("give --so", "tick so")),
        BadSetting(Path("it"), 3, "is not so", way=Way("give --so", "tick so")),
    ],
)
def test_each_edge_says_its_own_way(error):
    assert str(error).endswith("is not so; give --so") or str(error) == "it is not so; give --so"
    what, how = page_parts(error)
    assert how == "tick so"
    assert what.endswith("is not so") or what == "it is not so"
    assert page_parts(BadInput("plain")) == ("plain",)
