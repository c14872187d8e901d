"""The house keeps its shape: imports go one way, and `rantau --help` stays light."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def test_imports_go_one_way_and_rooms_that_compute_do_not_open_the_database():
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]

    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    "heavy",
    [
        "numpy",
        "polars",
        "altair",
        "sqlalchemy",
        "pypdfium2",
        "docx",
        "py3langid",
        "typst",
        "vl_convert",
        "pydantic",
    ],
)
def test_help_loads_no_heavy_library(heavy):
    program = f"import sys, rantau.cli; sys.exit({heavy!r} in sys.modules)"

    result = subprocess.run([sys.executable, "-c", program], check=False)

    assert result.returncode == 0, f"`rantau --help` would import {heavy}"


def test_no_lock_file_names_a_package_index():
    for lock in (ROOT / "requirements").rglob("*.txt"):
        text = lock.read_text(encoding="utf-8")
        assert "index-url" not in text
        assert "://" not in text
        assert "--hash=sha256:" in text
