"""The section of recommendations, at three levels, each with what fired it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rantau.brief.answered import PolicyMaterial
from rantau.brief.blocks import Bullets, Cell, Label, Paragraph, Section, Text, say
from rantau.brief.material import BriefMaterial
from rantau.brief.register import Register
from rantau.brief.states import monitor_figure, target_figure
from rantau.brief.wording import place_name, rounded
from rantau.framework.language import N_, fill, gettext, ngettext
from rantau.policy.recommend import LEVELS, EvidenceItem, Recommendation, SimulatedEffect

__all__ = ["recommendations"]

_HEADS = {
    "ASEAN": N_("For the region"),
    "national": N_("For states"),
    "civil society": N_("For civil society"),
}
_SHOWN = 3
"""Gaps, and pieces of evidence, that are written out for each recommendation; the rest are counted."""
_MODEL = {
    "helps": N_("The whole interval is on the side that helps."),
    "harms": N_("The whole interval is on the side that harms: as simulated, this should not be done."),
    "unclear": N_("The interval contains zero: the model does not tell whether it would help."),
}


def recommendations(material: BriefMaterial, register: Register) -> tuple[Section, ...]:
    """What the evidence calls for; nothing where the study's states were not looked at."""
    policy = material.policy
    if policy is None:
        return ()
    title = N_("What the evidence calls for")
    if not policy.recommendations:
        text = say("Nothing that was found fires a rule, so nothing is recommended.")
        return (Section("recommendations", title, (Paragraph(text), *_held(policy, register))),)
    return (
        Section(
            "recommendations",
            title,
            (Paragraph(_lead(policy, register)), *_held(policy, register)),
            tuple(_levels(material, policy, register)),
        ),
    )


def _lead(policy: PolicyMaterial, register: Register) -> Cell:
    lead = say(
        "Rules fired {n}. Each names the gap, the evidence with its grade, who must act, what would show success, and "
        "what would make it wrong. A strong word stands only where gap, evidence and model agree.",
        n=register.counted(
            (one.id for one in policy.recommendations),
            "recommendations",
            "recommendation",
            "recommendations",
        ),
    )
    if any(one.effect for one in policy.recommendations):
        lead += say(
            " What is said of the simulation explores what follows from stated assumptions; it does not forecast."
        )
    else:
        lead += say(" No scenario was simulated for any of them, so no effect is claimed.")
    return lead


def _held(policy: PolicyMaterial, register: Register) -> list[Paragraph]:
    """That rules were held back, so that nobody takes silence for an answer."""
    if not policy.held_back:
        return []
    text = say(
        "{n} held back: all the evidence beneath is of very low confidence, and nobody has looked at it. They are "
        "told apart by 'rantau recommend'.",
        n=register.counted(
            (f"{one.rule}:{one.place}" for one in policy.held_back),
            "recommendations held back",
            "more is",
            "more are",
        ),
    )
    return [Paragraph(text, "note")]


def _levels(material: BriefMaterial, policy: PolicyMaterial, register: Register) -> Iterator[Section]:
    for level in LEVELS:
        asked: dict[str, list[Recommendation]] = {}
        for one in policy.recommendations:
            if one.level == level:
                asked.setdefault(one.rule, []).append(one)
        if asked:
            blocks = tuple(
                block for alike in asked.values() for block in _alike(material, policy, alike, register)
            )
            yield Section(f"recommended-{level.split()[0].lower()}", _HEADS[level], blocks)


def _alike(
    material: BriefMaterial, policy: PolicyMaterial, alike: Sequence[Recommendation], register: Register
) -> tuple[Paragraph, Bullets]:
    """What one rule asks for: of one state or of several, whose reasons are then told one after another."""
    first = alike[0]
    if len(alike) == 1:
        where = f"{place_name(material, first.place)}: " if first.place else ""
        head = (Label(where + gettext(first.action).rstrip("."), strong=True), *_strength(first))
        reasons = _reasons(material, policy, first, register)
    else:
        head = (Label(gettext(first.action).rstrip("."), strong=True), Text("."))
        reasons = []
        for one in alike:
            cells = _reasons(material, policy, one, register)
            said = [part for cell in cells for part in (Text(" "), *cell)]
            reasons.append((Label(place_name(material, one.place), strong=True), *_strength(one), *said))
    items = [
        *reasons,
        say("Who must act: {who}.", who=", ".join(map(gettext, first.actors))),
        say("What would show success: {what}.", what=_names(policy, first.success)),
        say(
            "What would make it wrong: {what}. Cost of being wrong: {cost}.",
            what=gettext(first.wrong_if),
            cost=gettext(first.cost),
        ),
    ]
    return Paragraph(head), Bullets(tuple(items))


def _strength(one: Recommendation) -> Cell:
    return Text(" ("), Label(gettext(one.strength)), Text(").")


def _reasons(
    material: BriefMaterial, policy: PolicyMaterial, one: Recommendation, register: Register
) -> list[Cell]:
    """Gap, evidence and effect of one recommendation."""
    items: list[Cell] = []
    for row in one.gaps[:_SHOWN]:
        items.append(
            say(
                "Gap: {indicator}, {place}: {figure}; target {target}: {word}.",
                indicator=gettext(policy.indicators[row.indicator].name),
                place=place_name(material, row.place),
                figure=monitor_figure(material, policy, register, row),
                target=target_figure(policy, register, row),
                word=gettext(row.word),
            )
        )
    if one.missing:
        ids = [f"{row.indicator}:{row.place}" for row in one.missing]
        items.append(
            say(
                "Gap: {n} asked for and cannot be had.",
                n=register.counted(
                    ids,
                    fill("figures asked for that cannot be had: {id}", id=one.id),
                    "figure was",
                    "figures were",
                ),
            )
        )
    if not one.gaps and not one.missing:
        items.append(say("Gap: the monitor has no figure that falls short here; this rests on documents."))
    items += [_evidence(material, item, register) for item in one.evidence[:_SHOWN]]
    if not one.evidence:
        items.append(say("Evidence: no graded finding or claim of the study's documents is under this rule."))
    items += _more(one, register)
    if one.effect is not None:
        items.append(_effect(material, one.effect, one.effect_word, register))
    return items


def _names(policy: PolicyMaterial, ids: Sequence[str]) -> str:
    return "; ".join(gettext(policy.indicators[id].name) for id in ids if id in policy.indicators)


def _evidence(material: BriefMaterial, item: EvidenceItem, register: Register) -> Cell:
    beneath = [id for one in material.groups if one.id == item.id for id in one.claims]
    beneath += [id for one in material.finding_groups if one.id == item.id for id in one.findings]
    roots = register.given(
        item.roots, f"{item.roots}", "count", beneath, fill("root sources of the evidence ({id})", id=item.id)
    )
    return say(
        "Evidence: {statement} Confidence {word}; {roots}.",
        statement=register.reasoned(
            beneath, item.statement, fill("evidence for a recommendation ({id})", id=item.id)
        ),
        word=gettext(item.confidence),
        roots=(roots, Text(" " + ngettext("root source", "root sources", item.roots))),
    )


def _more(one: Recommendation, register: Register) -> list[Cell]:
    left = [
        *(f"{row.indicator}:{row.place}" for row in one.gaps[_SHOWN:]),
        *(item.id for item in one.evidence[_SHOWN:]),
    ]
    if not left:
        return []
    words = fill("gaps and pieces of evidence beside those written out: {id}", id=one.id)
    return [say("{n} beside these.", n=register.counted(left, words, "more stands", "more stand"))]


def _effect(material: BriefMaterial, effect: SimulatedEffect, word: str, register: Register) -> Cell:
    titles = material.simulation.scenario_titles if material.simulation else {}
    outcome = gettext(effect.outcome.replace("_", " "))
    where = place_name(material, effect.place) if effect.place else gettext("over the whole region")
    text = fill(
        "{middle} ({low} to {high})",
        middle=rounded(effect.difference),
        low=rounded(effect.low),
        high=rounded(effect.high),
    )
    return say(
        "Simulation: under {scenario} against {against}, {where}, {outcome} change by {figure} {unit}. {model}",
        scenario=gettext(titles.get(effect.scenario, effect.scenario)),
        against=gettext(titles.get(effect.against, effect.against)),
        where=where,
        outcome=outcome,
        figure=register.given(
            {"value": effect.difference, "low": effect.low, "high": effect.high},
            text,
            "run",
            (effect.run,),
            fill(
                "simulated effect, {level}% of draws: {scenario} against {against}, {outcome}, {unit}",
                level=effect.level,
                scenario=effect.scenario,
                against=effect.against,
                outcome=outcome,
                unit=gettext(effect.unit),
            ),
            [{"file": effect.run, "scenario": effect.scenario, "against": effect.against}],
        ),
        unit=gettext(effect.unit),
        model=gettext(_MODEL.get(word, "")),
    )
