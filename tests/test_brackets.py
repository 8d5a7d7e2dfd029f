"""Brackets stand where something is proved, and reach as far as that says."""

import pytest
from matplotlib.figure import Figure

from uat.figures.brackets import PROVED, BracketKey, draw_brackets
from uat.figures.widths import draw_error_against_width, draw_line_names
from uat.sweeps.plan import plan
from uat.sweeps.proofs import Proof
from uat.sweeps.run import run_batch
from uat.targets.catalogue import TARGETS
from uat.trainers import GradientDescent


@pytest.fixture(scope="module")
def records():
    trained = plan(["absolute"], [2], [0], [GradientDescent(epochs=5)])
    return run_batch([*trained, *plan(["absolute"], [2, 4, 8], [0], ["staircase"])])


@pytest.fixture(scope="module")
def proofs(records):
    """Return proofs of width 2 and 4, but for the latter none that it is above 0."""
    ends = {2: (0.3, 0.4), 4: (0.0, 0.25)}
    built = [record.spec for record in records[1:] if record.spec.width in ends]
    return {spec: Proof(*ends[spec.width], "") for spec in built}


def drawn(records, proofs, norm="max_error"):
    axes = Figure().subplots()
    draw_error_against_width(axes, TARGETS["absolute"], records, norm=norm, proofs=proofs)
    return axes


def ends_of(axes):
    """Return the widths and both ends of all brackets."""
    (lines,) = [c for bars in axes.containers for c in bars.lines[2]]
    return [(x, low, high) for (x, low), (_, high) in lines.get_segments()]


def test_a_bracket_reaches_from_one_end_to_the_other(records, proofs):
    (bracket,) = ends_of(drawn(records, proofs))
    assert bracket == pytest.approx((2.0, 0.3, 0.4))


def test_they_are_of_the_max_error_only_and_need_proofs(records, proofs):
    assert not drawn(records, proofs, "rmse").containers
    assert not drawn(records, {}).containers
    assert not [line for line in drawn(records, {}).lines if line.get_label() == PROVED]


def test_a_legend_says_what_they_are(records, proofs):
    axes = drawn(records, proofs)
    (key,) = [line for line in draw_line_names(axes) if line.get_label() == PROVED]
    assert isinstance(key, BracketKey)
    assert len(axes.legend([key], [PROVED]).legend_handles) == 1


def test_they_stand_upon_the_lines(records, proofs):
    axes = Figure().subplots()
    draw_brackets(axes, records, proofs)
    highest = max(line.get_zorder() for line in drawn(records, {}).lines)
    assert all(bar.get_zorder() > highest for bar in axes.containers[0].lines[2])
