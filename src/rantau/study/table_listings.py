"""Rows of which screens show the first few: changes of rounds, pairs of codes, agreement by code, and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rantau.policy.monitor import monitor_indicators
from rantau.study.listings import Row
from rantau.study.policy_monitor import change_rows, round_rows
from rantau.study.study import Study

if TYPE_CHECKING:
    from rantau.study.coding_view import CodingView
    from rantau.study.profile_of_study import StudyProfile

__all__ = ["agreement_by_code", "apart_rows", "lever_rows", "pair_rows", "round_changes"]


def round_changes(study: Study) -> list[Row]:
    """What each round of the monitor changed, the last round first."""
    names = {id: one.name for id, one in monitor_indicators().items()}
    return [
        {"round": taken["round"], "name": names.get(row["indicator"], row["indicator"]), **row}
        for taken in reversed(round_rows(study))
        for row in change_rows(study, taken["round"])
    ]


def pair_rows(view: CodingView) -> list[Row]:
    """Pairs of codes that stand on the same passages, those that do most often first."""
    from rantau.coding.cooccurrence import cooccurrence

    names = {code.id: code.name for code in view.codebook.codes.values()}
    return [
        {
            "first": one.first,
            "first_name": names.get(one.first, one.first),
            "second": one.second,
            "second_name": names.get(one.second, one.second),
            "together": one.together,
            "either": one.either,
            "jaccard": round(one.jaccard, 4),
            "lift": round(one.lift, 4),
        }
        for one in cooccurrence(view.effective)
    ]


def agreement_by_code(view: CodingView, seed: int) -> list[Row]:
    """Agreement between coders on each code, on passages and on characters; see the report for what it rests on."""
    from rantau.study.coding_reports import agreement_of, agreement_rows

    measures = ("alpha", "cohen", "fleiss", "ac1", "percent")
    return [
        {
            "code": row["code"],
            "level": level,
            **{
                name: row.get(name)
                for measure in measures
                for name in (measure, f"{measure}_low", f"{measure}_high")
            },
            "codings": row["codings"],
            "judged": row["judged"],
        }
        for level in ("units", "characters")
        for row in agreement_rows(agreement_of(view, level=level, seed=seed))
    ]


def apart_rows(profile: StudyProfile) -> list[Row]:
    """Every pair of countries, and of corridors: how surely the one is less secure, and whether they are told apart."""
    from rantau.profile.checks import likely_orders
    from rantau.profile.countries import OVERALL
    from rantau.study.profile_listings import unit_name

    spreads = [profile.countries.spread(OVERALL)]
    if profile.corridors is not None:
        spreads.append(profile.corridors.ranking())
    return [
        {
            "unit": one,
            "name": unit_name(one),
            "other": other,
            "other_name": unit_name(other),
            "kind": "corridor" if ">" in one else "country",
            "above": round(float(above), 4),
            "apart": bool(pair.apart),
        }
        for spread in spreads
        for pair in likely_orders(spread)
        for one, other, above in (
            (pair.one, pair.other, pair.above),
            (pair.other, pair.one, 1.0 - pair.above),
        )
    ]


_SCOPES = {"place": "a place as a whole"}


def lever_rows() -> list[Row]:
    """The levers: what each is, where it acts, and between which values."""
    from rantau.simulation.levers import LEVERS

    return [
        {
            "name": one.name,
            "meaning": one.meaning,
            "scope": _SCOPES.get(one.scope, one.scope),
            "low": one.low,
            "high": one.high,
            "unit": one.unit,
        }
        for one in LEVERS.values()
    ]
