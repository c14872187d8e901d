"""Builds and hierarchies: what is checked, and how it is said."""

from __future__ import annotations

import pytest

from rantau.framework.errors import BadInput
from rantau.profile.composite import BuildError, Element, changed, check_build, leaving_out, make_hierarchy

PLAIN = {"steps": [{"step": "normalise"}, {"step": "aggregate"}]}


def with_steps(*steps, **more):
    return {"steps": list(steps), **more}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (with_steps({"step": "normalize"}, {"step": "aggregate"}), "step 1: there is no step 'normalize'"),
        (with_steps({"step": "normalise", "metod": 1}, {"step": "aggregate"}), "step 1: there is no setting 'metod'"),
        (with_steps({"step": "treat", "most": 0}, {"step": "aggregate"}), "step 1: most = 0 will not do"),
        (with_steps({"method": "rank"}, {"step": "aggregate"}), "step 1: the setting 'step' is missing"),
        (with_steps({"step": "normalise", "range": [5, 1]}, {"step": "aggregate"}), "must begin below its end"),
        (with_steps({"step": "normalise"}), "a build has one step 'aggregate'; this one has 0"),
        (with_steps({"step": "aggregate"}, {"step": "normalise"}), "the last step of a build is 'aggregate'"),
        (with_steps({"step": "normalise"}, {"step": "treat"}, {"step": "aggregate"}), "cannot follow 'normalise'"),
        (with_steps({"step": "impute", "within": "region"}, {"step": "aggregate"}), "within is for the methods mean"),
        (with_steps({"step": "aggregate", "use": False}), "cannot do without aggregation"),
        (PLAIN | {"uncertainty": {"draws": 3}}, "uncertainty.draws = 3 will not do"),
        (PLAIN | {"uncertainty": {"sensitivity": 100}}, "sensitivity is a power of two"),
        (PLAIN | {"uncertainty": {"vary": [{"step": "treat", "alternatives": [{}, {}]}]}}, "there is no step 'treat'"),
        (
            PLAIN | {"uncertainty": {"vary": [{"step": "normalise", "alternatives": [{}, {"method": "zz"}]}]}},
            "uncertainty.vary 1: method = 'zz' will not do",
        ),
        (PLAIN | {"color": "red"}, "there is no setting 'color'"),
        ({}, "the setting 'steps' is missing"),
        (with_steps(3), "step 1: 3 stands where a table of settings is needed"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_step(data, words):
    with pytest.raises(BuildError) as caught:
        check_build(data)
    assert words in str(caught.value)


def test_a_build_can_be_made_anew_with_one_choice_changed():
    build = check_build(PLAIN)
    other = changed(build, {"normalise": {"method": "rank"}})
    assert (build.steps[0].method, other.steps[0].method) == ("minmax", "rank")
    assert other.steps[1] == build.steps[1]
    with pytest.raises(BuildError, match="there is no step 'treat'"):
        changed(build, {"treat": {"most": 3}})


def test_of_two_steps_of_a_kind_the_number_says_which():
    build = check_build(
        with_steps(
            {"step": "impute", "method": "mean"}, {"step": "impute", "method": "median"}, *PLAIN["steps"]
        )
    )
    assert changed(build, {"2": {"method": "none"}}).steps[1].method == "none"
    with pytest.raises(
        BuildError, match="more than one step 'impute'; name it by its number: 1 impute, 2 impute"
    ):
        changed(build, {"impute": {"method": "none"}})


def test_elements_left_out_add_up():
    assert leaving_out(leaving_out(check_build(PLAIN), ["b"]), ["a"]).leave_out == ("a", "b")


def element(code, parent="", kind="aggregate", **more):
    return Element(code=code, parent=parent, kind=kind, **more)


def leaf(code, parent, **more):
    return element(code, parent, "indicator", **more)


@pytest.mark.parametrize(
    ("elements", "words"),
    [
        ([leaf("a", "x"), leaf("a", "x"), element("x")], "'a' stands in the metadata twice"),
        ([leaf("a", "y"), element("x")], "the parent 'y' of a is no aggregate"),
        ([leaf("a", ""), element("x")], "the indicator a has no parent"),
        ([leaf("a", "x"), leaf("b", "y"), element("x"), element("y")], "an index has one top"),
        ([leaf("a", "x"), element("x", "y"), element("y", "x")], "each other's parents"),
        ([leaf("a", "x"), element("x"), element("y", "x")], "y has nothing beneath it"),
        ([leaf("a", "x", weight=0), element("x")], "the weights beneath x are all zero"),
        ([leaf("a", "x"), element("x", "y", level=5), element("y", level=3)], "not below its parent"),
    ],
)
def test_a_hierarchy_that_does_not_hold_is_refused(elements, words):
    with pytest.raises(BadInput) as caught:
        make_hierarchy(elements)
    assert words in str(caught.value)


def test_levels_are_found_from_the_bottom_up(small):
    hierarchy = small.tree({"p": ["a", "b"], "q": ["c"], "top": ["p", "q"]})
    assert {one.code: one.level for one in hierarchy.elements} == {
        "a": 1,
        "b": 1,
        "c": 1,
        "p": 2,
        "q": 2,
        "top": 3,
    }
    assert [one.code for one in hierarchy.beneath("top")] == ["a", "b", "c"]
    assert [one.code for one in hierarchy.beneath("p")] == ["a", "b"]


def test_taking_an_element_out_takes_what_stands_beneath_it_and_parents_left_empty(small):
    hierarchy = small.tree({"p": ["a", "b"], "q": ["c"], "top": ["p", "q"]})
    assert hierarchy.without(["c"]).codes == ("a", "b", "p", "top")
    assert hierarchy.without(["p"]).codes == ("c", "q", "top")
    with pytest.raises(BadInput, match="nothing is left"):
        hierarchy.without(["p", "q"])
    with pytest.raises(BadInput, match="there is no element 'z'"):
        hierarchy.without(["z"])
