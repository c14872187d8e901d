"""Which language a text is in: by script, then by function words, then by py3langid."""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Callable, Sequence

from rantau.corpus.drafts import word_set

__all__ = ["detect_language", "passage_languages"]

_FEWEST_LETTERS = 20
_LEAST_SURE = 0.75
_SAMPLE = 6_000
"""Letters of a document that are looked at."""

# Scripts that one language of the region, or of the documents read, is written in.
_SCRIPTS = (
    ("th", re.compile("[\u0e01-\u0e4f]")),
    ("lo", re.compile("[\u0e81-\u0edf]")),
    ("my", re.compile("[\u1000-\u109f\uaa60-\uaa7f]")),
    ("km", re.compile("[\u1780-\u17df]")),
    ("ja", re.compile("[\u3041-\u30fa]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("si", re.compile("[\u0d80-\u0dff]")),
)

# Words that carry a sentence, and that the other languages of the list do not have in numbers.
_FUNCTION_WORDS = {
    "en": word_set(
        "the of and to in is are was were that which for with from by this these those have has had "
        "been be not as an it its their they or on at who whose will would can may but into than also "
        "such"
    ),
    "id": word_set(
        "yang dan di ke dari untuk dengan pada adalah ini itu tidak dalam oleh sebagai mereka akan "
        "telah juga atau karena bahwa bisa para serta secara dapat lebih antara terhadap yaitu namun "
        "tersebut kepada menjadi"
    ),
    "ms": word_set(
        "yang dan di ke dari untuk dengan pada adalah ini itu tidak dalam oleh sebagai mereka akan "
        "telah juga atau kerana bahawa boleh ialah iaitu para serta secara dapat lebih antara terhadap "
        "tersebut kepada menjadi daripada sahaja hendaklah bagi"
    ),
    "tl": word_set(
        "ang ng sa mga na at ay ito siya sila hindi kung para ni nang may mula dahil kanilang kanyang "
        "noong ngunit upang nila namin natin ayon bilang"
    ),
    "vi": word_set(
        "và của các là có được trong cho không những với này đã một người để từ theo về khi tại đến như "
        "bị phải nhiều"
    ),
}
_MALAY_ONLY = word_set(
    "kerana ialah iaitu bahawa boleh sahaja hendaklah daripada kerajaan syarikat ejen beliau wang "
    "kesihatan perkhidmatan wanita bukti berlaku mahkamah polis lelaki anda bagi"
)
_INDONESIAN_ONLY = word_set(
    "karena yaitu bahwa bisa saja pemerintah perusahaan uang kesehatan layanan perempuan sehingga namun "
    "berbeda undang kabupaten provinsi kepolisian pengadilan agen tersebut harus adalah negeri "
    "kementerian majikan"
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")


def detect_language(text: str) -> str:
    """The language of a text.

    Args:
        text: Some sentences; the first few thousand letters are looked at.

    Returns:
        ISO 639-1 code; empty for fewer than twenty letters, and where it cannot be told.
    """
    text = text[: 3 * _SAMPLE]
    scripted = _by_script(text)
    if scripted is not None:
        return scripted
    words = [word.lower() for word in _WORD.findall(text)]
    if sum(map(len, words)) < _FEWEST_LETTERS:
        return ""
    known = _by_function_words(words)
    return known or _by_model(text, words)


def _by_script(text: str) -> str | None:
    """A language by its script, "" where there are too few letters; None where the script is Latin or shared."""
    if text.isascii():
        return None
    counts = {language: len(script.findall(text)) for language, script in _SCRIPTS}
    # Japanese is written with Chinese characters among its own.
    if counts["ja"] * 10 > counts["zh"]:
        counts["ja"] += counts["zh"]
        counts["zh"] = 0
    best = max(counts, key=lambda language: counts[language])
    letters = sum(character.isalpha() for character in text)
    if counts[best] and counts[best] * 2 >= letters:
        # One such letter says as much as two or three Latin ones.
        return best if counts[best] * 2 >= _FEWEST_LETTERS else ""
    return None


def _by_function_words(words: Sequence[str]) -> str:
    """A language that the small words leave no doubt about, else empty."""
    if len(words) < 8:
        return ""
    tallies = Counter(words)
    counts = {language: sum(tallies[word] for word in known) for language, known in _FUNCTION_WORDS.items()}
    kinds = {language: sum(word in tallies for word in known) for language, known in _FUNCTION_WORDS.items()}
    ranked = sorted(counts, key=lambda language: -counts[language])
    best = ranked[0]
    rival = next(language for language in ranked[1:] if {best, language} != {"id", "ms"})
    share = counts[best] / len(words)
    if kinds[best] < 3 or share < 0.15 or counts[rival] * 3 > counts[best]:
        return ""
    return _malay_or_indonesian(tallies, best) if best in ("id", "ms") else best


def _malay_or_indonesian(tallies: Counter[str], otherwise: str) -> str:
    malay = sum(tallies[word] for word in _MALAY_ONLY)
    indonesian = sum(tallies[word] for word in _INDONESIAN_ONLY)
    if malay == indonesian:
        return otherwise
    return "ms" if malay > indonesian else "id"


@functools.cache
def _rank() -> Callable[[str], list[tuple[str, float]]]:
    """py3langid's ranking of languages by log-probability. Its model takes most of a second to load: once, if ever."""
    import py3langid

    rank: Callable[[str], list[tuple[str, float]]] = py3langid.rank
    return rank


def _by_model(text: str, words: Sequence[str]) -> str:
    ranked = _rank()(" ".join(words) if len(text) > _SAMPLE else text)
    best, score = ranked[0]
    sure = 1.0 / sum(math.exp(max(other - score, -700.0)) for _, other in ranked)
    if sure < _LEAST_SURE:
        # Malay and Indonesian halve the probability between them; together they are sure.
        if best in ("id", "ms") and 2 * sure >= _LEAST_SURE:
            return _malay_or_indonesian(Counter(words), best)
        return ""
    return _malay_or_indonesian(Counter(words), best) if best in ("id", "ms") else best


_BODY = frozenset(("paragraph", "list_item", "quote"))
_MOST_MODEL_CALLS = 300
_OTHER_SCRIPT = re.compile("[\u0370-\u1cff\u3040-\ud7af]")


def passage_languages(texts: Sequence[str], kinds: Sequence[str], stated: str = "") -> list[str]:
    """The language of each passage of a document.

    A passage has the document's language unless its script or its function words tell otherwise; so only few
    passages are looked at closely.

    Args:
        texts: The passages' texts.
        kinds: Their kinds; headings, tables, notes and references do not decide the document's language.
        stated: What the document says its language is; believed where its text does not tell.
    """
    main = _main_language(texts, kinds) or stated
    if {main, stated} == {"id", "ms"}:
        main = stated  # so near to each other that the document knows better
    own = _FUNCTION_WORDS.get(main, frozenset())
    calls = 0
    found: list[str] = []
    for text, kind in zip(texts, kinds, strict=True):
        language = main
        if _OTHER_SCRIPT.search(text):
            language = _by_script(text) or main
        if language == main and kind not in ("reference", "table", "heading") and len(text) >= 50:
            words = set(text.lower().split())
            hits = len(words & own)
            if (
                hits * 8 < len(words)
                and (not own or hits < 4)
                and main not in _SPACELESS
                and calls < _MOST_MODEL_CALLS
            ):
                rivals = max(len(words & known) for other, known in _FUNCTION_WORDS.items() if other != main)
                if rivals > hits + 1 or (hits == 0 and len(words) >= 12):
                    calls += 1
                    language = detect_language(text) or main
            elif main in _SPACELESS and not _OTHER_SCRIPT.search(text):
                language = detect_language(text) or main
        if {language, main} == {"id", "ms"}:
            language = main
        found.append(language)
    return found


_SPACELESS = frozenset(("th", "lo", "my", "km", "zh", "ja"))


def _main_language(texts: Sequence[str], kinds: Sequence[str]) -> str:
    """The language of most of the running text, from stretches taken evenly over the document."""
    body = [text for text, kind in zip(texts, kinds, strict=True) if kind in _BODY] or list(texts)
    step = max(1, len(body) // 40)
    weight: Counter[str] = Counter()
    sample = body[::step][:60]
    for text in sample:
        part = text[:600]
        language = _by_script(part) if _OTHER_SCRIPT.search(part) else None
        if language is None:
            words = [word.lower() for word in _WORD.findall(part)]
            language = _by_function_words(words)
        if language:
            weight[language] += len(part)
    known = sum(weight.values())
    if known * 2 < sum(min(len(text), 600) for text in sample):
        return detect_language(" ".join(text[:600] for text in sample)) or _heaviest(weight)
    if weight["id"] and weight["ms"]:
        # One document is in one of the two; its words all together say which.
        tallies = Counter(word.lower() for text in sample for word in _WORD.findall(text[:600]))
        either = _malay_or_indonesian(tallies, "id")
        weight[either] = weight["id"] + weight["ms"]
        weight["ms" if either == "id" else "id"] = 0
    return _heaviest(weight)


def _heaviest(weight: Counter[str]) -> str:
    return min(weight, key=lambda language: (-weight[language], language)) if weight else ""
