"""The workbench in Indonesian: on no screen a word of its own in English, and every other language is said to be one.

What is in another language than the page is the words of a document, of a person or of the program's files. Each
stands in an element that says its language (``lang``, empty where nobody knows it). The list below is of such elements,
and not of texts: a sentence of ours that nobody translated has no place in it.
"""

import re
import sys
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from test_brief_screen import until_over
from test_browser import addresses
from workbenches import client_of, copied

ROOT = Path(__file__).parents[2]
FOREIGN = (
    "q",  # words of a document
    "blockquote.words",
    "span.words",
    ".passage",
    "span.title",  # of a document
    "h1[lang]",
    "cite",  # the name of a work or of a source of data
    ".work",
    "code",  # what is typed: a command, the name of a field or of a file
    "textarea",  # what somebody types
    ".described",  # the API's description, of which the page says that it is in English
    "[lang='']",  # what a person wrote, in whatever language
    "button[name=language]",
    "[name=language] + span",
)
"""Elements whose words are not the workbench's own."""
ATTRIBUTES = ("title", "aria-label", "placeholder", "alt")
COMMON = frozenset(
    {
        *(
            "the",
            "of",
            "and",
            "is",
            "are",
            "was",
            "were",
            "with",
            "from",
            "not",
            "by",
            "this",
            "that",
            "which",
            "for",
        ),
        *(
            "has",
            "have",
            "been",
            "it",
            "to",
            "what",
            "who",
            "each",
            "its",
            "their",
            "than",
            "only",
            "or",
            "there",
        ),
    }
)
"""English words that are none of Indonesian."""
QUOTED = re.compile(r"“[^”]*”|\S+\.[a-z]{2,4}\b|\S+_\S+")
"""Others' words in a sentence, names of files, and ids."""


def told(page):
    """What a page says: text, its language, the elements it stands in, and whether these are of another's words."""
    tree = HTMLParser(page)
    for css in ("script", "head"):
        for node in tree.css(css):
            node.decompose()
    foreign = {node.mem_id for css in FOREIGN for node in tree.css(css)}

    def walk(node, language, path, free):
        if node.is_text_node:
            text = " ".join((node.text_content or "").split())
            if text:
                yield text, language, path, free
            return
        if node.is_element_node:
            language = node.attributes.get("lang", language)
            path = f"{path} {node.tag}" + "".join(
                f".{one}" for one in (node.attributes.get("class") or "").split()
            )
            free = free or node.mem_id in foreign
            for name in ATTRIBUTES:
                if node.attributes.get(name):
                    yield node.attributes[name], language, f"{path} @{name}", free
        child = node.child
        while child is not None:
            yield from walk(child, language, path, free)
            child = child.next

    return list(walk(tree.body, tree.css_first("html").attributes["lang"], "", False))


def looks_english(text):
    """Two of English's commonest words; or one, in a few words."""
    words = re.findall(r"[a-z]+", QUOTED.sub(" ", text).lower())
    common = sum(word in COMMON for word in words)
    return common >= 2 or (common == 1 and len(words) <= 5)


def english_of(page):
    """What is English on an Indonesian page without being of a document or a person."""
    return [
        f"{text[:150]!r} in {path[-70:]}"
        for text, language, path, free in told(page)
        if not free and re.search("[A-Za-z]{2}", text) and (language != "id" or looks_english(text))
    ]


@pytest.fixture(scope="module")
def simulated(made_demo, tmp_path_factory):
    """A workbench whose visitor reads Indonesian, and in which a scenario was simulated."""
    client = client_of(copied(made_demo, tmp_path_factory.mktemp("indonesian") / "study"))
    client.submit("/preferences", {"language": "id", "next": "/"})
    form = {"scenario": "employer_pays", "draws": "0", "scale": "50000", "months": "14"}
    job = until_over(client, str(client.submit("/scenarios/simulate", form).url))
    assert (job.state, job.problem) == ("done", "")
    client.submit("/scenarios/employer_pays/copy", {"new": "mine"})
    yield client
    client.app.state.frame.close()


def test_no_screen_has_a_word_of_its_own_in_english(simulated, ids):
    more = [
        "/scenarios/mine",
        "/scenarios/mine/edit",
        "/scenarios/mine/edit/text",
        "/provenance/run/employer_pays",
        "/provenance/scenario/mine",
        "/provenance/parameter/complicity_scale",
        "/provenance/simulated/difference/employer_pays/entered_exploitation",
        "/provenance/simulated/share/employer_pays/spared_share",
        "/provenance/score/MYS/human_security",
        "/provenance/score/MMR>THA/exposure",
        f"/provenance/group/{ids['group']}",
        f"/provenance/observation/{ids['observation']}",
        "/measures?size=200",
        "/instruments?size=200",
        "/jobs/1",
        "/documents/dnothing/pages/1",
        "/profiles/XXX",
        "/scenarios/nothing",
    ]
    found = {}
    for address in (*addresses(ids), *more):
        page = simulated.get(address).text
        assert '<html lang="id"' in page, address
        if left := english_of(page):
            found[address] = left[:5]

    assert found == {}


def test_a_sentence_left_in_english_is_found_wherever_it_stands(simulated):
    page = simulated.get("/scenarios").text
    sentence = "Keterlibatan pejabat di perbatasan sebagian besar diakhiri."
    english = "Complicity at borders is ended for the greater part."

    assert sentence in page
    assert english_of(page) == []
    assert len(english_of(page.replace(sentence, english))) == 1
    assert len(english_of(page.replace(sentence, f'<span lang="en">{english}</span>'))) == 1
    assert len(english_of(page.replace("<main ", f'<main aria-label="{english}" '))) == 1
    assert english_of(page.replace(sentence, f'<q lang="en">{english}</q>')) == []


def test_what_a_person_wrote_stays_as_they_wrote_it(simulated):
    page = simulated.get("/scenarios").text

    assert '<span lang="">The employer pays</span>' in page
    assert '<a href="/scenarios/employer_pays">Pemberi kerja membayar</a>' in page


@pytest.mark.parametrize(
    ("path", "form", "said"),
    [
        ("/scenarios/new", {"new": "a b"}, "'a b' bukan nama untuk skenario; pakai huruf, angka, - dan _."),
        ("/scenarios/simulate", {"draws": "0"}, "Pilih sekurang-kurangnya satu skenario untuk disimulasikan"),
        (
            "/scenarios/simulate",
            {"scenario": "mass_deportation", "draws": "0", "months": "1"},
            "berada di luar bulan yang disimulasikan",
        ),
        ("/scenarios/employer_pays/copy", {"new": "mine"}, "sudah ada; pilih nama lain"),
        ("/measures/proposed/none", {"act": "reject", "reason": "no"}, "usulan"),
    ],
)
def test_a_refusal_is_told_in_indonesian(simulated, path, form, said):
    answer = simulated.submit(path, form)
    sentence = HTMLParser(answer.text).css_first("main .bad")

    assert answer.status_code in (400, 404)
    assert sentence.attributes.get("lang") is None
    assert said in sentence.text()


def test_every_sentence_of_the_rooms_has_an_indonesian_one_with_the_same_places():
    if not (ROOT / "scripts").is_dir():
        pytest.skip("scripts/ is not in this copy of the project")
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import translations
    finally:
        sys.path.pop(0)
    domain = translations.SENTENCES

    assert translations.missing("id", domain) == []
    catalogue = translations.read("id", domain)
    compiled = translations.po_of("id", domain).with_suffix(".mo").read_bytes()
    assert compiled == translations.compiled(catalogue), "run scripts/translations.py compile"
    for message in catalogue:
        places = [set(re.findall(r"\{(\w+)\}", text)) for text in (message.id, message.string)]
        assert places[0] == places[1], message.id
        assert "ilegal" not in message.string.casefold()
