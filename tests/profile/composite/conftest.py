"""Small indices that can be done by hand, and the reference cases where they are at hand."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from rantau.profile.composite import Build, Element, Inputs, check_build, make_hierarchy, make_table

CASES = Path(__file__).resolve().parents[3] / ".." / "shared" / "cases" / "coinr"


def tree(shape: Mapping[str, Sequence[str]], **more: Mapping[str, Any]):
    """A hierarchy from parent -> children; ``more`` gives elements their other properties."""
    parents = {child: parent for parent, children in shape.items() for child in children}
    codes = [*parents, *(parent for parent in shape if parent not in parents)]
    return make_hierarchy(
        Element(
            code=code,
            kind="aggregate" if code in shape else "indicator",
            parent=parents.get(code, ""),
            **more.get(code, {}),
        )
        for code in codes
    )


def inputs(
    shape: Mapping[str, Sequence[str]], values: Mapping[str, Mapping[str, float]], **more: Any
) -> Inputs:
    """What a build is applied to; ``groups`` and the elements' properties by name."""
    groups = more.pop("groups", None)
    return Inputs(tree(shape, **more), make_table(values, groups))


def build(*steps: Mapping[str, Any], **more: Any) -> Build:
    return check_build({"steps": [dict(one) for one in steps], **more})


@pytest.fixture(scope="session")
def small() -> SimpleNamespace:
    """Makers of small hierarchies, tables and builds."""
    return SimpleNamespace(tree=tree, inputs=inputs, build=build)


class Case:
    """The reference files: the example's inputs, and tables of expected numbers by unit and column."""

    def __init__(self) -> None:
        from rantau.study.index_files import read_metadata, read_table

        self.hierarchy = read_metadata(CASES / "ASEM_iMeta.csv")
        (table,) = read_table(CASES / "ASEM_iData.csv", self.hierarchy, []).values()
        self.inputs = Inputs(self.hierarchy, table)

    @staticmethod
    def rows(name: str) -> list[dict[str, str]]:
        with (CASES / name).open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def table(self, name: str) -> tuple[list[str], list[str], np.ndarray]:
        """Units, columns and numbers of a file of expected numbers."""
        rows = self.rows(name)
        columns = [one for one in rows[0] if one not in ("uCode", "uName")]
        numbers = [
            [float(row[one]) if row[one] not in ("", "NA") else np.nan for one in columns] for row in rows
        ]
        return [row["uCode"] for row in rows], columns, np.array(numbers)

    def check(
        self,
        name: str,
        units: Sequence[str],
        columns: Sequence[str],
        values: np.ndarray,
        expected: Any = None,
    ) -> None:
        """Compare a table of ours (units, columns) with the file of that name, cell by cell.

        ``expected`` stands in for the file's numbers where a test knows of cells without a counterpart.
        """
        their_units, their_columns, numbers = self.table(name)
        expected = numbers if expected is None else expected
        assert sorted(units) == sorted(their_units)
        assert set(their_columns) <= set(columns)
        rows = [list(units).index(one) for one in their_units]
        places = [list(columns).index(one) for one in their_columns]
        np.testing.assert_allclose(values[np.ix_(rows, places)], expected, rtol=1e-9, atol=1e-9, err_msg=name)

    def from_file(self, name: str) -> Inputs:
        """The example with the numbers of a file as its raw values."""
        from rantau.profile.composite import Table

        units, columns, values = self.table(name)
        source = self.inputs.table
        places = [source.units.index(one) for one in units]
        groups = {key: tuple(of[n] for n in places) for key, of in source.groups.items()}
        wanted = [one.code for one in self.hierarchy.indicators]
        return Inputs(
            self.hierarchy,
            Table(tuple(units), tuple(wanted), values[:, [columns.index(one) for one in wanted]], groups),
        )


@pytest.fixture(scope="session")
def case() -> Case:
    """The reference cases; skips where they are not at hand."""
    if not CASES.is_dir():
        pytest.skip("the reference cases are not at hand")
    return Case()
