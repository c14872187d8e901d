"""study.toml: what is wrong is said with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.framework.errors import BadSetting
from rantau.study.settings import CodingPart, line_of, read_settings, settings_template

COUNTRIES = frozenset({"THA", "MMR", "MYS"})


def written(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "study.toml"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_new_file_reads_back_as_it_was_asked_for(tmp_path):
    path = written(tmp_path, settings_template('Who pays? "us"', "Why\nnow?", ("THA", "MMR"), seed=0))

    settings = read_settings(path, COUNTRIES)

    assert settings.study.name == 'Who pays? "us"'
    assert settings.study.question == "Why now?"
    assert settings.study.places == ("THA", "MMR")
    assert settings.study.seed == 0
    assert settings.store.address == "rantau.db"


@given(st.text(min_size=1, max_size=50).filter(str.strip), st.text(max_size=50))
def test_any_name_and_question_make_a_valid_file(tmp_path_factory, name, question):
    text = settings_template(name.replace("\udc80", ""), question)
    folder = tmp_path_factory.mktemp("study")
    path = folder / "study.toml"
    path.write_bytes(text.encode("utf-8", "replace"))

    assert read_settings(path).study.seed == 0


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[study]\nname = "x"\nseed = -1\n', 3, "study.seed = -1 will not do"),
        ('[study]\nname = "x"\nplaces = ["Thailand"]\n', 3, "not a country code of three capital letters"),
        ('[study]\nname = "x"\nplaces = ["THA", "XXX"]\n', 3, "'XXX' is not a country code"),
        ('[study]\nname = "x"\nplaces = ["THA", "THA"]\n', 3, "named twice"),
        ('[study]\nname = "x"\ncolour = "red"\n', 3, "there is no setting 'study.colour'"),
        ('[study]\nname = "x"\n\n[study.period]\nfrom = 2020\nto = 2010\n', 4, "runs backwards"),
        ('[study]\nname = "x"\nperiod = { from = "now", to = 2010 }\n', 3, "study.period.from"),
        ('[study]\nquestion = "x"\n', 1, "the setting 'study.name' is missing"),
        ('[study]\nname = "x"\n[stages]\nskip = ["cooking"]\n', 4, "stages.skip"),
        ('[study]\nname = "x\n', 2, "not valid TOML"),
        ('[study]\nname = "x"\nname = "y"\n', 3, "not valid TOML"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path, text, line, words):
    path = written(tmp_path, text)

    with pytest.raises(BadSetting) as caught:
        read_settings(path, COUNTRIES)

    assert caught.value.line == line
    assert words in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_utf8_names_the_line_of_the_first_bad_byte(tmp_path):
    path = written(tmp_path, '[study]\nname = "Mé"\n', "latin-1")

    with pytest.raises(BadSetting, match="line 2: this is not UTF-8"):
        read_settings(path)


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path):
    path = written(tmp_path, '\ufeff[study]\nname = "x"\n')

    assert read_settings(path).study.name == "x"


def test_the_line_of_a_setting_in_a_dotted_table_is_found():
    text = '# top\n[study]\nname = "a"\n[study.period]\nto = 3\n'

    assert line_of(text, ("study", "period", "to")) == 5
    assert line_of(text, ("study", "period", "from")) == 4
    assert line_of(text, ("elsewhere",)) is None


def test_the_weights_of_a_corridors_legs_reach_the_profile(tmp_path):
    text = settings_template("x").replace("leg_weights = [1, 1, 1]", "leg_weights = [2, 1, 1]")

    choices = read_settings(written(tmp_path, text)).profile.choices()

    assert choices.leg_weights == (2, 1, 1)
    assert choices.look_back_years == 10


def test_a_leg_without_weight_is_refused_with_its_line(tmp_path):
    path = written(tmp_path, '[study]\nname = "x"\n[profile]\nleg_weights = [1, 0, 1]\n')

    with pytest.raises(BadSetting, match=r"study\.toml, line 4: .*leg_weights") as caught:
        read_settings(path)

    assert len(str(caught.value).splitlines()) == 1


def test_a_new_study_shows_how_codes_are_suggested(tmp_path):
    text = settings_template("Example")
    (tmp_path / "study.toml").write_text(text)

    assert "[coding]\nthreshold = 0.3" in text
    assert "machine_coded = false" in text
    assert read_settings(tmp_path / "study.toml").coding == CodingPart()
