"""The reference says what the program does: pages that it makes, tables of files, names for use from Python."""

import importlib
import inspect
import re
import subprocess
import sys
import typing
from pathlib import Path

import pytest
from pydantic import BaseModel

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def test_pages_that_the_program_makes_are_up_to_date():
    command = [sys.executable, str(ROOT / "scripts/make_reference.py"), "--check"]

    result = subprocess.run(command, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout + result.stderr


def sections(page):
    """Heading -> names in the first cells of the tables under it; bold lines are headings too."""
    found, heading = {}, ""
    for line in re.sub(r"^```.*?^```", "", page, flags=re.DOTALL | re.MULTILINE).splitlines():
        if title := re.fullmatch(r"#+ (.+)|\*\*(.+)\*\*", line):
            heading = title[1] or title[2]
        elif line.startswith("| `"):
            names = re.findall(r"`([^`]+)`", line.split(" | ")[0])
            found.setdefault(heading, []).extend(names)
    return found


def settings(model, prefix=""):
    """Every setting of a model of settings, dotted."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        inner = [one for one in (kind, *typing.get_args(kind)) if inspect.isclass(one)]
        part = next((one for one in inner if issubclass(one, BaseModel)), None)
        name = field.alias or name
        if part is not None and not typing.get_args(kind):
            yield from settings(part, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


def known_columns():
    """Section of the page -> every column or setting that the program takes there."""
    from rantau.policy.measure_agreement import CODE_COLUMNS
    from rantau.policy.measures import MEASURE_COLUMNS
    from rantau.policy.monitor_rounds import READING_COLUMNS
    from rantau.policy.screening.keeping import KEEPING_COLUMNS
    from rantau.profile.composite import Build, Element
    from rantau.simulation import scenario, targets
    from rantau.simulation.parameters import Parameter
    from rantau.study import codebook_file, index_files, policy_tables, sources, tables
    from rantau.study.settings import Settings

    data = [f"data.{name}" for name in index_files._Data.model_fields]
    return {
        "study.toml": list(settings(Settings)),
        "sources.csv": sources._COLUMNS,
        "codebook.yaml": ("id", *codebook_file._TEXTS, "polarity"),
        "Figures: data/indicators.csv": sum(tables._COLUMNS["indicators.csv"], ()),
        "Figures: data/observations.csv": sum(tables._COLUMNS["observations.csv"], ()),
        "Figures: data/corridors.csv": sum(tables._COLUMNS["corridors.csv"], ()),
        "Policy: data/measures.csv": sum(MEASURE_COLUMNS, ()),
        "Policy: data/measure_codes.csv": sum(CODE_COLUMNS, ()),
        "Policy: a round of the monitor": sum(READING_COLUMNS, ()),
        "Policy: data/effects.csv": sum(policy_tables._EFFECT_COLUMNS, ()),
        "Scenarios: scenarios/NAME.toml": scenario._KEYS,
        "Parameters: data/parameters.toml": tuple(Parameter.__dataclass_fields__),
        "Targets of calibration: data/targets.csv": targets._COLUMNS,
        "An index: BUILD.toml and its tables": [*settings(Build), *data, *Element.model_fields],
        "Cases: CASES.csv": KEEPING_COLUMNS,
    }


@pytest.mark.parametrize("section", known_columns())
def test_every_column_and_setting_of_a_file_is_described_and_none_that_there_is_not(section):
    described = sections((DOCS / "study-files.md").read_text(encoding="utf-8"))[section]

    assert sorted(described) == sorted(known_columns()[section])


def test_columns_of_a_world_are_those_that_its_reader_asks_for():
    """Asked of the reader itself: a row that notes which cells are looked at."""
    from rantau.framework.errors import RantauError
    from rantau.simulation import world_of

    asked = {}

    class Noting(dict):
        def __init__(self, table, row):
            super().__init__(row)
            self.table = table

        def get(self, key, default=None):
            asked.setdefault(self.table, set()).add(key)
            return super().get(key, default)

    rows = {
        "places": [{"id": "A"}, {"id": "B"}],
        "corridors": [{"origin": "A", "destination": "B", "stock": "10"}],
        "series": [{"place": "A", "year": "2020", "wage": "1", "conflict": "0"}],
        "policy": [{"place": "A", "lever": "legal_fee", "value": "1"}],
    }
    try:
        world_of({table: [Noting(table, row) for row in some] for table, some in rows.items()})
    except RantauError as error:  # pragma: no cover - the world above is whole
        pytest.fail(str(error))
    described = sections((DOCS / "study-files.md").read_text(encoding="utf-8"))

    assert {table: set(described[f"{table}.csv"]) for table in rows} == asked


MODULES = re.findall(
    r"automodule:: (rantau[.\w]+)", (DOCS / "reference/python.md").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", MODULES)
def test_every_name_that_is_for_use_from_python_says_what_it_is(name):
    module = importlib.import_module(name)
    silent = []
    for one in module.__all__:
        thing = getattr(module, one)
        if not (inspect.isclass(thing) or inspect.isfunction(thing)):
            continue  # a constant or an alias: said where it is assigned
        words = thing.__doc__ or ""
        if not words or words.startswith(f"{one}("):  # the second is what a dataclass writes by itself
            silent.append(one)

    assert silent == []


def test_every_room_with_names_of_its_own_is_in_the_reference():
    rooms = [one.parent.name for one in (ROOT / "src/rantau").glob("*/__init__.py")]
    public = {
        f"rantau.{room}"
        for room in rooms
        if getattr(importlib.import_module(f"rantau.{room}"), "__all__", ())
    }

    assert public - {"rantau.cli", "rantau.demo"} <= set(MODULES)
