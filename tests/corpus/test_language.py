"""Which language a text is in."""

from __future__ import annotations

import pytest

from rantau.corpus.language import detect_language, passage_languages

TEXTS = {
    "en": "The workers were held in the camp for months, and they had no papers of their own.",
    "id": "Para pekerja tidak bisa pulang karena utang, dan paspor mereka ditahan oleh perusahaan.",
    "ms": "Pekerja asing tidak boleh pulang kerana hutang, dan pasport mereka disimpan oleh syarikat.",
    "tl": "Ang mga manggagawa ay hindi makauwi dahil sa utang, at kinuha ng amo ang kanilang pasaporte.",
    "vi": "Người lao động không thể về nước vì nợ, và hộ chiếu của họ bị chủ giữ.",
    "th": "แรงงานข้ามชาติไม่สามารถกลับบ้านได้เพราะหนี้สิน",
    "km": "ពលករទេសន្តរប្រវេសន៍មិនអាចត្រឡប់ទៅផ្ទះវិញបានទេ",
    "lo": "ແຮງງານເຄື່ອນຍ້າຍບໍ່ສາມາດກັບບ້ານໄດ້ຍ້ອນໜີ້ສິນ",
    "my": "ရွှေ့ပြောင်းလုပ်သားများသည် အကြွေးကြောင့် အိမ်မပြန်နိုင်ကြပါ",
    "fr": "Les travailleurs ne pouvaient pas rentrer chez eux à cause de leurs dettes envers les courtiers.",
    "es": "Los trabajadores no podían volver a casa por las deudas que tenían con los intermediarios.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_the_languages_of_the_region_are_known(language: str) -> None:
    assert detect_language(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "12,345 (2020)", "IOM", "USD 2,500", "https://x.org"])
def test_too_little_text_is_in_no_language(text: str) -> None:
    assert detect_language(text) == ""


def test_a_passage_has_the_documents_language_unless_it_tells_otherwise() -> None:
    texts = [TEXTS["en"] * 2, TEXTS["en"], "Table 4", TEXTS["th"], f"{TEXTS['id']} {TEXTS['id']}"]
    kinds = ["paragraph", "paragraph", "heading", "quote", "quote"]
    assert passage_languages(texts, kinds) == ["en", "en", "en", "th", "id"]


def test_what_the_document_says_counts_where_its_text_does_not_tell() -> None:
    assert passage_languages(["7,000", "IOM"], ["paragraph", "paragraph"], "id") == ["id", "id"]


def test_a_thai_report_with_an_english_quotation() -> None:
    texts = [TEXTS["th"]] * 4 + [TEXTS["en"]]
    assert passage_languages(texts, ["paragraph"] * 5) == ["th"] * 4 + ["en"]
