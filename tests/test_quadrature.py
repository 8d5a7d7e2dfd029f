from __future__ import annotations

import numpy as np
import pytest
from numpy.polynomial import Polynomial
from tools import given
from tools import strategies as st

from uat.core.domains import Box
from uat.targets.quadrature import NODES_A_PANEL, integration_rule

SYMMETRIC = Box.interval(-1.0, 1.0)
SQUARE = Box((-1.0, 0.0), (1.0, 3.0))
CORNER = 1.0 / np.e  # no multiple of a power of two: halving never hits it

boxes = st.builds(
    lambda low, length: Box.interval(low, low + length), st.floats(-5.0, 5.0), st.floats(0.1, 10.0)
)
functions = st.sampled_from(
    [
        lambda x: np.zeros(len(x)),
        lambda x: np.sin(9.0 * x[:, 0]),
        lambda x: np.abs(x[:, 0] - 0.3),
        lambda x: np.where(x[:, 0] > 0.3, 1.0, -1.0),
        lambda x: np.sqrt(np.abs(x[:, 0])),
    ]
)


def kink(x):
    return np.abs(x[:, 0] - CORNER)


def jump(x):
    return np.where(x[:, 0] > CORNER, 1.0, 0.0)


def panels_of(nodes):
    """Return the lower and upper ends of the panels that the nodes of one input lie in."""
    panels = nodes.reshape(-1, NODES_A_PANEL)
    outermost = np.polynomial.legendre.leggauss(NODES_A_PANEL)[0][-1]
    middle, half = panels.mean(axis=1), (panels[:, -1] - panels[:, 0]) / (2.0 * outermost)
    return middle - half, middle + half


class TestOneInput:
    @given(box=boxes, points=st.integers(1, 400), function=functions)
    def test_the_weights_are_shares_and_the_nodes_rise_strictly_inside(self, box, points, function):
        nodes, weights = integration_rule(function, box, points)
        assert nodes.shape == (len(weights), 1)
        assert np.all(weights > 0.0)
        assert weights.sum() == pytest.approx(1.0, rel=1e-13)
        assert np.all(np.diff(nodes[:, 0]) > 0.0)
        assert nodes.min() > box.lower[0]
        assert nodes.max() < box.upper[0]

    @given(
        box=boxes,
        points=st.integers(1, 200),
        function=functions,
        coefficients=st.lists(st.floats(-10.0, 10.0), min_size=1, max_size=2 * NODES_A_PANEL),
    )
    def test_integrates_every_polynomial_of_degree_11_on_every_panel(
        self, box, points, function, coefficients
    ):
        nodes, weights = integration_rule(function, box, points)
        length = box.lengths[0]
        for low, high, x, share in zip(
            *panels_of(nodes),
            nodes.reshape(-1, NODES_A_PANEL),
            weights.reshape(-1, NODES_A_PANEL),
            strict=True,
        ):
            # in the panel's own variable: far from zero the coefficients would cancel
            half, middle = (high - low) / 2.0, (high + low) / 2.0
            polynomial = Polynomial(coefficients)
            primitive = polynomial.integ()
            exact = half * (primitive(1.0) - primitive(-1.0)) / length
            found = share @ polynomial((x - middle) / half)
            # The last term is for coefficients so small that their digits are few.
            slack = 1e-12 * np.sum(np.abs(coefficients)) * half / length + 1e-300
            # A panel of a billionth of the domain sits on few bits of x.
            slack *= max(1.0, 1e-3 * np.abs(middle) / half)
            assert found == pytest.approx(exact, rel=0.0, abs=slack)

    def test_degree_12_is_not_integrated(self):
        nodes, weights = integration_rule(kink, SYMMETRIC, 1)
        assert abs(weights @ nodes[:, 0] ** 12 - 1.0 / 13.0) > 1e-6

    @given(points=st.integers(NODES_A_PANEL, 1000), function=functions)
    def test_has_about_the_wanted_number_of_points(self, points, function):
        nodes, _ = integration_rule(function, SYMMETRIC, points)
        assert points - NODES_A_PANEL < len(nodes) <= points

    @given(
        breaks=st.lists(st.floats(-1.5, 1.5).map(lambda b: round(b, 2)), max_size=5),
        points=st.integers(60, 300),
        function=functions,
    )
    def test_a_panel_ends_at_every_break_inside(self, breaks, points, function):
        nodes, _ = integration_rule(function, SYMMETRIC, points, breaks)
        low, high = panels_of(nodes)
        ends = np.array([*low, high[-1]])
        for place in [-1.0, 1.0, *(b for b in breaks if -1.0 < b < 1.0)]:
            assert np.min(np.abs(ends - place)) < 1e-13

    def test_the_panels_share_the_domain_without_gaps(self):
        low, high = panels_of(integration_rule(jump, SYMMETRIC, 200)[0])
        np.testing.assert_allclose(low[1:], high[:-1], atol=1e-14)

    @pytest.mark.parametrize("function", [kink, jump])
    def test_nodes_gather_geometrically_where_nobody_announced_a_kink(self, function):
        """Each octave of distance gets about as many nodes as any other, down to 1e-8."""
        nodes, _ = integration_rule(function, SYMMETRIC, 300)
        in_octave, _ = np.histogram(np.abs(nodes - CORNER), bins=2.0 ** -np.arange(26, 1, -1.0))
        assert in_octave.min() >= NODES_A_PANEL // 3
        assert in_octave.max() <= 3 * NODES_A_PANEL

    @pytest.mark.parametrize("function", [kink, jump])
    def test_twice_the_points_square_the_distance_to_a_kink(self, function):
        nearest = [
            np.min(np.abs(integration_rule(function, SYMMETRIC, points)[0] - CORNER))
            for points in (60, 120, 240)
        ]
        assert nearest[0] < 1e-3
        assert nearest[1] < 1e-5
        assert nearest[2] < 1e-8

    @pytest.mark.parametrize(("function", "area"), [(kink, CORNER**2 + 1.0), (jump, 1.0 - CORNER)])
    def test_the_integral_of_what_it_follows_is_right_to_many_digits(self, function, area):
        nodes, weights = integration_rule(function, SYMMETRIC, 300)
        assert weights @ function(nodes) == pytest.approx(area / 2.0, abs=1e-9)

    def test_a_smooth_function_gets_panels_of_like_lengths(self):
        low, high = panels_of(integration_rule(lambda x: np.sin(x[:, 0]), SYMMETRIC, 200)[0])
        assert np.max(high - low) <= 2.0 * np.min(high - low) * (1.0 + 1e-9)

    def test_a_kink_at_an_end_of_the_domain_stops_at_the_shortest_panel(self):
        # A square root is never followed; halving must end before panels vanish in rounding.
        nodes, weights = integration_rule(lambda x: np.sqrt(1.0 + x[:, 0]), SYMMETRIC, 3000)
        assert np.all(weights > 0.0)
        assert np.all(np.diff(nodes[:, 0]) > 0.0)
        assert nodes.min() > -1.0

    @pytest.mark.parametrize(("low", "length"), [(1e9, 1.0), (1e6, 1e-3), (-1e12, 1.0)])
    @pytest.mark.parametrize("place", [0.0, 0.3])
    def test_panels_hold_floats_where_these_are_far_apart(self, low, length, place):
        def root(x):
            return np.sqrt(np.abs(x[:, 0] - (low + place * length)))

        nodes, weights = integration_rule(root, Box.interval(low, low + length), 300)
        assert len(nodes) == pytest.approx(300, abs=6)
        assert np.all(weights > 0.0)
        assert weights.sum() == pytest.approx(1.0, rel=1e-13)
        assert np.all(np.diff(nodes[:, 0]) >= 0.0)
        # Nearly all nodes are points of their own, and panels are shorter at the root.
        assert len(np.unique(nodes)) > 280
        widths = np.diff(panels_of(nodes), axis=0)[0]
        assert np.min(widths) < np.max(widths) / 8.0

    def test_no_point_outside_the_domain_is_looked_at(self):
        seen = []

        def root(x):
            seen.append(x)
            return np.sqrt(1.0 - x[:, 0] ** 2)  # not a number outside, and a warning is an error

        integration_rule(root, SYMMETRIC, 200)
        assert np.max(np.abs(np.concatenate(seen))) <= 1.0

    @given(scale=st.sampled_from([1e-6, 3.0, 1e6]), function=functions)
    def test_the_unit_of_the_values_does_not_matter(self, scale, function):
        ours, _ = integration_rule(function, SYMMETRIC, 120)
        theirs, _ = integration_rule(lambda x: scale * function(x), SYMMETRIC, 120)
        assert len(ours) == len(theirs)
        np.testing.assert_allclose(np.sort(ours, axis=0), np.sort(theirs, axis=0), atol=0.05)


class TestManyInputs:
    @pytest.mark.parametrize("powers", [(0, 0), (1, 0), (0, 7), (7, 7), (4, 6), (5, 2)])
    def test_the_tensor_rule_is_exact_in_each_input(self, powers):
        nodes, weights = integration_rule(lambda x: x[:, 0], SQUARE, 16)  # 4 x 4: degree 7

        def mean(power, low, high):
            return (high ** (power + 1) - low ** (power + 1)) / ((power + 1) * (high - low))

        exact = mean(powers[0], -1.0, 1.0) * mean(powers[1], 0.0, 3.0)
        found = weights @ (nodes[:, 0] ** powers[0] * nodes[:, 1] ** powers[1])
        assert found == pytest.approx(exact, rel=1e-12, abs=1e-10)

    @given(inputs=st.integers(2, 3), points=st.integers(1, 700))
    def test_the_weights_are_shares_and_the_nodes_lie_strictly_inside(self, inputs, points):
        box = Box((-2.0,) * inputs, (1.0,) * inputs)
        nodes, weights = integration_rule(lambda x: x[:, 0], box, points)
        assert nodes.shape == (len(weights), inputs)
        assert len(weights) == max(2, round(points ** (1.0 / inputs))) ** inputs
        assert np.all(weights > 0.0)
        assert weights.sum() == pytest.approx(1.0, rel=1e-12)
        assert nodes.min() > -2.0
        assert nodes.max() < 1.0


@pytest.mark.parametrize(
    ("values", "inputs"), [(990, 0), (-990, 0), (0, 990), (0, -997), (-900, -900)]
)
def test_the_rule_is_the_same_in_other_units(values, inputs):
    height, length = 2.0**values, 2.0**inputs

    def kinked(x):
        return np.abs(x[:, 0] - 0.3) + np.sin(9.0 * x[:, 0])

    nodes, weights = integration_rule(kinked, Box.interval(0.0, 2.0), 300)
    scaled, shares = integration_rule(
        lambda x: height * kinked(x / length), Box.interval(0.0, 2.0 * length), 300
    )
    np.testing.assert_array_equal(scaled, length * nodes)
    np.testing.assert_array_equal(shares, weights)
