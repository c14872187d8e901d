"""Which layout a file has: each of its own, none confused with another, and wrong files said in one sentence."""

import io

import pytest

from rantau.framework.errors import BadInput
from rantau.profile.publishers import LAYOUTS, Wanted, read_published
from rantau.profile.publishers.layouts import recognise
from rantau.profile.publishers.packages import open_package

NAMES = [
    "undesa_2020", "undesa_2024", "worldbank_csv", "worldbank_zip", "worldbank_wdi", "worldbank_xlsx",
    "worldbank_databank", "unhcr_csv", "unhcr_zip", "unhcr_older", "unhcr_long", "acled_csv", "acled_older",
    "ctdc_synthetic", "ctdc_k_anonymised", "undp_csv", "ilostat_csv", "ilostat_labels", "vdem_csv",
]  # fmt: skip


def test_every_layout_has_a_file_here_and_every_file_a_test(files):
    assert {layout for _, layout, _ in files.values()} == set(LAYOUTS)
    assert list(files) == NAMES


@pytest.mark.parametrize("layout", list(LAYOUTS))
@pytest.mark.parametrize("name", NAMES)
def test_a_file_has_its_own_layout_and_no_other(files, name, layout):
    file, own, data = files[name]
    found = recognise(open_package(io.BytesIO(data), file), (LAYOUTS[layout],))

    assert len(found) == (1 if layout == own else 0)


@pytest.mark.parametrize("name", NAMES)
def test_recognition_needs_no_name_and_naming_the_layout_changes_nothing(files, name):
    file, own, data = files[name]
    recognised = read_published(io.BytesIO(data), file)
    named = read_published(io.BytesIO(data), file, layout=own)

    assert recognised.layout == own
    assert recognised == named
    assert read_published(io.BytesIO(data), "renamed").layout == own


@pytest.mark.parametrize("name", NAMES)
def test_another_layout_than_the_files_is_refused_with_what_is_missing(files, name):
    file, own, data = files[name]
    other = next(one for one in LAYOUTS if one != own)

    with pytest.raises(BadInput, match=f"is not laid out as {other}: it lacks columns"):
        read_published(io.BytesIO(data), file, layout=other)


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_that_is_taken_is_of_a_known_indicator_in_its_unit_and_leads_to_its_row(files, name):
    from rantau.baseline.load import indicators

    file, _, data = files[name]
    found = read_published(io.BytesIO(data), file)
    known = {**indicators(), **{one.id: one for one in found.indicators}}

    assert found.observations or found.corridors
    assert sum(one.rows for one in found.taken) == len(found.observations) + len(found.corridors)
    for one in found.observations:
        assert one.unit == known[one.indicator].unit
        assert one.origin.startswith(f"{file}:")
        assert one.source == found.source
        assert one.low is None or one.low <= one.value <= one.high
    for one in (*found.observations, *found.corridors):
        assert one.note.endswith(f"{file}.")
    for one in found.skipped:
        assert one.count > 0
        assert 1 <= len(one.examples) <= 5


def test_a_file_of_no_layout_names_those_there_are():
    with pytest.raises(BadInput, match=r"none of the layouts that are known \(un-desa, world-bank"):
        read_published(io.BytesIO(b"a,b\n1,2\n"), "x.csv")


def test_a_layout_that_does_not_exist_is_refused():
    with pytest.raises(BadInput, match="there is no layout 'excel'; the layouts are un-desa"):
        read_published(io.BytesIO(b"a,b\n1,2\n"), "x.csv", layout="excel")


def test_an_archive_with_two_tables_of_data_is_not_guessed_at(files, make):
    both = make["zip"](**{"a.csv": files["unhcr_csv"][2], "b.csv": files["undp_csv"][2]})

    with pytest.raises(
        BadInput, match=r"several tables of data \(unhcr in x.zip: a.csv, undp in x.zip: b.csv\)"
    ):
        read_published(io.BytesIO(both), "x.zip", wanted=Wanted())
