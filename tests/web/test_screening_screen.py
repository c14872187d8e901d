"""The interview form: what it says of answers, and that it keeps nothing."""

from test_attacks import PASSWORD, signed_in
from test_brief_screen import until_over
from workbenches import client_of

from rantau.policy.screening import shipped_rules
from rantau.study import Study
from rantau.study.accounts import add_account
from rantau.study.case_screening import screen_answers, screening_questions
from rantau.web import create_app
from rantau.web.cases import HeldCases
from rantau.web.serving import Serving


def test_every_question_is_asked_once():
    asked = [one["key"] for _, questions in screening_questions() for one in questions]

    assert asked == [one.key for one in shipped_rules().questions]


def test_nothing_answered_is_never_a_finding_and_says_what_to_ask():
    said = screen_answers({})

    assert said["outcome"] == "insufficient information"
    assert said["ask"]


def test_the_page_gives_outcome_and_what_cannot_wait_and_keeps_nothing(workbench, demo):
    before = workbench.app.state.frame.study.store.head()
    answers = dict.fromkeys(shipped_rules().keys, "yes")

    answer = workbench.submit("/screening", answers, page="/screening")

    assert answer.status_code == 200
    assert "What the answers indicate" in answer.text
    for text in screen_answers(answers)["urgent"]:
        assert text in answer.text.replace("&#39;", "'")
    assert workbench.app.state.frame.study.store.head() == before
    again = workbench.get("/screening").text
    assert again.count(" checked") == again.count('value="" checked') == len(answers)


def test_what_is_no_answer_is_taken_as_not_known(workbench):
    answer = workbench.submit("/screening", {"child": "<script>", "nonsense": "yes"}, page="/screening")

    assert answer.status_code == 200
    assert "<script>" not in answer.text


CASES = "case_id,recruited,deception,forced_labour_recorded,gender\n" + "\n".join(
    f"{number},yes,yes,yes,{'female' if number < 3 else 'male'}" for number in range(1, 31)
)


def sent(client, data, name="cases.csv", **more):
    answer = client.submit("/screening/cases", more, files={"file": (name, data)}, page="/screening/cases")
    if answer.status_code != 200:
        return None, answer
    return until_over(client, str(answer.url)), answer


def test_a_file_of_cases_is_screened_counted_and_kept_nowhere(tmp_path):
    Study.create(tmp_path / "study", places=("THA",)).close()
    client = client_of(tmp_path / "study")
    client.get("/screening/cases")
    files = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    before = client.app.state.frame.study.store.head()
    job, _ = sent(client, CASES.encode(), columns="outcome, gender")
    assert (job.state, job.problem) == ("done", "")
    page = client.get(job.result).text
    assert "30 records" in page
    assert "withheld" in page  # of two women
    assert "28" not in page.split("<h2")[1], "the other count of a pair would give the first away"
    csv = client.get(f"{job.result}.csv")
    assert csv.headers["content-disposition"].startswith("attachment")
    assert csv.text.count("\n") == 31
    assert "notice" in csv.text.splitlines()[0]
    assert client.app.state.frame.study.store.head() == before
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == files

    job, _ = sent(client, b"name,recruited\nSiti Aminah,yes\nBudi Santoso,no\nMaria Clara,yes\n")
    assert job.state == "failed"
    assert "name" in job.problem
    assert "Siti" not in job.problem
    for data, name in (
        (b"\x00\x01", "cases.xlsx"),
        (b"[", "cases.json"),
        (b"a", "cases.exe"),
        (b"", "x.csv"),
    ):
        job, answer = sent(client, data, name)
        assert answer.status_code == 400 if job is None else job.state == "failed"
        assert job is None or "fault" not in job.problem
    assert sent(client, CASES.encode(), columns="a,b,c,d")[0].state == "failed"
    key = next(one.key for one in client.app.state.frame.cases.of(client.app.state.frame.study.acting))
    assert client.submit(f"/screening/cases/{key}/forget").status_code == 200
    assert client.get(f"/screening/cases/{key}").status_code == 404
    client.app.state.frame.close()


def test_what_is_said_of_single_cases_is_for_who_sent_it_and_for_some_roles(tmp_path):
    with Study.create(tmp_path / "study", places=("THA",)) as study:
        for role in ("coder", "analyst"):
            add_account(study.store, role, role, password=PASSWORD)
    team = create_app(tmp_path / "study", Serving(accounts=True))
    ana, coder = signed_in(team, "analyst"), signed_in(team, "coder")
    job, _ = sent(coder, CASES.encode())
    assert job.state == "done"
    assert "outcome" in coder.get(job.result).text
    assert coder.get(f"{job.result}.csv").status_code == 403
    assert ana.get(job.result).status_code == 404
    assert ana.get(f"{job.result}.csv").status_code == 404
    team.state.frame.close()


def test_a_file_is_held_for_an_hour_and_five_at_most():
    now = [0.0]
    held = HeldCases(lambda: now[0])
    keys = [held.hold("ana", None) for _ in range(7)]
    assert [one.key for one in held.of("ana")] == keys[:1:-1]
    assert held.get("budi", keys[-1]) is None
    now[0] = 3601.0
    assert held.of("ana") == []
