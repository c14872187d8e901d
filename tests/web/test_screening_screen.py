"""The interview form: what it says of answers, and that it keeps nothing."""

from rantau.policy.screening import shipped_rules
from rantau.study.case_screening import screen_answers, screening_questions


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
