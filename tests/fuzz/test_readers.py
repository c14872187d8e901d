"""Broken files made up by hypothesis: a reader gives a document or one sentence, and nothing else.

scripts/fuzz.py goes on from here for as long as it is given, led by what the readers' code does with each file.
"""

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
import seeds

from rantau.framework.errors import BadInput

TOKENS = (
    b"\x00", b"\xff\xfe", b"<", b"&#x0;", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"]]>", b"endobj", b"/Kids [1 0 R]", b"<<",
    b"99999999999", b"-1", b"1e400", "\u202e\ud55c".encode(), b"\r", b"obj", b"stream\n", b"startPosition=\"9\"",
    b"w:tbl",
)  # fmt: skip
EDITS = st.lists(
    st.tuples(
        st.floats(0, 1), st.integers(0, 40), st.one_of(st.binary(max_size=12), st.sampled_from(TOKENS))
    ),
    min_size=1,
    max_size=4,
)
MANY = settings(
    max_examples=300, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


def answers(read, data):
    """Whether a reader gives a document; a sentence is an answer too."""
    try:
        read(data)
    except BadInput as error:
        said = str(error)
    else:
        return True
    assert said
    assert "\n" not in said
    return False


@pytest.mark.parametrize(
    ("read", "sound"),
    [
        (seeds.read_a_pdf, seeds.pdf()),
        (seeds.read_a_word_file, seeds.word()),
        (seeds.read_a_page, seeds.PAGE.encode()),
        (seeds.read_a_note, seeds.NOTE.encode()),
        (seeds.read_a_project, seeds.project()),
    ],
    ids=["pdf", "docx", "html", "markdown", "qdpx"],
)
def test_a_sound_file_is_read_and_a_broken_one_is_read_or_refused_in_a_sentence(read, sound):
    assert answers(read, sound)
    told = []

    @MANY
    @given(edits=EDITS)
    def broken_anywhere(edits):
        told.append(answers(read, seeds.broken(sound, edits)))

    broken_anywhere()
    assert told


@pytest.mark.parametrize(
    ("read", "sound"),
    [(seeds.read_a_word_file, seeds.word()), (seeds.read_a_project, seeds.project())],
    ids=["docx", "qdpx"],
)
def test_an_archive_with_one_broken_part_is_read_or_refused_in_a_sentence(read, sound):
    told = []

    @MANY
    @given(part=st.integers(0, 20), edits=EDITS)
    def broken_within(part, edits):
        told.append(answers(read, seeds.rebuilt(sound, part, edits)))

    broken_within()
    assert True in told
    assert False in told
