"""The brief's own sentences: right in number, free of slips, and no stronger than what they rest on."""

from __future__ import annotations

import dataclasses
import re

import pytest

from rantau.brief.account import account
from rantau.brief.blocks import Bullets, Cell, Number, Paragraph, Section, Table
from rantau.brief.closing import limits, method, sources
from rantau.brief.evidence import conflicts, standing
from rantau.brief.findings import corridors, profiles
from rantau.brief.glance import headlines
from rantau.brief.register import Register
from rantau.profile import ProfileSettings, corridor_profiles, country_profiles

SECTIONS = (headlines, account, corridors, profiles, conflicts, standing, limits, method, sources)


def words(content: Cell) -> str:
    return "".join(one.text for one in content)


def sentences(section: Section) -> list[str]:
    """Paragraphs, list items, captions and cells of a section, as plain text."""
    texts = [section.title]
    for block in section.blocks:
        match block:
            case Paragraph():
                texts.append(words(block.content))
            case Bullets():
                texts += [words(item) for item in block.items]
            case Table():
                texts += [block.caption, *(column.head for column in block.columns)]
                texts += [words(content) for row in block.rows for content in row]
            case _:
                texts += [words(block.caption), block.alt]
    return texts + [text for part in section.sections for text in sentences(part)]


def spoken(material) -> list[str]:
    register = Register(material)
    return [text for make in SECTIONS for text in sentences(make(material, register)) if text]


def rescored(material, **more):
    material = dataclasses.replace(material, **more)
    given = (material.indicators, material.observations, material.places)
    scores = country_profiles(*given, 2024, seed=7, settings=material.settings)
    scores += corridor_profiles(*given, material.corridors, 2024, seed=7, settings=material.settings)
    return dataclasses.replace(material, scores=tuple(scores))


def variants(make_study):
    plain = make_study()
    yield plain
    yield make_study(claims=(), groups=(), documents=plain.documents[:1], duplicates=(), citations=())
    yield make_study(claims=plain.claims[:1], groups=(), documents=plain.documents[:2])
    yield rescored(plain, places=("MYS",))
    yield rescored(plain, places=("MYS", "SGP"))
    yield rescored(plain, settings=ProfileSettings(minimum_stock=1_200_000))
    yield rescored(plain, settings=ProfileSettings(minimum_stock=1_500_000, top=1))
    yield rescored(plain, corridors=plain.corridors[:1])
    yield rescored(plain, settings=ProfileSettings(minimum_stock=1e9, draws=12_345))
    doubled = tuple(
        dataclasses.replace(one, id=f"{one.id}#{n}")
        for one in plain.groups
        for n in range(14 if one.verdict == "single-source" else 2)
    )
    yield make_study(groups=doubled)


def test_no_sentence_has_a_slip(make_study):
    for material in variants(make_study):
        for text in spoken(material):
            assert not re.search(r"\b(\w{2,}) \1\b", text), text
            assert not re.search(r"  |\s[.,;:]|\.\.|,,|\(\)|\{|\}", text.replace("…", "")), text
            assert not re.search(r"\billegal", text, re.IGNORECASE), text
            assert "None" not in text, text


def test_one_is_one_and_many_are_many(make_study):
    singular = re.compile(
        r"\b1 (?:\w+ )?(?:documents|corridors|claims|groups|citations|persons|matters|observations|events)\b"
        r"|\b1 (?:stand|have|are)\b"
    )
    plural = re.compile(
        r"\b(?:0|[2-9]|\d\d+) (?:more |ranked )?(?:document|corridor|claim|group|citation|person|matter|event)\b"
        r"|\b(?:0|[2-9]|\d\d+) (?:stands|has|is)\b"
    )
    for material in variants(make_study):
        for text in spoken(material):
            assert not singular.search(text), text
            assert not plural.search(text), text


def test_large_numbers_are_grouped(make_study):
    for material in variants(make_study):
        register = Register(material)
        for make in SECTIONS:
            make(material, register)
        for entry in register.entries:
            if not entry.provenance.words.startswith("years of"):
                assert not re.search(r"(?<![\d,.])\d{4,}(?![\d]*%)", entry.text), entry


def test_the_glance_says_of_the_example_what_is_so(example):
    items = sentences(headlines(example, Register(example)))
    first = example.score_of["exposure", "MMR>THA"]
    share = example.score_of["most_exposed", "MMR>THA"]
    country = example.score_of["human_security", "MMR"]

    assert items[1] == (
        "Myanmar → Thailand has the highest exposure score of 16 corridors with at least 10,000 migrants: "
        f"{first.value:.0f} ({first.low:.0f}–{first.high:.0f}), rank 1 ({first.rank_low}–{first.rank_high}). It is "
        f"among the 3 most exposed in {share.value:.0f}% of draws."
    )
    assert items[4] == (
        "Of 9 countries whose human security could be assessed as a whole, Myanmar has the least secure score: "
        f"{country.value:.0f} ({country.low:.0f}–{country.high:.0f}), rank 1 (1–1). "
        "Not assessed: Brunei and Timor-Leste."
    )
    assert items[5] == (
        "Sources disagree on 1 matter: Deportations; Malaysia. Both sides are shown, and neither is chosen."
    )
    assert items[6] == (
        "1 group of claims stands on more than one root source; 1 stands on a single one. One source is one witness, "
        "however often it is repeated."
    )
    assert items[7].startswith("A person has accepted 0 of 5 claims; the rest is the machine's proposal")


def test_an_uncertain_order_is_said_to_be_uncertain(example):
    items = sentences(headlines(example, Register(example)))
    reach = sum(
        one.rank_low <= 3 for one in example.scores if one.element == "exposure" and one.rank_low is not None
    )

    assert reach > 3
    assert (
        f"The order among the most exposed is not certain: the rank intervals of {reach} corridors reach into the "
        "first 3."
    ) in items


def test_a_certain_order_is_not_said_to_be_uncertain(make_study):
    material = rescored(make_study(), settings=ProfileSettings(top=15))

    assert not [one for one in sentences(headlines(material, Register(material))) if "not certain" in one]


def test_the_brief_does_not_forecast_and_calls_assumptions_assumed(example):
    text = " ".join(spoken(example))

    assert "it does not forecast" in text
    assert not re.search(r"\b(?:proves?|will be trafficked|predicts?|certainly|undoubtedly)\b", text)
    assert text.count("ASSUMED") >= 8


@pytest.mark.parametrize("make", SECTIONS)
def test_numbers_come_from_the_register_alone(example, make):
    register = Register(example)

    section = make(example, register)

    figures = {entry.id for entry in register.entries}
    for block in section.blocks:
        rows = block.rows if isinstance(block, Table) else ()
        cells = [content for row in rows for content in row]
        assert {one.figure for content in cells for one in content if isinstance(one, Number)} <= figures


def test_more_groups_than_fit_are_counted(make_study):
    *_, many = variants(make_study)

    text = spoken(many)

    assert "2 more groups are of this kind in the study, left out here for length." in text
