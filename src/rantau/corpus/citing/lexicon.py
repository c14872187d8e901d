"""Words that tell an author from what else may stand before a year, in the languages of the region.

All lists are in lower case and folded (no accents on Latin letters).
"""

from __future__ import annotations

import re

__all__ = [
    "ABBREVIATIONS",
    "CONNECTORS",
    "CURRENCIES",
    "DOCUMENTS",
    "HONORIFICS",
    "INFORMANTS",
    "KNOWN_ACRONYMS",
    "LAWS",
    "MONTHS",
    "NOT_AUTHORS",
    "ORGANISATION_WORDS",
    "PARTICLES",
    "SIGNAL",
    "STARTERS",
    "TAIL_NOUNS",
    "TOWNS",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PARTICLES = _words(
    """de del della di da das do dos du des la le van von der den ter ten te bin binti bt bte ibn al el ul ur y e
    zu zum af"""
)
CONNECTORS = _words(
    "of for on the and in to against as at de di dan untuk bagi pada atas des et & von fur y tentang"
)
"""Lower-case words inside the name of an organisation."""

ORGANISATION_WORDS = _words(
    """organization organisation office commission commissioner committee council ministry department agency
    secretariat foundation institute institution centre center bank fund programme program association network
    union federation society university college government authority bureau board group international nations
    watch coalition alliance embassy parliament senate court police forum consortium confederation partnership
    services service company corporation news times press post agencies taskforce rapporteur directorate school
    unit faculty media ltd inc kementerian kementrian badan komisi lembaga yayasan dinas direktorat pusat
    perserikatan organisasi dewan pemerintah kepolisian jabatan majlis suruhanjaya kerajaan institut persatuan
    serikat asosiasi universitas universiti bagian republik kabupaten provinsi perhimpunan jaringan kagawaran
    komisyon organisasyon state amnesty oxfam caritas"""
)

NOT_AUTHORS = _words(
    """act acts law laws convention conventions protocol regulation regulations decree constitution declaration
    agreement treaty code ordinance bill statute directive resolution compact charter memorandum mou covenant
    plan strategy policy agenda article articles section sections chapter table tables figure figures fig box
    annex appendix part map graph chart diagram photo phase round wave year years quarter edition volume no nos
    version budget census election elections summit conference workshop meeting crisis coup war pandemic covid
    typhoon cyclone tsunami earthquake olympics games operation case cases vision goal goals target deadline era
    amendment amendments amended guidelines principles scheme process undang undang-undang uu pasal peraturan
    perpres permenaker permen keputusan kepmen konvensi protokol deklarasi perjanjian piagam akta perlembagaan
    bab tabel gambar lampiran jadual rajah tahun nomor ayat luat hien phap dieu bang hinh nam author authors
    authors' author's penulis own sample total population baseline source sources respondents since until before
    after during between around about circa early late mid by from to in on at as of per the a an sejak sampai
    hingga pada tahun dalam antara selama sekitar akhir awal born died aged est founded established estimate
    estimates projected forecast revised updated adopted signed ratified entered accessed retrieved published ed
    eds edition page pages p pp vol col line row item model eq equation step usd eur idr n note notes i.e e.g ie
    eg today now present spring summer autumn winter fy ay"""
)
"""What stands before a year or its bracket and is not the author of a source."""

LAWS = _words(
    """act law laws convention conventions protocol regulation regulations decree constitution declaration
    agreement treaty ordinance bill statute directive resolution compact charter memorandum mou covenant covid
    pandemic undang-undang undang uu peraturan perpres keputusan konvensi protokol deklarasi perjanjian piagam
    akta census election elections summit conference workshop crisis coup war typhoon cyclone hurricane tsunami
    olympics amendment article section chapter table figure tabel gambar budget scheme policy plan"""
)
"""Words anywhere in a name that make it a law, an event or a part of the text."""
DOCUMENTS = _words(
    "report survey index yearbook bulletin newsletter handbook dataset database indicators statistics"
)
"""What a title ends in that stands where an author would."""

TOWNS = frozenset(
    town.replace("_", " ")
    for town in _words(
        """bangkok jakarta kuala_lumpur putrajaya manila quezon_city hanoi ha_noi ho_chi_minh_city da_nang phnom_penh
        sihanoukville vientiane yangon naypyidaw nay_pyi_taw mandalay dili bandar_seri_begawan medan surabaya
        batam denpasar bali makassar yogyakarta bandung semarang pontianak nunukan kupang kuching kota_kinabalu
        johor_bahru penang george_town tawau chiang_mai chiang_rai mae_sot ranong songkhla pattaya phuket cebu
        davao zamboanga cox's_bazar dhaka kathmandu colombo geneva new_york vienna london washington washington_dc
        brussels paris the_hague rome oslo tokyo seoul beijing canberra palermo marrakech new_delhi hong_kong
        taipei doha dubai riyadh jeddah"""
    )
)
"""Towns that a year in brackets dates an event in; the baseline's places hold countries and the corridors' towns."""

INFORMANTS = re.compile(
    r"\b(?:interview(?:s|ed|ee)?|wawancara|personal\s+communications?|komunikasi\s+(?:pribadi|peribadi)|field\s?notes?|fieldwork"
    r"|focus\s+group|fgds?|informants?|informan|respondents?|responden|participants?|temu\s?bual|phỏng\s+vấn|สัมภาษณ์|anonymous\s+source)\b",
    re.IGNORECASE,
)
"""A speaker, not a source that could stand in a reference list."""

MONTHS = _words(
    """january february march april may june july august september october november december jan feb mar apr jun
    jul aug sep sept oct nov dec januari februari maret mac mei jun juni julai juli ogos agustus oktober
    disember desember nopember enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre
    disyembre thang monday tuesday wednesday thursday friday saturday sunday senin selasa rabu kamis jumat sabtu
    minggu"""
)
CURRENCIES = _words(
    """usd us$ s$ a$ rm myr idr rp sgd thb php vnd mmk khr lak bnd eur gbp aud jpy cny hkd twd krw bdt npr inr"""
)
HONORIFICS = _words(
    """dr prof professor mr mrs ms sir datuk dato dato' tan sri tun haji hj hajjah ir drs u daw ko ma saya assoc"""
)

STARTERS = _words(
    """ngo ngos cso csos according meanwhile furthermore moreover however also although while whereas whilst since
    because as in on at by for from to with within under over after before during following using see data the a
    an this that these those their its his her our both like similarly likewise conversely finally first second
    third another other others such studies study research researchers scholars scholar report reports figures
    evidence most many several some recent recently earlier previous later then thus hence therefore
    additionally importantly notably indeed instead yet but and or if when where what which who whose why how
    per via based drawing building consistent contrary unlike despite among amid against between beyond is are
    was were has have had not only even still further again here there it they we he she i one two three four
    five analysts analyst author authors writers writer critics economist economists sociologist anthropologist
    political work works book article paper survey interviews interview professor colleague colleagues menurut
    laporan penelitian studi kajian data sementara namun dalam seperti berdasarkan hasil sebagaimana selain itu
    adapun pada oleh dari karena dengan bahwa yang para sejalan berbeda demikian senada hal tersebut temuan
    survei lebih lanjut kemudian selanjutnya merujuk mengutip bagi untuk di ke dan atau juga ini serta buku
    artikel teori konsep definisi theo trong cac nhung va cua bao cao nghien cuu ayon kay sa ng mga ang"""
)
"""Capitalised words at the head of a sentence that are no part of the name after them."""

TAIL_NOUNS = _words(
    """report reports study studies survey surveys research data analysis article articles book paper papers work
    works findings review estimates estimate statistics database dataset assessment framework definition
    typology theory concept model argument account thesis handbook guide guidelines figures index brief note
    census team publication laporan studi kajian penelitian"""
)
"""What may stand between an author and the year: "the IOM report (2022)"."""

KNOWN_ACRONYMS = {
    "unicef": "united nations childrens fund",
    "unfpa": "united nations population fund",
    "unaids": "joint united nations programme on hiv aids",
    "interpol": "international criminal police organization",
    "bp2mi": "badan pelindungan pekerja migran indonesia",
    "bps": "badan pusat statistik",
    "suhakam": "human rights commission of malaysia",
    "ofw": "overseas filipino workers",
    "tip": "trafficking in persons",
}
"""Acronyms whose letters are not the initials of the name as it is usually written."""

SIGNAL = re.compile(
    r"(?:(?:but|and|or|also|both)\s+)?(?:see(?:\s+(?:also|for\s+(?:example|instance)|especially|particularly|generally|further|inter\s+alia))?"
    r"|e\.?\s?g\.?|i\.e\.|cf\.?|compare|contrast|confer"
    r"|for\s+(?:example|instance|(?:an?\s+|more\s+|further\s+|detailed\s+)*[a-z ]{0,40}?,?\s*see(?:\s+also)?)"
    r"|among\s+others|inter\s+alia|in\s+particular|especially|notably|such\s+as|including|particularly"
    r"|(?:as\s+)?(?:re)?(?:quoted|cited|reported|noted|discussed|described|mentioned|reproduced|reprinted|shown|argued)\s+(?:in|by|from)|adapted\s+from|based\s+on"
    r"|(?:data|figures?|estimates?|information|statistics)\s+(?:from|by)|according\s+to|drawing\s+on|following|derived\s+from|taken\s+from|from|after|in|by|per|via|also|and|or"
    r"|sources?\s*:|sumber\s*:|lihat(?:\s+(?:juga|misalnya|antara\s+lain))?|misalnya|contohnya|bandingkan|(?:sebagaimana\s+)?(?:dikutip|disitir)\s+(?:dalam|dari|oleh)"
    r"|(?:dipetik|seperti\s+dalam)\s+(?:dalam|daripada)?|diadaptasi\s+dari|diolah\s+dari|menurut|dalam|dan|antara\s+lain|xem(?:\s+thêm)?|theo|tham\s+khảo|dẫn\s+theo|ดู|อ้างถึงใน|อ้างใน|tingnan|ayon\s+(?:kay|sa))"
    r"(?=[\s,.:]|$)[\s,.:]*",
    re.IGNORECASE,
)
"""Words that lead up to a source inside a bracket or a note."""

ABBREVIATIONS = _words(
    """vol vols no nos nr ed eds edn rev st dr mr mrs ms prof jr sr vs cf e.g i.e et al pp p ch chap fig art sec
    para dept univ inc ltd co corp gov gen u.s u.n u.k approx ca trans ser suppl pt bd hal hlm jil cet no. ir
    drs h j int natl assoc comm bros col capt rep res doc hj bhd sdn pty tbk tr nxb tp gs ts ths phd ph.d"""
)
"""Words whose stop does not end a title."""
