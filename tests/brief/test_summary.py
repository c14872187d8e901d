"""The ten lines that a run ends with."""

from __future__ import annotations

from rantau.brief import summary_lines
from rantau.profile import ProfileSettings, corridor_profiles, country_profiles


def test_ten_lines_say_what_was_found(example):
    exposure = {one.unit: one for one in example.scores if one.element == "exposure"}
    first = exposure["MMR>THA"]

    lines = summary_lines(example, "out/brief.html")

    assert lines[:6] == [
        "Documents: 3 read, 1 could not be read",
        "Pages: 4; passages: 71",
        "Citations: 2 (1 matched, 0 ambiguous, 1 dangling)",
        "Claims: 5",
        "Groups of claims about the same thing: 3",
        "Conflicts: 1",
    ]
    assert lines[6] == (
        f"Exposed: Myanmar → Thailand, score {first.value:.0f} ({first.low:.0f}–{first.high:.0f}) of 100, "
        f"rank 1 ({first.rank_low}–{first.rank_high})"
    )
    assert [line.split(",")[0] for line in lines[7:9]] == [
        "Exposed: Laos → Thailand",
        "Exposed: Vietnam → Laos",
    ]
    assert lines[9] == "Brief: out/brief.html"
    assert len(lines) == 10


def test_with_fewer_corridors_there_are_still_ten_lines_and_they_are_true(make_study):
    plain = make_study()
    few = ProfileSettings(minimum_stock=1_500_000)
    scores = country_profiles(plain.indicators, plain.observations, plain.places, 2024, seed=7, settings=few)
    scores += corridor_profiles(
        plain.indicators, plain.observations, plain.places, plain.corridors, 2024, seed=7, settings=few
    )

    lines = summary_lines(make_study(scores=tuple(scores), settings=few))

    assert lines[6].startswith("Exposed: Myanmar → Thailand")
    assert lines[7:9] == ["Corridors that could be ranked: 1", "Countries assessed as a whole: 9 of 11"]
    assert len(lines) == 10


def test_an_empty_study_has_ten_lines_of_nothing(make_study):
    empty = make_study(
        documents=(), duplicates=(), pages={}, passages=(), references=(), citations=(), claims=(), groups=(),
        observations=(), corridors=(), scores=(),
    )  # fmt: skip

    assert summary_lines(empty) == [
        "Documents: 0 read",
        "Pages: 0; passages: 0",
        "Citations: 0 (0 matched, 0 ambiguous, 0 dangling)",
        "Claims: 0",
        "Groups of claims about the same thing: 0",
        "Conflicts: 0",
        "Corridors that could be ranked: 0",
        "Countries assessed as a whole: 0 of 11",
        "Observations used: 0",
        "Brief: brief.html",
    ]


def test_rejected_claims_are_not_counted(example, make_study):
    import dataclasses

    rejected = tuple(dataclasses.replace(one, status="rejected") for one in example.claims)

    lines = summary_lines(make_study(claims=rejected))

    assert lines[3:6] == ["Claims: 0", "Groups of claims about the same thing: 0", "Conflicts: 0"]
