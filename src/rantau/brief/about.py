"""What each figure says of itself when it stands alone: units, period, what its intervals mean, and its sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rantau.brief.alone import About
from rantau.brief.blocks import Cell, Figure
from rantau.brief.charts import Picture
from rantau.brief.material import BriefMaterial
from rantau.brief.wording import is_withheld_measure, place_name, told_sentence
from rantau.framework.language import N_, calendar_day, calendar_month, fill, gettext, local, ngettext

__all__ = ["about"]

_TITLES = {
    "corridors": N_("Migration corridors by number of migrants and by exposure to trafficking in persons"),
    "journeys": N_("From where, by which channel and to what end people migrate: simulated journeys"),
    "profiles": N_("Human insecurity by country and dimension"),
    "stance": N_("How states answer: punitive and protective measures and discourse by year"),
    "conflicts": N_("Claims that conflict, with the root sources that they rest on"),
    "agreements": N_("Claims that agree, with the root sources that they rest on"),
    "lineage": N_("Who quotes whom, down to the root sources"),
    "scenarios": N_("What scenarios change against the baseline: simulated differences"),
    "mechanisms": N_("Which lever made the difference: simulated change by lever"),
    "sensitivity": N_("What the simulated changes hang on"),
    "themes": N_("Themes and their codes"),
}


def about(material: BriefMaterial, one: Picture, block: Figure) -> About:
    """What a figure says of itself.

    Args:
        material: Of the brief.
        one: The picture.
        block: That shows it in the brief: its caption says how to read it.
    """
    units, period, interval, sources = _DETAILS[one.name](material, one)
    title = gettext(_TITLES[one.name])
    return About(
        title=title,
        reading=_plain(block.caption),
        alt=gettext(block.alt),
        units=units,
        period=period,
        interval=interval,
        sources=sources,
        citation=fill(
            "{study}. {figure}. {software}, state of the study: {day}.",
            study=material.title.strip().rstrip(".") or gettext("Evidence brief"),
            figure=title,
            software=material.software,
            day=calendar_day(material.as_of),
        ),
    )


def _plain(caption: Cell) -> str:
    return "".join(part.text for part in caption)


Details = tuple[str, str, str, tuple[str, ...]]
"""Units, period, intervals, sources."""


def _named(sources: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({one.strip() for one in sources} - {""}))


def _years(years: Sequence[int]) -> str:
    if not years:
        return ""
    first, last = min(years), max(years)
    return f"{first}" if first == last else f"{first}–{last}"


def _level(material: BriefMaterial) -> str:
    level = material.settings.level
    return fill("the middle {percent} of draws", percent=local(f"{100 * level:g}%"))


def _corridors(material: BriefMaterial, one: Picture) -> Details:
    years = [int(row["stock_year"] or 0) for row in one.rows]
    stocks = {f"{stock.origin}>{stock.destination}": stock for stock in material.corridors}
    sources = (stocks[unit].source for row in one.rows if (unit := str(row["corridor"])) in stocks)
    return (
        gettext("width: persons born in the origin who live in the destination; numbers: rank of exposure"),
        fill("exposure {year}; migrants {years}", year=f"{material.year}", years=_years(years)),
        fill("none drawn; those of exposure and rank are {level}, in the data", level=_level(material)),
        _named([*sources, "Natural Earth"]),
    )


def _profiles(material: BriefMaterial, _: Picture) -> Details:
    beneath = {
        id for score in material.scores if ">" not in score.unit for id in score.inputs
    }  # of countries, not of corridors
    used = [material.observation_of[id] for id in beneath if id in material.observation_of]
    return (
        gettext("score from 0 (most secure) to 100 (least secure)"),
        fill(
            "profiles of {year}; data of {years}",
            year=f"{material.year}",
            years=_years([x.year for x in used]),
        ),
        _level(material),
        _named(x.source for x in used),
    )


def _stance(material: BriefMaterial, one: Picture) -> Details:
    measures = material.policy.measures.values() if material.policy else ()
    drawn = {
        place
        for place in material.places
        if any(row["state"] == place_name(material, place) for row in one.rows)
    }
    shown = (one for one in measures if one.iso3 in drawn and not is_withheld_measure(material, one))
    return (
        gettext("percent of what was found that points to more"),
        _years([int(row["year"] or 0) for row in one.rows]),
        gettext("of 90%, from how much was found; a single finding says little"),
        _named(one.source for one in shown) or _documents(material),
    )


def _documents(material: BriefMaterial) -> tuple[str, ...]:
    n = len(material.read)
    return (ngettext("{n} document of this study", "{n} documents of this study", n).format(n=n),)


def _claims(material: BriefMaterial, one: Picture) -> Details:
    names = {material.claim_of[str(row["claim"])].document: row["document"] for row in one.rows}
    return (
        gettext("as each panel's axis says"),
        gettext("as each line says"),
        gettext("as the documents state them; a dot alone means that no uncertainty is given"),
        tuple(
            f"[{number}] {name}"
            for id, number in material.document_number.items()
            if (name := str(names.get(id, "")))
        ),
    )


def _lineage(material: BriefMaterial, _: Picture) -> Details:
    return (
        gettext("statements: claims and findings"),
        "",
        gettext("none: these are counts"),
        _documents(material),
    )


def _simulated(material: BriefMaterial, units: str) -> Details:
    run = material.simulation
    assert run is not None
    summary = run.summary
    counts = summary["parameters"]
    source = fill(
        "simulation of this study ({draws}, seed {seed}, one simulated person for {scale} migrants); {assumed} of its "
        "{all} parameters are ASSUMED. It explores what follows from stated assumptions; it does not forecast",
        draws=ngettext("{n} draw", "{n} draws", len(summary["draws"])).format(n=len(summary["draws"])),
        seed=summary["seed"],
        scale=local(f"{summary['scale']:,g}"),
        assumed=counts["assumed"],
        all=sum(counts.values()),
    )
    return units, _months(summary["months"]), told_sentence(str(summary["interval"])), (source,)


def _months(months: Sequence[str]) -> str:
    first, last = (calendar_month(month) for month in months)
    return fill("{first} to {last}, simulated", first=first, last=last)


def _journeys(material: BriefMaterial, _: Picture) -> Details:
    units, period, _interval, sources = _simulated(material, gettext("migrants' journeys"))
    run = material.simulation
    several = run is not None and len(run.summary["draws"]) > 1
    interval = (
        gettext("in brackets the middle 90% of draws; before them, and as width, the mean")
        if several
        else gettext("none: the register's own values")
    )
    return units, period, interval, sources


def _scenarios(material: BriefMaterial, _: Picture) -> Details:
    return _simulated(material, gettext("migrants, and person-months where a panel says so"))


def _mechanisms(material: BriefMaterial, _: Picture) -> Details:
    run = material.simulation
    assert run is not None
    explained = run.summary["explained"]
    quantity = gettext(str(explained["quantity"]).replace("_", " "))
    units, period, _interval, sources = _simulated(material, f"{gettext(explained['unit'])} ({quantity})")
    n = len(explained["draws"])
    interval = (
        fill("thin lines: the middle 90% of {n} draws; bars are means", n=n)
        if n > 1
        else gettext("none: the register's own values")
    )
    return units, period, interval, sources


def _sensitivity(material: BriefMaterial, _: Picture) -> Details:
    run = material.simulation
    assert run is not None
    found = run.sensitivity or {}
    source = fill(
        "sensitivity analysis of this study: a base sample of {size}, seed {seed}, one simulated person for {scale} "
        "migrants. It explores what follows from stated assumptions; it does not forecast",
        size=local(f"{found['base_sample']:,}"),
        seed=found["seed"],
        scale=local(f"{found['scale']:,g}"),
    )
    return (
        gettext("share of the variance of the change"),
        _months(found["months"]) if "months" in found else "",
        gettext("of 90%, by bootstrap"),
        (source,),
    )


def _themes(material: BriefMaterial, _: Picture) -> Details:
    coding = material.coding
    counting = [x for x in coding.coded if x.counts] if coding else []
    n = len({x.document for x in counting})
    return (
        gettext("passages"),
        "",
        gettext("none: these are counts"),
        (
            ngettext(
                "codings of {n} document of this study", "codings of {n} documents of this study", n
            ).format(n=n),
        ),
    )


_DETAILS: dict[str, Callable[[BriefMaterial, Picture], Details]] = {
    "corridors": _corridors,
    "journeys": _journeys,
    "profiles": _profiles,
    "stance": _stance,
    "conflicts": _claims,
    "agreements": _claims,
    "lineage": _lineage,
    "scenarios": _scenarios,
    "mechanisms": _mechanisms,
    "sensitivity": _sensitivity,
    "themes": _themes,
}
