"""Displacement on made-up graphs whose answers can be worked out, and the files such a case is read from."""

import json

import numpy as np
import pytest

from rantau.cli import main
from rantau.framework.errors import BadInput, BadTable
from rantau.simulation.displacement import averaged_relative_difference, displace, frozen_shares, rules
from rantau.simulation.displacement_input import read_case

PLACES = """#name,region,country,latitude,longitude,location_type,conflict_date,population
City,,Home,,,conflict_zone,0,50000
Town,,Home,,,town,,
Near,,Away,,,camp,,0
Far,,Away,,,camp,,0
"""
TEXTS = {
    "locations.csv": PLACES,
    "routes.csv": "#name1,name2,distance,forced_redirection\nCity,Near,90,\nCity,Far,190,0\nCity,Town,90,\n",
    "closures.csv": "#closure_type,name1,name2,closure_start,closure_end\nlink,City,Town,0,0\n",
    "sim_period.csv": "StartDate,2020-01-01\nLength,20\n",
    "data_layout.csv": "total,all.csv\nNear,near.csv\nFar,far.csv\n",
    "near.csv": "2020-01-01,0\n2020-01-11,6000\n2020-01-21,6000\n",
    "far.csv": "Date,Count\n2020-01-01,0\n2020-01-11,3000\n",
}
"""Made up. With 10 km added to every distance Near draws twice as strongly as Far."""


def case(**texts):
    return read_case({**TEXTS, **{name.replace("_csv", ".csv"): text for name, text in texts.items()}})


def fixed(**values):
    """Rules under which nobody leaves a camp."""
    return rules().with_values({"leave_camp": 0.0, "nearly_full": 0.9, **values})


def test_the_averaged_relative_difference_by_hand():
    counted = np.array([[0.0, 0.0], [60.0, 40.0], [50.0, 150.0]])
    predicted = np.array([[5.0, 0.0], [40.0, 60.0], [100.0, 60.0]])

    # 0 where nobody is counted; (20 + 20) / 100; (50 + 90) / 200.
    assert averaged_relative_difference(predicted, counted) == pytest.approx((0 + 0.4 + 0.7) / 3)
    assert averaged_relative_difference(predicted, counted, 1) == pytest.approx(0.55)
    assert frozen_shares(counted, 1).tolist() == [[0.0, 0.0], [60.0, 40.0], [120.0, 80.0]]


def test_counts_are_read_between_dates_and_corrected():
    found = case(registration_corrections_csv='"Near","2020-01-11","normalize"\n', near_csv=TEXTS["near.csv"].replace(
        "2020-01-01,0", "2020-01-01,100\n2020-01-06,8000"
    ))  # fmt: skip

    # Counts before the correction are scaled so that the last of them, 8000, meets the 6000 that follow.
    assert found.counts[[0, 5, 7, 10, 19], 0].tolist() == [75, 6000, 6000, 6000, 6000]
    assert found.counts[[5, 15], 1].tolist() == [1500, 3000]
    assert "2020-01-11" in found.notes[0]


def test_ways_are_chosen_as_the_distances_say():
    result = displace(case(), seed=3, after=10, register=fixed())

    assert result.walked.sum(axis=1)[-1] == 9000
    share = result.walked[-1, 0] / 9000
    # A fair check at four standard deviations: it fails by chance once in 16,000 seeds, and the seed is fixed.
    assert abs(share - 2 / 3) < 4 * (2 / 9 / 9000) ** 0.5
    assert result.predicted[-1].sum() == pytest.approx(9000)
    assert result.differences()["naive_after"] == 0.0
    assert result.differences()["shares_after"] < 0.02


def test_speed_decides_on_which_day_people_arrive():
    far = {"routes_csv": "City,Near,500,\nCity,Far,5000,\n", "closures_csv": ""}
    result = displace(case(**far), seed=3, after=1, register=fixed(move_speed=100.0))

    # The first set out on day 1 and walk five days, that day included: a hundred kilometres each.
    assert result.walked[:5].sum() == 0
    assert result.walked[5, 0] > 0 == result.walked[:, 1].sum()


def test_a_shut_camp_is_a_town_and_a_closed_way_is_not_taken():
    shut = displace(
        case(closures_csv="camp,Near,,0,12\nlink,City,Town,0,0\n"), seed=1, after=1, register=fixed()
    )
    closed = displace(
        case(closures_csv="location,Far,,0,15\nlink,City,Town,0,0\n"), seed=1, after=1, register=fixed()
    )
    border = displace(
        case(closures_csv="country,Home,Away,5,0\nlink,City,Town,0,0\n"), after=1, register=fixed()
    )

    assert closed.walked[14, 1] == 0 < closed.walked[14, 0]
    # Who is in a shut camp goes on, so some of them come to be at Far.
    assert shut.walked[11, 0] < closed.walked[11, 0]
    assert (np.diff(border.walked[5:].sum(axis=1)) == 0).all()


def test_everybody_is_taken_on_where_a_way_redirects():
    routes = "City,Town,50,\nTown,Near,50,1\nTown,Far,5,\nCity,Far,9000,\n"
    forced = displace(case(routes_csv=routes, closures_csv=""), seed=1, after=1, register=fixed())
    freed = displace(
        case(routes_csv=routes, closures_csv="remove_forced_redirection,Town,Near,0,0\n"),
        seed=1, after=1, register=fixed(),
    )  # fmt: skip

    assert forced.walked[:, 1].sum() == 0 < forced.walked[-1, 0]
    assert freed.walked[-1, 1] > freed.walked[-1, 0] > 0


def test_a_full_camp_takes_nobody():
    full = PLACES.replace("Near,,Away,,,camp,,0", "Near,,Away,,,camp,,1000")
    result = displace(case(locations_csv=full), seed=1, after=1, register=fixed())

    # All are drawn on a day one after the other; those on their way when it fills still come in.
    assert result.walked[:, 0].max() <= 1000
    assert result.walked[-1].sum() == 9000


def test_a_run_depends_on_its_seed_and_restarts_from_the_counts():
    first, again, other = (displace(case(), seed=seed, after=6) for seed in (1, 1, 2))

    assert (first.walked == again.walked).all()
    assert (first.walked != other.walked).any()
    assert (first.restarted[:6] == first.case.counts[:6]).all()
    assert np.abs(first.restarted[6] - first.case.counts[6]).max() <= 1
    assert (displace(case(), seed=1, draw=2, after=6).walked != first.walked).any()
    coarse = displace(case(), seed=1, weight=10.0, after=6)
    assert coarse.walked[-1].sum() == pytest.approx(first.walked[-1].sum(), rel=0.02)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "locations.csv",
            PLACES + "Town,,,,,town,,\n",
            "locations.csv, line 6: the place 'Town' stands twice",
        ),
        ("locations.csv", PLACES + "X,,,,,castle,,\n", "line 6: there is no location_type 'castle'"),
        ("locations.csv", PLACES + "X,,\n", "line 6: there are 3 cells"),
        ("routes.csv", "City,Nowhere,5,\n", "routes.csv, line 1: 'Nowhere' is no place"),
        ("routes.csv", "City,Near,far,\n", "distance is 'far'"),
        ("routes.csv", "", "no way between two places"),
        ("closures.csv", "door,Near,,0,1\n", "closures.csv, line 1: there is no closure_type 'door'"),
        ("closures.csv", "link,Near,,0,1\n", "'' is not in locations.csv"),
        ("conflicts.csv", "#Day,Elsewhere\n0,1\n", "conflicts.csv, line 1: 'Elsewhere' is no place"),
        ("conflicts.csv", "#Day,City\n0,1\n2,1\n", "line 3: the day is 2 after 0"),
        ("sim_period.csv", "StartDate,1 May\nLength,5\n", "'1 May' is no date"),
        ("sim_period.csv", "", "StartDate and Length"),
        ("data_layout.csv", "Near,lost.csv\n", "data_layout.csv, line 1: there is no file 'lost.csv'"),
        ("near.csv", "2020-01-02,1\n2020-01-01,2\n", "near.csv, line 2: this date does not come after"),
        ("near.csv", "2020-01-02,minus\n", "the count is 'minus'"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_its_line(name, text, message):
    with pytest.raises(BadInput, match=message.replace("(", r"\(")):
        read_case({**TEXTS, name: text})


def test_people_who_flee_from_nowhere_are_told(tmp_path):
    nowhere = PLACES.replace("conflict_zone,0", "conflict_zone,15")
    with pytest.raises(BadInput, match="no place with a population has a conflict then"):
        displace(case(locations_csv=nowhere), after=1)
    with pytest.raises(BadTable, match="a camp, and the file"):
        read_case({**TEXTS, "data_layout.csv": "Near\n"})


def test_the_command(tmp_path, capsys):
    folder = tmp_path / "case"
    for name, text in TEXTS.items():
        inside = folder / (
            "source_data" if name in ("near.csv", "far.csv", "data_layout.csv") else "input_csv"
        )
        inside.mkdir(parents=True, exist_ok=True)
        (inside / name).write_text(text)

    assert (
        main(["displacement", str(folder), "--json", "--seed", "3", "--csv", str(tmp_path / "table.csv")])
        == 0
    )
    told = json.loads(capsys.readouterr().out)
    assert told["after_day"] == 10
    assert told["averaged_relative_difference"]["naive_after"] == 0.0
    assert told["camps"]["Near"]["counted"] == 6000
    lines = (tmp_path / "table.csv").read_text().splitlines()
    assert lines[0] == "place,date,counted,walked,predicted,restarted,naive,unit"
    assert len(lines) == 1 + 2 * 20

    assert main(["displacement", str(folder), "--days", "8"]) == 0
    shown = capsys.readouterr().out
    assert "does not forecast" in shown
    assert "from day 4" in shown
    (folder / "displacement.toml").write_text('[[parameter]]\nname = "speed"\n')
    assert main(["displacement", str(folder)]) == 2
    assert "displacement.toml, parameter speed" in capsys.readouterr().err
    assert main(["displacement", str(tmp_path / "none")]) == 2
