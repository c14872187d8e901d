"""The same material gives the same bytes, in this process and in another."""

from __future__ import annotations

import hashlib
import os
import pickle
import subprocess
import sys

from rantau.brief import build_brief

BUILD = """
import hashlib, pickle, sys
from rantau.brief import build_brief
material = pickle.loads(open(sys.argv[1], "rb").read())
for name, content in build_brief(material).files.items():
    print(name, hashlib.sha256(content).hexdigest())
"""


def test_a_second_brief_is_the_first_to_the_byte(brief, example):
    again = build_brief(example)

    assert list(again.files) == list(brief.files)
    assert [name for name in brief.files if again.files[name] != brief.files[name]] == []


def test_another_process_with_other_hashes_and_another_clock_makes_the_same(brief, example, tmp_path):
    given = tmp_path / "material.pickle"
    given.write_bytes(pickle.dumps(example))

    made = subprocess.run(
        [sys.executable, "-c", BUILD, str(given)],
        env={**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Jakarta", "LC_ALL": "C"},
        capture_output=True, text=True, check=True, cwd=tmp_path,
    )  # fmt: skip

    assert dict(line.rsplit(" ", 1) for line in made.stdout.splitlines()) == {
        name: hashlib.sha256(content).hexdigest() for name, content in brief.files.items()
    }


def test_the_files_are_these(brief):
    assert list(brief.files) == [
        "brief-short.html",
        "brief-short.pdf",
        "brief.docx",
        "brief.html",
        "brief.json",
        "brief.pdf",
        *(
            f"figures/{name}.{kind}"
            for name in ("agreements", "conflicts", "corridors", "index", "lineage", "profiles")
            for kind in (
                ("html", "json") if name == "index" else ("csv", "json", "pdf", "png", "spec.json", "svg")
            )
        ),
        "references.bib",
        "references.csl.json",
    ]
