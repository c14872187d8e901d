"""What names a person by its form, and what looks like it and does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.evidence.identifiers import find_contacts


def found(text: str) -> list[tuple[str, str]]:
    return [(one.kind, text[one.start : one.end]) for one in find_contacts(text)]


@pytest.mark.parametrize(
    "number",
    [
        "+62 812-3456-7890",
        "+66 81 234 5678",
        "+959420123456",
        "0060 12 345 6789",
        "+1 (202) 555-0143",
        "0812-3456-7890",
        "081234567890",
        "(021) 555 12345",
        "09 420 123 456",
        "012-345 6789",
    ],
)
def test_a_telephone_number_is_found_whole_in_any_way_of_writing(number: str) -> None:
    assert found(f"She gave us {number}, and we wrote to her.") == [("phone", number)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Paspor No. A 1234567 disita.", "A 1234567"),
        ("His passport, number B7654321, was taken.", "B7654321"),
        ("NIK: 3201123456789012", "3201123456789012"),
        ("an NRC card, 12/KaMaYa(N)123456, in her bag", "12/KaMaYa(N)123456"),
        ("MyKad 880101-14-5678", "880101-14-5678"),
        ("ID card 1-2345-67890-12-3 of Thailand", "1-2345-67890-12-3"),
        ("Case no. LP/123/V/2020 was closed", "LP/123/V/2020"),
        ("UNHCR file number 815-22C01234", "815-22C01234"),
    ],
)
def test_a_number_of_a_passport_an_identity_card_or_a_case_is_found(text: str, number: str) -> None:
    assert found(text) == [("id", number)]


@pytest.mark.parametrize(
    "address",
    [
        "14 Circular Road",
        "221B Baker Street",
        "Jalan Melati No. 5",
        "Jl. Kenanga No. 12, RT 03/RW 04",
        "Gang Mawar 7",
        "House No. 12, Lot 5 Kampung Baru",
        "123/45 Moo 6",
        "Soi Nana 4",
        "Purok 3, Brgy. San Roque",
        "số 12 đường Lê Lợi",
    ],
)
def test_a_house_is_found_by_its_street_or_lot(address: str) -> None:
    assert found(f"He lived at {address} in those years.") == [("address", address)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("write to siti.aminah99@example.org today", ("e-mail", "siti.aminah99@example.org")),
        ("rekening BCA 1234567890 atas nama suaminya", ("account", "1234567890")),
        ("account number 123-4-56789-0", ("account", "123-4-56789-0")),
        ("a van with number plate B 1234 XYZ", ("plate", "B 1234 XYZ")),
        ("plat nomor WXY 1234", ("plate", "WXY 1234")),
        ("her page is facebook.com/nong.example", ("handle", "facebook.com/nong.example")),
        ("follow @nong_example there", ("handle", "@nong_example")),
        ("Line ID: aung_99", ("handle", "aung_99")),
    ],
)
def test_accounts_plates_and_addresses_on_the_net_are_found(text: str, expected: tuple[str, str]) -> None:
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "In 2019-2020, 1,234,567 people paid Rp 3,000,000 each (pp. 123-145).",
        "Act 670 of 2007, Article 12, Convention No. 189 and Law No. 18/2017 apply.",
        "The hotline 1300-88-1234 and the helpline +66 2 123 4567 are open from 08.00-16.00.",
        "They fled to Mae Sot, Tak Province, Thailand, by Highway 12.",
        "Jalan Sudirman is long, and 30 Thai Street vendors were asked.",
        "The figure rose from 100 000 000 to 120 000 000 in 2021-2022.",
        "ISBN 978-92-9268-789-0; doi 10.1000/182; A/RES/55/25",
        "Between 09:00 and 17:00 on 12 May 2020, 36,000 were deported.",
    ],
)
def test_figures_laws_places_and_hotlines_name_nobody(text: str) -> None:
    assert found(text) == []


@given(st.text(alphabet=st.sampled_from("0123456789 +-()/.,ABab@#:noNRTJlSoi\n"), max_size=120))
def test_what_is_found_lies_in_the_text_in_order_and_apart(text: str) -> None:
    reached = 0
    for one in find_contacts(text):
        assert reached <= one.start < one.end <= len(text)
        assert text[one.start : one.end].strip()
        reached = one.end


@given(
    st.integers(min_value=10_000_000, max_value=99_999_999),
    st.sampled_from(["+62 8{}", "+66 {}", "+60-1{}", "08{}", "whatsapp {}", "Tel. {}"]),
    st.sampled_from(["She said: ", "Hubungi ", "(", "; "]),
)
def test_no_digit_of_a_telephone_number_is_left(digits: int, form: str, before: str) -> None:
    text = f"{before}{form.format(digits)} after"
    left = text
    for one in reversed(find_contacts(text)):
        left = left[: one.start] + left[one.end :]
    assert not any(letter.isdigit() for letter in left)
