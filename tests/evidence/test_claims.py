"""Claims of whole texts: what holds of every one of them, and what each part of a claim is taken from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rantau.evidence import EXTRACTOR, ClaimContext, default_place_index, extract_claims
from rantau.framework.words import BLOCK_KINDS
from rantau.store.records import Document, Passage, Span

Read = Callable[..., Any]

DOCUMENT = Document(id="dabc", file="a.txt", sha256="", size=1, title="Report", year=2024, language="en")
WORDS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "36,000",
                "4.8",
                "million",
                "over",
                "up",
                "to",
                "nearly",
                "45%",
                "per",
                "cent",
                "one",
                "in",
                "three",
                "migrants",
                "workers",
                "in",
                "Malaysia",
                "from",
                "Myanmar",
                "deported",
                "(IOM,",
                "2024)",
                "[3]",
                "2023",
                "first",
                "half",
                "of",
                "USD",
                "Rp25",
                "juta",
                "RM1.200",
                "hours",
                "a",
                "day",
                "“I",
                "we",
                ".",
                ";",
                ":",
                "–",
                "|",
                "and",
                "of",
                "whom",
                "Table",
                "3",
                "Article",
                "12",
                "dua",
                "pertiga",
                "ribu",
                "orang",
                "18–20-hour",
                "women",
                "๑๒",
                "\x1f",
                "(",
                ")",
                "½",
                "İstanbul",
            ]
        ),
        st.text(max_size=6),
    ),
    max_size=40,
).map(" ".join)


def passage(text: str, kind: str = "paragraph", cuts: tuple[int, ...] = ()) -> Passage:
    """A passage cut into sentences at the given places."""
    ends = sorted({min(cut, len(text)) for cut in cuts} | {len(text)})
    sentences = tuple((low, high) for low, high in zip([0, *ends], ends, strict=False) if low < high)
    return Passage(
        id="dabc/p1",
        document="dabc",
        number=1,
        kind=kind,  # type: ignore[arg-type]
        section=None,
        spans=(Span(1, 0, len(text)),),
        text=text,
        sentences=sentences,
    )


@given(
    text=WORDS, kind=st.sampled_from(BLOCK_KINDS), cuts=st.lists(st.integers(0, 200), max_size=4).map(tuple)
)
@settings(max_examples=300, deadline=None)
def test_any_text_gives_claims_that_are_quoted_exactly(text: str, kind: str, cuts: tuple[int, ...]) -> None:
    one = passage(text, kind, cuts)
    claims = extract_claims([one], [], ClaimContext(document=DOCUMENT, places=default_place_index()))
    assert [claim.id for claim in claims] == [f"dabc/p1/q{number}" for number in range(1, len(claims) + 1)]
    for claim in claims:
        assert text[claim.start : claim.end] == claim.quote
        assert claim.quote
        assert claim.value is not None
        assert claim.low is None or claim.low <= claim.value
        assert claim.high is None or claim.value <= claim.high
        assert 0 <= claim.confidence <= 1
        assert 0 <= claim.indicator_score <= 1
        assert claim.own_data


@given(st.text(max_size=400))
def test_any_unicode_is_read_without_an_error(text: str) -> None:
    extract_claims([passage(text)], [], ClaimContext(document=DOCUMENT, places=default_place_index()))


def test_the_same_text_gives_the_same_claims(read: Read) -> None:
    text = "Malaysia deported over 36,000 migrants in the first half of 2024 (Border Monitor, 2024)."
    assert read(text).claims == read(text).claims


def test_a_claim_has_every_part_that_its_sentence_gives(read: Read) -> None:
    found = read("In 2023 Malaysia deported over 36,000 Burmese women (Border Monitor, 2024, p. 3).")
    (claim,) = found.claims
    assert (claim.value, claim.low, claim.high, claim.qualifier) == (36_000, 36_000, None, "more_than")
    assert (claim.unit, claim.indicator) == ("persons", "deportations")
    assert {place.id: place.role for place in claim.places} == {"MYS": "destination", "MMR": "origin"}
    assert (claim.group.sex, claim.group.nationality) == ("female", "Burmese")
    assert (claim.period.start, claim.period.end) == ("2023", "2023")
    assert found.sources(claim) == "Border Monitor 2024"
    assert (claim.extracted_by, claim.status) == (EXTRACTOR, "proposed")
    assert claim.page == 1


def test_a_place_is_taken_from_the_heading_when_no_sentence_names_one(read: Read) -> None:
    (claim,) = read("## Thailand\n\nSome 900 workers were rescued.").claims
    assert [place.id for place in claim.places] == ["THA"]
    assert "the place is taken from the heading" in claim.notes


def test_a_place_is_carried_on_from_the_sentence_before(read: Read) -> None:
    claims = read("Thailand hosts many migrants. Some 900 workers were rescued.").claims
    assert [place.id for place in claims[0].places] == ["THA"]
    assert "the place is taken from the sentence before" in claims[0].notes


def test_another_source_does_not_speak_of_the_place_before(read: Read) -> None:
    text = (
        "A migrant from Myanmar told of beatings. Nobody helped (Labour Lab, 2022). "
        "Border Monitor (2024) notes that 12% of victims reached a shelter."
    )
    assert read(text).claims[0].places == ()


def test_the_region_is_the_one_the_title_names(read: Read) -> None:
    text = "Malaysia and Myanmar differ. Nearly 3.2 million irregular migrants live in the region."
    (claim,) = read(text, title="Migration in Southeast Asia").claims
    assert [place.id for place in claim.places] == ["southeast-asia"]


def test_a_region_that_nobody_names_is_not_the_country_of_the_title(read: Read) -> None:
    text = "In the region as a whole only 12% of victims reached a shelter, and 60% of policies had no consultation."
    more = "In the Philippines 10 agencies, 20 brokers, 30 recruiters and 40 villages were studied."
    found = read(f"{text}\n\n{more}", title="Deployment from the Philippines").claims
    assert [place.id for place in found[-1].places] == ["PHL"]
    assert not any(claim.places for claim in found[:2])


def test_in_the_region_of_a_number_is_no_region(read: Read) -> None:
    (claim,) = read(
        "In 2023 in the region of 5,000 migrants were deported.", title="Deportation from Malaysia"
    ).claims
    assert [place.id for place in claim.places] == ["MYS"]


def test_palermo_is_the_protocol(read: Read) -> None:
    (claim,) = read("Malaysia, a party to Palermo, deported over 36,000 migrants in 2024.").claims
    assert [place.id for place in claim.places] == ["MYS"]


def test_countries_said_of_a_part_are_not_the_figures_place(read: Read) -> None:
    (claim,) = read("38% of victims globally are migrants, many of whom come from Southeast Asia.").claims
    assert [place.id for place in claim.places] == ["world"]


def test_the_next_clause_has_its_own_place(read: Read) -> None:
    text = "Malaysia is strict, with over 36,000 migrants deported in 2024, while Thailand gave an amnesty to migrants."
    (claim,) = read(text).claims
    assert [place.id for place in claim.places] == ["MYS"]


def test_places_and_periods_go_with_the_figure_they_stand_by(read: Read) -> None:
    text = (
        "At least 3,458 workers died in Malaysia in 2021, 2,710 in Saudi Arabia in 2022 and 2,103 in Qatar."
    )
    found = [
        (claim.value, [p.id for p in claim.places], claim.period and claim.period.start)
        for claim in read(text).claims
    ]
    assert found[:2] == [(3_458, ["MYS"], "2021"), (2_710, ["SAU"], "2022")]
    assert found[2][:2] == (2_103, ["QAT"])


def test_what_is_listed_after_a_colon_shares_the_total(read: Read) -> None:
    text = "Between 2008 and 2022, 12,124 Nepali workers died abroad: 3,458 in Malaysia and 2,103 in Qatar."
    claims = read(text).claims
    assert [{place.id for place in claim.places} for claim in claims] == [
        {"NPL"},
        {"NPL", "MYS"},
        {"NPL", "QAT"},
    ]
    assert {(claim.period.start, claim.period.end) for claim in claims} == {("2008", "2022")}
    assert {claim.indicator for claim in claims} == {"migrant_deaths"}


def test_a_period_in_words_alone_has_the_year_of_the_source(read: Read) -> None:
    (claim,) = read(
        "Border Monitor (2021) shows that Malaysia deported 25,000 migrants throughout the year."
    ).claims
    assert (claim.period.start, claim.period.text) == ("2021", "throughout the year")
    assert "the year is that of the source" in claim.notes


def test_the_whole_that_is_divided_again_is_no_second_claim(read: Read) -> None:
    text = "Police rescued 1,943 victims in 2023. Of these 1,943 victims, 22% were children."
    assert [(claim.value, claim.unit) for claim in read(text).claims] == [(1_943, "persons"), (22, "percent")]


def test_a_country_tells_which_currency_is_meant(read: Read) -> None:
    assert read("In Nepal agents charge 10,000 rupees.").claims[0].unit == "NPR"
    assert read("Agents charge 10,000 rupees.").claims[0].unit == "rupees"


def test_a_figure_of_a_city_says_that_it_is_not_the_countrys(read: Read) -> None:
    (claim,) = read("In Nairobi police rescued 900 victims.").claims
    assert [place.id for place in claim.places] == ["KEN"]
    assert "the figure is of Nairobi, which the code of its country stands for" in claim.notes


def test_a_part_that_nothing_sets_apart_has_no_indicator(read: Read) -> None:
    text = "Some 21,945 workers came home from Malaysia, of whom 580 had died, 300 were children and 120 were sick."
    found = {claim.value: claim.indicator for claim in read(text).claims}
    assert found[580] == "migrant_deaths"
    assert found[120] is None


def test_a_share_without_a_whole_is_of_those_just_counted(read: Read) -> None:
    text = "Women and girls were 61 per cent of the victims detected in 2022, and children were 38 per cent."
    assert [claim.indicator for claim in read(text).claims] == ["female_victims_share", "child_victims_share"]


def test_a_change_has_no_indicator(read: Read) -> None:
    (claim,) = read("Deportations from Malaysia rose by 41%.").claims
    assert claim.indicator is None
    assert "says by how much something changed" in claim.notes


def test_people_who_tell_their_own_story_make_no_claims(read: Read) -> None:
    assert read("“We were 40 men and worked 19 hours a day for 3 months,” said a man from Laos.").claims == []


def test_headings_references_and_front_matter_make_no_claims() -> None:
    context = ClaimContext(document=DOCUMENT, places=default_place_index())
    for kind in ("heading", "reference", "front_matter"):
        assert extract_claims([passage("Malaysia deported 36,000 migrants.", kind)], [], context) == []


def test_a_claim_on_a_second_page_knows_its_page() -> None:
    text = "Nothing here. Malaysia deported 36,000 migrants."
    two = replace(passage(text, cuts=(14,)), spans=(Span(4, 0, 13), Span(5, 0, len(text) - 14)))
    (claim,) = extract_claims([two], [], ClaimContext(document=DOCUMENT, places=default_place_index()))
    assert claim.page == 5


def test_a_long_sentence_is_quoted_by_the_clause_that_holds_the_figure(read: Read) -> None:
    clause = "Malaysia deported 36,000 migrants in the first half of 2024 without asking them anything"
    text = (
        f"{clause}; "
        + "and so it went on in the other states for many weeks and months, " * 8
        + "as all could see."
    )
    (claim,) = read(text).claims
    assert claim.quote == clause


def test_a_part_in_brackets_does_not_cut_a_figure_from_what_is_said_of_it(read: Read) -> None:
    found = read(
        "In 2022, some 38,240 Cambodian workers (14,905 of them women) were deployed to Thailand."
    ).claims
    assert [(one.value, one.indicator) for one in found] == [
        (38_240, "migrant_deployment"),
        (14_905, "migrant_deployment"),
    ]
    for one in found:
        assert {(place.id, place.role) for place in one.places} == {("KHM", "origin"), ("THA", "destination")}


def test_a_run_of_numbers_is_no_sentence(read: Read) -> None:
    assert not read("Chart: " + "5% 12% 7 workers " * 100).claims
    assert len(read("Of the workers, 5% fled, 12% were jailed and 7% died.").claims) == 3


def test_peoples_named_one_after_another_are_counted_apart(read: Any) -> None:
    found = read(
        "In Malaysia, 5,100 refugees from Myanmar were registered in June 2024, comprising 2,300 Rohingya, "
        "1,100 Chin and 1,700 others (Harbour Survey, 2024)."
    )
    assert [(one.value, one.indicator, one.group.nationality) for one in found.claims] == [
        (5_100, "refugees_hosted", ""),
        (2_300, "refugees_hosted", "Rohingya"),
        (1_100, "refugees_hosted", "Chin"),
        (1_700, "refugees_hosted", "others"),
    ]


def test_a_people_is_named_wherever_it_stands_and_those_held_are_not_hosted(read: Any) -> None:
    hosted = read("Bangladesh has hosted over 1.1 million Rohingya since 2017 (Coast Watch, 2024).").claims
    held = read(
        "In Malaysia 1,210 of the 9,400 people in immigration depots in March 2024 were Rohingya."
    ).claims

    assert [one.group.nationality for one in hosted] == ["Rohingya"]
    assert "refugees_hosted" not in {one.indicator for one in held}
