"""What the brief holds is a setting: chosen by a function, kept in study.toml, the rest of which stays as it is."""

import tomllib

import pytest

from rantau.framework.errors import BadInput, BadSetting
from rantau.framework.words import BRIEF_SECTIONS
from rantau.study import Study
from rantau.study.brief_choice import BriefChoice, choose_brief, choose_languages, chosen_brief
from rantau.study.settings_file import with_setting


def test_a_choice_is_kept_as_a_setting_and_told_in_the_trail(tmp_path):
    with Study.create(tmp_path / "study", places=("THA",)) as study:
        before = (study.path / "study.toml").read_text()
        seen = []
        choose_brief(
            study, [one for one in BRIEF_SECTIONS if one != "lineage"], short=False, check=seen.append
        )
        assert seen == [BriefChoice((), True)]
        assert chosen_brief(study) == BriefChoice(("lineage",), False)
        after = (study.path / "study.toml").read_text()
        assert [line for line in after.splitlines() if line not in before.splitlines()] == [
            'leave_out = ["lineage"]  # sections to do without: glance, corridors, profiles, '
            "conflicts, standing, graded,",
            "short = false  # the short form, on two pages, too",
        ]
        event = list(study.store.events())[-1]
        assert (event.action, event.details["left out"]) == ("setting.brief", ["lineage"])
        choose_brief(study, [one for one in BRIEF_SECTIONS if one != "lineage"], short=False)
        assert list(study.store.events())[-1] == event
        with pytest.raises(BadInput, match="no section 'limits'"):
            choose_brief(study, ["limits"], short=True)
    path = tmp_path / "study/study.toml"
    path.write_text(after.replace('"lineage"', '"limits"'))
    with pytest.raises(BadSetting, match=r"leave_out\.0 = 'limits' will not do"):
        Study.open(tmp_path / "study")


def test_a_language_that_was_chosen_before_keeps_its_place_and_one_is_left(tmp_path):
    with Study.create(tmp_path / "study", places=("THA",)) as study:
        assert choose_brief(study, BRIEF_SECTIONS, short=True, languages=["id"]).languages == ("id",)
        assert choose_brief(study, BRIEF_SECTIONS, short=True, languages=["en", "id"]).languages == (
            "id",
            "en",
        )
        assert choose_brief(study, BRIEF_SECTIONS, short=False).languages == ("id", "en")
        assert 'languages = ["id", "en"]' in (study.path / "study.toml").read_text()
        assert choose_languages(study, ["en", "id", "en"]) == BriefChoice((), False, ("en", "id"))
        with pytest.raises(BadInput, match="cannot be written in 'xx'; there are en, id"):
            choose_brief(study, BRIEF_SECTIONS, short=True, languages=["xx"])
        with pytest.raises(BadInput, match="at least one language"):
            choose_brief(study, BRIEF_SECTIONS, short=True, languages=[])


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("", '\n[brief]\nleave_out = ["glance"]\n'),
        ("[brief]\n", '[brief]\nleave_out = ["glance"]\n'),
        ("[brief]\nleave_out = [\n  'x', # one\n  'y',\n] # two", '[brief]\nleave_out = ["glance"] # two\n'),
        (
            "[brief]\nleave_out = ['#'] # a \"quoted\" # word\nz = 1\n",
            '[brief]\nleave_out = ["glance"] # a "quoted" # word\nz = 1\n',
        ),
        (
            "[a]\nleave_out = 1\n[brief]\nshort = true\n",
            '[a]\nleave_out = 1\n[brief]\nleave_out = ["glance"]\nshort = true\n',
        ),
        ("brief = {short = true}\n", None),
        ("brief = 3\n", None),
        ("not toml", None),
    ],
)
def test_one_setting_changes_and_nothing_else(text, made):
    assert with_setting(text, "brief", "leave_out", ["glance"]) == made
    if made is not None:
        assert tomllib.loads(made)["brief"]["leave_out"] == ["glance"]
