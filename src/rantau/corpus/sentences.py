"""Sentences of a paragraph, by rules, with their offsets.

The rules were written for reports in English and the languages of Southeast Asia, with their citations, legal
references, initials and abbreviations. Nothing is lost: the sentences cover all that is not white space, in order.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from rantau.corpus.drafts import word_set

__all__ = ["LONGEST_SENTENCE", "last_gap", "split_sentences"]

LONGEST_SENTENCE = 2_000
"""Characters of the longest sentence; a longer run of words is a list, a broken table or no prose at all."""
_GAP_WITHIN = 500

# Never the end of a sentence: something always follows.
_BEFORE_NAME = word_set(
    "mr mrs ms mx dr drs dra prof rev hon gen col maj lt capt cpt sgt gov sen rep pres amb atty engr sr "
    "st messrs mme mlle e.g i.e viz cf al. approx resp incl excl esp est pub stat supp reg regs dept "
    "ver sdr sdri bpk tn ny yth ir hj kh ust jl jln kab kec kel prov kep perpres permen tp ts pgs gs "
    "ths bs ks bb gng g kgg dir hen u.p a.n d.a q.v s.v eds"
)
# The end of no sentence where a number, a section sign or a single letter follows.
_BEFORE_NUMBER = word_set(
    "no nos nr art arts sec secs sect ch chap chaps fig figs tab tabs p pp para paras par vol vols s ss "
    "r rr cl cls sch app ann pt pts l c ca n nn ed v vs vers bk col cols ex exs doc docs res add corr "
    "rev st u.n.t.s jan feb mar apr jun jul aug sep sept oct nov dec rp rm usd us idr hlm hal hlmn tgl "
    "psl ps pasal bab jld thn th mei agt agu okt des blg sek tr đ q tel fax ext"
)
# May end a sentence: it does where the next word is one that sentences begin with.
_EITHER = word_set(
    "etc al inc ltd co corp bhd sdn tbk pt cv jr sr ibid dll dkk dsb dst dls atbp v.v vv esq plc dept "
    "univ a.m p.m ph.d m.a b.a ll.m d.c op.cit loc.cit cit et seq ff f vs"
)
_STARTERS = word_set(
    "the this that these those in on at for from it its he she they we you i an and but or however "
    "although though while when whereas if as by with after before during such there their his her our "
    "your my some many most all both each other others another not no yes thus therefore furthermore "
    "moreover meanwhile according under since because where who what how why which only even also then "
    "nevertheless nonetheless additionally of to more over about among between despite unlike until "
    "within without one two three several similarly finally first second third instead still indeed "
    "here now today yet so given based once through women men children migrants workers governments ini "
    "itu di dalam pada untuk dengan namun selain mereka hal para sejak oleh menurut sementara karena "
    "kerana jika ketika setelah sebagai adapun tetapi akan kami kita ia dia beliau pekerja pemerintah "
    "kerajaan banyak semua tidak ang sa mga ito siya sila ngunit kung ayon dahil noong hindi các những "
    "trong theo tuy việc đây chúng khi nếu nhưng ông bà họ"
)
_SHORT = frozenset(("It", "In", "We", "If", "Họ"))
_LETTERED = re.compile(r"[(\[](?:[a-z]|[ivx]{1,4}|\d{1,2})[)\]]\s")
_LIST_MARK = re.compile(r"[(\[]?(?:\d{1,4}(?:\.\d{1,3})*|[A-Za-z]|[ivxlcIVXLC]{1,6})")
_NUMBERED = re.compile(r"[(\[]?(?:\d|§|[IVXLC]{2,}\b|[A-Z]\d|[A-Z]\b(?!['’]|\s[a-z]))")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")

_CLOSERS = "\"'”’»)\\]}›」』"
_OPENERS = "\"'“‘«([{‹「『"
_STOP = re.compile(
    # A stop or several, what closes after it, and the calls of notes; then white space or the end.
    rf"(?P<stop>[.!?…‽]+|[。！？။។៕।॥؟۔]+)"
    rf"(?P<after>(?:[{_CLOSERS}]|[⁰¹²³⁴-⁹]+(?:[,–][⁰¹²³⁴-⁹]+)*|\[\^[^\]\s]{{1,12}}\]|\[\d{{1,3}}(?:[,–-]\s?\d{{1,3}})*\])*)"
)
# Looked for first: a set of characters is found much faster than an alternative of patterns.
_MARK = re.compile("[.!?…‽。！？။។៕।॥؟۔]")
# A longer word in small letters before the stop, a capital after it: an end, but for the few long abbreviations.
_PLAIN = re.compile(r"[a-z]{5}\. [A-Z][a-z]")
_ABBREVIATED = frozenset(word[-5:] for word in _BEFORE_NAME | _BEFORE_NUMBER | _EITHER if len(word) >= 5)
_CITATION_AFTER = re.compile(
    r"\s+\((?:[^()]|\([^()]{0,40}\)){2,160}\b(?:1[89]|20)\d\d[a-z]?[^()]{0,40}(?<![.!?])\)\.?(?=\s|$)"
)
_BRACKETED = re.compile(r"\([^()]{0,300}\)|\[[^\[\]]{0,200}\]")
_RUN_ON = re.compile(r"[A-Z][a-z]{1,20}[ ,]")
_LOWER_WORD = re.compile(r"[(“\"']?[a-z][a-z’'-]{3,}")
_FIRST_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_DASH = re.compile(r"[–—-]\s*[A-Z“\"]")
_BEFORE_WORD = _OPENERS + "–—-/"
_NO_SPACE_NEEDED = frozenset("。！？။។៕।॥")
# Scripts whose full stop is a mark of abbreviation before it is an end.
_THAI_LAO_KHMER = re.compile("[\u0e00-\u0eff\u1780-\u17ff]")
_THAI_LAO_KHMER_LAST = re.compile("[\u0e00-\u0eff\u1780-\u17ff]{6}$")
_THAI_LAO = re.compile("[\u0e00-\u0eff]")
_QUOTED_END = re.compile(
    '(?<=[\u0e00-\u0eff][”"’»]) +(?=[\u0e00-\u0eff])|(?<=[\u0e00-\u0eff]) {2,}(?=[\u0e00-\u0eff])'
)


def split_sentences(text: str, language: str) -> list[tuple[int, int]]:
    """The sentences of a text.

    Args:
        text: A paragraph.
        language: ISO 639-1 code; empty where unknown. Thai and Lao, which write no stops, are cut only at the ends
            of quotations and at wide spaces.

    Returns:
        Offsets ``[start, end)`` of each sentence without the white space around it; together they cover all text
        that is not white space. What runs on for more than :data:`LONGEST_SENTENCE` characters is cut.
    """
    cuts = set(_cuts(text))
    if language in ("th", "lo") or (not text.isascii() and _THAI_LAO.search(text)):
        cuts.update(found.end() for found in _QUOTED_END.finditer(text))
    if "\n" in text:
        cuts.update(index + 1 for index, character in enumerate(text) if character == "\n")
    spans: list[tuple[int, int]] = []
    start = 0
    for cut in [*sorted(cuts), len(text)]:
        piece = text[start:cut]
        bare = piece.strip()
        if bare:
            begin = start + len(piece) - len(piece.lstrip())
            spans.extend(_bounded(text, begin, begin + len(bare)))
        start = cut
    return spans


def _bounded(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence, in parts where it is too long for one: what reads sentences may take long over a long one."""
    parts: list[tuple[int, int]] = []
    while end - start > LONGEST_SENTENCE:
        cut = last_gap(text, start, start + LONGEST_SENTENCE)
        if bare := text[start:cut].rstrip():
            parts.append((start, start + len(bare)))
        start = cut
        while text[start].isspace():
            start += 1
    parts.append((start, end))
    return parts


def last_gap(text: str, start: int, end: int) -> int:
    """Where to cut a text that is too long: after the last white space before ``end``, or at it if there is none."""
    gap = next((at for at in range(end - 1, max(start, end - _GAP_WITHIN), -1) if text[at].isspace()), -1)
    return gap + 1 if gap >= 0 else end


def _cuts(text: str) -> list[int]:
    """Offsets at which a new sentence begins."""
    cuts: list[int] = []
    brackets: list[tuple[int, int]] | None = None
    start = 0
    length = len(text)
    position = 0
    while True:
        mark = _MARK.search(text, position)
        if mark is None:
            return cuts
        at = mark.start()
        if at >= 5 and _PLAIN.match(text, at - 5) and text[at - 5 : at] not in _ABBREVIATED:
            # The commonest end by far needs no closer look, unless it stands in brackets.
            if brackets is None:
                brackets = _brackets(text)
            if not (brackets and _inside(brackets, at)):
                position = start = at + 1
                cuts.append(start)
                continue
        found = _STOP.match(text, at)
        if found is None:
            return cuts
        end = position = found.end()
        if end >= length:
            return cuts
        stop = found["stop"]
        if text[end].isspace():
            citation = _CITATION_AFTER.match(text, end) if "(" in text[end : end + 4] else None
            if citation is not None and stop[-1] not in "…" and _begins(text, citation.end()):
                end = position = citation.end()
                if end >= length:
                    return cuts
        elif stop[-1] not in _NO_SPACE_NEEDED and not _is_run_on(text, found):
            continue
        if brackets is None:
            brackets = _brackets(text)
        if brackets and _inside(brackets, found.start()) and not _closes(brackets, found):
            continue
        if stop[-1] in _NO_SPACE_NEEDED or _is_end(text, start, found, end):
            cuts.append(end)
            start = end


def _begins(text: str, position: int) -> bool:
    """Whether the text ends here or goes on with what can begin a sentence."""
    rest = text[position : position + 12].lstrip().lstrip(_OPENERS)
    return not rest or not rest[0].islower()


def _brackets(text: str) -> list[tuple[int, int]]:
    """Where the brackets of a text begin and end."""
    if "(" not in text and "[" not in text:
        return []
    return [bracket.span() for bracket in _BRACKETED.finditer(text)]


def _inside(brackets: list[tuple[int, int]], position: int) -> bool:
    index = bisect_right(brackets, (position, 1 << 60)) - 1
    return index >= 0 and brackets[index][0] < position < brackets[index][1]


def _closes(brackets: list[tuple[int, int]], found: re.Match[str]) -> bool:
    """Whether the stop is the last thing in its bracket, and the bracket holds a whole sentence."""
    index = bisect_right(brackets, (found.start(), 1 << 60)) - 1
    return found.end() >= brackets[index][1]


def _is_run_on(text: str, found: re.Match[str]) -> bool:
    """Whether a space is missing after a stop: ``home.However, they``."""
    if found["stop"] != "." or not _RUN_ON.match(text, found.end()):
        return False
    return _LOWER_WORD.fullmatch(_last_word(text[max(0, found.start() - 60) : found.start()])) is not None


def _last_word(text: str) -> str:
    """What stands after the last white space."""
    return text.rsplit(None, 1)[-1] if text and not text[-1].isspace() else ""


def _is_end(text: str, start: int, found: re.Match[str], end: int) -> bool:
    """Whether a stop followed by white space ends a sentence."""
    stop = found["stop"]
    rest = text[end : end + 80].lstrip()
    if not rest:
        return False
    bare = rest.lstrip(_OPENERS)
    if not bare:
        return False
    following = bare[0]
    if following.islower() and not _LETTERED.match(rest):
        return False
    if following in ",;:.)–—-" and not _DASH.match(rest):
        return False
    if stop != ".":
        # "?", "!" and "…" are no marks of abbreviation.
        return not (stop[-1] in ".…" and len(stop) > 1 and following.isdigit() and rest[0].isdigit())
    token = _last_word(text[max(start, found.start() - 40) : found.start()]).lstrip(_BEFORE_WORD)
    if not token:
        return True
    if found["after"] and found["after"][0] not in "'’":
        # A quotation mark, bracket or note call after the stop: an abbreviation inside is rare there.
        return not (found["after"][0] == ")" and _is_abbreviation(token))
    if _THAI_LAO_KHMER.match(token[-1]):
        return _THAI_LAO_KHMER_LAST.search(token) is not None
    if not text[start : found.start() - len(token)].strip(_OPENERS + " ") and _LIST_MARK.fullmatch(token):
        # "3. The Council", "(a. Women": the number of what follows. A sentence of one "No." is an answer.
        return False
    return _ends_after(token, rest, bare)


def _is_abbreviation(token: str) -> bool:
    low = token.lower()
    return low in _BEFORE_NAME or low in _BEFORE_NUMBER or low in _EITHER


def _ends_after(token: str, rest: str, bare: str) -> bool:
    """Whether a stop after this word ends the sentence, given what follows."""
    low = token.lower()
    first = _FIRST_WORD.match(bare)
    starter = first is not None and first[0].lower() in _STARTERS and (len(first[0]) > 1 or first[0] == "I")
    if low.endswith(("/no", "-no")):
        low = "no"
    if low in _BEFORE_NAME and (token[0].isupper() or low not in ("st", "reg", "sr", "g")):
        return False
    numbered = _NUMBERED.match(rest) is not None
    if low in _BEFORE_NUMBER and numbered:
        return False
    if low in _EITHER:
        return starter or (rest[0] in '“"‘' and low not in ("al", "vs"))
    if len(token) == 1 and token.isalpha():
        # An initial, unless a new sentence plainly begins: "M. Idris", "Pub. L. 106-386", "Plan B. The state".
        # "He", "An" and "So" are surnames too.
        return starter and first is not None and token.isupper() and (len(first[0]) > 2 or first[0] in _SHORT)
    if _DOTTED.fullmatch(token):
        return starter and not numbered
    return True
