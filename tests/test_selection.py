"""Which records of many."""

from __future__ import annotations

import dataclasses

import numpy as np
from tools import given, ladder, near_best, record
from tools import strategies as st

from uat.sweeps.selection import (
    by_role,
    by_trainer,
    first_and_near_best,
    grouped_by_target,
    median_record,
    of_width,
    shown_widths,
    trainers_of,
    with_epochs,
)
from uat.trainers import Role

BUILT = [record(trainer="staircase", width=width) for width in (1, 2)]


def without_epochs(records):
    return [
        dataclasses.replace(r, spec=dataclasses.replace(r.spec, settings="{}")) for r in records
    ]


def test_records_are_picked_in_their_order():
    records = [*BUILT, *ladder(), *ladder(trainer="adam")]
    assert trainers_of(records) == ["staircase", "gradient_descent", "adam"]
    assert by_trainer(records, "adam") == ladder(trainer="adam")
    assert of_width(records, 2) == [r for r in records if r.spec.width == 2]
    assert by_role(records, Role.BUILT) == BUILT
    assert by_role(records, Role.TRAINED) == [*ladder(), *ladder(trainer="adam")]
    assert by_role(records, Role.NEAR_BEST) == []


def test_near_best_stands_beside_the_first_trainer_if_it_is_another():
    assert first_and_near_best(ladder()) == ["gradient_descent"]
    assert first_and_near_best([*ladder(), *BUILT, *near_best()]) == [
        "gradient_descent",
        "variable_projection",
    ]
    assert first_and_near_best([*near_best(), *ladder()]) == ["variable_projection"]


def test_with_epochs_leaves_out_who_has_none():
    assert with_epochs([*ladder(), *without_epochs(near_best())]) == ladder()


@given(st.lists(st.integers(1, 500), min_size=1))
def test_shown_widths_are_a_few_of_the_widths_the_largest_included(widths):
    shown = shown_widths(widths)
    assert shown == sorted(set(shown) & set(widths))
    assert len(shown) == min(4, len(set(widths)))
    assert shown[-1] == max(widths)


errors = st.one_of(st.none(), st.floats(0.0, 1e6))


@given(st.lists(errors, min_size=1))
def test_the_median_record_has_as_many_below_as_above(found):
    records = [record(seed=seed, error=error) for seed, error in enumerate(found)]
    rank = {None: np.inf}
    middle = median_record(records).max_error
    middle = rank.get(middle, middle)
    values = [rank.get(error, error) for error in found]
    assert sum(value < middle for value in values) <= len(values) / 2
    assert sum(value > middle for value in values) <= len(values) / 2


def test_the_median_record_may_be_that_of_the_rmse():
    records = [
        dataclasses.replace(record(seed=seed, error=error), rmse=rmse)
        for seed, (error, rmse) in enumerate([(0.1, 0.9), (0.2, 0.3), (0.3, 0.4)])
    ]
    assert median_record(records).spec.seed == 1
    assert median_record(records, "rmse").spec.seed == 2


def test_groups_stand_in_the_order_of_their_first_and_keep_that_of_their_records():
    sine, runge = ladder("sine"), ladder("runge")
    groups = grouped_by_target([runge[0], *sine, *runge[1:]])
    assert list(groups.items()) == [("runge", runge), ("sine", sine)]
