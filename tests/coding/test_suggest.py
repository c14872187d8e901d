"""Codes are suggested by the words of the codebook's lexicon, and by what coders decided."""

import pytest

from rantau.coding.suggest import Example, learn, suggest, suggest_text
from rantau.coding.suggest.lexical import Calibration
from rantau.coding.suggest.patterns import GAP, Lexicon, shipped_lexicon
from rantau.framework.codebook import Change, shipped_codebook
from rantau.store.records import Passage, Span

BOOK = shipped_codebook()


def passage(text, kind="paragraph", sentences=None):
    return Passage(
        id="d1/p1",
        document="d1",
        number=1,
        kind=kind,
        section=None,
        spans=(Span(1, 0, len(text)),),
        text=text,
        sentences=sentences or ((0, len(text)),),
    )


def codes(text, **given):
    return {code: polarity for code, polarity, *_ in suggest_text([text], BOOK, **given)[0]}


def found(pattern, text):
    return [text[hit.start : hit.end] for hit in Lexicon({"HS.food": {"en": [pattern]}}).hits(text)]


@pytest.mark.parametrize(
    ("pattern", "text", "words"),
    [
        ("debt*", "Indebted, she had debts.", ["debts"]),
        ("wage|income gap*", "The income gaps and the wage gap; a gap.", ["income gaps", "wage gap"]),
        ("air strikes/shelling", "After shelling and air strikes", ["shelling", "air strikes"]),
        ("organi?ed crime", "organised crime, organized crime", ["organised crime", "organized crime"]),
        ("passport* ... withheld", "Passports were often withheld.", ["Passports were often withheld"]),
        ("passport* ... withheld", "He had a passport. Wages were withheld.", []),
        (
            "passport* ... withheld",
            "passport " + "a " * GAP + "withheld",
            ["passport " + "a " * GAP + "withheld"],
        ),
        ("passport* ... withheld", "passport " + "a " * (GAP + 1) + "withheld", []),
        ("migrants' rights", "MIGRANTS’ RIGHTS", ["MIGRANTS’ RIGHTS"]),
    ],
)
def test_a_pattern_finds_its_phrase_and_nothing_else(pattern, text, words):
    assert found(pattern, text) == words


def test_every_code_that_can_be_applied_and_groups_no_others_has_words():
    listed = set(shipped_lexicon().codes)
    assert listed <= set(BOOK.codes)
    assert {code.id for code in BOOK if not BOOK.beneath(code.id)} <= listed


@pytest.mark.parametrize(
    ("text", "code", "polarity"),
    [
        ("The broker kept their passports, and they owed him four months of debt.", "MS.micro.debt", ""),
        ("Passports were confiscated by the employer on the first day.", "TP.means.coercion", ""),
        ("Workers were beaten and locked in the dormitory.", "HS.personal", "insecurity"),
        ("The clinic offered free medical treatment and counselling.", "HS.health", "protection"),
        ("Gaji mereka tidak dibayar selama enam bulan.", "HS.economic", "insecurity"),
        ("Ribuan orang dideportasi dari Malaysia setiap tahun.", "SE.extraordinary_measure.deportation", ""),
        ("Calo di desa menawarkan pekerjaan tanpa dokumen.", "MS.meso.informal_broker", ""),
    ],
)
def test_plain_passages_get_their_code(text, code, polarity):
    assert codes(text)[code] == polarity


def test_a_passage_about_nothing_gets_nothing():
    assert codes("The library opens at nine and the lift is being repaired.") == {}


def test_suggestions_say_why_and_where():
    text = "Trees grow. Officials took bribes at the gate. Rain fell."
    sentences = ((0, 11), (12, 46), (47, 57))
    one = next(
        one
        for one in suggest([passage(text, sentences=sentences)], BOOK)
        if one.code == "MS.meso.official_complicity"
    )

    assert text[one.start : one.end] == "Officials took bribes at the gate."
    assert "bribes" in " ".join(one.why)
    assert one.by == "lexicon-2"


def test_headings_and_references_get_no_suggestions():
    text = "Deportation and detention of undocumented migrants"
    assert suggest([passage(text, "heading"), passage(text, "reference")], BOOK) == []
    assert suggest([passage(text)], BOOK) != []


def test_a_renamed_code_is_suggested_under_its_new_id_and_a_retired_one_not_at_all():
    book = BOOK.changed(Change(kind="retire", old=("TP.sector.fishing",), reason="r"))
    text = "Fishing crews lived with debt."
    assert "TP.sector.fishing" in codes(text)
    assert "TP.sector.fishing" not in {code for code, *_ in suggest_text([text], book)[0]}


def test_more_phrases_make_a_code_likelier():
    calibration = Calibration(-3, 4, 2, -0.3, -5, {})
    chances = [calibration.logit("HS.food", strong, 0, 80) for strong in range(4)]
    assert chances == sorted(chances)
    assert calibration.logit("HS.food", 1, 1, 80) > calibration.logit("HS.food", 1, 0, 80)


def decisions(word, code, count):
    """Made-up passages: those with the word were accepted, the others rejected."""
    texts = ["The boats left at night for the far shore", "A meeting was held on the third floor"]
    examples = []
    for n in range(count):
        examples.append(Example(f"{texts[n % 2]} and the {word} was named {n}.", {code: True}))
        examples.append(Example(f"{texts[n % 2]} and nothing else was named {n}.", {code: False}))
    return examples


def test_what_coders_accept_is_learnt():
    learned = learn(decisions("gawok", "HS.community", 20))
    text = "In the evening the gawok was named again."

    assert codes(text) == {}
    suggested = suggest_text([text], BOOK, learned=learned)[0]
    assert [one[0] for one in suggested] == ["HS.community"]
    assert "gawok" in suggested[0][3]
    assert codes("In the evening nothing was named again.", learned=learned) == {}


def test_what_coders_reject_is_learnt_too():
    text = "The fishing club met on the third floor and the gawok was named."
    examples = [
        Example(one.text, {"TP.sector.fishing": not one.decided["X"]}) for one in decisions("gawok", "X", 30)
    ]
    before = suggest_text([text], BOOK)[0]
    after = suggest_text([text], BOOK, learned=learn(examples), threshold=0)[0]
    chance = {one[0]: one[2] for one in before}["TP.sector.fishing"]

    assert {one[0]: one[2] for one in after}["TP.sector.fishing"] < chance


def test_few_decisions_change_nothing():
    assert learn(decisions("gawok", "HS.community", 3)).classifiers == {}
    assert learn([]).classifiers == {}


def test_the_same_decisions_and_seed_teach_the_same():
    seed = 2**62  # as large as a study's may be
    first, second = (learn(decisions("gawok", "HS.community", 12), seed=seed) for _ in range(2))
    texts = ["the gawok", "the boats"]
    assert suggest_text(texts, BOOK, learned=first, threshold=0) == suggest_text(
        texts, BOOK, learned=second, threshold=0
    )


def test_words_of_a_name_speak_for_nothing():
    lexicon = Lexicon(
        {"names": {"en": ["human rights watch"]}, "SE.threat_framing": {"en": ["human rights"]}}
    )

    assert lexicon.codes == ("SE.threat_framing",)
    assert lexicon.hits("Human Rights Watch (2022) counted them.") == []
    assert len(lexicon.hits("Human Rights Watch spoke of human rights.")) == 1


def test_vectors_are_learnt_from_beside_the_words_and_are_signed():
    import numpy as np

    examples = [
        Example(f"Nothing of note was named on day {n}.", {"HS.community": n % 2 == 0}) for n in range(60)
    ]
    rows = np.zeros((60, 4), dtype=np.float32)
    rows[np.arange(60), np.arange(60) % 2] = 1
    learned = learn(examples, vectors=rows, vectors_by="a model, its hash")
    text = "Something else happened."
    one = passage(text)
    for vector, wanted in (([1, 0, 0, 0], True), ([0, 1, 0, 0], False)):
        found = suggest(
            [passage(text, "heading"), one], BOOK, learned=learned, vectors=np.array([[0] * 4, vector])
        )
        assert [(each.code, each.by) for each in found] == (
            [("HS.community", "lexicon-2 + 30 accepted, 30 rejected + a model, its hash")] if wanted else []
        )
