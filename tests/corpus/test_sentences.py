"""Where sentences begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.corpus.sentences import LONGEST_SENTENCE, split_sentences

# Each case is one paragraph; "|" stands where a sentence ends, with the space after it.
ENGLISH = [
    "Migrants pay fees.| Brokers lend the money.",
    "Dr. Tan met Mr. Lim and Ms. Ong.| They spoke of wages.",
    "The case of M. Idris was heard.| J. K. Lobasz wrote of it.",
    "Two authors share a name (M. Idris, 2021; A. Indraswari, 2024).| Both are cited.",
    "Fees are high (e.g. USD 2,500 for Qatar, i.e. ten months' wages).| Few can pay.",
    "As Buzan et al. (1998) argue, threats are made.| Others agree.",
    "It follows Castles et al.| The theory is old.",
    "See p. 33 and pp. 10–14 of vol. 2, no. 3.| It says more.",
    "See No. 5 and Fig. 2.| The map shows it.",
    "No.| We did not sign.",
    "No. I do not know.".replace("No. I", "No.| I"),
    "Under the Trafficking Victims Protection Act (U.S. Pub. L. 106-386), visas are granted.| Few were.",
    "Under Art. 14(2).| The court agreed.",
    "Art. 14(2) and s. 55E of the Act apply; cf. Sec. III and ch. IV.| Fines are high.",
    "In Lim v. Public Prosecutor the court acquitted.| The state appealed.",
    "It was passed in the U.S. The House agreed.".replace("U.S. The", "U.S.| The"),
    "The U.S. Department of State ranks countries.| The U.K. Home Office does not.",
    "Wages rose by 4.5 per cent to 1.2 million.| Prices rose too.",
    "They work 18–20-hour days.| Nobody rests.",
    "Read https://www.iom.int/a.b?c=d.e for more.| It is long.",
    "See www.ilo.org.| The page is in English.",
    'She said, "We were locked in."| This is common.',
    "She said, “We were locked in.”| This is common.",
    "(The ministry denied it.)| The police did not.",
    "It is common (see Annex 2. It lists cases) in the region.| So it goes.",
    "It is common.³| It is also hidden.⁴⁵ ",
    "It is common.[12]| It is also hidden.",
    "Many are held. (Human Rights Watch, 2022a)| Others are deported.",
    "Many are held. (They said so in 2022 themselves, and it is known.)".replace("held. (T", "held.| (T"),
    "Why do they leave?| Because there is no work!| So they say.",
    "They waited ...| Nobody came.",
    "They waited… and nobody came.",
    "They arrived at 6 a.m. on Monday.| At 5 p.m. they left.",
    "It was founded in Jan. 2019 and closed on 3 Sept. 2021.| It had ten staff.",
    "Firms such as Top Glove Corp. Bhd. and Supermax Ltd. were named.| They denied it.",
    "Food, shelter, etc. were promised.| None was given.",
    "Food, shelter, etc.| They were not given.",
    "3. States shall cooperate.| They shall report.",
    "(a) Each State shall act.| (b) It shall report.",
    "The ASEAN-ACT report (2023, p. 8) notes 4.8 million workers.| ASEAN has 10 members.",
    "In 2023, 680,000 people were counted in 2022.| In 2024 more were.",
    "Workers go home.However, some stay.".replace("home.H", "home.|H"),
    "They fled to St. Louis, i.e. far away.| Prof. Wong stayed.",
    "The plan has two parts.| 45% of it is paid.",
    "Plan B.| The state failed.",
    "The fee is Rp. 5.000.000 or RM. 1,500 a head.| It is paid at once.",
    "Decree no. 45/2018 and Res. 55/25 apply.| Both bind.",
    "Protection failed: she was deported.| It was in June; nobody knew.",
    "„Quote.“ is not English.",
    "He asked: 'Where is my passport?'| She did not answer.",
]
OTHERS = [
    ("id", "Menurut UU No. 18 Tahun 2017, mereka dilindungi.| Namun, praktiknya lain."),
    ("id", "Buruh tani, nelayan, dll. bekerja tanpa kontrak.| Mereka rentan."),
    ("id", "Gasper dkk. (2020) menulis hal itu (hlm. 15).| Lihat juga Pasal 2."),
    ("id", "Biayanya Rp. 5.000.000 per orang.| Pak H. Ahmad membayar."),
    ("id", "Kasus di Jl. Sudirman No. 5, Kab. Malang, dibuka.| Polisi datang."),
    ("ms", "Pekerja asing dibayar RM. 1,500 sebulan, iaitu rendah.| Syarikat itu Sdn. Bhd. sahaja."),
    ("tl", "Ayon kay Gng. Reyes at Bb. Cruz, umalis sila.| Bumalik sila noong 2020."),
    ("tl", "Kulang ang pagkain, tubig, atbp. sa barko.| Sila ay nagutom."),
    ("vi", "Ông sống ở TP. Hồ Chí Minh với TS. Nguyễn Văn A.| Họ là lao động di cư."),
    ("vi", "Phí, lãi, v.v. đều cao.| Người lao động phải vay nợ."),
    ("my", "ရွှေ့ပြောင်းလုပ်သားများ ထိုင်းနိုင်ငံသို့ သွားသည်။| သူတို့သည် အလုပ်လုပ်သည်။"),
    ("my", "သူသွားသည်။|သူပြန်လာသည်။"),
    ("km", "ពលករធ្វើការនៅថៃ។| ពួកគេរងគ្រោះ។"),
    ("th", "แรงงานข้ามชาติ พ.ศ. 2551 มีจำนวนมาก และทำงานหนัก"),
    ("th", "เขาพูดว่า “เราไม่มีทางเลือก” |แล้วเขาก็เดินทางไป"),
    ("lo", "ແຮງງານເຄື່ອນຍ້າຍ ໄປເຮັດວຽກຢູ່ໄທ ຈຳນວນຫຼາຍ"),
]


def expected(marked: str) -> list[str]:
    return [part.strip() for part in marked.split("|") if part.strip()]


@pytest.mark.parametrize("marked", ENGLISH)
def test_english_paragraph_is_cut_where_its_sentences_end(marked: str) -> None:
    text = marked.replace("|", "")
    assert [text[start:end] for start, end in split_sentences(text, "en")] == expected(marked)


@pytest.mark.parametrize(("language", "marked"), OTHERS)
def test_paragraph_of_the_region_is_cut_where_its_sentences_end(language: str, marked: str) -> None:
    text = marked.replace("|", "")
    assert [text[start:end] for start, end in split_sentences(text, language)] == expected(marked)


def test_each_row_of_a_table_is_a_sentence() -> None:
    text = "Country | Migrants\nMalaysia | 4.8 million. Many."
    start, end = split_sentences(text, "en")[0]
    assert text[start:end] == "Country | Migrants"


TEXT = st.text(st.sampled_from("aBc. !?…\"”'()[]0123 \n,;-–¹²။។ ก ກ។ Art.No.e.g.M"), max_size=120) | st.text(
    max_size=80
)


@given(TEXT, st.sampled_from(["", "en", "th", "my", "km", "id"]))
def test_sentences_cover_all_that_is_not_white_space_in_order(text: str, language: str) -> None:
    spans = split_sentences(text, language)
    last = 0
    for start, end in spans:
        assert last <= start < end <= len(text)
        assert not text[last:start].strip()
        assert text[start:end] == text[start:end].strip()
        last = end
    assert not text[last:].strip()


@pytest.mark.parametrize("text", ["word " * 5_000, "w" * 25_000, "word " + " " * 4_000 + "w" * 4_000])
def test_what_runs_on_without_an_end_is_cut_between_words_where_there_are_any(text: str) -> None:
    spans = split_sentences(text, "en")
    assert all(0 < end - start <= LONGEST_SENTENCE for start, end in spans)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    if " w" in text[:100]:
        assert all(text[start:end].startswith("word") for start, end in spans)
