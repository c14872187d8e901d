"""Sensitivity in words, as a table, and as a chart of dots with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rantau.framework.language import N_, fill, gettext
from rantau.simulation.parameters import Register
from rantau.simulation.results import EXPLORES
from rantau.simulation.sensitivity import OTHERS, Sensitivities, Share, Variation
from rantau.simulation.turning import Turning
from rantau.simulation.varying import LUCK, unit_of

if TYPE_CHECKING:
    import polars

__all__ = ["dots", "hangs_on", "sensitivity_table", "sentence", "source_words"]

_INK, _SOFT, _LINE, _TOTAL, _FIRST = "#1c2429", "#56636b", "#d9dfe2", "#0b4f6c", "#c2571a"
_MATTERS = 0.05
_MOST_NAMED = 4


def hangs_on(found: Variation) -> tuple[Share, ...]:
    """The parameters that surely make a part of an output's variance, largest total first."""
    own = [one for one in found.shares if one.source not in (OTHERS, LUCK)]
    return tuple(one for one in own if one.total_low >= _MATTERS)


def _words(name: str) -> str:
    return name.removeprefix("flow_").replace("_", " ")


def _share(one: Share, register: Register) -> str:
    basis = register[one.source].basis
    return f"{one.source} ({basis}; {one.total:.0%}, {one.total_low:.0%} to {one.total_high:.0%})"


def sentence(found: Variation, register: Register) -> str:
    """What an output hangs on; for a difference also when its sign turns."""
    numbers = f"{found.middle:,.0f} ({found.low:,.0f} to {found.high:,.0f}) {unit_of(found.outcome)}"
    what = f"{_words(found.outcome)} under {found.scenario}"
    told = (
        f"The change of {what} against the baseline is {numbers} over the ranges"
        if found.difference
        else f"{what[0].upper()}{what[1:]}: {numbers} over the ranges"
    )
    if not found.shares:
        return f"{told}; it does not vary."
    named = [_share(one, register) for one in hangs_on(found)[:_MOST_NAMED]]
    told += (
        f"; of its variance, with all they do together with others, the largest parts are those of {', '.join(named)}"
        if named
        else "; no single parameter surely makes a twentieth of its variance"
    )
    luck = next(one.total for one in found.shares if one.source == LUCK)
    if luck >= _MATTERS:
        told += f"; {luck:.0%} is the luck of the simulated people, which a smaller scale would lessen"
    return told + "." + ("" if found.turning is None else f" {_turning(found.turning)}")


def _turning(found: Turning) -> str:
    if found.positive == 0 and found.negative == 0:
        return "Nothing changes anywhere in the ranges."
    more, less = ("rises", "falls") if found.positive >= found.negative else ("falls", "rises")
    often, rarely = max(found.positive, found.negative), min(found.positive, found.negative)
    if not found.turns:
        return f"It never {less}: its sign is the same at all points of the ranges that were looked at."
    told = f"Its sign is not sure: it {more} at {often:.0%} of the points and {less} at {rarely:.1%}"
    if not found.region:
        return f"{told}; no region of few parameters was found to which that is confined."
    bounds = " and ".join(f"{one.parameter} from {one.low:.3g} to {one.high:.3g}" for one in found.region)
    return (
        f"{told}; it {less} with {bounds}: at {found.inside:.0%} of the points there, "
        f"which are {found.caught:.0%} of all where it does."
    )


def sensitivity_table(found: Sensitivities, register: Register) -> polars.DataFrame:
    """One row for each output and source.

    Returns:
        Columns scenario, against (``baseline``, or empty for an outcome itself), outcome, unit, source, symbol, basis,
        first, first_low, first_high, total, total_low, total_high (shares of the variance, intervals of 90 %; null for
        parameters that have no index of their own), screened (share of the screening's effects).
    """
    import polars

    rows = []
    for one in found.variations:
        begins = (one.scenario, "baseline" if one.difference else "", one.outcome, unit_of(one.outcome))
        known = {share.source: share for share in one.shares}
        for name in dict.fromkeys((*known, *one.screened)):
            parameter = register.parameters.get(name)
            share = known.get(name)
            rows.append(
                (
                    *begins,
                    name,
                    parameter.symbol if parameter else "",
                    parameter.basis if parameter else "",
                    *(
                        getattr(share, column) if share else None
                        for column in ("first", "first_low", "first_high", "total", "total_low", "total_high")
                    ),
                    one.screened.get(name),
                )
            )
    numbers = ("first", "first_low", "first_high", "total", "total_low", "total_high", "screened")
    text = ("scenario", "against", "outcome", "unit", "source", "symbol", "basis")
    schema = {**dict.fromkeys(text, polars.String), **dict.fromkeys(numbers, polars.Float64)}
    return polars.DataFrame(rows, schema=schema, orient="row")


_OTHER_SOURCES = {LUCK: N_("luck of the simulated people"), OTHERS: N_("all other parameters")}


def source_words(source: str, basis: str) -> str:
    """A source of variance in words, with what its range rests on, in the context's language."""
    name = _OTHER_SOURCES.get(source, source.replace("_", " "))
    return f"{gettext(name)} ({gettext(basis)})" if basis else gettext(name)


def dots(found: Variation, register: Register, titles: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A chart of an output's shares as a Vega-Lite specification: filled dots are totals, hollow ones first-order.

    Args:
        found: The output.
        register: Of the parameters.
        titles: Scenario -> what it is called; its name by default.
    """
    import altair

    kinds = [gettext("with others"), gettext("by itself")]
    rows = []
    for one in found.shares:
        basis = register.parameters[one.source].basis if one.source in register.parameters else ""
        for kind, what in zip(kinds, ("total", "first"), strict=True):
            rows.append(
                {
                    "source": source_words(one.source, basis),
                    "kind": kind,
                    "share": getattr(one, what),
                    "low": getattr(one, f"{what}_low"),
                    "high": getattr(one, f"{what}_high"),
                }
            )
    order = list(dict.fromkeys(str(row["source"]) for row in rows))
    base = altair.Chart({"values": rows}).encode(
        y=altair.Y("source:N", sort=order, title=None, axis=altair.Axis(labelLimit=320)),
        yOffset=altair.YOffset("kind:N", sort=kinds),
        color=altair.Color(
            "kind:N",
            title=None,
            scale=altair.Scale(domain=kinds, range=[_TOTAL, _FIRST]),
            legend=altair.Legend(orient="bottom"),
        ),
    )
    shape = altair.Shape("kind:N", title=None, scale=altair.Scale(domain=kinds, range=["circle", "diamond"]))
    axis = altair.Axis(format="%", tickCount=6)
    line = base.mark_rule(strokeWidth=1.5).encode(
        x=altair.X(
            "low:Q", title=fill("share of the variance, {percent} intervals", percent="90%"), axis=axis
        ),
        x2="high:Q",
    )
    dot = base.mark_point(size=60, filled=True, opacity=1).encode(x="share:Q", shape=shape)
    zero = altair.Chart({"values": [{"zero": 0}]}).mark_rule(color=_SOFT).encode(x="zero:Q")
    scenario = gettext((titles or {}).get(found.scenario) or "") or found.scenario
    what = f"{gettext(_words(found.outcome))}, {scenario}"
    drawn = (zero + line + dot).properties(
        width=460,
        height=altair.Step(13),
        title=altair.Title(
            fill("What the change of {what} hangs on", what=what)
            if found.difference
            else fill("What {what} hangs on", what=what),
            subtitle=gettext(EXPLORES),
            subtitleColor=_SOFT,
            anchor="start",
        ),
    )
    spec: dict[str, Any] = drawn.configure_view(stroke=None).configure_axis(
        gridColor=_LINE, labelColor=_INK, titleColor=_SOFT, domainColor=_LINE
    ).to_dict()  # fmt: skip
    return spec
