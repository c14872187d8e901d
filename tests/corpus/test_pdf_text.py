"""Words as they are read: hyphenation, ligatures, spaces that are not drawn, the scripts of the region."""

from __future__ import annotations

import re

import pytest
from reportlab.lib.pagesizes import A4, landscape

from rantau.corpus.pdf.joining import Words, attach, join

PAGE = '#set page(paper: "a4", margin: 2.5cm)\n#set text(size: 10.5pt, lang: "en")\n#set par(justify: true)\n'
SCRIPTS = {
    "th": (
        "Noto Sans Thai",
        "แรงงานข้ามชาติจำนวนมากไม่มีเอกสารและเป็นหนี้นายหน้า พวกเขาไม่กล้าร้องเรียนต่อเจ้าหน้าที่เพราะกลัวถูกส่งกลับ",
    ),
    "km": (
        "Noto Sans Khmer",
        "ពលករទេសន្តរប្រវេសន៍ជាច្រើនមិនមានឯកសារ ហើយជំពាក់បំណុលឈ្មួញកណ្តាល។ ពួកគេមិនហ៊ានប្តឹងទេ។",
    ),
    "lo": ("Noto Sans Lao", "ແຮງງານເຄື່ອນຍ້າຍຈຳນວນຫຼາຍບໍ່ມີເອກະສານ ແລະເປັນໜີ້ນາຍໜ້າ ພວກເຂົາບໍ່ກ້າຮ້ອງຮຽນ"),
    "my": (
        "Noto Sans Myanmar",
        "ရွှေ့ပြောင်းလုပ်သား အများအပြားတွင် စာရွက်စာတမ်း မရှိပါ။ သူတို့သည် ပွဲစားများထံ အကြွေးတင်နေကြသည်။",
    ),
    "vi": (
        "Source Sans 3",
        "Nhiều lao động di cư không có giấy tờ và mắc nợ người môi giới. Họ không dám khiếu nại.",
    ),
    "id": (
        "Source Sans 3",
        "Banyak pekerja migran tidak berdokumen dan berutang kepada calo. Mereka tidak berani mengadu.",
    ),
}


@pytest.mark.parametrize("language", ["vi", "id"])
def test_paragraphs_in_latin_script_come_back_letter_by_letter(typeset, pages, language: str) -> None:
    font, text = SCRIPTS[language]
    read = pages(typeset(f'{PAGE}#set text(font: "{font}", lang: "{language}")\n{text} ' + f"{text} " * 5))
    assert read.of("paragraph") == [" ".join([text] * 6)]
    assert {passage.language for passage in read.passages()} == {language}


@pytest.mark.parametrize("language", ["th", "km", "lo", "my"])
def test_paragraphs_in_scripts_without_spaces_come_back(typeset, pages, language: str) -> None:
    font, text = SCRIPTS[language]
    whole = " ".join(f"{text} {number}" for number in (1, 20, 300, 4000, 50000, 600000))
    read = pages(typeset(f'{PAGE}#set text(font: "{font}", lang: "{language}")\n{whole}'))
    (found,) = read.of("paragraph")
    # Where a line ends at a space, the reader cannot know of it: letters and their order are what must hold.
    assert found.replace(" ", "") == whole.replace(" ", "")
    assert {passage.language for passage in read.passages()} == {language}


def test_words_parted_at_line_ends_are_whole_and_compounds_keep_their_hyphen(typeset, pages) -> None:
    text = (
        "Undocumented cross-border recruitment intermediaries systematically overcharge inexperienced "
        "agricultural labourers, notwithstanding international recommendations concerning pre-departure orientation. "
    ) * 12
    read = pages(typeset(f"{PAGE}#set page(columns: 3)\n#set text(hyphenate: true)\n{text}"))
    assert "".join(read.of("paragraph")).split() == text.split()


@pytest.mark.parametrize(
    ("before", "after", "known", "joined"),
    [
        ("the recruit-", "ment of men", "", "the recruitment of men"),
        ("many cross-", "border routes", "", "many cross-border routes"),
        ("many cross-", "border routes", "crossborder", "many crossborder routes"),
        ("a long-", "term plan", "", "a long-term plan"),
        ("the co-", "operation of states", "cooperation", "the cooperation of states"),
        ("the co-", "operation of states", "co-operation", "the co-operation of states"),
        ("the migrant-", "worker networks", "migrant worker", "the migrant-worker networks"),
        ("labour-", "and sex-trafficking", "", "labour- and sex-trafficking"),
        ("the Anglo-", "Dutch treaty", "", "the Anglo-Dutch treaty"),
        ("state-of-the-", "art tools", "the art of it", "state-of-the-art tools"),
        ("COVID-", "19 came", "", "COVID-19 came"),
        ("in 2019-", "2020 they", "", "in 2019-2020 they"),
        ("see https://www.ilo.org/a-", "b/c for it", "", "see https://www.ilo.org/a-b/c for it"),
        ("see https://www.ilo.org/a/", "2020/b for it", "", "see https://www.ilo.org/a/2020/b for it"),
        ("the end.", "They left", "", "the end. They left"),
        ("แรงงานข้าม", "ชาติ", "", "แรงงานข้ามชาติ"),
    ],
)  # fmt: skip
def test_two_lines_become_one(before: str, after: str, known: str, joined: str) -> None:
    words = Words([before, after, known])
    assert attach(before, after, words) == joined
    assert join([before, after], words) == joined


def test_ligatures_are_spelt_out(typeset, pages) -> None:
    text = "Officials find five fishers in difficult offshore traffic, and file a final affidavit."
    read = pages(typeset(f'{PAGE}#set text(font: "Libertinus Serif", ligatures: true)\n{text}'))
    assert read.of("paragraph") == [text]


def test_spaces_that_are_not_drawn_are_read(drawn, pages) -> None:
    line = "Workers were held in the camp for months and had no papers to show at the gate"
    words = re.findall(r"\S+", line)

    def draw(canvas) -> None:
        text = canvas.beginText()
        text.setFont("Times-Roman", 11)
        for row in range(6):
            x = 72.0
            for word in words:
                text.setTextOrigin(x, 700 - 13 * row)
                text.textOut(word)
                x += canvas.stringWidth(word, "Times-Roman", 11) + 3.1
        canvas.drawText(text)

    read = pages(drawn(draw, pagesize=A4))
    assert read.of("paragraph") == [" ".join(words * 6)]


def test_raised_figures_are_note_calls_and_ordinals_are_not(typeset, pages) -> None:
    text = (
        "Fees rose#super[3] in the 21#super[st] century#super[4,5] and later#super[a]. Many#super[12] left."
    )
    read = pages(typeset(PAGE + text * 3))
    line = "Fees rose³ in the 21st century⁴,⁵ and later[^a]. Many¹² left."
    assert read.of("paragraph") == [line * 3]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_upright_and_its_boxes_are_on_the_page_as_shown(
    drawn, pages, turn: int
) -> None:
    lines = ["Workers were held in the camp for months,", "and they had no papers of their own to show."]

    def draw(canvas) -> None:
        canvas.setPageRotation(turn)
        for number, line in enumerate(lines):
            canvas.drawString(72, 500 - 14 * number, line)

    (page,) = pages(drawn(draw, pagesize=A4)).read.pages
    assert page.text == " ".join(lines)
    width, height = A4
    assert (page.width, page.height) == (pytest.approx(width, abs=0.1), pytest.approx(height, abs=0.1))
    (box,) = page.blocks[0].boxes
    # The text is wide and near the top of the sheet as drawn; turned, it is near another edge.
    near = {90: box.x1 > width - 160, 180: box.x1 > width - 80, 270: box.x0 < 160}
    assert near[turn]
    assert (box.x1 - box.x0 > box.y1 - box.y0) == (turn == 180)


def test_text_drawn_sideways_on_an_upright_sheet_is_read(drawn, pages, prose) -> None:
    text = [prose(1) for _ in range(5)]

    def draw(canvas) -> None:
        canvas.rotate(90)
        for number, line in enumerate(text):
            canvas.drawString(72, -100 - 14 * number, line)

    (page,) = pages(drawn(draw, pagesize=A4)).read.pages
    assert page.text.replace("\n", " ") == " ".join(text)
    box = page.blocks[0].boxes[0]
    assert box.y1 - box.y0 > box.x1 - box.x0 > 8


def test_boxes_stand_where_the_text_is_though_the_page_is_cropped(drawn, pages) -> None:
    def draw(canvas) -> None:
        canvas.setCropBox((100, 200, 500, 750))
        canvas.drawString(150, 700, "Workers were held in the camp.")
        canvas.drawString(150, 100, "This stands outside of what is shown.")

    (page,) = pages(drawn(draw, pagesize=A4)).read.pages
    assert page.text == "Workers were held in the camp."
    assert (page.width, page.height) == (400, 550)
    (box,) = page.blocks[0].boxes
    assert box.x0 == pytest.approx(150 - 100, abs=2)
    assert box.y0 == pytest.approx(700 - 200, abs=4)
    assert 8 < box.y1 - box.y0 < 14


def test_a_landscape_page_between_others(drawn, pages) -> None:
    def draw(canvas) -> None:
        canvas.drawString(72, 700, "The first page stands upright.")
        canvas.showPage()
        canvas.setPageSize(landscape(A4))
        canvas.drawString(72, 400, "The second page lies on its side.")
        canvas.showPage()

    read = pages(drawn(draw, pagesize=A4))
    assert [page.text for page in read.read.pages] == [
        "The first page stands upright.",
        "The second page lies on its side.",
    ]
    assert read.read.pages[1].width > read.read.pages[1].height
