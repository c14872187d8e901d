"""Workers: order is kept, and a hostile item stops nothing else."""

import sys

import pytest
import worker_jobs

from rantau.study.workers import Failure, Limits, in_order


@pytest.mark.parametrize("workers", [1, 3])
def test_outcomes_come_in_the_order_of_the_items(workers):
    outcomes = list(in_order(worker_jobs.double, range(20), workers=workers))

    assert [outcome.item for outcome in outcomes] == list(range(20))
    assert [outcome.result for outcome in outcomes] == [2 * item for item in range(20)]


def test_items_are_taken_only_as_workers_become_free():
    taken = []

    def items():
        for number in range(100):
            taken.append(number)
            yield number

    stream = in_order(worker_jobs.double, items(), workers=2)
    next(stream)

    assert len(taken) <= 8
    stream.close()


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited on Linux only")
def test_an_item_that_kills_hangs_or_eats_memory_fails_alone():
    items = ["good", "die", "hang", "greedy", "deep", "bad", "faulty", "fine"]

    outcomes = {
        outcome.item: outcome.result
        for outcome in in_order(worker_jobs.misbehave, items, workers=2, limits=Limits(seconds=4))
    }

    assert outcomes["good"] == "good"
    assert outcomes["fine"] == "fine"
    reasons = {item: result.reason for item, result in outcomes.items() if isinstance(result, Failure)}
    assert "made its reader stop" in reasons["die"]
    assert "made its reader hang for 4 seconds" in reasons["hang"]
    assert "needs more memory" in reasons["greedy"]
    assert "nested more deeply" in reasons["deep"]
    assert reasons["bad"] == "is encrypted"
    assert "a fault of rantau's own (ZeroDivisionError: made up)" in reasons["faulty"]


def test_no_items_no_workers():
    assert list(in_order(worker_jobs.double, [])) == []
