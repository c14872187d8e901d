"""Scenarios, simulations, jobs and the brief as the API takes and gives them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from rantau.simulation.results import Level
from rantau.study.demo import DRAWS, WEIGHT
from rantau.study.simulation_asked import MOST_DRAWS, MOST_MONTHS, MOST_SEED, MOST_WEIGHT
from rantau.web.api.models import Row

__all__ = [
    "BriefFigureRow",
    "BriefState",
    "CheckedText",
    "ComparisonRow",
    "ExplainedRow",
    "JobRow",
    "NewScenario",
    "ResultTable",
    "ScenarioRow",
    "ScenarioText",
    "ScenarioWhole",
    "SimulationOrder",
    "SimulationState",
    "SpreadRow",
]

Name = Annotated[str, Field(max_length=100)]
Toml = Annotated[str, Field(max_length=200_000)]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ScenarioRow(Row):
    """A scenario; ``problem`` says in a sentence what is wrong with its text, where something is."""

    name: str
    origin: str
    title: str
    description: str
    levers: list[str]
    problem: str


class ChangeRow(Row):
    """One lever that a scenario changes: where, how, and when."""

    lever: str
    where: list[str]
    manner: str
    amount: float
    start: str
    over: int
    until: str
    sectors: list[str]


class ScenarioWhole(ScenarioRow):
    """A scenario with its text and its changes. ``version`` goes back when it is written."""

    text: str
    version: str
    changes: list[ChangeRow]


class NewScenario(_Sent):
    """A scenario to be made: from its text, else as a copy of ``like``."""

    name: Name
    text: Toml = ""
    like: Name = "baseline"


class ScenarioText(_Sent):
    """A scenario's text; ``version`` of the one that it takes the place of."""

    text: Toml
    version: Name = ""


class CheckedText(Row):
    """What is wrong with a text: which change (from 1; 0 for the whole), which setting, and why. All empty: nothing."""

    right: bool
    change: int
    key: str
    problem: str


class SimulationOrder(_Sent):
    """What to simulate: the settings of ``rantau simulate``."""

    scenarios: Annotated[list[Name], Field(min_length=1, max_length=100)]
    draws: Annotated[int, Field(ge=0, le=MOST_DRAWS)] = DRAWS
    scale: Annotated[float, Field(ge=1, le=MOST_WEIGHT, allow_inf_nan=False)] = WEIGHT
    months: Annotated[int, Field(ge=1, le=MOST_MONTHS)] = 120
    by: Level = "place"
    seed: Annotated[int, Field(ge=0, le=MOST_SEED)] | None = None
    explain: Name = ""
    charts: bool = True


class JobRow(Row):
    """Long work: how far it is, and where its result is."""

    id: str
    title: str
    by: str
    state: str
    stage: str
    done: int
    total: int
    what: str
    problem: str
    result: str


class SimulationState(Row):
    """The last simulation: its summary as in ``summary.json``, its files, and what has changed since."""

    summary: dict[str, Any]
    files: dict[str, int]
    changed: list[str]
    simulated_at: str
    simulated_by: str


class SpreadRow(Row):
    """A median with the middle 90 % of draws."""

    middle: float
    low: float
    high: float


class ComparisonRow(Row):
    """A scenario beside the baseline, paired by draw and by person."""

    scenario: str
    sentence: str
    spared_share: SpreadRow
    newly_share: SpreadRow
    differences: dict[str, SpreadRow]


class ExplainedRow(Row):
    """What one lever of a scenario did to a quantity: by itself, and its share over all orders (Shapley)."""

    scenario: str
    quantity: str
    lever: str
    alone: dict[str, float]
    shapley: dict[str, float]
    error_of_orders: float


class ResultTable(Row):
    """Rows of a table of the last simulation."""

    name: str
    total: int
    rows: list[dict[str, Any]]


class BriefState(Row):
    """How the brief stands: each stage, when it was written and by whom, and its files with their bytes."""

    stages: dict[str, str]
    written_at: str
    written_by: str
    files: dict[str, int]


class BriefFigureRow(Row):
    """A figure that the brief prints; ``/provenance/figure/{id}`` leads down to its pages and rows."""

    id: str
    text: str
    what: str
    kind: str
    steps: int
