"""Entries of reference lists in the styles that reports use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.corpus.references import parse_references
from rantau.framework.words import BlockKind
from rantau.store.records import Passage, Reference, Span


def passage(number: int, text: str, *, label: str = "", kind: BlockKind = "reference") -> Passage:
    return Passage(
        id=f"d1/p{number}",
        document="d1",
        number=number,
        kind=kind,
        section=None,
        spans=(Span(1, 0, len(text)),),
        text=text,
        sentences=((0, len(text)),),
        label=label,
    )


def references_of(*entries: str) -> list[Reference]:
    """The references that these entries of a list are read as."""
    return parse_references("d1", [passage(number, entry) for number, entry in enumerate(entries, start=1)])


# Each entry with its authors, year, suffix, title and container.
ENTRIES = {
    "APA, a journal": (
        "Doe, J. K., & Tan, B. (2021a). Debt and return: Workers' stories. Journal of Labour Studies, 8(2), 1–20.",
        (
            ("Doe, J. K.", "Tan, B."),
            2021,
            "a",
            "Debt and return: Workers' stories",
            "Journal of Labour Studies",
        ),
    ),
    "APA, a book with an edition": (
        "Doe, J., & Tan, B. (2009). The age of debt: A reader (4th ed.). Palgrave Macmillan.",
        (("Doe, J.", "Tan, B."), 2009, "", "The age of debt: A reader", ""),
    ),
    "APA, a chapter": (
        "Lee, C. (2018). Brokers. In P. Tan & R. Lim (Eds.), Handbook of work (pp. 12–33). Routledge.",
        (("Lee, C.",), 2018, "", "Brokers", "Handbook of work"),
    ),
    "APA, three authors and a particle": (
        "Roe, B., Wæver, O., & De Wilde, J. (1998). Security: A framework. Lynne Rienner Publishers.",
        (("Roe, B.", "Wæver, O.", "De Wilde, J."), 1998, "", "Security: A framework", ""),
    ),
    "APA, an organisation with its acronym": (
        "International Labour Organization (ILO). (2023). Labour migration in ASEAN. https://www.ilo.org",
        (("International Labour Organization (ILO)",), 2023, "", "Labour migration in ASEAN", ""),
    ),
    "APA, three organisations": (
        "Walk Free, International Labour Organization, & International Organization for Migration. (2022). Estimates.",
        (
            ("Walk Free", "International Labour Organization", "International Organization for Migration"),
            2022,
            "",
            "Estimates",
            "",
        ),
    ),
    "APA, an organisation with a comma": (
        "Ministry of Manpower, Singapore. (2021). Statistics of foreign workers.",
        (("Ministry of Manpower, Singapore",), 2021, "", "Statistics of foreign workers", ""),
    ),
    "APA, a full date": (
        "Kompas. (2023, May 12). Polisi menangkap tiga calo. https://nasional.kompas.com/read/",
        (("Kompas",), 2023, "", "Polisi menangkap tiga calo", ""),
    ),
    "APA, an editor": (
        "Doe, J. (Ed.). (2018). Handbook of work. Routledge.",
        (("Doe, J.",), 2018, "", "Handbook of work", ""),
    ),
    "APA, a title that asks": (
        "Roe, A. (2019). Does it help? Two countries in ASEAN. Asia Pacific Business Review, 25(3), 371–388.",
        (("Roe, A.",), 2019, "", "Does it help? Two countries in ASEAN", "Asia Pacific Business Review"),
    ),
    "APA, a title that begins with a quotation": (
        "Human Rights Watch. (2022a). “I was sold”: Abuse of workers. https://www.hrw.org",
        (("Human Rights Watch",), 2022, "a", "“I was sold”: Abuse of workers", ""),
    ),
    "APA, a journal without a volume": (
        "Roe, M. (2024). Climate and work: Concepts and practices. Third World Quarterly. https://doi.org/10.1000/x1",
        (("Roe, M.",), 2024, "", "Climate and work: Concepts and practices", "Third World Quarterly"),
    ),
    "Harvard, a book": (
        "Doe, J. and Tan, M.J. (2009) The Age of Debt. 4th edn. Basingstoke: Palgrave Macmillan.",
        (("Doe, J.", "Tan, M. J."), 2009, "", "The Age of Debt", ""),
    ),
    "Harvard, commas": (
        "Doe, J. and Tan, M. J. (2009), The Age of Debt, Palgrave Macmillan, London.",
        (("Doe, J.", "Tan, M. J."), 2009, "", "The Age of Debt", ""),
    ),
    "Harvard, no brackets": (
        "Tan, B.K., 2019. Debt and return: workers’ stories. Journal of Labour Studies, 8(2), pp.1–20.",
        (("Tan, B. K.",), 2019, "", "Debt and return: workers’ stories", "Journal of Labour Studies"),
    ),
    "Harvard, quotation marks": (
        "Tan, B. K. (2019) 'Debt and return', Journal of Labour Studies, vol. 8, no. 2, pp. 1–20.",
        (("Tan, B. K.",), 2019, "", "Debt and return", "Journal of Labour Studies"),
    ),
    "Harvard, a chapter": (
        "Lee, C. (2018) ‘Brokers and boats’, in Tan, P. and Lim, R. (eds) Handbook of Work. London: Sage, pp. 12–33.",
        (("Lee, C.",), 2018, "", "Brokers and boats", "Handbook of Work"),
    ),
    "Chicago author-date, an article": (
        "Tan, Bee Kim. 2019. “Debt and Return.” Journal of Labour Studies 8 (2): 1–20.",
        (("Tan, Bee Kim",), 2019, "", "Debt and Return", "Journal of Labour Studies"),
    ),
    "Chicago author-date, three authors": (
        "Doe, Jane, Hein de Roe, and Mark J. Tan. 2014. The Age of Debt. 5th ed. New York: Guilford Press.",
        (("Doe, Jane", "de Roe, Hein", "Tan, Mark J."), 2014, "", "The Age of Debt", ""),
    ),
    "Chicago author-date, a chapter": (
        "Lee, Charles. 2018. “Brokers.” In Handbook of Work, edited by Paul Tan, 12–33. London: Routledge.",
        (("Lee, Charles",), 2018, "", "Brokers", "Handbook of Work"),
    ),
    "Chicago author-date, a new edition": (
        "Roe, Hannah. (1951) 1973. The Origins of Debt. New York: Harcourt.",
        (("Roe, Hannah",), 1973, "", "The Origins of Debt", ""),
    ),
    "Chicago notes": (
        "Roe, Kevin. Disposable Work: Debt in the Global Economy. Berkeley: University of California Press, 1999.",
        (("Roe, Kevin",), 1999, "", "Disposable Work: Debt in the Global Economy", ""),
    ),
    "MLA": (
        'Tan, Bee Kim. "Debt and Return." Journal of Labour Studies, vol. 8, no. 2, 2019, pp. 1-20.',
        (("Tan, Bee Kim",), 2019, "", "Debt and Return", "Journal of Labour Studies"),
    ),
    "Vancouver, an article": (
        "Tan BK, Lim C. Debt and return among fishers. J Labour Stud. 2019;8(2):1-20.",
        (("Tan, B. K.", "Lim, C."), 2019, "", "Debt and return among fishers", "J Labour Stud"),
    ),
    "Vancouver, an article with its month": (
        "Roe A. Labour brokers in migration. Int J Hist. 2012 Mar;57(2):225–52.",
        (("Roe, A.",), 2012, "", "Labour brokers in migration", "Int J Hist"),
    ),
    "Vancouver, an organisation": (
        "World Health Organization. Health of migrants: report by the secretariat. Geneva: WHO; 2019.",
        (("World Health Organization",), 2019, "", "Health of migrants: report by the secretariat", ""),
    ),
    "IEEE": (
        'B. K. Tan and C. Lim, "Debt and return," Journal of Labour Studies, vol. 8, no. 2, pp. 1-20, 2019.',
        (("Tan, B. K.", "Lim, C."), 2019, "", "Debt and return", "Journal of Labour Studies"),
    ),
    "UN style": (
        "UNODC, Global Report on Trafficking in Persons 2022 (Vienna: United Nations, 2023).",
        (("UNODC",), 2023, "", "Global Report on Trafficking in Persons 2022", ""),
    ),
    "Indonesian, a single name": (
        "Sugiyono. (2019). Metode penelitian kualitatif. Bandung: Alfabeta.",
        (("Sugiyono",), 2019, "", "Metode penelitian kualitatif", ""),
    ),
    "Indonesian, a single name and another": (
        "Surwandono, & Maksum, A. (2025). Arus migrasi. Dalam Migrasi global (hlm. 231–256). World Scientific.",
        (("Surwandono", "Maksum, A."), 2025, "", "Arus migrasi", "Migrasi global"),
    ),
    "Indonesian, a journal": (
        "Wahyudi, R., dan Susanti, D. (2020). Perlindungan pekerja migran. Jurnal Hubungan Internasional, 9(1), 12–25.",
        (
            ("Wahyudi, R.", "Susanti, D."),
            2020,
            "",
            "Perlindungan pekerja migran",
            "Jurnal Hubungan Internasional",
        ),
    ),
    "Indonesian, and others": (
        "Putri, M., dkk. (2020). Judul penelitian ini. Jurnal Ilmu, 2(1).",
        (("Putri, M.",), 2020, "", "Judul penelitian ini", "Jurnal Ilmu"),
    ),
    "Indonesian, a law": (
        "Undang-Undang Nomor 21 Tahun 2007 tentang Pemberantasan Tindak Pidana Perdagangan Orang.",
        (
            (),
            2007,
            "",
            "Undang-Undang Nomor 21 Tahun 2007 tentang Pemberantasan Tindak Pidana Perdagangan Orang",
            "",
        ),
    ),
    "a law in English": (
        "Law No. 21 of 2007 on the Eradication of Trafficking in Persons.",
        ((), 2007, "", "Law No. 21 of 2007 on the Eradication of Trafficking in Persons", ""),
    ),
    "names in natural order": (
        "Ada L. Doe, Karen Roe, and Ulrike Tan. Debt and return. Journal of Labour Studies, 13(3):621–634, 2005.",
        (
            ("Doe, Ada L.", "Roe, Karen", "Tan, Ulrike"),
            2005,
            "",
            "Debt and return",
            "Journal of Labour Studies",
        ),
    ),
    "Malay, names without a family name": (
        "Hasan bin Ali & Siti binti Omar. (2018). Pekerja asing. Dalam A. Rahman (Peny.), Migrasi (hlm. 44–60).",
        (("Hasan bin Ali", "Siti binti Omar"), 2018, "", "Pekerja asing", "Migrasi"),
    ),
    "Vietnamese": (
        "Nguyễn Văn An. (2020). Di cư lao động ở Việt Nam. Tạp chí Xã hội học, 3(2), 15–30.",
        (("Nguyễn Văn An",), 2020, "", "Di cư lao động ở Việt Nam", "Tạp chí Xã hội học"),
    ),
    "Thai, with the year of the Buddhist era": (
        "สมชาย ใจดี. (2562). แรงงานข้ามชาติในประเทศไทย. วารสารประชากร, 7(2), 1–20.",
        (("สมชาย ใจดี",), 2019, "", "แรงงานข้ามชาติในประเทศไทย", "วารสารประชากร"),
    ),
    "Burmese, a name of three words": (
        "Khin Maung Win. (2021). Borders of work. Yangon: Myanmar Institute.",
        (("Khin Maung Win",), 2021, "", "Borders of work", ""),
    ),
    "particles": (
        "van der Berg, P. (2011). Ships: a history. OUP.",
        (("van der Berg, P.",), 2011, "", "Ships: a history", ""),
    ),
    "a hyphen and a prefix": (
        "Al-Hassan, M., & Roe-Anthony, J.-P. (2012). Title of it. Routledge.",
        (("Al-Hassan, M.", "Roe-Anthony, J.-P."), 2012, "", "Title of it", ""),
    ),
    "no date": (
        "International Labour Organization. n.d. “Forced labour.” Accessed 3 May 2021. https://www.ilo.org/forced.",
        (("International Labour Organization",), None, "", "Forced labour", ""),
    ),
    "in press": (
        "Doe, J. (in press). Work at sea. Journal of the Sea.",
        (("Doe, J.",), None, "", "Work at sea", "Journal of the Sea"),
    ),
    "an American department": (
        "U.S. Department of State. 2022. Trafficking in Persons Report. Washington, DC: Department of State.",
        (("U.S. Department of State",), 2022, "", "Trafficking in Persons Report", ""),
    ),
}


@pytest.mark.parametrize("style", ENTRIES)
def test_an_entry_says_who_when_what_and_where(style: str) -> None:
    raw, expected = ENTRIES[style]
    (reference,) = references_of(raw)
    assert reference.raw == raw
    assert (
        reference.authors,
        reference.year,
        reference.suffix,
        reference.title,
        reference.container,
    ) == expected


@pytest.mark.parametrize(
    ("text", "doi", "url"),
    [
        ("https://doi.org/10.1080/10357718.2018.153", "10.1080/10357718.2018.153", "https://doi.org/10.1080/10357718.2018.153"),
        ("doi: 10.1017/S00208590.", "10.1017/s00208590", ""),
        ("https://doi. org/10.1080/ 10357718", "10.1080/10357718", "https://doi.org/10.1080/10357718"),
        ("https:// doi.org/10.1007/978-3-031- 25748-3", "10.1007/978-3-031-25748-3", "https://doi.org/10.1007/978-3-031-25748-3"),
        ("https://doi.org/10.1142/9781800615953 0008", "10.1142/9781800615953_0008", "https://doi.org/10.1142/9781800615953_0008"),
        ("doi:10.1111/j.1468-0084. 1987.mp49.x.", "10.1111/j.1468-0084.1987.mp49.x", ""),
        ("https://www.unodc.org/documents/data- and-analysis/a.pdf (accessed 3 May 2021)", "", "https://www.unodc.org/documents/data-and-analysis/a.pdf"),
        ("https://www.example.org/ a/b.html", "", "https://www.example.org/a/b.html"),
        ("https://www.example.org/files/Two Words.pdf", "", "https://www.example.org/files/Two%20Words.pdf"),
        ("Available at: www.ilo.org.", "", "www.ilo.org"),
        ("(https://www.iom.int/a_(b))", "", "https://www.iom.int/a_(b)"),
        ("https://www.jstor.org/x https://doi.org/10.1000/y", "10.1000/y", "https://www.jstor.org/x"),
    ],
)  # fmt: skip
def test_addresses_are_whole_again_after_line_breaks(text: str, doi: str, url: str) -> None:
    (reference,) = references_of(f"Doe, J. (2020). Work. Journal of Labour, 1(2), 3–4. {text}")
    assert (reference.doi, reference.url) == (doi, url)


def test_an_address_at_the_end_does_not_swallow_the_next_entry() -> None:
    first, second = references_of(
        "Human Rights Watch. (2022). Malaysia. https://www.hrw.org Doe, M. (2021). Work. Journal of Work, 12(2), 8–10."
    )
    assert (first.url, first.year) == ("https://www.hrw.org", 2022)
    assert (second.authors, second.year, second.container) == (("Doe, M.",), 2021, "Journal of Work")


@pytest.mark.parametrize(
    "run_together",
    [
        "Doe, J. (2020). Debt. Routledge. | Tan, B., & Lim, C. (2021). Boats. NUS Press.",
        "Doe, J. (2020). Debt. https://www.x.org/a/ | International Organization for Migration. (2021). Boats. IOM.",
        "Doe, J. (2020). Debt. AICHR. | International Labour Organization (ILO). (2021). Boats. Geneva.",
        "Doe, J. (2020). Debt. https://www.x.org/a.pdf | Sugiyono. (2021). Boats. Alfabeta.",
        "Doe, J., 2020. Debt. Journal of Work, 8(2), pp.1–20. | Tan, B., 2021. Boats. Work, 8(2), pp.1–20.",
        "Doe, J. (2020). Debt. doi:10.1000/ab12 | Tan, B. et al. (2021). Boats. NUS Press.",
        "Doe, Jane. 2020. Debt. Journal of Work 8 (2): 1–20. | Tan, Bee Kim. 2021. “Boats.” Work 8 (2): 1–20.",
    ],
)
def test_an_entry_run_onto_another_is_split_off_and_says_so(run_together: str) -> None:
    texts = run_together.split(" | ")
    references = references_of(" ".join(texts))
    assert [reference.raw for reference in references] == texts
    assert [reference.year for reference in references] == [2020, 2021]
    assert [reference.notes for reference in references] == [
        (),
        ("was run onto the end of the entry before it",),
    ]
    assert references[0].passage == references[1].passage


@pytest.mark.parametrize(
    "entry",
    [
        "Doe, J. (2020). Debt in 2019: The act of 12 May (2018). Routledge.",
        "Doe, J. (2020). Debt (L. Tan & M. Lim (eds.)). Routledge.",
        "Doe, J. (2020). Debt. In Tan, B., & Lim, C. (Eds.), Handbook of work (pp. 1–2). Routledge.",
        "Doe, J. (2020). A review of the book Debt, by B. Tan (2018). Journal of Work, 8(2), 1–20.",
        "UNDP. (1994). Human Development Report: New dimensions (1994). In UNDP 1994. http://hdr.undp.org/",
        "Doe, J. (2020). Debt. (Original work published 1976)",
        "Doe, J., 2020. The crisis of 2008. Journal of Work, 8(2), pp.1–20.",
    ],
)
def test_years_inside_an_entry_do_not_split_it(entry: str) -> None:
    assert [reference.raw for reference in references_of(entry)] == [entry]


def test_a_numbered_entry_that_swallowed_the_next_is_split_by_the_missing_number() -> None:
    references = parse_references(
        "d1",
        [
            passage(1, "Tan BK. Debt. J Work. 2019;8:1-2.", label="1"),
            passage(
                2, "Lim C. Boats. J Work. 2020;8:3-4. 3. Doe J. Crews. London: Routledge; 2015.", label="2"
            ),
            passage(3, "Roe A. Ports. J Work. 2021;8:5-6.", label="4"),
        ],
    )
    assert [(reference.number, reference.year) for reference in references] == [
        (1, 2019),
        (2, 2020),
        (3, 2015),
        (4, 2021),
    ]


def test_a_number_in_the_text_is_the_entry_s_number() -> None:
    references = references_of(
        "[1] Tan BK. Debt. J Work. 2019;8:1-2.", "[2] Lim C. Boats. J Work. 2020;8:3-4."
    )
    assert [(reference.number, reference.authors) for reference in references] == [
        (1, ("Tan, B. K.",)),
        (2, ("Lim, C.",)),
    ]


def test_a_title_that_begins_with_a_year_is_no_number() -> None:
    references = references_of(
        "12 Angry Migrants. (2019). Film.",
        "Doe, J. (2020). Debt. Routledge.",
        "Tan, B. (2021). Boats. NUS Press.",
    )
    assert [reference.number for reference in references] == [None, None, None]


def test_the_same_work_listed_again_points_to_the_first() -> None:
    references = references_of(
        "International Organization for Migration. (2022). World migration report 2022. https://www.iom.int",
        "International Organization for Migration. (2024). World migration report 2024.",
        "International Organization for Migration (IOM). (2022). World Migration Report 2022. IOM.",
        "IOM. (2022). World Migration Report 2022.",
    )
    assert [reference.duplicate_of for reference in references] == [None, None, "d1/r1", "d1/r1"]


def test_different_works_of_one_author_and_year_are_no_duplicates() -> None:
    references = references_of(
        "Doe, M. (2021). Debt in Malaysia: A case study. Routledge.",
        "Doe, M. (2021). Debt in Thailand: A case study. Routledge.",
        "Doe, N. (2021). Debt in Malaysia: A case study. Routledge.",
        "ILO. (2021). Report part 1. Geneva.",
        "ILO. (2021). Report part 2. Geneva.",
    )
    assert [reference.duplicate_of for reference in references] == [None] * 5


def test_keys_are_short_and_unique() -> None:
    references = references_of(
        "Idris, M. (2021). One. Routledge.",
        "Idris, N. (2021). Two. Routledge.",
        "de Haas, H. (2020a). Three. Routledge.",
        "Wæver, Ø. (n.d.). Four. Routledge.",
        "International Labour Organization (ILO). (2023). Five. Geneva.",
        "International Labour Organization. (2021). Six. Geneva.",
        "Organization, I. L. (2020). Seven. Geneva.",
        "Doe, J. (in press). Eight. Routledge.",
        "The ASEAN Intergovernmental Commission on Human Rights and Other Affairs. (2019). Nine.",
        "Undang-Undang Nomor 21 Tahun 2007 tentang Perdagangan Orang.",
    )
    assert [reference.key for reference in references] == [
        "idris-2021",
        "idris-2021-2",
        "de-haas-2020a",
        "waever-nd",
        "ilo-2023",
        "ilo-2021",
        "ilo-2020",
        "doe-in-press",
        "asean-intergovernmental-commission-2019",
        "undang-undang-nomor-21-2007",
    ]


def test_a_dash_stands_for_the_authors_above() -> None:
    references = references_of(
        "Tan, Bee Kim. 2019. Debt. Singapore: ISEAS.",
        "———. 2021. Boats. Singapore: ISEAS.",
        "———, and Chee Lim. 2022. Ports. Singapore: NUS Press.",
    )
    assert [reference.authors for reference in references] == [
        ("Tan, Bee Kim",),
        ("Tan, Bee Kim",),
        ("Tan, Bee Kim", "Chee Lim"),
    ]


def test_a_year_of_the_buddhist_era_is_noted() -> None:
    (reference,) = references_of("สมชาย ใจดี. (2562). แรงงานข้ามชาติ. วารสารประชากร, 7(2), 1–20.")
    assert reference.year == 2019
    assert reference.notes == ("the year is printed as 2562 of the Buddhist era",)


def test_the_rest_of_an_entry_is_joined_and_headings_within_the_list_are_left_out() -> None:
    references = references_of(
        "Primary sources",
        "Doe, J. (2020). Debt. Routledge.",
        "https://www.example.org/debt",
        "B",
        "de Haas, H. (2021). Boats. Routledge.",
    )
    assert [(reference.key, reference.url) for reference in references] == [
        ("doe-2020", "https://www.example.org/debt"),
        ("de-haas-2021", ""),
    ]


def test_nothing_is_made_up_where_there_is_no_list() -> None:
    assert parse_references("d1", [passage(1, "Doe, J. (2020). Debt. Routledge.", kind="paragraph")]) == []


@given(st.lists(st.text(min_size=1, max_size=200).filter(str.strip), max_size=6))
def test_whatever_stands_in_a_list_is_read_without_an_error(texts: list[str]) -> None:
    references = references_of(*(" ".join(text.split()) or "x" for text in texts))
    assert len({reference.key for reference in references}) == len(references)
    assert len({reference.id for reference in references}) == len(references)
    for reference in references:
        assert reference.year is None or 1500 <= reference.year < 2050
