"""Text in Thai, Lao, Khmer and Burmese, put in order by where its glyphs stand."""

from __future__ import annotations

import pytest

from rantau.corpus.pdf.scripts import GONE, mend_scripts, needs_mending

SIGNS = "່້ັີິືឹឺុួំា់ើ៍ິິີົຼຽຳະາ"


def mended(text: str, boxes: dict[int, tuple[float, float]] | None = None, drawn: str = "") -> str:
    """A text whose letters stand ten points apart, whose signs stand over the letter before, all spaces put in.

    Args:
        text: As pdfium gives it.
        boxes: Left and right edge of the characters that stand elsewhere.
        drawn: Characters that are in the file: " " for its spaces.
    """
    places: list[tuple[float, float, float, float]] = []
    x = 0.0
    for place, character in enumerate(text):
        if boxes and place in boxes:
            places.append((*boxes[place], 0.0, 8.0))
        elif character in SIGNS and places:
            places.append((x - 10, x - 1, 8.0, 11.0))
        else:
            places.append((x, x + 9, 0.0, 8.0))
            x += 0.0 if character == " " and not drawn else 10.0
    found = mend_scripts(text, places.__getitem__, lambda _: 10.0, lambda place: text[place] in drawn)
    assert len(found) == len(text)
    return found.replace(GONE, "")


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ("ເຄື ່ ອນຍ້ າຍ", "ເຄື່ອນຍ້າຍ"),
        ("ກ້ າຮ້ ອງ", "ກ້າຮ້ອງ"),
        ("แรงงานข้ ามชาติ", "แรงงานข้ามชาติ"),
        ("แรงงาน 2,500 คน", "แรงงาน 2,500 คน"),
    ],
)
def test_spaces_around_signs_go(given: str, right: str) -> None:
    assert mended(given) == right


def test_spaces_of_the_file_stay() -> None:
    assert mended("แรงงาน ข้ามชาติ", drawn=" ") == "แรงงาน ข้ามชาติ"


def test_a_sign_goes_back_to_the_letter_it_stands_under() -> None:
    # The sign at place 5 stands under the first letter.
    assert mended("ឈ្មញក ួណ", {6: (1.0, 8.0)}) == "ឈ្មួញកណ"


def test_a_cluster_that_is_given_twice_is_one() -> None:
    assert mended("មិមិន", {2: (1.0, 8.0), 3: (1.0, 8.0)}) == "មិន"
    assert mended("មិមិន") == "មិមិន"


def test_a_burmese_medial_stands_before_the_vowel() -> None:
    assert mended("ပ\u1032\u103dစား") == "ပ\u103d\u1032စား"


def test_text_in_other_scripts_is_left_alone() -> None:
    assert not needs_mending("Người lao động, “officials” – 12")
    assert needs_mending("Bangkok (กรุงเทพ)")
