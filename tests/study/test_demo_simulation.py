"""The default study is simulated once: a second `rantau demo` leaves a run that is whole as it is."""

from rantau.study import Study
from rantau.study.demo import simulate_demo
from rantau.study.outputs import OutputFolder


def test_a_run_that_is_whole_is_not_done_again(tmp_path):
    Study.create(tmp_path / "study").close()
    OutputFolder(tmp_path / "study" / "out" / "simulation").replace({"summary.json": b"{}"})

    with Study.open(tmp_path / "study") as study:
        assert simulate_demo(study) is False
