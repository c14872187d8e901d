"""The documentation runs: Python blocks are executed, console blocks are run and their output compared."""

import doctest
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from sybil import Sybil
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser

BIN = Path(sys.executable).parent


def run_console(example):
    """Run each ``$ command`` of a block in the page's temporary folder and compare what it prints.

    ``...`` stands for anything, as in a doctest.
    """
    folder = example.namespace["folder"]
    steps: list[tuple[str, list[str]]] = []
    for line in example.parsed.splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        else:
            steps[-1][1].append(line)
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "100"}
    for command, expected in steps:
        result = subprocess.run(
            command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        printed = result.stdout if result.returncode == 0 else result.stdout + result.stderr
        want = "\n".join(expected).rstrip() + "\n" if expected else None
        checker = doctest.OutputChecker()
        flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        if want is None:
            if result.returncode != 0:
                return f"$ {command}\nexit {result.returncode}\n{result.stdout}{result.stderr}"
        elif not checker.check_output(want, printed, flags):
            return f"$ {command}\nexpected:\n{want}\nprinted:\n{printed}{result.stderr}"
    return None


def setup(namespace):
    namespace["_temporary"] = tempfile.TemporaryDirectory(prefix="rantau-docs-")
    namespace["folder"] = Path(namespace["_temporary"].name)


def teardown(namespace):
    namespace["_temporary"].cleanup()


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), CodeBlockParser(language="console", evaluator=run_console)],
    patterns=["*.md"],
    setup=setup,
    teardown=teardown,
).pytest()
