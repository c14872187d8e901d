"""Numbers that are no evidence: references to laws, tables, pages and codes, dates, methods, speech."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rantau.evidence.currencies import MONEY_CODES
from rantau.evidence.lexicon import lexicon
from rantau.evidence.tokens import words_of

__all__ = ["FILLER", "date_spans", "holds_any", "inside", "mask", "masked_spans", "speech_spans"]

FILLER = "\x1f"
"""Stands for each masked character; no pattern walks over it."""

_WEB = re.compile(
    r"https?://\S+|www\.\S+|\bdoi:?\s*\S+|\b10\.\d{4,9}/\S+|\S+@\S+\.\w+|<[^<>\n]{1,200}>"
    r"|\b[\w-]+\.(?:org|com|int|net|gov)(?:/\S*)?"
)
_LABELS = re.compile(
    r"\b(?:"
    # Labels that are told by a number whatever their case.
    r"(?:[Aa]rticles?|[Aa]rts?\.|[Ss]ections?|[Ss]ecs?\.|[Ss]ubsections?|[Pp]aragraphs?"
    r"|[Pp]aras?\.?|[Cc]hapters?|[Cc]h\.|[Aa]nnex(?:es)?|[Aa]ppendix|[Ff]igures?|[Ff]igs?\."
    r"|[Tt]ables?"
    r"|[Bb]ox(?:es)?|[Cc]harts?|[Mm]aps?|[Pp]anels?|[Ff]ootnotes?|[Ee]ndnotes?|[Pp]asal|[Aa]yat"
    r"|[Nn]omor|[Bb]ab|[Tt]abel|[Gg]ambar|[Gg]rafik|[Hh]lm\.?|[Hh]al\.|[Hh]alaman"
    r"|[Pp]ages?|pp?\.|[Vv]ol(?:ume|s)?\.?|[Ii]ssue|[Nn]os?\.|[Vv]ersions?|[Hh]otline|[Ll]ampiran"
    r"|[Ss]eksyen|[Pp]erkara|[Jj]adual|[Rr]ajah|[Mm]uka surat|Dok\.|[Cc]lauses?|[Qq]uestion"
    r"|[Ss]lide|[Ll]ine|[Nn]otes?)"
    # Labels only when written with a capital: "Act 670", but "the act 12 people took part in".
    r"|(?:Acts?|Laws?|Bills?|Resolutions?|Conventions?|Protocols?|Rules?|Regulations?|Decrees?"
    r"|Orders?|Directives?|Parts?|Notes?|Steps?|Phases?|Goals?|SDGs?|Targets?|Indicators?"
    r"|Undang-[Uu]ndang|UU|PP|Perpres|Permenaker|Peraturan|Keputusan|Recommendations?|Principles?"
    r"|Objectives?|Outcomes?|Outputs?|Pillars?|Levels?|Tiers?|Categor(?:y|ies)|Class|Type"
    r"|Interviews?|Respondents?|Participants?|Informants?|Informan|Interviewees?|Cases?|Room|Route"
    r"|Highway|Wards?|Zones?|Blocks?|Groups?|Series|ISO|Paper|Number|Report|Circular|Instruction"
    r"|Ordinance|Statute|Proclamation|Lampiran|Akta)"
    r")(?:\s+(?:[Nn]o\.?|[Nn]os\.?|[Nn]umbers?|[Nn]omor|[Nn]r\.?"
    r"|#))?[\s\u00a0]*#?[A-Z]?\d[\w.]*(?:\(\w+\))*(?:/\w+)*"
    r"(?:\s*(?:,|and|to|or|–|-|dan|&|/)\s*\d[\w.]*(?:\(\w+\))*(?![\d,.]*\s*(?:%|per\s?cent|million"
    r"|people|migrants|women|victims|cases|workers)))*"
    r"(?:\s+(?:of|tahun|Tahun)\s+(?:19|20)\d\d)?"
)
_NAMED_YEAR = re.compile(
    r"\b(?:(?:19|20)\d\d\s+(?=(?:[A-Z][\w-]*\s+){0,4}(?:Conventions?|Protocols?|Act|Law"
    r"|Agreements?|Declaration|Constitution|Memorandum|Treaty|Compact|Ordinance|Report|Survey"
    r"|Census|Index|Plan|edition|coup|Global|Annual)\b)"
    r"|(?:Report|Index|Survey|Census|Overview|Figures|Plan|Act|Convention|Agenda|Protocol|Law"
    r"|Strategy|Programme|Yearbook|Monitor|Outlook|Database|Constitution|Declaration|Vision|Review"
    r"|Trends|Laporan|Indeks|Sensus)"
    r"(?:\s+(?:of|for|on|in|in\s+\w+|and))?,?\s+(?:19|20)\d\d(?:[-–/](?:19|20)?\d\d)?)"
)
_CODES = re.compile(
    # A currency may stand glued to its amount (RM1,200), so its letters make no code.
    rf"\b(?!(?:{'|'.join(code for code in MONEY_CODES)})\d"
    rf"|[KPQRNL](?:\d{{1,3}}[,.]\d{{3}}|[\d.,]+\s?(?:million|billion)))[A-Z]{{1,6}}[-/+]?\d+(?:[/.-]\w+)*\b"
    r"|\b[A-Z]+(?:/[A-Z\d.]+)+\b|\b24/7\b|\b9/11\b|\bG-?(?:7|20)\b|\b\w+\+\d+\b"
    r"|\b\d{1,2}(?:\.\d{1,2}){2,}(?![.,]?\d)"
    r"|\b(?:\d{1,2}(?:st|nd|rd|th)|ke-?\d+)\b|\b(?:SDG|Goal|Target|Indicator|Convention)s?\.?\s?\d+"
    r"(?:\.\w+)*\b"
    r"|\b\d{1,2}\s+(?:ASEAN\s+)?(?:[Mm]ember\s+(?:[Ss]tates|countries)|signatories|ratifications"
    r"|negara anggota)\b"
)
_CLOCK = re.compile(
    r"\b\d{1,2}(?:[:.]\d{2})?\s?(?:[ap]\.?m\.?\b)|\b(?:[01]?\d|2[0-3]):[0-5]\d\b|\b(?:pukul"
    r"|jam)\s\d{1,2}[.:]\d{2}\b",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<!\w)\+\d{1,3}[\s(\d)-]{7,}\d|\b\d{3,4}-\d{3,4}-\d{3,4}\b|\b(?:1[38]00)[- ]\d{2,3}[- ]?\d{2,4}\b"
)
_AGES = re.compile(
    r"\b(?:aged?|ages|between the ages of|berusia|usia|umur|berumur|di bawah umur"
    r"|berusia di bawah)\s+(?:of\s+|between\s+|from\s+|under\s+|over\s+|about\s+|sekitar\s+"
    r"|antara\s+|di bawah\s+|at least\s+)?"
    r"(?:\d{1,2}|[a-z]+teen|twelve|ten|twenty)(?:\s*(?:–|-|to|and|hingga|sampai|dan)\s*(?:\d{1,2}"
    r"|twenty))?(?:\s+(?:years?|tahun|months?))?(?:\s+(?:old|of age|and (?:over|above|older|under)"
    r"|or (?:over|older|younger|above)|ke atas))?"
    r"|\b\d{1,2}(?:\s*(?:–|-|to|and)\s*\d{1,2})?[- ](?:years?|months?)[- ](?:olds?|of age)\b"
    r"|\b(?:under|over|below|above|younger than"
    r"|older than)(?:\s+the)?(?:\s+age\s+of)?\s+(?:the age of\s+)?(?:five|1[0-9]|2[0-5]"
    r"|6[05])\b(?!\s*(?:%|per|million|thousand|hundred|people|migrants|[a-z]+s\b|\d|,\d))"
    r"|\b(?:children|girls|boys|women|men|people|anak|perempuan|usia)\s+(?:under|over|below|above"
    r"|di bawah|di atas)\s+(?:the age of\s+)?(?:\d{1,2}|five|eighteen|sixteen)\b(?!\s*(?:%|per|,\d"
    r"|million))(?:\s+tahun)?"
    r"|\b\d{1,2}\s*(?:–|-)\s*\d{1,2}\s+age\s+group\b|\b\d{1,2}\s+tahun\s+ke\s+atas\b"
    r"|\b(?:at|from)\s+the\s+age\s+of\s+\w+\b|\b(?:turned|turning)\s+(?:\d{1,2}|eighteen)\b"
)
_METHODS = re.compile(
    r"\(\s*[nN]\s*=\s*[\d,.]+\s*\)|\b[nN]\s*=\s*[\d,.]+"
    r"|\b(?:interview(?:s|ed|ing)?|interviewees|surveyed|sampled|questioned|consulted|polled"
    r"|wawancara|mewawancarai|menyurvei|disurvei|responden|discussions?)\b(?:\s+(?:with|of|from"
    r"|dengan|terhadap|kepada|a|an|the|total|more|than|over|some|around|about|at|least|nearly"
    r"|conducted|held|semi-structured|in-depth|mendalam|sebanyak|lebih|dari|sekitar"
    r"|FGDs?)){0,6}\s+[\d,.]*\d(?:\s+\w+){0,2}(?:\s*(?:,|and|dan)\s*[\d,.]*\d+(?:\s+\w+)?){0,4}"
    r"|\b(?:survey|sample|poll|cohort|panel|sampel|survei|study|questionnaire)\b(?:\s+(?:size"
    r"|covering|covered|of|with|among|was|included|comprised|consisted|conducted|a|total|terhadap"
    r"|dari|sebanyak|in|which)){1,5}\s+(?:[^\W\d_]+\s+){0,2}[\d,.]*\d+"
    r"|\b(?:In|Among|Of|Dari|Di antara)\s+(?:the\s+|a\s+|our\s+"
    r"|total\s+)?[\d,.]*\d+\s+(?:\w+\s+){0,5}(?:we (?:visited|met|asked|polled)|visited|polled"
    r"|respondents?|interviewees|interviewed|surveyed"
    r"|sampled|participants|responden|informan|yang (?:kami \w+|disurvei|diwawancarai))"
    r"|\b[\d,.]*\d+\s+(?:\w+[\s-]){0,3}(?:interviews?|focus[- ]group|FGDs?|informants|interviewees"
    r"|key informants)\b"
    r"|\b(?:we|researchers|the (?:team|authors?|study))\s+(?:interviewed|surveyed|spoke (?:to"
    r"|with)|visited|reviewed|analysed|analyzed|coded"
    r"|examined)\s+(?:\w+\s+){0,3}?[\d,.]*\d+(?:\s+\w+){0,2}(?:\s*(?:,"
    r"|and)\s*[\d,.]*\d+(?:\s+\w+)?){0,3}"
    r"|\b(?:out\s+)?of\s+(?:the\s+)?[\d,]*\d+\s+(?:\w+\s+){0,2}(?:interviewed|surveyed|sampled|respondents)\b"
    r"|\b(?:followed|tracked|sampled)\s+(?:some\s+|about\s+)?[\d,.]*\d+\s+(?:[\w-]+\s+){0,3}?"
    r"(?:families|households|workers|migrants|women|men|returnees|children|people)(?=\s+(?:in|from"
    r"|over|for|across)\b)"
    r"|\b(?:confidence interval|CI|p)\s*[<=:]?\s*\d[\d.]*(?:\s*%)?|\b95\s*(?:%|per cent)\s+confidence\b",
    re.IGNORECASE,
)
# What a study says of itself: whom it interviewed, what it read. Until the end of the sentence, or what it found.
_STUDY_ITSELF = re.compile(
    r"\b(?:(?:[Ww]e|[Kk]ami|[Pp]eneliti|[Aa]uditors|[Mm]onitors|[Rr]esearchers|[Ff]ield ?workers|[Ee]numerators)"
    r"|(?:[Tt]his|[Tt]he|[Oo]ur|[Ii]ts|[Tt]heir)\s+(?:present\s+|field\s+|research\s+|survey\s+"
    r"|study\s+|own\s+)?"
    r"(?:review|study|report|paper|article|research|analysis|assessment|team|survey|authors?"
    r"|sample|fieldwork|audit|poll|evaluation|monitoring|auditors|monitors|surveyors|baseline)"
    r"|(?:[Pp]enelitian|[Kk]ajian|[Ss]tudi|[Ss]urvei|[Ll]aporan)\s+ini)\s+(?:\w+\s+){0,2}?"
    r"(?:interviewed|surveyed|polled|spoke|visited|reviewed|looked at|followed|tracked|examined"
    r"|analy[sz]ed|coded|held"
    r"|conducted|collected"
    r"|consulted|drew on|draws on|(?:is|was) based on|covers?|covered|included|comprised|comprises"
    r"|consisted|consists"
    r"|sampled|mewawancarai|menganalisis|menyurvei|mengumpulkan|menggunakan|melibatkan|menelaah|mengkaji)\b"
    r"(?:(?!\b(?:found|finds|finding|shows?|showed|reveal\w*|estimat\w*|menemukan|menunjukkan)\b"
    r"|,?\s*of (?:whom|which|these)\s+\S+\s*(?:%|per ?cent|percent|persen)"
    r"|,\s+(?:(?:about|around|nearly|almost|over|only|some|more than)\s+)?"
    r"(?:[\d.,]+\s*(?:%|per ?cent|percent)|half|an? (?:third|quarter|fifth)))[^\n])*"
    r"|\b(?:[Ss]urve[iy]s?|[Pp]enelitian|[Ss]tud(?:y|ies|i)|[Kk]ajian|[Ww]awancara"
    r"|[Ii]nterviews)\b[^.;\d]{0,60}?"
    r"\b(?:terhadap|among|of|with|dengan)\s+(?:some\s+|over\s+|more than\s+)?[\d.,]*\d+\s+(?:[\w-]+\s+){0,3}?"
    r"(?:pekerja|responden|pmi|buruh|orang|workers|respondents|returnees|households|migrants|women"
    r"|men|people|survivors"
    r"|victims|korban|refugees|employers|families)\b"
    r"|\b[Ii]nterviews? (?:lasted|took|ran|were)[^.\n]*|\b[Mm]argins? of error[^.\n]*"
    r"|\b[Rr]esponse rate[^.\n]*"
    r"|\bkappa\b[^.\n]{0,30}|\b[Cc]onfidence (?:interval|level)s?[^.\n]{0,20}"
)
_MONTH = (
    r"(?:Jan(?:uary|uari)?|Feb(?:ruary|ruari)?|Mar(?:ch|et|s)?|Mac|Apr(?:il)?|May|Mei|June?i?"
    r"|Jul(?:y|i|ai)?|Aug(?:ust)?|Agustus|Ogos"
    r"|Sept?(?:ember)?|O[ck]t(?:ober)?|Nov(?:ember)?|De[cs](?:ember)?|Disember)\b\.?"
)
_DATES = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s*(?:–|-|to|and|sampai"
    rf"|hingga)\s*\d{{1,2}})?\s+{_MONTH}(?:,?\s+\d{{4}})?"
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\d|,\d{{3}}|\.\d)(?:\s*(?:–"
    rf"|-)\s*\d{{1,2}})?(?:,?\s+(?:19|20)\d\d)?(?!\s*(?:%|per|million|people|migrants|women"
    rf"|workers))"
    r"|\b\d{1,2}[/.]\d{1,2}[/.](?:19|20)?\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b"
)
_CITED = re.compile(
    # A parenthesis that reads as an author-date citation, where the citation reader missed it.
    r"\((?:[^()]*?[A-Za-z][^()]*?,?\s)?(?:19|20)\d\d[a-z]?(?:\s*,\s*(?:pp?\.|hlm\.|hal\.|para\.?"
    r"|:)\s*[\d–,\s-]+)?(?:\s*;[^()]*)?\)"
    r"|,\s*(?:19|20)\d\d[a-z]?(?:\s*[,:]\s*(?:pp?\.|hlm\.|hal\.)?[\d–,\s-]+)?(?=[);])"
    r"|\[\d+(?:\s*[,–-]\s*\d+)*\]"
    r"|\(\s*\d{1,2}\s*\)(?=\s)|^\s*(?:\(?\d{1,2}[.)]|[-•*]\s*\d{1,2}[.)])\s"
)
_PERIOD_IN_PARENS = re.compile(
    r"\((?:in\s+|as of\s+|since\s+|pada\s+)?(?:19|20)\d\d(?:\s*[–-]\s*(?:19|20)?\d\d)?\)"
)
_ENUMERATION = re.compile(r"(?<![\w,.])\(?(?:\d{1,2}|[ivx]{1,4}|[a-h])\)\s")
_QUOTES = re.compile(r"“[^“”]{3,1200}”|\"[^\"]{3,1200}\"|«[^«»]{3,1200}»|‘[^‘’]{25,1200}’(?!\w)")
_FIRST_PERSON = re.compile(
    r"\b(?:I|I'm|I’m|we|We|my|My|our|Our|me|us|I've|I’ve|saya|Saya|kami|Kami|aku|Aku|kita|Kita)\b"
)
_SPEECH = re.compile(
    r"\b(?:said|says|stated|told|recalled|explained|described|recounted|added|testified"
    r"|according to|ujar|kata|tutur|ungkap|mengatakan|menuturkan|berkata|cerita)\b",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"\b(?:I|we)\s+(?:was|were|had|have|am|are|worked|paid|did|could|went|owe|earn|got|slept|came"
    r"|left|know|live|lived)\b"
)

_ALL = (
    _STUDY_ITSELF,
    _WEB,
    _LABELS,
    _NAMED_YEAR,
    _CODES,
    _CLOCK,
    _PHONE,
    _AGES,
    _METHODS,
    _DATES,
    _ENUMERATION,
)


# Each is a part that the pattern of its name cannot do without, or one of several such; those that begin with a class
# of characters are searched for some thirty times faster than the patterns.
_NUMBERED_DATE = re.compile(r"\d[./-]\d")
_NUMBERED_CODE = re.compile(r"[A-Z][-/+]?\d")
_ORDINAL_OR_VERSION = re.compile(r"\d(?:st|nd|rd|th|\.\d{1,2}\.\d)")
_COUNTED_TIMES = re.compile(r"ke-?\d")
_IN_CODES = (
    "/", "+", "SDG", "Goal", "Target", "Indicator", "Convention", "ember", "signator", "ratifications",
    "negara anggota",
)  # fmt: skip
_MONTHS = (
    "Jan", "Feb", "Mar", "Mac", "Apr", "May", "Mei", "Jun", "Jul", "Aug", "Agu", "Ogo", "Sep", "Oct", "Okt", "Nov",
    "Dec", "Des", "Dis",
)  # fmt: skip
_STATISTIC = re.compile(r"ci\s*[<=:]?\s*\d")
_LABEL_WORDS = frozenset(
    (
        "article", "articles", "art", "arts", "section", "sections", "sec", "secs", "subsection", "subsections",
        "paragraph", "paragraphs", "para", "paras", "chapter", "chapters", "ch", "annex", "annexes", "appendix",
        "figure", "figures", "fig", "figs", "table", "tables", "box", "boxes", "chart", "charts", "map", "maps",
        "panel", "panels", "footnote", "footnotes", "endnote", "endnotes", "pasal", "ayat", "nomor", "bab",
        "tabel", "gambar", "grafik", "hlm", "hal", "halaman", "page", "pages", "p", "pp", "vol", "vols",
        "volume", "issue", "no", "nos", "version", "versions", "hotline", "lampiran", "seksyen", "perkara",
        "jadual", "rajah", "surat", "dok", "clause", "clauses", "question", "slide", "line", "note", "notes",
        "act", "acts", "law", "laws", "bill", "bills", "resolution", "resolutions", "convention", "conventions",
        "protocol", "protocols", "rule", "rules", "regulation", "regulations", "decree", "decrees", "order",
        "orders", "directive", "directives", "part", "parts", "step", "steps", "phase", "phases", "goal",
        "goals", "sdg", "sdgs", "target", "targets", "indicator", "indicators", "undang", "uu", "perpres",
        "permenaker", "peraturan", "keputusan", "recommendation", "recommendations", "principle", "principles",
        "objective", "objectives", "outcome", "outcomes", "output", "outputs", "pillar", "pillars", "level",
        "levels", "tier", "tiers", "category", "categories", "class", "type", "interview", "interviews",
        "respondent", "respondents", "participant", "participants", "informant", "informants", "informan",
        "interviewee", "interviewees", "case", "cases", "room", "route", "highway", "ward", "wards", "zone",
        "zones", "block", "blocks", "group", "groups", "series", "iso", "paper", "number", "report", "circular",
        "instruction", "ordinance", "statute", "proclamation", "akta",
    )
)  # fmt: skip
"""The last word of every label, in lower case."""
_AFTER_LABEL = re.compile(
    r"\.?\s*(?:(?:[Nn]o\.?|[Nn]os\.?|[Nn]umbers?|[Nn]omor|[Nn]r\.?|#)[\s\u00a0]*)?#?[A-Z]?\d"
)
_NUMBERS_ONLY = frozenset({_STUDY_ITSELF, _METHODS})
_NUMBER = re.compile(
    rf"\S*\d\S*|\b(?:{'|'.join(sorted(lexicon().number_words, key=lambda word: (-len(word), word)))})\b",
    re.IGNORECASE,
)

# What a text must hold, in lower case, for a pattern to be worth trying.
_CUES: dict[re.Pattern[str], tuple[str, ...]] = {
    _WEB: ("://", "www.", "@", "<", "doi", "10.", ".org", ".com", ".int", ".net", ".gov"),
    _STUDY_ITSELF: (
        "interview", "survey", "spoke", "visit", "review", "look", "examin", "analy", "code", "held", "conduct",
        "collect", "consult", "drew", "draw", "based", "cover", "includ", "compris", "consist", "sampl", "margin",
        "response rate", "kappa", "confidence", "penelitian", "studi", "kajian", "survei", "wawancara", "study",
        "laporan", "peneliti", "kami", "poll", "follow", "track",
    ),
    _METHODS: (
        "interview", "survey", "sampl", "question", "consult", "polled", "wawancara", "survei", "respond", "discussion",
        "poll", "follow", "track", "visit", "we met", "we asked", "cohort",
        "panel", "sampel", "study", "particip", "informan", "focus", "fgd", "spoke", "visited",
        "review", "analy", "coded", "examin", "confidence", "n=", "n =", "p=", "p <", "p<", "p =",
    ),
    _CLOCK: ("am", "pm", "a.m", "p.m", ":", "pukul", "jam"),
    _PHONE: ("+", "-", "1300", "1800", "1500"),
    _AGES: (
        "age", "usia", "umur", "old", "under", "over", "below", "above", "younger", "di bawah", "di atas", "ke atas",
        "turn",
    ),
    _NAMED_YEAR: ("19", "20"),
    _ENUMERATION: (")",),
}  # fmt: skip


def masked_spans(text: str, citations: Iterable[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """Spans of ``text`` whose numbers are no claims."""
    spans = [(start, end) for start, end in citations if start < end]
    without = mask(text, spans)
    lowered = without.lower()
    for pattern in _ALL:
        if not _worth_trying(pattern, without, lowered):
            continue
        for match in pattern.finditer(without):
            if pattern in _NUMBERS_ONLY:
                # A study's own work still says where it was done.
                spans.extend(one.span() for one in _NUMBER.finditer(without, *match.span()))
            else:
                spans.append(match.span())
    if "(" not in text and "[" not in text and not text[:4].strip()[:1].isdigit() and ")" not in text:
        return spans
    for match in _CITED.finditer(text):
        # "(2023)" after a figure is its period, after a name a citation; the citation reader knows the latter.
        if not _PERIOD_IN_PARENS.fullmatch(match.group()):
            spans.append(match.span())
    return spans


def _worth_trying(pattern: re.Pattern[str], text: str, lowered: str) -> bool:
    """Quick look whether a pattern can be found in a text."""
    if pattern is _LABELS:
        return any(
            (word.text in _LABEL_WORDS or word.text[:-1] in _LABEL_WORDS)
            and _AFTER_LABEL.match(text, word.end)
            for word in words_of(text)
        )
    if pattern is _CODES:
        return bool(
            _NUMBERED_CODE.search(text)
            or _ORDINAL_OR_VERSION.search(text)
            or _COUNTED_TIMES.search(text)
            or holds_any(text, _IN_CODES)
        )
    if pattern is _DATES:
        return bool(_NUMBERED_DATE.search(text)) or holds_any(text, _MONTHS)
    if pattern is _METHODS and _STATISTIC.search(lowered):
        return True
    cues = _CUES.get(pattern)
    return cues is None or holds_any(lowered, cues)


def holds_any(text: str, cues: Sequence[str]) -> bool:
    """Whether a text holds one of some plain strings."""
    # A loop is three times as fast here as any() over a generator.
    for cue in cues:  # noqa: SIM110
        if cue in text:
            return True
    return False


def speech_spans(text: str) -> list[tuple[int, int]]:
    """Quotations in which a person speaks: evidence of experience, never of frequency."""
    spans = []
    for match in _QUOTES.finditer(text):
        inner = match.group()
        around = text[max(0, match.start() - 60) : match.start()] + " " + text[match.end() : match.end() + 60]
        if _FIRST_PERSON.search(inner) and (
            _SPEECH.search(around) or _SPEAKER.search(inner) or len(inner) > 40
        ):
            spans.append(match.span())
    return spans


def inside(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """True when ``[start, end)`` touches one of ``spans``."""
    return any(low < end and start < high for low, high in spans)


def mask(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Blot out spans with :data:`FILLER`, keeping every offset."""
    for low, high in spans:
        text = text[:low] + FILLER * (high - low) + text[high:]
    return text


def date_spans(text: str) -> list[tuple[int, int]]:
    """Full dates: no figures, but they say when."""
    if not _worth_trying(_DATES, text, text):
        return []
    return [match.span() for match in _DATES.finditer(text)]
