"""Findings: who does what to whom, told from advice, bans, conditions, counts and denials."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rantau.evidence import ClaimContext, default_place_index
from rantau.evidence.findings import FINDING_RULES, extract_findings
from rantau.evidence.findings.forms import english_verb, malay_verb, plural_of
from rantau.evidence.findings.lexicon import finding_lexicon
from rantau.store.records import Document, Finding, Passage, Span

Read = Callable[..., Any]

CODES_TEXT = """MS.macro.development_gap MS.macro.conflict_persecution MS.macro.environment_shock MS.macro.labour_demand
    MS.macro.migration_regime MS.macro.demography MS.meso.known_recruiter MS.meso.licensed_agency
    MS.meso.informal_broker MS.meso.smuggling_syndicate MS.meso.trafficking_syndicate MS.meso.official_complicity
    MS.meso.employer MS.meso.support_network MS.micro.migrant_agency MS.micro.family_strategy MS.micro.debt
    MS.micro.information MS.micro.documentation MS.corridor.origin MS.corridor.transit MS.corridor.destination
    MS.corridor.route MS.feedback.cumulative_causation MS.feedback.channel_substitution
    MS.feedback.return_and_remigration SE.actor SE.referent_object SE.threat_framing SE.audience
    SE.facilitating_condition SE.extraordinary_measure SE.extraordinary_measure.deportation
    SE.extraordinary_measure.detention SE.extraordinary_measure.raid SE.extraordinary_measure.pushback
    SE.extraordinary_measure.criminalisation SE.extraordinary_measure.emergency_rule
    SE.desecuritization.regularisation SE.desecuritization.rights_framing
    SE.desecuritization.depoliticised_administration HS.economic HS.food HS.health HS.environmental HS.personal
    HS.community HS.political TP.act TP.means TP.purpose TP.smuggling TP.sector PR.prevention PR.protection
    PR.prosecution PR.partnership PR.instrument PR.monitoring PR.participation PR.non_interference
    PR.double_criminalisation"""
CODES = frozenset(CODES_TEXT.split())


@pytest.fixture
def found(read: Read) -> Callable[..., list[Finding]]:
    def findings(text: str, **options: Any) -> list[Finding]:
        reading = read(text, **options)
        context = ClaimContext(document=reading.document, places=default_place_index())
        return extract_findings(reading.passages, reading.citations, context)

    return findings


Found = Callable[..., list[Finding]]

DEEDS = [
    # (sentence, actor, type of actor, first code, target)
    ("Border officials take bribes from brokers.", "Border officials", "MS.meso.official_complicity",
     "MS.meso.official_complicity", "brokers"),
    ("Employers confiscate passports.", "Employers", "MS.meso.employer", "TP.means", "passports"),
    ("Passports are withheld by employers in Malaysia.", "employers", "MS.meso.employer", "TP.means", "Passports"),
    ("Young women are often recruited by relatives and neighbours.", "relatives and neighbours",
     "MS.meso.known_recruiter", "TP.act", "Young women"),
    ("Workers have their passports confiscated by captains.", "captains", "MS.meso.employer", "TP.means",
     "their passports"),
    ("Boats carrying Rohingya refugees were pushed back by the Thai navy.", "the Thai navy", "SE.actor",
     "SE.extraordinary_measure.pushback", "Boats"),
    ("Police raid construction sites where migrants sleep.", "Police", "SE.actor", "SE.extraordinary_measure.raid",
     "construction sites"),
    ("Women are forced into prostitution by criminal gangs in Laos.", "criminal gangs",
     "MS.meso.trafficking_syndicate", "TP.purpose", "Women"),
    ("The recruiter promised her a job in a restaurant.", "The recruiter", "MS.meso.informal_broker", "TP.means",
     "a job"),
    ("NGOs provide shelter and legal aid to survivors.", "NGOs", "MS.meso.support_network", "PR.protection", "shelter"),
    ("Thailand ratified the Work in Fishing Convention in 2019.", "Thailand", "", "PR.instrument",
     "Fishing Convention"),
    ("Police arrest victims of trafficking.", "Police", "", "PR.double_criminalisation", "victims of trafficking"),
    ("Politicians portray migrants as a threat to national security.", "Politicians", "SE.actor", "SE.threat_framing",
     "migrants"),
    ("Majikan menahan paspor pekerja migran di Malaysia.", "Majikan", "MS.meso.employer", "TP.means",
     "paspor pekerja migran"),
    ("Paspor pekerja ditahan oleh majikan.", "majikan", "MS.meso.employer", "TP.means", "Paspor pekerja"),
    ("Banyak perempuan direkrut oleh kerabat atau tetangga mereka.", "kerabat atau tetangga",
     "MS.meso.known_recruiter", "TP.act", "Banyak perempuan"),
    ("Petugas imigrasi menerima suap dari tekong.", "Petugas imigrasi", "MS.meso.official_complicity",
     "MS.meso.official_complicity", "tekong"),
    ("Gaji buruh dipotong oleh agen.", "agen", "MS.meso.informal_broker", "HS.economic", "Gaji buruh"),
    ("Calo menipu calon pekerja migran tentang gaji.", "Calo", "MS.meso.informal_broker", "TP.means",
     "calon pekerja migran"),
    ("Polisi Diraja Malaysia menangkap pendatang.", "Polisi Diraja Malaysia", "SE.actor",
     "SE.extraordinary_measure.detention", "pendatang"),
    ("Aparat membekingi sindikat perdagangan orang.", "Aparat", "MS.meso.official_complicity",
     "MS.meso.official_complicity", "sindikat perdagangan orang"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "actor", "kind", "code", "target"), DEEDS)
def test_a_sentence_says_who_does_what_to_whom(
    found: Found, sentence: str, actor: str, kind: str, code: str, target: str
) -> None:
    (finding,) = found(sentence)
    assert (finding.actor, finding.actor_type, finding.codes[0]) == (actor, kind, code)
    assert finding.target == target
    assert not finding.denied
    assert finding.quote == sentence
    assert finding.extracted_by.startswith(f"{FINDING_RULES}/")


@pytest.mark.parametrize(
    "sentence",
    [
        "States should ratify the ILO convention.",
        "Ensure that employers do not confiscate passports.",
        "The law prohibits employers from confiscating passports.",
        "If employers confiscate passports, workers cannot leave.",
        "Do employers confiscate passports?",
        "Migrants are at risk of being detained by the police.",
        "45% of workers had their passports confiscated by employers.",
        "Malaysia deported 25,000 migrants in 2023.",
        "Four out of five workers paid a bribe.",
        "Viet Nam works through licensed firms.",
        "Victims who are identified are few.",
        "How many people are deported is counted by month.",
        "Workers were charged recruitment fees of USD 4,500.",
        "One woman in four had been raped.",
        "The convention obliges states to protect victims.",
        "The ministry plans to deport undocumented migrants.",
        "Pemerintah sebaiknya meratifikasi konvensi itu.",
        "Majikan dilarang menahan paspor pekerja.",
        "Korban tidak boleh dihukum.",
        "Sebanyak 698 tersangka ditangkap polisi.",
        "“My employer kept my passport and I could not leave,” said a woman from Lampung.",
    ],
)
def test_advice_bans_conditions_questions_counts_and_speech_are_no_findings(
    found: Found, sentence: str
) -> None:
    assert found(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The ministry denied that officers take bribes.",
        "There is no evidence that officers take bribes.",
        "Officers do not take bribes.",
        "Allegations that officers take bribes were denied by the ministry.",
        "Pemerintah membantah bahwa petugas menerima suap.",
        "Petugas tidak menerima suap.",
    ],
)
def test_what_is_denied_is_kept_as_denied(found: Found, sentence: str) -> None:
    (finding,) = found(sentence)
    assert finding.denied
    assert finding.codes == ("MS.meso.official_complicity",)


def test_what_is_not_done_can_be_what_is_found(found: Found) -> None:
    fear, silence = found("Victims fear detention and do not report.")
    assert (fear.action, fear.codes[0], fear.denied) == ("fear detention", "HS.political", False)
    assert (silence.action, silence.actor, silence.denied) == ("do not report", "Victims", False)
    (unpaid,) = found("Employers do not pay overtime.")
    assert (unpaid.codes[0], unpaid.action, unpaid.denied) == ("HS.economic", "do not pay overtime", False)
    deported, unidentified = found("Malaysia deports migrants without identifying victims of trafficking.")
    assert deported.codes[0] == "SE.extraordinary_measure.deportation"
    assert (unidentified.codes[0], unidentified.denied) == ("HS.political", False)


def test_what_can_happen_is_less_sure_than_what_does(found: Found) -> None:
    (does,) = found("Employers confiscate the passports of migrant workers.")
    (may,) = found("Employers may confiscate the passports of migrant workers.")
    (alleged,) = found("Employers are accused of confiscating the passports of migrant workers.")
    assert may.confidence < does.confidence
    assert alleged.confidence < does.confidence
    assert may.notes == ("the text says that it can happen, not that it does",)
    assert alleged.notes == ("the text gives it as alleged",)


def test_verbs_that_share_a_subject_share_it(found: Found) -> None:
    charged, bound = found("Brokers charge excessive fees and bind workers with debt.")
    assert charged.actor == bound.actor == "Brokers"
    detained, deported = found(
        "Undocumented migrants are detained and deported by immigration officers in Malaysia."
    )
    assert detained.actor == deported.actor == "immigration officers"
    assert detained.target == deported.target == "Undocumented migrants"


def test_a_list_of_nouns_names_what_people_undergo(found: Found) -> None:
    findings = found("Workers face wage deductions, physical abuse and confiscation of passports.")
    assert [one.action for one in findings] == [
        "wage deductions",
        "physical abuse",
        "confiscation of passports",
    ]
    assert {one.target for one in findings} == {"Workers"}
    findings = found("PMI mengalami kekerasan fisik dan penahanan dokumen di Timur Tengah.")
    assert [one.codes[0] for one in findings] == ["HS.personal", "TP.means"]


def test_a_list_of_states_acts_as_one(found: Found) -> None:
    findings = found(
        "Malaysia, Thailand and Indonesia resort to mass deportations and raids against migrants."
    )
    assert [one.actor for one in findings] == ["Malaysia, Thailand and Indonesia"] * 2
    assert [one.codes[0].rpartition(".")[2] for one in findings] == ["deportation", "raid"]
    assert {place.id for place in findings[0].places} == {"MYS", "THA", "IDN"}


def test_places_periods_and_sources_are_those_of_the_sentence(found: Found) -> None:
    (finding,) = found(
        "In Thailand, captains withheld the documents of Burmese fishers in 2021 (Sea Watch, 2022, p. 4)."
    )
    assert [(place.id, place.role) for place in finding.places] == [("THA", "destination"), ("MMR", "origin")]
    assert finding.period is not None
    assert finding.period.start == "2021"
    assert len(finding.citations) == 1
    assert not finding.own_data


def test_the_other_side_of_while_lends_no_place(found: Found) -> None:
    (finding, _) = found(
        "Malaysia enforces strict deportation policies, while Thailand grants amnesty to migrants."
    )
    assert [place.id for place in finding.places] == ["MYS"]


def test_a_place_is_taken_from_the_heading_and_said_to_be(found: Found) -> None:
    (finding,) = found("# Malaysia\n\nEmployers confiscate passports.")
    assert [place.id for place in finding.places] == ["MYS"]
    assert finding.notes == ("the place is taken from the heading",)


def test_nothing_under_recommendations_is_a_finding(found: Found) -> None:
    assert (
        found("## Recommendations\n\nEmployers return passports. States detain no children and free victims.")
        == []
    )


def test_parts_between_semicolons_are_quoted_alone(found: Found) -> None:
    findings = found("Employers confiscate passports; brokers charge excessive fees.")
    assert [one.quote for one in findings] == [
        "Employers confiscate passports",
        "brokers charge excessive fees.",
    ]


def test_every_action_has_codes_of_the_framework_and_says_itself_in_words() -> None:
    for action in finding_lexicon().actions.values():
        assert action.codes, action.id
        assert set(action.codes) <= CODES, action.id
        assert action.says, action.id
        assert action.undergone[:1].isupper(), action.id
    assert set(finding_lexicon().actor_types.values()) - {""} <= CODES


def test_classes_named_by_actions_are_classes_of_nouns() -> None:
    lexicon = finding_lexicon()
    classes = set(lexicon.kinds) | {"unknown", "fear"}
    for entries in lexicon.verbs.values():
        for entry in entries:
            assert {one.lstrip("!") for one in entry.row.actors} <= classes, entry.row.action.id
            assert entry.row.objects <= classes, entry.row.action.id


def test_forms_of_verbs_and_nouns() -> None:
    assert {form.word for form in english_verb("withhold")} == {
        "withhold", "withholds", "withheld", "withholding",
    }  # fmt: skip
    assert {form.word for form in english_verb("trap")} >= {"trapped", "trapping"}
    assert {form.word for form in english_verb("deny")} == {"deny", "denies", "denied", "denying"}
    assert [form.word for form in malay_verb("tahan")][:2] == ["menahan", "ditahan"]
    assert [form.word for form in malay_verb("sita")][:2] == ["menyita", "disita"]
    assert [form.word for form in malay_verb("pukul")][:2] == ["memukul", "dipukul"]
    assert [form.word for form in malay_verb("rekrut")][:2] == ["merekrut", "direkrut"]
    assert [form.word for form in malay_verb("ambil")][:2] == ["mengambil", "diambil"]
    assert plural_of("recruitment agency") == "recruitment agencies"
    assert plural_of("domestic worker") == "domestic workers"
    assert plural_of("boss") == "bosses"


WORDS_TEXT = (
    "employers brokers police victims confiscate passports are detained by and in Malaysia , ; the of not may to"
    " menahan paspor oleh majikan yang dan ditahan recruit being 12 % “ ” who"
)
WORDS = st.sampled_from(WORDS_TEXT.split())


@given(st.lists(WORDS, max_size=24))
@settings(max_examples=150, deadline=None)
def test_any_words_are_read_and_every_quotation_is_exact(words: list[str]) -> None:
    text = " ".join(words)
    passage = Passage(
        id="d0/p1", document="d0", number=1, kind="paragraph", section=None, spans=(Span(1, 0, len(text)),), text=text,
        sentences=((0, len(text)),) if text else (), language="en",
    )  # fmt: skip
    document = Document(id="d0", file="a.md", sha256="", size=0)
    findings = extract_findings([passage], [], ClaimContext(document=document, places=default_place_index()))
    for number, one in enumerate(findings, start=1):
        assert one.id == f"d0/p1/f{number}"
        assert text[one.start : one.end] == one.quote
        assert one.actor in one.quote
        assert one.target in one.quote
        assert one.action in one.quote
        assert 0.0 <= one.confidence <= 1.0
