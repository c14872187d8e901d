"""Any sequence of commands leaves a store whose constraints hold and whose audit trail verifies.

Hypothesis makes up the sequences. A command may refuse with a sentence; nothing else may go wrong.
"""

import shutil
import tempfile
from pathlib import Path

import pytest
from examples import NOTE, PLAIN, REPORT
from forked import in_order
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from states import faults_of

from rantau.framework.errors import RantauError
from rantau.study import Study, document_stages
from rantau.study.coding_desk import CodingDesk
from rantau.study.coding_trail import rebuilt
from rantau.study.handover.crate_in import import_crate
from rantau.study.handover.crate_out import export_crate
from rantau.study.importing import import_data

VOICES = 'Ko Htetaungmyo, a 31-year-old fisher, was sold. "They sold me at the pier for 900 dollars," he told us.\n'
TEXTS = {"report.md": REPORT, "note.html": NOTE, "memo.txt": PLAIN, "voices.md": VOICES}
CODES = ("HS.economic", "HS.personal", "TP.act.transfer")
DATA = "Country Name,Country Code,Indicator Name,Indicator Code,2020\nThailand,THA,Unemployment,SL.UEM.TOTL.ZS,{}\n"
STAGES = ("corpus", "coding", "evidence", "triangulation")


class AnySequence(RuleBasedStateMachine):
    """A study, and people who do anything with it."""

    refused = 0
    done = 0

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="rantau-sequence-"))
        self.path = self.folder / "study"
        self.crates = 0
        self.said = []

    @initialize()
    def begin(self):
        Study.create(self.path, places=("THA", "MMR", "MYS", "KHM")).close()
        self.add("report.md", "")
        self.run("evidence")

    def attempt(self, work):
        """Do something with the study; a refusal in a sentence is an answer."""
        try:
            with Study.open(self.path) as study:
                work(study)
            AnySequence.done += 1
        except RantauError as error:
            self.said.append(str(error))
            AnySequence.refused += 1

    @rule(
        name=st.sampled_from(sorted(TEXTS)),
        more=st.sampled_from(("", "\n\nIn 2022, 12% of migrants were unpaid.\n")),
    )
    def add(self, name, more):
        given = self.folder / name
        given.write_text(TEXTS[name] + more, encoding="utf-8")
        self.attempt(lambda study: study.add([given]))

    @rule(pick=st.integers(0, 5))
    def take_a_source_away(self, pick):
        sources = [one for one in sorted((self.path / "sources").iterdir()) if one.name != "sources.csv"]
        if sources:
            sources[pick % len(sources)].unlink()

    @rule(secret=st.booleans())
    def change_a_setting(self, secret):
        path = self.path / "study.toml"
        text = path.read_text()
        for value in ("confidential = []", 'confidential = ["voices*"]'):
            text = text.replace(value, 'confidential = ["voices*"]' if secret else "confidential = []")
        path.write_text(text)

    @rule(until=st.sampled_from(STAGES))
    def run(self, until):
        self.attempt(lambda study: study.run(until, workers=1))

    @rule(
        pick=st.integers(0, 9),
        value=st.sampled_from(("accepted", "rejected", "high", "perhaps")),
        reason=st.text(),
    )
    def decide(self, pick, value, reason):
        def work(study):
            ids = [one.id for one in study.store.claims()] + [one.subject for one in study.store.grades()]
            study.decide(ids[pick % len(ids)] if ids else "nothing", value, reason)

        self.attempt(work)

    @rule(coder=st.sampled_from(("amina", "budi")), pick=st.integers(0, 20), code=st.sampled_from(CODES))
    def put_a_code(self, coder, pick, code):
        def work(study):
            ids = study.store.passage_ids()
            CodingDesk(study, coder).add(
                ids[pick % len(ids)] if ids else "d0/p1", code, polarity="insecurity"
            )

        self.attempt(work)

    @rule(
        coder=st.sampled_from(("amina", "budi")),
        what=st.sampled_from(("undo", "redo", "accept", "reject", "remove")),
    )
    def go_on_coding(self, coder, what):
        def work(study):
            desk = CodingDesk(study, coder)
            if what in ("undo", "redo"):
                getattr(desk, what)()
            elif what == "remove":
                mine = study.store.codings(coder=coder)
                desk.remove(mine[0].id if mine else "nothing")
            else:
                found = study.store.code_suggestions()
                suggestion = found[0].id if found else "nothing"
                desk.reject(suggestion, reason="no") if what == "reject" else desk.accept(suggestion)

        self.attempt(work)

    @rule(figure=st.sampled_from(("1.25", "1.5", "words")))
    def import_figures(self, figure):
        given = self.folder / "unemployment.csv"
        given.write_text(DATA.format(figure))
        self.attempt(lambda study: import_data(study, given))

    @rule(everything=st.booleans())
    def hand_over_and_take_over(self, everything):
        """The sequence goes on in the study that was taken over."""
        self.crates += 1
        crate = self.folder / f"{self.crates}.zip"
        self.attempt(
            lambda study: export_crate(
                study,
                crate,
                confidential=everything,
                confirmed=study.settings.study.name if everything else "",
            )
        )
        if crate.exists():
            to = self.folder / f"study-{self.crates}"
            import_crate(to, crate)
            self.path = to

    @rule()
    def move(self):
        self.crates += 1
        self.path = shutil.move(self.path, self.folder / f"moved-{self.crates}")

    @invariant()
    def the_store_holds(self):
        assert not any("\n" in sentence for sentence in self.said)
        if not (self.path / "rantau.db").exists():
            return
        assert faults_of(self.path) == []
        with Study.open(self.path) as study:
            store = study.store
            if any(event.withheld for event in store.events()):
                return
            told = rebuilt(store.events())
            assert {one.id: one for one in store.codings()} == told.codings
            assert {one.id: one for one in store.coders()} == told.coders

    def teardown(self):
        shutil.rmtree(self.folder, ignore_errors=True)


@pytest.mark.usefixtures("in_this_process")
def test_any_sequence_of_commands_leaves_a_store_that_holds():
    AnySequence.done = AnySequence.refused = 0
    run_state_machine_as_test(
        AnySequence,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    # Not all was refused, and something was.
    assert AnySequence.done > 40
    assert AnySequence.refused > 3


@pytest.fixture
def in_this_process(monkeypatch):
    """Documents are read in this process: starting another takes longer than reading them."""
    monkeypatch.setattr(document_stages, "in_order", in_order)
