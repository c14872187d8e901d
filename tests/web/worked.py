"""A study in which all was done that a study can hold: coded by two and settled, themes, rounds, simulated."""

from collections import Counter

from rantau.coding.arrows import arrow_evidence
from rantau.coding.effective import judged
from rantau.study import Study
from rantau.study.codebook_editing import change_codebook, entry_of
from rantau.study.coding_acts import adjudicate, assign, finish, open_differences, put_theme, write_memo
from rantau.study.coding_desk import CodingDesk
from rantau.study.monitor_drafting import write_draft
from rantau.study.policy_monitor import take_round
from rantau.study.policy_stance import confirm_measure, proposal_rows
from rantau.study.simulation_asked import SimulationAsked

FIRST, SECOND = "first", "second"
SCENARIOS = ("employer_pays", "clean_borders")
_ASKED = SimulationAsked(SCENARIOS, 2, 50_000, 24, "region", 5, "entered_exploitation", charts=True)
_CODED = 14
"""Suggestions that both decide on, in each of the documents that they code."""


def work_through(path):
    """Do in the study at a path what people do in one."""
    with Study.open(path) as study:
        _code(study)
        _take_rounds(study)
        _confirm(study)
        _ASKED.run(study, lambda *_: None)


def _code(study):
    owner, desks = CodingDesk(study), [CodingDesk(study, name) for name in (FIRST, SECOND)]
    suggested = study.store.code_suggestions()
    told = arrow_evidence(owner.codebook, judged([], suggested, machine_coded=True))
    telling = {each.passage for one in told for each in one.passages}
    # Passages that speak of both ends of an arrow come first, so that the concept graph has evidence.
    found = sorted(suggested, key=lambda one: one.passage not in telling)
    for document in list(dict.fromkeys(one.document for one in found))[:3]:
        file = study.store.document(document).file
        chosen = [
            one
            for one in found
            if one.document == document and (one.polarity or not owner.codebook[one.code].polarity)
        ]
        for desk in desks:
            assign(owner, desk.coder, [file])
        for number, one in enumerate(chosen[:_CODED]):
            desks[0].accept(one.id)
            desks[1].reject(one.id) if number % 4 == 3 else desks[1].accept(one.id)
        for desk in desks:
            finish(desk, file)
    difference = open_differences(owner.view())[0]
    adjudicate(owner, difference.passage, difference.code, applies=True, reason="The passage says so.")
    coded = [one for one in study.store.codings() if one.status == "accepted"]
    write_memo(owner, "Debt comes before the journey.", coded[0].id)
    write_memo(owner, "To be split, perhaps.", coded[0].code)
    often = [code for code, _ in Counter(one.code for one in coded).most_common()]
    put_theme(owner, "Debt & fear", often[:3], "What binds people.", "They stand together.")
    change_codebook(study, entry_of("retire", often[-1], [], reason="Nobody needs it."))


def _take_rounds(study):
    header = "indicator,place,year,value,status,source\n"
    table = study.path / "drafted.csv"
    write_draft(study, table)
    for name, value in (("drafted", 0), ("yearbook", 40), ("survey", 55)):
        table = study.path / f"{name}.csv"
        if value:
            table.write_text(
                f"{header}PI09,MYS,2023,{value},reported,made up for the tests\n", encoding="utf-8"
            )
        take_round(study, table)
        table.unlink()


def _confirm(study):
    row = next(one for one in proposal_rows(study) if one["year"] and one["dated"] == "text")
    confirm_measure(study, row["id"], "It is one.", groups=["migrant_workers"], start=f"{row['year']}-01-01")
