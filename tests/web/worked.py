"""A study in which all was done that a study can hold: coded by two, settled, themes, a round, simulated, explained."""

from collections import Counter

from rantau.study import Study
from rantau.study.coding_acts import adjudicate, assign, finish, open_differences, put_theme, write_memo
from rantau.study.coding_desk import CodingDesk
from rantau.study.monitor_drafting import draft_of, draft_table
from rantau.study.policy_monitor import take_round
from rantau.study.policy_stance import confirm_measure, proposal_rows
from rantau.study.simulation_asked import SimulationAsked
from rantau.study.thematic_report import write_thematic_report

FIRST, SECOND = "first", "second"
SCENARIOS = ("employer_pays", "clean_borders")


def work_through(path):
    """Do in the study at a path what people do in one."""
    with Study.open(path) as study:
        _code(study)
        _take_rounds(study)
        _confirm(study)
        SimulationAsked(
            SCENARIOS, 2, 50_000, 24, "region", 5, "entered_exploitation", charts=True
        ).run(study, lambda *_: None)
        write_thematic_report(study, languages=["en"], progress=lambda *_: None)


def _code(study):
    first, second = CodingDesk(study, FIRST), CodingDesk(study, SECOND)
    owner = CodingDesk(study)
    suggested = {
        document.id: study.store.code_suggestions(document.id) for document in study.store.documents()
    }
    both = [id for id, found in suggested.items() if len(found) >= 4][:3]
    for id in both:
        file = study.store.document(id).file
        for coder in (FIRST, SECOND):
            assign(owner, coder, [file])
        chosen = [one for one in suggested[id] if not first.codebook[one.code].polarity or one.polarity][:12]
        for number, one in enumerate(chosen):
            first.accept(one.id)
            second.reject(one.id) if number % 3 == 1 else second.accept(one.id)
        for desk in (first, second):
            finish(desk, file)
    difference = open_differences(CodingDesk(study).view())[0]
    adjudicate(owner, difference.passage, difference.code, applies=True, reason="the passage says so")
    coded = [one for one in study.store.codings() if one.status == "accepted"]
    write_memo(owner, "Debt comes before the journey.", coded[0].id)
    write_memo(owner, "To be split, perhaps.", coded[0].code)
    often = [code for code, _ in Counter(one.code for one in coded).most_common(4)]
    put_theme(owner, "Debt and fear", often[:2], "What binds people.", "they stand together")


def _take_rounds(study):
    for number, change in enumerate((lambda value: value, lambda value: value)):
        table = study.path / f"round-{number + 1}.csv"
        table.write_text(change(draft_table(draft_of(study))), encoding="utf-8")
        take_round(study, table)
        table.unlink()
        break
    header = "indicator,place,year,value,status,source\n"
    for name, value in (("yearbook", 40), ("survey", 55)):
        table = study.path / f"{name}.csv"
        table.write_text(f"{header}PI09,MYS,2023,{value},reported,made up for the tests\n", encoding="utf-8")
        take_round(study, table)
        table.unlink()


def _confirm(study):
    for row in proposal_rows(study):
        if row["year"] and row["dated"] == "text":
            confirm_measure(study, row["id"], "It is one.", groups=["migrant_workers"], start=f"{row['year']}-01-01")
            return
