"""In-text citations, and which entry of the list each points to."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rantau.corpus.citations import count_citations, find_citations
from rantau.corpus.model import Block, PageText, ReadDocument
from rantau.corpus.passages import build_passages
from rantau.corpus.references import parse_references
from rantau.framework.words import BlockKind
from rantau.store.records import Citation, Passage

Line = str | tuple[BlockKind, str] | tuple[BlockKind, str, str]


def passages_of(*pages: Sequence[Line]) -> list[Passage]:
    """Passages from pages of lines: a paragraph, or a kind and its text, or a kind, its text and its label."""
    made: list[PageText] = []
    for number, lines in enumerate(pages, start=1):
        blocks: list[Block] = []
        texts: list[str] = []
        position = 0
        for line in lines:
            kind, text, label = ("paragraph", line, "") if isinstance(line, str) else (*line, "")[:3]
            blocks.append(Block(kind=kind, start=position, end=position + len(text), label=label))
            texts.append(text)
            position += len(text) + 1
        made.append(PageText(number=number, label=None, text="\n".join(texts), blocks=tuple(blocks)))
    return build_passages("d1", ReadDocument(format="text", pages=tuple(made)))[1]


LIST = (
    "Anderson, B. (2013). Us and them? The politics of controls. Oxford University Press.",
    "ASEAN Secretariat. (2024). ASEAN in figures 2024. https://asean.org",
    "Badan Pusat Statistik. (2022). Statistik tenaga kerja. BPS.",
    "Bui, H., Tan, B., & Okafor, C. (2021a). Debts of crews. Journal of Labour Studies, 8(2), 1–20.",
    "Bui, H., Tan, B., & Okafor, C. (2021b). Wages of crews. Journal of Labour Studies, 8(3), 21–40.",
    "Buzan, B., Wæver, O., & De Wilde, J. (1998). Security: A new framework. Lynne Rienner Publishers.",
    "Caballero-Anthony, M. (2012). Human security. Routledge.",
    "Caballero-Anthony, M. (2018). Health and human security. Routledge.",
    "Castles, S., & Miller, M. J. (2009). The age of migration. Palgrave Macmillan.",
    "de Haas, H. (2020). The migration transition revisited. Comparative Migration Studies, 8(21).",
    "Hasan bin Ali & Siti binti Omar. (2018). Pekerja asing. Penerbit UKM.",
    "Human Rights Watch. (2022a). Abuse. https://www.hrw.org",
    "Human Rights Watch. (2022b). Deportations. https://www.hrw.org",
    "Idris, M. (2021). Structural violence. Journal of Studies, 12(2), 88–104.",
    "Idris, N. (2021). Policy exclusion. Journal of Studies, 12(1), 55–78.",
    "International Labour Organization (ILO). (2023). Labour migration in ASEAN. https://www.ilo.org",
    "International Organization for Migration. (2022). World migration report 2022. https://www.iom.int",
    "International Organization for Migration (IOM). (2022). World Migration Report 2022. IOM.",
    "International Organization for Migration. (2024). Regional overview. https://www.iom.int",
    "Kementerian Luar Negeri Republik Indonesia. (2021). Laporan tahunan.",
    "Khin Maung Win. (2021). Borders of work. Yangon: Myanmar Institute.",
    "Kompas. (2023). Polisi menangkap calo. https://kompas.com",
    "Lelliott, J., & Miller, R. (2023a). Corruption. IMISCOE.",
    "Lelliott, J., & Miller, R. (2023b). Regional responses. Global Migration Review, 8(1), 23–41.",
    "Ministry of Manpower, Singapore. (2021). Statistics of foreign workers.",
    "Nguyễn Văn An. (2020). Di cư lao động. Tạp chí Xã hội học, 3(2), 15–30.",
    "Organization, I. L. (2021). Experiences of migrant workers. ILO.",
    "Park, H. (2022). Securitizing migration. Asian Journal of Political Science, 30(3), 210–228.",
    "Secretariat, A. (2023). ASEAN plan of action. ASEAN Secretariat.",
    "Shelley, L. I. (2010). Human trafficking. Cambridge University Press.",
    "Smith, J. (n.d.). Work at sea. Marine Policy.",
    "Sugiyono. (2019). Metode penelitian. Alfabeta.",
    "UNICEF. (2020). Children on the move. UNICEF.",
    "United Nations Development Programme. (1994). Human development report 1994. UNDP.",
    "United Nations Office on Drugs and Crime. (2023). Global report on trafficking in persons 2023.",
    "United Nations Office on Drugs and Crime (UNODC). (2024). Global report on trafficking in persons.",
    "U.S. Department of State. (2022). Trafficking in persons report. Washington, DC.",
    "van der Berg, P. (2011). Ships: a history. OUP.",
    "Wahyudi, R., & Susanti, D. (2020). Perlindungan pekerja migran. Jurnal Hubungan Internasional, 9(1), 12–25.",
    "Walk Free Foundation. (2023). Global slavery index 2023. https://www.walkfree.org",
    "สมชาย ใจดี. (2562). แรงงานข้ามชาติ. วารสารประชากร, 7(2), 1–20.",
)


def cited_in(*lines: Line, entries: Sequence[str] = LIST) -> list[tuple[Citation, str]]:
    """The citations in some lines, each with what it points to: a key, keys joined by ``|``, or ``?``."""
    passages = passages_of([*lines, *(("reference", entry) for entry in entries)])
    references = parse_references("d1", passages)
    keys = {reference.id: reference.key for reference in references}
    texts = {passage.id: passage.text for passage in passages}
    found = []
    for one in find_citations("d1", passages, references):
        assert texts[one.passage][one.start : one.end] == one.text
        assert (one.reference is not None) == (one.status == "matched")
        assert (len(one.candidates) > 1) == (one.status == "ambiguous")
        ids = [one.reference] if one.reference else one.candidates
        found.append((one, "|".join(keys[each] for each in ids if each) or "?"))
    return found


def said(text: str, entries: Sequence[str] = LIST) -> list[str]:
    """Each citation of a paragraph as ``text -> key``, with its pages in square brackets."""
    return [
        f"{one.text} -> {key}" + (f" [{one.cited_page}]" if one.cited_page else "")
        for one, key in cited_in(text, entries=entries)
    ]


# What is written, and the citations in it.
IN_BRACKETS = {
    "It grew (Castles & Miller, 2009).": ["(Castles & Miller, 2009) -> castles-2009"],
    "It grew (Castles and Miller 2009: 10–14).": ["(Castles and Miller 2009: 10–14) -> castles-2009 [10–14]"],
    "It grew (Castles dan Miller, 2009, hlm. 10).": [
        "(Castles dan Miller, 2009, hlm. 10) -> castles-2009 [10]"
    ],
    "It grew (UNODC, 2024, p. 33).": ["(UNODC, 2024, p. 33) -> unodc-2024 [33]"],
    "It grew (UNODC 2024, 33–35).": ["(UNODC 2024, 33–35) -> unodc-2024 [33–35]"],
    "It grew(UNODC,2024,p.33).": ["(UNODC,2024,p.33) -> unodc-2024 [33]"],
    "It grew (UNODC, 2024, chap. 3).": ["(UNODC, 2024, chap. 3) -> unodc-2024 [chap. 3]"],
    "It grew (Buzan et al., 1998; Shelley, 2010).": [
        "Buzan et al., 1998 -> buzan-1998",
        "Shelley, 2010 -> shelley-2010",
    ],
    "It grew (Buzan dkk., 1998).": ["(Buzan dkk., 1998) -> buzan-1998"],
    "It grew (Buzan, Waever & de Wilde, 1998).": ["(Buzan, Waever & de Wilde, 1998) -> buzan-1998"],
    "It grew (Caballero-Anthony, 2012, 2018).": [
        "Caballero-Anthony, 2012 -> caballero-anthony-2012",
        "2018 -> caballero-anthony-2018",
    ],
    "It grew (Caballero-Anthony, 2012, p. 3; 2018, p. 5).": [
        "Caballero-Anthony, 2012, p. 3 -> caballero-anthony-2012 [3]",
        "2018, p. 5 -> caballero-anthony-2018 [5]",
    ],
    "It grew (Bui et al., 2021a, b).": ["Bui et al., 2021a -> bui-2021a", "b -> bui-2021b"],
    "It grew (Bui et al., 2021a–b).": [
        "Bui et al., 2021a–b -> bui-2021a",
        "Bui et al., 2021a–b -> bui-2021b",
    ],
    "It grew (see e.g. Shelley, 2010; Park, 2022).": [
        "Shelley, 2010 -> shelley-2010",
        "Park, 2022 -> park-2022",
    ],
    "It grew (for a review, see Shelley, 2010).": ["Shelley, 2010 -> shelley-2010"],
    "It grew (data from UNODC, 2024).": ["UNODC, 2024 -> unodc-2024"],
    "It grew (lihat juga Wahyudi & Susanti, 2020).": ["Wahyudi & Susanti, 2020 -> wahyudi-2020"],
    "It grew (Roe, 1976, as cited in Park, 2022, p. 5).": [
        "Roe, 1976 -> ?",
        "Park, 2022, p. 5 -> park-2022 [5]",
    ],
    "It grew (Park, 2022, emphasis added).": ["Park, 2022 -> park-2022"],
    "It grew (Shelley 2010 and Park 2022).": ["Shelley 2010 -> shelley-2010", "Park 2022 -> park-2022"],
    "It grew (Shelley, 2010, Park, 2022).": ["Shelley, 2010 -> shelley-2010", "Park, 2022 -> park-2022"],
    "It grew [Shelley 2010, 12].": ["[Shelley 2010, 12] -> shelley-2010 [12]"],
    "It grew (see Shelley (2010) and Park (2022)).": [
        "Shelley (2010) -> shelley-2010",
        "Park (2022) -> park-2022",
    ],
    "It grew (International Organization for Migration [IOM], 2022).": [
        "(International Organization for Migration [IOM], 2022) -> iom-2022"
    ],
    "It grew (United Nations Office on Drugs and Crime (UNODC), 2024).": [
        "(United Nations Office on Drugs and Crime (UNODC), 2024) -> unodc-2024"
    ],
    "It grew (IOM, 2022).": ["(IOM, 2022) -> iom-2022"],
    "It grew (BPS, 2022).": ["(BPS, 2022) -> badan-pusat-statistik-2022"],
    "It grew (United Nations Children’s Fund, 2020).": [
        "(United Nations Children’s Fund, 2020) -> unicef-2020"
    ],
    "It grew (US Department of State, 2022).": [
        "(US Department of State, 2022) -> u-s-department-of-state-2022"
    ],
    "It grew (M. Idris, 2021).": ["(M. Idris, 2021) -> idris-2021"],
    "It grew (Idris, N., 2021).": ["(Idris, N., 2021) -> idris-2021-2"],
    "It grew (Human Rights Watch, 2022).": [
        "(Human Rights Watch, 2022) -> human-rights-watch-2022a|human-rights-watch-2022b"
    ],
    "It grew (Smith, n.d.).": ["(Smith, n.d.) -> smith-nd"],
    "It grew (Kompas, 12 May 2023).": ["(Kompas, 12 May 2023) -> kompas-2023"],
    "It grew (Hasan bin Ali & Siti binti Omar, 2018).": [
        "(Hasan bin Ali & Siti binti Omar, 2018) -> hasan-bin-ali-2018"
    ],
    "It grew (Nguyễn, 2020, tr. 12).": ["(Nguyễn, 2020, tr. 12) -> nguyen-van-an-2020 [12]"],
    "It grew (Nguyen Van An, 2020).": ["(Nguyen Van An, 2020) -> nguyen-van-an-2020"],
    "เพิ่มขึ้น (สมชาย ใจดี, 2562, น. 15)": ["(สมชาย ใจดี, 2562, น. 15) -> สมชาย-ใจดี-2019 [15]"],
    "It grew (Kementerian Luar Negeri, 2021).": [
        "(Kementerian Luar Negeri, 2021) -> kementerian-luar-negeri-republik-2021"
    ],
    "So says the Ministry of Manpower (MOM 2021).": ["(MOM 2021) -> ministry-of-manpower-singapore-2021"],
    "It grew (“Global Slavery Index,” 2023).": [
        "(“Global Slavery Index,” 2023) -> walk-free-foundation-2023"
    ],
    "It grew (Sheley, 2010; Andersen, 2013).": [
        "Sheley, 2010 -> shelley-2010",
        "Andersen, 2013 -> anderson-2013",
    ],
    "It grew (Park, 2022, p. 5). It fell (ibid., p. 9).": [
        "(Park, 2022, p. 5) -> park-2022 [5]",
        "(ibid., p. 9) -> park-2022 [9]",
    ],
    "It grew (UNODC report 2024).": ["(UNODC report 2024) -> unodc-2024"],
    "It grew (UNODC, 2024; after the ILO joined in 2023).": ["UNODC, 2024 -> unodc-2024"],
    "It grew (Walk Free and ILO, 2017, 2023).": ["Walk Free and ILO, 2017 -> ?", "2023 -> ?"],
    "It grew (Miller & Castles, 2009).": ["(Miller & Castles, 2009) -> castles-2009"],
}


@pytest.mark.parametrize("text", IN_BRACKETS)
def test_citations_in_brackets(text: str) -> None:
    assert said(text) == IN_BRACKETS[text]
    assert {one.style for one, _ in cited_in(text)} <= {"parenthetical", "narrative"}


IN_SENTENCES = {
    "As de Haas (2020) says, it grew.": ["de Haas (2020) -> de-haas-2020"],
    "As De Haas (2020, p. 5) says, it grew.": ["De Haas (2020, p. 5) -> de-haas-2020 [5]"],
    "As van der Berg (2011) says, it grew.": ["van der Berg (2011) -> van-der-berg-2011"],
    "Castles and Miller's (2009, pp. 10–14) theory holds.": [
        "Castles and Miller's (2009, pp. 10–14) -> castles-2009 [10–14]"
    ],
    "In Malaysia, Castles and Miller (2009) saw it.": ["Castles and Miller (2009) -> castles-2009"],
    "It is due to Buzan, Wæver, dan de Wilde (1998).": ["Buzan, Wæver, dan de Wilde (1998) -> buzan-1998"],
    "A study by Lelliott & Miller(2023b) says so.": ["Lelliott & Miller(2023b) -> lelliott-2023b"],
    "Studies by Shelley (2010), de Haas (2020), and Park (2022) agree.": [
        "Shelley (2010) -> shelley-2010",
        "de Haas (2020) -> de-haas-2020",
        "Park (2022) -> park-2022",
    ],
    "It was Louise Shelley (2010) who said it.": ["Louise Shelley (2010) -> shelley-2010"],
    "Another scholar, Prof. Shelley (2010), said it.": ["Shelley (2010) -> shelley-2010"],
    "According to UNODC (2024, p. 15), it grew.": ["UNODC (2024, p. 15) -> unodc-2024 [15]"],
    "Reports of the United Nations Office on Drugs and Crime (2024; 2023) agree.": [
        "United Nations Office on Drugs and Crime (2024 -> unodc-2024",
        "2023) -> unodc-2023",
    ],
    "The ILO report (2021, pp. 10–12) says so.": ["ILO report (2021, pp. 10–12) -> ilo-2021 [10–12]"],
    "The ASEAN Secretariat report (2023) says so.": ["ASEAN Secretariat report (2023) -> secretariat-2023"],
    "Human Rights Watch's latest report (2022b, p. 12) says so.": [
        "Human Rights Watch's latest report (2022b, p. 12) -> human-rights-watch-2022b [12]"
    ],
    "Park's research (2022) says so.": ["Park's research (2022) -> park-2022"],
    "Shelley expanded this concept (2010).": ["Shelley expanded this concept (2010) -> shelley-2010"],
    "The Global Slavery Index (2023) says so.": ["Global Slavery Index (2023) -> walk-free-foundation-2023"],
    "The ASEAN in Figures report (2024, p. 8) says so.": [
        "ASEAN in Figures report (2024, p. 8) -> asean-secretariat-2024 [8]"
    ],
    "The UNDP coined it in the Human Development Report (1994).": [
        "UNDP coined it in the Human Development Report (1994) -> united-nations-development-programme-1994"
    ],
    "The calls by UNODC (2024) and IOM (2023) were heard.": ["UNODC (2024) -> unodc-2024", "IOM (2023) -> ?"],
    "A study by Idris (2021) says so.": ["Idris (2021) -> idris-2021|idris-2021-2"],
    "Bui et al. (2021a) say so.": ["Bui et al. (2021a) -> bui-2021a"],
    "Menurut Wahyudi dan Susanti (2020), itu benar.": ["Wahyudi dan Susanti (2020) -> wahyudi-2020"],
    "Penelitian Bui dkk. (2021a: 14) menunjukkan itu.": ["Bui dkk. (2021a: 14) -> bui-2021a [14]"],
    "Sugiyono (2019) menyatakan itu.": ["Sugiyono (2019) -> sugiyono-2019"],
    "Nguyễn Văn An (2020) cho rằng như vậy.": ["Nguyễn Văn An (2020) -> nguyen-van-an-2020"],
    "Khin Maung Win (2021) says so.": ["Khin Maung Win (2021) -> khin-maung-win-2021"],
    "Daw Khin Maung Win (2021) says so.": ["Khin Maung Win (2021) -> khin-maung-win-2021"],
    "ตามที่ สมชาย ใจดี (2562) กล่าวไว้": ["สมชาย ใจดี (2562) -> สมชาย-ใจดี-2019"],
    "Tan (2019) says so. Others do not.": ["Tan (2019) -> ?"],
    "According to Roe (2017), it fell.": ["Roe (2017) -> ?"],
    "Doe and Roe (2016) and Doe et al. (2018) say so.": ["Doe and Roe (2016) -> ?", "Doe et al. (2018) -> ?"],
    "Park (2022), p. 33, says so.": ["Park (2022), p. 33 -> park-2022 [33]"],
    "Park (2022) writes that “it is so” (p. 33).": ["Park (2022) -> park-2022 [33]"],
    "Park (2022, quoted in Shelley, 2010, p. 5) says so.": [
        "Park (2022 -> park-2022",
        "Shelley, 2010, p. 5 -> shelley-2010 [5]",
    ],
    "Source: IOM, 2022; UNODC (2024).": ["IOM, 2022 -> iom-2022", "UNODC (2024) -> unodc-2024"],
}


@pytest.mark.parametrize("text", IN_SENTENCES)
def test_citations_in_sentences(text: str) -> None:
    assert said(text) == IN_SENTENCES[text]


NO_CITATIONS = [
    "It began (2020) and ended (2021).",
    "The Anti-Trafficking in Persons Act (2007) is silent.",
    "Act 670 (2007) is silent, and so is the Act (2007).",
    "The Domestic Workers Convention (No. 189) (2011) was not ratified.",
    "ACTIP (2015) requires it; the Palermo Protocol (2000) defines it.",
    "The Bali Process (2002), the ASEAN Declaration (2007) and the Bangkok Declaration (1993) came first.",
    "Undang-Undang Nomor 21 Tahun 2007 (2007) dan UU No. 18 (2017) mengatur hal itu.",
    "It ended (12 May 2023), or in May (2023), or (January 2019).",
    "Table 2 (2019) and Figure 3 (2014) show it (Table 2, 2019).",
    "Article 5 (2) and section 12 (1999) say so (Law No. 18/2017; Act 670 of 2007).",
    "There were many (n = 2019; N=2020), at USD 2,000 (USD 2000; RM 2019).",
    "In Malaysia (2019) and Bangkok (2015) it fell (Thailand, 2016; Kuala Lumpur, 2019).",
    "The coup (2021), the pandemic (2020) and Cyclone Nargis (2008) came (Covid-19, 2020).",
    "It lasted long (2014–2016; since 2019; 2015-present; in the 1990s).",
    "Prices rose (2018 prices; 2010 census; ASEAN 2025).",
    "She told us (interview, 12 May 2019; Siti, interview, 2019; wawancara, 2020; personal communication, 2021).",
    "They met him (born 1976) in a room (room 2010) of the hotel.",
    "We counted (authors’ calculation, 2023). Source: compiled by the author, 2025.",
    "The IOM (1951) and the UNDP (1965) were founded early.",
    "The programme ran in three years (2015, 2017 and 2019).",
    "Marx (1818–1883) never saw it, nor did the ASEAN Community (2015).",
    "He paid (see section 2015 below). See Annex 1 (2022) or chapter 4 (2021).",
    "Vision 2025 (2015) and Agenda 2030 (2015) are plans.",
    "Myanmar, Laos and Cambodia (2018) are members, as are Thailand and Malaysia (1967).",
]


@pytest.mark.parametrize("text", NO_CITATIONS)
@pytest.mark.parametrize("entries", [LIST, ()], ids=["list", "no list"])
def test_years_that_are_no_citations(text: str, entries: Sequence[str]) -> None:
    assert said(text, entries) == []


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("(M. Idris, 2021)", ("Idris, M.",)),
        ("Louise Shelley (2010) said.", ("Shelley, Louise",)),
        ("(Buzan, Wæver, & de Wilde, 1998)", ("Buzan", "Wæver", "de Wilde")),
        ("(Buzan et al., 1998)", ("Buzan",)),
        ("(International Organization for Migration [IOM], 2022)", ("International Organization for Migration (IOM)",)),
        ("(United Nations Office on Drugs and Crime, 2024)", ("United Nations Office on Drugs and Crime",)),
        ("(Nguyễn Văn An, 2020)", ("Nguyễn Văn An",)),
        ("The Global Slavery Index (2023) says so.", ("Global Slavery Index",)),
    ],
)  # fmt: skip
def test_authors_are_given_as_cited_family_name_first(text: str, authors: tuple[str, ...]) -> None:
    ((citation, _),) = cited_in(text)
    assert citation.authors == authors


def test_a_work_listed_twice_is_matched_as_the_first() -> None:
    ((citation, key),) = cited_in("It grew (IOM, 2022).")
    assert (citation.status, key) == ("matched", "iom-2022")


def test_a_letter_that_the_list_has_not_leaves_a_citation_dangling() -> None:
    assert said("It grew (Lelliott & Miller, 2023c).") == ["(Lelliott & Miller, 2023c) -> ?"]


def test_a_letter_is_forgiven_where_the_list_has_one_work_of_the_year() -> None:
    assert said("It grew (Park, 2022a).") == ["(Park, 2022a) -> park-2022"]


def test_initials_that_contradict_the_list_leave_a_citation_dangling() -> None:
    assert said("It grew (S. Idris, 2021).") == ["(S. Idris, 2021) -> ?"]


def test_a_second_author_that_the_work_has_not_leaves_a_citation_dangling() -> None:
    assert said("It grew (Castles & Lyons, 2009).") == ["(Castles & Lyons, 2009) -> ?"]


def test_the_number_of_authors_tells_works_apart() -> None:
    entries = (
        "Nguyen, V. A. (2020). Alone. Routledge.",
        "Nguyen, T. H., & Tran, B. (2020). Together. Routledge.",
        "Nguyen, T. H., Tran, B., & Bui, C. (2020). All. Routledge.",
    )
    assert said("(Nguyen, 2020; Nguyen & Tran, 2020; Nguyen et al., 2020)", entries) == [
        "Nguyen, 2020 -> nguyen-2020",
        "Nguyen & Tran, 2020 -> nguyen-2020-2",
        "Nguyen et al., 2020 -> nguyen-2020-3",
    ]


def test_an_acronym_is_read_as_the_text_explains_it() -> None:
    found = cited_in(
        "The National Network of Fishers (NNF) counts them.",
        "It grew (NNF, 2020).",
        entries=("National Network of Fishers of Asia. (2020). Counts.", "Roe, A. (2019). Other. Routledge."),
    )
    assert [key for _, key in found] == ["national-network-of-fishers-of-asia-2020"]


def test_headings_and_tables_cite_only_what_the_list_knows() -> None:
    lines: list[Line] = [
        ("heading", "After Doe et al. (2018) and Shelley (2010)"),
        ("table", "Region | Source\nSabah | (Park, 2022)\nSarawak | (Kuching, 2019)"),
        ("caption", "Figure 1. Flows (Doe et al., 2018)"),
        ("front_matter", "Cite as: Park (2022)"),
    ]
    assert [one.text for one, _ in cited_in(*lines)] == [
        "Shelley (2010)",
        "(Park, 2022)",
        "(Doe et al., 2018)",
    ]


def test_counts_are_of_matches_and_of_candidates() -> None:
    passages = passages_of(
        [
            "It grew (Idris, 2021; M. Idris, 2021; IOM, 2022).",
            ("reference", "Idris, M. (2021). One. Routledge."),
            ("reference", "Idris, N. (2021). Two. Routledge."),
            ("reference", "IOM. (2022). Three. Geneva."),
            ("reference", "Park, H. (2022). Four. Routledge."),
        ]
    )
    references = parse_references("d1", passages)
    counted = count_citations(references, find_citations("d1", passages, references))
    assert [(reference.key, reference.cited) for reference in counted] == [
        ("idris-2021", 2),
        ("idris-2021-2", 1),
        ("iom-2022", 1),
        ("park-2022", 0),
    ]


def test_ids_count_the_citations_of_a_passage() -> None:
    found = cited_in("It grew (Park, 2022; Shelley, 2010).", "As de Haas (2020) says, it fell.")
    assert [one.id for one, _ in found] == ["d1/p1/c1", "d1/p1/c2", "d1/p2/c1"]


# ---- numbers ---------------------------------------------------------------------------------------------------

NUMBERED = tuple(
    f"[{number}] Tan B{letter}. Title {letter}. J Work. 2019;8:1-2."
    for number, letter in enumerate("ABCDEFGHIJKL", 1)
)


def test_numbers_in_square_brackets_are_citations_where_the_list_is_numbered() -> None:
    found = cited_in("It grew [1]. It fell [3–5, 9]. It stood [2, p. 12]; [11], [12].", entries=NUMBERED)
    assert [(one.text, one.style, one.cited_page) for one, _ in found] == [
        ("[1]", "numeric", ""),
        ("3–5", "numeric", ""),
        ("3–5", "numeric", ""),
        ("3–5", "numeric", ""),
        ("9", "numeric", ""),
        ("[2, p. 12]", "numeric", "12"),
        ("[11]", "numeric", ""),
        ("[12]", "numeric", ""),
    ]
    assert [key for _, key in found] == [
        "tan-2019",
        *(f"tan-2019-{number}" for number in (3, 4, 5, 9, 2, 11, 12)),
    ]
    assert found[0][0].authors == ("Tan, B. A.",)


def test_a_number_just_beyond_the_list_dangles_and_one_far_beyond_is_none() -> None:
    assert [(one.text, one.status) for one, _ in cited_in("See [1], [14] and [2015].", entries=NUMBERED)] == [
        ("[1]", "matched"),
        ("[14]", "dangling"),
    ]


def test_square_brackets_are_no_citations_where_the_list_has_no_numbers() -> None:
    assert [
        one.text for one, _ in cited_in("It grew [1] (Park, 2022). It fell [2], [3]. It [sic] stood [4].")
    ] == ["(Park, 2022)"]


def test_a_list_whose_numbers_were_lost_is_counted_from_one() -> None:
    entries = tuple(entry.partition("] ")[2] for entry in NUMBERED)
    found = cited_in("It grew [1]. It fell [2–5]. It stood [12].", entries=entries)
    assert [key for _, key in found] == ["tan-2019", *(f"tan-2019-{number}" for number in (2, 3, 4, 5, 12))]


def test_raised_numbers_are_citations_where_the_list_is_numbered() -> None:
    found = cited_in("It grew ¹. It fell,²⁻⁴ in 40 m² and 10⁶ cases of ¹⁴C in 2019⁵.", entries=NUMBERED)
    assert [one.text for one, _ in found] == ["¹", "²⁻⁴", "²⁻⁴", "²⁻⁴", "⁵"]


def test_numbers_in_round_brackets_are_citations_where_they_follow_the_list() -> None:
    text = "It grew (1). It fell in two ways (2, 3), and stood (4–6). There it was (7), as before (1)."
    assert [one.text for one, _ in cited_in(text, entries=NUMBERED)] == [
        "(1)",
        "2",
        "3",
        "(4–6)",
        "(4–6)",
        "(4–6)",
        "(7)",
        "(1)",
    ]


def test_a_list_within_a_sentence_is_no_citation() -> None:
    text = "States must: (1) prevent it, (2) punish it, and (3) protect workers; article 5 (2) and (3) say so (12)."
    assert cited_in(text, entries=NUMBERED) == []


# ---- notes -----------------------------------------------------------------------------------------------------

BOOKS = (
    "Anderson, Bridget. Us and Them? The Dangerous Politics of Control. Oxford: Oxford University Press, 2013.",
    "Bales, Kevin. Disposable People: New Slavery. Berkeley: University of California Press, 1999.",
    "Human Rights Watch. “Hidden Chains: Rights Abuses and Forced Labor.” January 23, 2018.",
    "Tan, Bee Kim. “Debt and Return.” Journal of Labour Studies 8, no. 2 (2019): 1–20.",
    "United Nations Office on Drugs and Crime. Global Report on Trafficking in Persons 2022. Vienna: UN, 2023.",
)

NOTES = {
    "UNODC, Global Report on Trafficking in Persons 2022 (Vienna: UN, 2023), p. 33.": [
        "united-nations-office-on-drugs-and-crime-2023 [33]"
    ],
    "Kevin Bales, Disposable People (Berkeley: University of California Press, 1999), 45.": [
        "bales-1999 [45]"
    ],
    "See Bales (1999), p. 5; Anderson 2013, 12.": ["bales-1999 [5]", "anderson-2013 [12]"],
    "See Human Rights Watch, “Hidden Chains,” 23 January 2018, https://www.hrw.org/report/2018/01/23/hidden.": [
        "human-rights-watch-2018"
    ],
    "Bee Kim Tan, “Debt and Return,” Journal of Labour Studies 8, no. 2 (2019): 12.": ["tan-2019 [12]"],
    "Bales, Disposable People, 50.": ["bales-1999 [50]"],
    "International Labour Organization, Profits and Poverty (Geneva: ILO, 2014), p. 3.": ["? [3]"],
    "ILO, Profits and Poverty: The Economics of Forced Labour, Geneva, 2014, p. 13.": ["? [13]"],
    "Reuters, ‘Malaysia deports 1,000 people’, 23 February 2021.": ["?"],
    "Verité, Forced Labor in Electronics, 2014, available at www.verite.org.": ["?"],
    "Tan 2019, Debt and Return, Singapore.": ["tan-2019"],
    "Email from an official, 3 March 2020.": [],
    "The exchange rate used is that of 3 January 2020.": [],
    "Data on file with the authors, 2019.": [],
    "In this report a worker is anyone who was paid in 2019, whatever the contract says.": [],
    "Interview with a worker, Medan, 12 May 2019.": [],
    "The Ministry of Manpower, which was set up in 2004, keeps these figures.": [],
    "Law No. 21 of 2007, art. 5.": [],
}


@pytest.mark.parametrize("note", NOTES)
def test_a_note_that_gives_a_source_is_a_citation_at_its_call(note: str) -> None:
    found = cited_in("Workers¹ leave.", ("footnote", note, "1"), entries=BOOKS)
    assert [f"{key} [{one.cited_page}]" if one.cited_page else key for one, key in found] == NOTES[note]
    assert all((one.text, one.style, one.passage) == ("¹", "footnote", "d1/p1") for one, _ in found)


def test_ibid_and_op_cit_point_to_the_note_they_mean() -> None:
    found = cited_in(
        "One.¹ Two.² Three.³ Four.⁴",
        (
            "footnote",
            "Kevin Bales, Disposable People (Berkeley: University of California Press, 1999), 45.",
            "1",
        ),
        ("footnote", "Ibid., pp. 50–51.", "2"),
        ("footnote", "Bridget Anderson, Us and Them? (Oxford: Oxford University Press, 2013), 12.", "3"),
        ("footnote", "Bales, op. cit., p. 60.", "4"),
        entries=BOOKS,
    )
    assert [(one.text, key, one.cited_page) for one, key in found] == [
        ("¹", "bales-1999", "45"),
        ("²", "bales-1999", "50–51"),
        ("³", "anderson-2013", "12"),
        ("⁴", "bales-1999", "60"),
    ]


def test_a_short_title_points_to_the_note_that_gave_the_work_in_full() -> None:
    found = cited_in(
        "One.¹ Two.² Three.³",
        (
            "footnote",
            "Kevin Bales, Disposable People (Berkeley: University of California Press, 1999), 45.",
            "1",
        ),
        ("footnote", "Bales, Disposable People, 50.", "2"),
        ("footnote", "Bales, Another Book, 50.", "3"),
        entries=(),
    )
    assert [(one.text, one.authors, one.year, one.cited_page, one.status) for one, _ in found] == [
        ("¹", ("Bales, Kevin",), 1999, "45", "dangling"),
        ("²", ("Bales, Kevin",), 1999, "50", "dangling"),
    ]


def test_a_note_that_explains_keeps_its_own_citations() -> None:
    found = cited_in(
        "Workers¹ leave.", ("footnote", "The number fell in 2020 (Tan, 2019).", "1"), entries=BOOKS
    )
    assert [(one.text, one.style, one.passage, key) for one, key in found] == [
        ("(Tan, 2019)", "parenthetical", "d1/p2", "tan-2019")
    ]


def test_a_source_whose_call_was_lost_stands_in_the_note() -> None:
    found = cited_in("Workers leave.", ("footnote", "Tan (2019), p. 5.", "1"), entries=BOOKS)
    assert [(one.text, one.style, one.passage) for one, _ in found] == [
        ("Tan (2019), p. 5", "footnote", "d1/p2")
    ]


def test_notes_that_begin_anew_on_each_page_belong_to_their_page() -> None:
    passages = passages_of(
        ["One.¹", ("footnote", "Tan (2019), p. 5.", "1")],
        ["Two.¹", ("footnote", "Bales (1999), p. 6.", "1")],
        [("reference", entry) for entry in BOOKS],
    )
    found = find_citations("d1", passages, parse_references("d1", passages))
    assert [(one.passage, one.year, one.cited_page) for one in found] == [
        ("d1/p1", 2019, "5"),
        ("d1/p3", 1999, "6"),
    ]


def test_endnotes_belong_to_calls_of_their_number() -> None:
    found = cited_in(
        "One.¹ Two.²",
        ("endnote", "Tan (2019), p. 5.", "1"),
        ("endnote", "Bales 1999, 6.", "2"),
        entries=BOOKS,
    )
    assert [(one.text, one.year) for one, _ in found] == [("¹", 2019), ("²", 1999)]


def test_a_call_that_is_no_number_leads_to_its_note() -> None:
    found = cited_in("One.[^a]", ("footnote", "Tan (2019), p. 5.", "a"), entries=BOOKS)
    assert [(one.text, one.year) for one, _ in found] == [("[^a]", 2019)]


# ---- whatever comes --------------------------------------------------------------------------------------------

PIECES = """( ) [ ] ; , . : & and et al. dkk. ibid. Park Idris M. de Haas IOM UNODC (2022) (IOM, 2022) 2021 2021a 1998
p. pp. 33 10–14 n.d. see the International Organization for Migration report 's ¹ ² [12] [^a] Source: สมชาย 2562"""
WORDS = st.sampled_from(PIECES.split())
FEW = tuple(
    entry for entry in LIST if entry.startswith(("Idris", "Park", "de Haas", "International Org", "สมชาย"))
)


@given(st.lists(WORDS, max_size=40), st.sampled_from(["", " "]))
def test_offsets_are_exact_and_nothing_fails_whatever_the_text(words: list[str], gap: str) -> None:
    text = gap.join(words).strip() or "x"
    found = cited_in(text, ("footnote", "Park (2022), p. 5.", "1"), entries=FEW)
    assert [one.id for one, _ in found] == [f"{one.passage}/c{number}" for one, number in _numbered(found)]


def _numbered(found: Sequence[tuple[Citation, str]]) -> list[tuple[Citation, int]]:
    counts: dict[str, int] = {}
    numbered = []
    for one, _ in found:
        counts[one.passage] = counts.get(one.passage, 0) + 1
        numbered.append((one, counts[one.passage]))
    return numbered


@given(st.text(max_size=120))
def test_any_text_at_all_is_read(text: str) -> None:
    cited_in(" ".join(text.split()) or "x", entries=FEW)
