"""The formula that LaTeX writes out is the network, to within what it says."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from uat.core.model import Model, numbered
from uat.core.network import Network
from uat.export import export
from uat.export.rounding import NEAR_ENOUGH, about_the_middle, rounded, text
from uat.fits.table import fit_data

MILLISECONDS, MONTH = 1.7e12, 30 * 86400e3
_NUMBER = r"-?[\d.]+(?: \\cdot 10\^\{-?\d+\})?"
_TERM = re.compile(rf"([+-]?) ?({_NUMBER})(?: (\(?x[^+-]*(?:[+-] [^)]*\))?))?")


def logistic(z):
    return 1.0 / (1.0 + np.exp(-z))


def number(tex):
    """Return a number as LaTeX writes it, without rounding."""
    mantissa, _, power = tex.partition(r" \cdot 10^{")
    return Fraction(mantissa) * Fraction(10) ** int(power.rstrip("}") or 0)


def value_of(written, x):
    """Return what a written-out formula of logistic units says at the points, one output a row.

    What stands within a unit is summed up without rounding: it is the text that is tried here.
    """
    body = written.split(r"\begin{align*}")[1].split(r"\end{align*}")[0]
    outputs = []
    for line in body.split("\\\\\n"):
        if start := re.search(r"(?:\\approx|=) \{\} & (.*)", line):
            outputs.append(np.full(len(x), float(number(start[1].strip()))))
            continue
        sign, weight, inner = re.search(r"& ([+-]) (.*?) \\, \\varphi\( (.*) \)", line).groups()
        z = [sum(argument(inner, point)) for point in x]
        outputs[-1] += float(number(weight)) * (-1) ** (sign == "-") * logistic(np.array(z, float))
    return np.array(outputs).T


def argument(inner, point):
    """Yield the terms of a unit's argument at a point."""
    for sign, coefficient, symbol in _TERM.findall(inner):
        term = number(coefficient) * (-1 if sign == "-" else 1)
        if symbol:
            place = re.search(r"x(?:_\{(\d+)\})?", symbol)[1]
            at = Fraction(float(point[int(place or 1) - 1]))
            if centre := re.search(r"([+-]) ([^)]*)\)", symbol):
                at += number(centre[2]) * (-1 if centre[1] == "-" else 1)
            term *= at
        yield term


def stated(tex):
    """Return how far off the text says it is, one number an output."""
    said = re.search(r"by at\s+most (.*?):\n\\begin\{align", tex, re.DOTALL)[1]
    return [float(number(n)) for n in re.findall(rf"\$({_NUMBER})\$", said)]


def model_of(network, lower, upper):
    names = numbered("in", network.inputs), numbered("out", network.outputs)
    return Model(network, *names, tuple(lower), tuple(upper))


def drawn(inputs, width, outputs, seed, centre=0.0, spread=1.0, size=1.0, cancel=0.0):
    """Return a model of units within `spread` of `centre`, some of which nearly cancel."""
    rng = np.random.default_rng(seed)
    weights = 3.0 * rng.normal(size=(inputs, width))
    output = size * rng.normal(size=(width, outputs))
    biases = rng.normal(size=width)
    if cancel and width > 1:
        weights[:, 1], biases[1] = weights[:, 0] * (1.0 + 1e-8), biases[0]
        output[0], output[1] = cancel, -cancel
    at = np.full(inputs, centre)
    network = Network(weights / spread, biases, output, size * np.ones(outputs), input_centre=at)
    return model_of(network, at - spread, at + spread)


CASES = {
    "milliseconds": drawn(1, 3, 1, 0, MILLISECONDS, MONTH),
    "a far centre and a tiny spread": drawn(1, 8, 1, 1, 1e12, 0.25),
    "a far negative centre": drawn(2, 5, 2, 2, -1e12, 3.0),
    "coefficients that cancel": drawn(1, 6, 1, 3, cancel=1e9),
    "coefficients that cancel far from 0": drawn(2, 4, 3, 4, 1e12, 10.0, cancel=1e9),
    "huge outputs": drawn(1, 4, 2, 5, size=1e15),
    "tiny outputs": drawn(1, 4, 2, 6, size=1e-15),
    "one unit": drawn(3, 1, 1, 7, 1e6, 1e-3),
    "as many as are written out": drawn(1, 15, 1, 8, 1e9, 1.0),
}


@pytest.mark.slow
@pytest.mark.parametrize("model", CASES.values(), ids=CASES)
def test_what_is_written_out_is_the_network_to_what_it_says(model):
    tex = export(model, "latex")
    lower, sides = np.array(model.lower), np.subtract(model.upper, model.lower)
    shares = np.random.default_rng(9).uniform(size=(300, model.network.inputs))
    x = np.vstack([lower, lower + sides, lower + sides * shares])
    y = model.network(x)
    off = np.max(np.abs(value_of(tex, x) - y), axis=0)
    rounding = 2.0 * np.max(model.network.rounding_error(x), axis=0)
    # What the network itself does to the last bits is no fault of the text.
    assert (off <= 1.01 * np.array(stated(tex)) + rounding).all()
    assert (off <= 1.01 * NEAR_ENOUGH * np.ptp(y, axis=0) + rounding).all()


def test_time_in_milliseconds_is_written_about_the_centre():
    t = MILLISECONDS + np.linspace(0.0, MONTH, 200)
    y = np.sin(2.0 * np.pi * (t - MILLISECONDS) / MONTH)
    fit = fit_data(t, y, 3, held_out=0.0)
    tex = export(fit.model, "latex")
    assert "(x - 17" in tex
    assert "rounded to 6 digits" in tex
    assert np.max(np.abs(value_of(tex, t[:, np.newaxis]) - fit.network(t))) < 1e-4


class TestDigits:
    def test_six_are_enough_where_nothing_cancels(self):
        assert rounded(drawn(1, 5, 1, 0)).digits == 6

    def test_more_where_coefficients_cancel(self):
        short = rounded(CASES["coefficients that cancel"])
        assert 12 <= short.digits <= 17
        assert not short.exact

    def test_more_where_an_output_is_far_from_0(self):
        model = drawn(1, 3, 1, 0)
        far = replace(model, network=replace(model.network, output_biases=[1e9 + 0.123]))
        assert rounded(far).digits >= 13

    def test_a_steep_unit_is_not_missed(self):
        network = Network([[1e7, 2.0]], [-3.123456789e6, 0.0], [[1.0], [1.0]], [0.0])
        short = rounded(model_of(network, [0.0], [1.0]))
        assert short.digits > 8
        x = 0.3123456789 + np.linspace(-1e-6, 1e-6, 999)
        assert np.max(np.abs(short.network(x) - network(x))) <= 1.01 * short.distance[0]

    def test_the_place_of_a_jump_keeps_its_digits(self):
        network = Network([[1.0]], [-1 / 3], [[1.0]], [0.0], "heaviside")
        assert rounded(model_of(network, [0.0], [1.0])).digits == 17

    def test_numbers_of_six_digits_are_exact_and_said_to_be(self):
        model = model_of(Network([[2.0]], [0.5], [[-1.25]], [3.0]), [0.0], [1.0])
        assert rounded(model).exact
        assert "Written out, with all digits:" in export(model, "latex")
        assert "y = {} & 3" in export(model, "latex")

    def test_a_constant_is_near_enough_by_its_size(self):
        model = model_of(Network([[1.0]], [0.0], [[0.0]], [1e9 / 3]), [0.0], [1.0])
        assert rounded(model).digits == 6

    def test_units_that_overflow_differ_nowhere(self):
        network = Network([[1000.0]], [1 / 3], [[1.0]], [0.0], "exp(t)")
        assert rounded(model_of(network, [0.0], [10.0])).distance.tolist() != [np.inf]

    def test_without_ranges_it_is_compared_where_its_units_bend(self):
        network = Network([[1e-3, 2e-3]], [40.0, 80.0], [[1e9], [-1e9 + 1]], [0.0])
        tex = export(Model(network, ("x",), ("y",)), "latex")
        assert "Where its units bend, this differs" in tex.replace("\n", " ")

    @pytest.mark.parametrize("digits", [*range(6, 16), 17])
    def test_a_text_read_and_written_again_is_the_same(self, digits):
        values = np.random.default_rng(digits).normal(size=200) * 10.0 ** np.arange(-100, 100)
        texts = [text(value, digits) for value in values.tolist()]
        assert [text(float(written), digits) for written in texts] == texts
        if digits == 17:
            assert [float(written) for written in texts] == values.tolist()


class TestAboutTheMiddle:
    def test_it_is_the_same_function(self):
        near = drawn(2, 4, 1, 0, centre=1e6, spread=2.0)
        offset = near.network.hidden_weights.T @ near.network.input_centre
        folded = replace(
            near.network, hidden_biases=near.network.hidden_biases - offset, input_centre=[0.0, 0.0]
        )
        moved = about_the_middle(replace(near, network=folded))
        assert moved.input_centre.tolist() == [1e6, 1e6]
        assert np.abs(moved.hidden_biases).max() < 10.0
        x = np.random.default_rng(1).uniform(-2.0, 2.0, size=(50, 2)) + 1e6
        np.testing.assert_allclose(moved(x), folded(x), atol=1e-8)

    def test_its_point_has_few_digits_and_is_said(self):
        network = Network([[2.0]], [-2.0 * 123456789.0], [[3.0]], [0.0])
        tex = export(model_of(network, [123456788.0], [123456790.0]), "latex")
        assert "(x - 123456789)" in tex
        assert "Inputs far from 0 are measured from a point" in tex

    def test_a_centre_within_the_range_stays(self):
        model = CASES["milliseconds"]
        assert about_the_middle(model) is model.network
        assert "are measured from a point" not in export(model, "latex")
