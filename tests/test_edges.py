"""Floors and guarantees that are proved lie on either side of what networks do."""

import dataclasses
import json
import math

import numpy as np
import pytest
from matplotlib.colors import to_hex

pytest.importorskip("flint")

import uat
from uat.exceptions import SettingError, UnknownNameError
from uat.figures import style
from uat.figures.edges import edges_figure
from uat.targets.catalogue import TARGETS
from uat.targets.user_targets import as_target
from uat.theory.certificates.edges import guarantees, prove_edges, prove_floor
from uat.theory.certificates.variation import Variation
from uat.theory.floors import FloorKind, evidence, floors
from uat.theory.guarantees import step_guarantee


class TestFloors:
    @pytest.mark.parametrize("width", [1, 4])
    def test_of_a_parabola_it_is_known(self, width):
        error = prove_floor(as_target("x^2 on [0, 1]"), "relu", width).error
        assert error == pytest.approx(1.0 / (8.0 * (width + 0.5) ** 2), rel=1e-3)
        assert error < 1.0 / (8.0 * (width + 0.5) ** 2)

    @pytest.mark.parametrize(
        ("name", "activation"),
        [
            ("sine", "relu"),
            ("heavisine", "heaviside"),
            ("blocks", "heaviside"),
            ("root", "identity"),
        ],
    )
    def test_what_is_proved_is_what_is_computed(self, name, activation):
        target = TARGETS[name]
        proved = prove_edges(name, activation, [1, 4]).floors
        known = floors(target, activation, [1, 4])
        assert proved.keys() == known.keys()
        for width, floor in known.items():
            assert proved[width].error == pytest.approx(floor.error, rel=1e-5)
            assert proved[width].kind is floor.kind

    def test_far_from_zero_what_floats_lose_is_taken_off(self):
        """The values have 30 digits here, of which floats have 16."""
        target = as_target("1e9 + x^2 on [0, 1]")
        floor, computed = prove_floor(target, "relu", 8), floors(target, "relu", [8])[8]
        exact = 1.0 / (8.0 * 8.5**2)
        assert floor.error <= exact
        assert floor.error == pytest.approx(computed.error, rel=2e-2)

    def test_a_jump_costs_continuous_networks_half_of_it(self):
        floor = prove_floor(TARGETS["heavisine"], "logistic", 64)
        assert floor.kind is FloorKind.HALF_JUMP
        assert 1.0 - 1e-12 <= floor.error <= 1.0

    def test_evidence_is_checked_and_not_believed(self):
        """A floor that is claimed too high is refused: less is proved, or nothing."""
        import uat.theory.certificates.edges as edges

        target = TARGETS["sine"]
        program = edges.expression_of(target).program
        for activation, width in (("relu", 1), ("heaviside", 4)):
            found = evidence(target, activation, width)
            claimed = edges.replace(found, error=1.1 * found.error)
            assert edges._PROOFS[found.kind](program, claimed) <= found.error * (1 + 1e-6)
            fewer = edges.replace(found, x=found.x[:2])
            assert edges._PROOFS[found.kind](program, fewer) == 0.0

    def test_a_jump_that_floats_place_elsewhere_is_proved_all_the_same(self):
        """In floats the first jump, at 0.67/2.64, is one float beside that of the formula."""
        text = "0.869*heaviside(2.789*x - 0.823) - 0.556*heaviside(2.64*x - 0.67)"
        target = as_target(f"{text} on [-1, 1]")
        floor, computed = prove_floor(target, "heaviside", 1), floors(target, "heaviside", [1])[1]
        assert floor.error == pytest.approx(computed.error, rel=1e-5)
        assert prove_floor(target, "heaviside", 2) is None

    @pytest.mark.parametrize("activation", ["logistic", "gaussian"])
    def test_of_smooth_units_nothing_is_proved(self, activation):
        assert prove_floor(TARGETS["sine"], activation, 3) is None

    def test_of_two_inputs_nothing_is_proved(self):
        assert prove_edges("franke", "relu", [2]).floors == {}


class TestGuarantees:
    @pytest.mark.parametrize("name", ["runge", "chirp", "triangle", "root"])
    def test_they_are_not_below_those_that_are_measured(self, name):
        target = TARGETS[name]
        proved = prove_edges(name, "logistic", [4, 16]).guarantees
        for width, error in proved.items():
            measured = min(step_guarantee(target.complexity, [width])[0], target.trivial_error)
            assert measured * (1 - 1e-12) <= error <= measured * (1 + 1e-4)

    def test_of_the_sine_they_are_known(self):
        proved = prove_edges("sin(2*pi*x) on [-1, 1]", "tanh", [1, 3, 15]).guarantees
        for width, exact in {1: 1.0, 3: 1.0, 15: 0.25}.items():
            assert exact <= proved[width] <= exact * (1 + 1e-6)

    def test_relus_need_two_for_a_step(self):
        proved = guarantees(Variation(8.0, 8.0, 0.0, 2.0, 1), 2, [1, 15, 16])
        assert proved == pytest.approx({1: 1.0, 15: 0.5, 16: 8 / 18}, rel=1e-12)

    @pytest.mark.parametrize("name", ["step", "blocks", "0 if x == 0 else sin(1/x) on [0, 1]"])
    def test_what_jumps_or_has_no_variation_has_none(self, name):
        assert prove_edges(name, "logistic", [8]).guarantees == {}

    def test_they_are_rounded_up(self):
        thirds = guarantees(Variation(1.0, 1.0, 0.0, 1.0, 1), 1, [2])
        assert math.nextafter(1 / 6, 0) <= thirds[2] <= math.nextafter(1 / 6, 1)
        assert 6 * thirds[2] >= 1.0


@pytest.mark.parametrize("activation", ["relu", "heaviside"])
def test_the_edges_lie_on_either_side_of_the_best_network(activation):
    fit = uat.fit("sine", 4, activation=activation)
    edges = prove_edges("sine", activation, [4])
    assert edges.floors[4].error <= fit.max_error <= edges.guarantees[4]


def test_they_are_plain_json():
    values = json.loads(json.dumps(prove_edges("runge", "relu", [2, 4]).to_dict(), allow_nan=False))
    assert values["formula"] == "1 / (1 + 25*x*x)"
    assert set(values["floors"]) == set(values["guarantees"]) == {"2", "4"}
    assert values["variation"]["low"] <= 50 / 26 <= values["variation"]["high"]


def test_what_is_no_formula_is_refused():
    with pytest.raises(SettingError, match="by its values only"):
        prove_edges(np.sin, "relu", [2], (0, 1))
    with pytest.raises(UnknownNameError):
        prove_edges("sine", "rely", [2])


class TestPicture:
    def test_both_edges_are_drawn_as_they_are_proved(self):
        edges = prove_edges("x^2 on [0, 1]", "heaviside", [1, 2, 4])
        (axes,) = edges_figure(edges).axes
        lines = {line.get_label(): line for line in axes.lines}
        for label, errors in (
            ("floor (proved)", [floor.error for floor in edges.floors.values()]),
            ("guarantee (proved)", list(edges.guarantees.values())),
        ):
            assert list(lines[label].get_xdata()) == [1, 2, 4]
            assert list(lines[label].get_ydata()) == errors
            assert axes.get_ylim()[0] < min(errors) <= max(errors) < axes.get_ylim()[1]
        assert axes.get_title(loc="left") == (
            "the best heaviside network errs by no less than the floor, no more than the guarantee"
        )

    def test_nothing_leads_on_from_a_floor_that_ends_before_the_guarantee(self):
        edges = prove_edges("x^2 on [0, 1]", "heaviside", [1, 2, 4])
        short = dataclasses.replace(edges, floors={1: edges.floors[1]})
        (axes,) = edges_figure(short).axes
        leads = [line for line in axes.lines if line.get_label() == "_lead"]
        assert [line.get_color() for line in leads] == [to_hex(style.GUARANTEE)]
        legend = axes.get_legend()
        assert [text.get_text() for text in legend.get_texts()] == ["floor (proved)"]

    def test_a_long_formula_is_named(self):
        edges = prove_edges("blocks", "heaviside", [4])
        assert edges_figure(edges).get_suptitle() == "blocks on [0, 1]"
        assert "no more" not in edges_figure(edges).axes[0].get_title(loc="left")

    def test_of_what_is_not_known_there_is_none(self):
        with pytest.raises(SettingError, match="there is no picture"):
            edges_figure(prove_edges("x*y on [0, 1]^2", "relu", [2]))
