"""List tables for the tests. All of them are made up."""

from pathlib import Path

import pytest

from rantau.hidden import ListTable, read_lists

CASES = Path(__file__).resolve().parents[2] / ".." / "shared" / "cases" / "mse"


def made(names, **counts):
    """A table from counts such as ``AB=3``: three cases on A and B alone."""
    cells = [0] * 2 ** len(names)
    for lists, count in counts.items():
        cells[sum(1 << names.index(name) for name in lists)] = count
    return ListTable(tuple(names), tuple(cells))


@pytest.fixture
def table():
    """Make a table from counts such as ``AB=3``."""
    return made


@pytest.fixture
def four():
    """Four lists with cases in most combinations; made up."""
    return made(
        "ABCD",
        A=120,
        B=90,
        C=75,
        D=60,
        AB=30,
        AC=18,
        AD=9,
        BC=15,
        BD=12,
        CD=10,
        ABC=6,
        ABD=3,
        ACD=2,
        BCD=2,
        ABCD=1,
    )


@pytest.fixture(scope="session")
def published():
    """Read a published table; skips where the cases are not at hand."""
    if not CASES.exists():
        pytest.skip("the published list tables are not at hand")

    def read(name):
        path = CASES / f"{name}.csv"
        return read_lists(path.read_text(encoding="utf-8"), path.name).table

    return read


@pytest.fixture(scope="session")
def reference():
    """Read the rows of a reference table as dictionaries."""
    import csv

    if not CASES.exists():
        pytest.skip("the published list tables are not at hand")

    def rows(name):
        with (CASES / f"reference_{name}.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    return rows
