"""Certificates hold, also where somebody tries to break them."""

import dataclasses
import importlib.util
import json
import math
import re
from pathlib import Path

import numpy as np
import pytest
from tools import needs

pytest.importorskip("flint")

import uat
from uat.core.network import Network
from uat.exceptions import ModelFileError, SettingError
from uat.expressions import parse
from uat.targets.catalogue import FORMULAS, TARGETS
from uat.targets.formulas import expression_of
from uat.theory.certificates.balls import arb
from uat.theory.certificates.certificate import (
    Certificate,
    covers,
    digest_of,
    read_point,
    write_point,
)
from uat.theory.certificates.certify import certify
from uat.theory.certificates.differences import rounding_bound
from uat.theory.certificates.errors import ErrorOf
from uat.theory.certificates.search import enclose

ROOT = Path(__file__).resolve().parents[1]


def one_unit(weight, bias, output=1.0, constant=0.0, activation="logistic"):
    return Network([[weight]], [bias], [[output]], [constant], activation)


def constant(value):
    return one_unit(0.0, 0.0, 0.0, value)


def random_network(seed, inputs=1, width=8, activation="logistic"):
    rng = np.random.default_rng(seed)
    return Network(
        rng.normal(size=(inputs, width)) * 4, rng.normal(size=width),
        rng.normal(size=(width, 1)), [0.3], activation,
    )  # fmt: skip


class TestKnownErrors:
    """Errors that are known without a computer."""

    @pytest.mark.parametrize(
        ("text", "network", "error"),
        [
            ("sin(2*pi*x) on [-1, 1]", constant(0.0), 1.0),
            ("x^2 on [0, 1]", one_unit(1.0, 0.0, 1.0, -0.125, "identity"), 0.125),
            ("abs(x) on [-1, 1]", constant(0.5), 0.5),
            ("sqrt(abs(x)) on [-1, 1]", constant(0.25), 0.75),
            ("floor(3*x) on [0, 1]", constant(1.0), 2.0),
            ("sign(sin(10*x)) on [0, 1]", constant(0.0), 1.0),
            ("max(x, 1/3) on [0, 1]", constant(0.5), 0.5),
            ("exp(x) on [0, 1]", one_unit(1.0, 0.0, math.e - 1, 0.0, "identity"), 1.0),
            ("1/(1 + exp(-10*x)) on [-1, 1]", one_unit(10.0, 0.0, 1.0, 0.125), 0.125),
            ("sin(3*x) on [-1, 1]", one_unit(3.0, 0.0, 0.5, 0.0, "sine"), 0.5),
            ("exp(-4*x^2) on [-1, 1]", one_unit(2.0, 0.0, 2.0, 0.0, "gaussian"), 1.0),
            ("x*y on [-1, 1] x [-1, 1]", Network([[0], [0]], [0], [[0]], [0.25]), 1.25),
            ("x*y*z on [0, 1]^3", Network([[0]] * 3, [0], [[0]], [0.25]), 0.75),
        ],
    )
    def test_they_are_enclosed(self, text, network, error):
        proof = certify(network, text)
        assert proof.low <= error * (1 + 1e-15)
        assert proof.high >= error * (1 - 1e-15)
        assert proof.reached
        assert proof.high - proof.low <= 0.01 * proof.high
        assert proof.check().proved

    @pytest.mark.parametrize("activation", ["relu", "relu_squared", "relu_cubed", "heaviside"])
    def test_those_of_pieces_are(self, activation):
        """The unit itself is the target: c phi(x) against 2 c phi(x)."""
        power = {"relu": 1, "relu_squared": 2, "relu_cubed": 3, "heaviside": 0}[activation]
        proof = certify(one_unit(2.0, -1.0, 2.0, 0.0, activation), "0*x on [0, 1]")
        assert proof.low <= 2.0 <= proof.high
        moved = certify(one_unit(2.0, -1.0, 2.0, 0.0, activation), "0*x on [0, 0.75]")
        assert moved.low <= 2.0 * 0.5**power <= moved.high

    def test_a_network_that_is_the_target_has_no_error(self):
        proof = certify(one_unit(10.0, 0.0), "logistic")
        assert proof.low == 0.0
        assert proof.high < 1e-20

    def test_the_last_bit_of_a_weight_counts(self):
        network = one_unit(math.nextafter(10.0, 11.0), 0.0)
        proof = certify(network, "logistic")
        # d/dw h(w x) dw is at most max |z| h'(z) dw / w = 0.2239 * 1.776e-15 / 10
        assert proof.low <= 0.22387 * 1.7764e-16 * 1.001 <= proof.high * 1.01
        assert proof.reached


class TestAdversaries:
    def test_a_spike_between_all_points_of_a_grid_is_not_missed(self):
        place = 0.3141592653
        spike = Network(
            [[1e11, 1e11]], [-1e11 * place + 50.0, -1e11 * place - 50.0], [[7.0], [-7.0]], [0.0]
        )
        grid = np.linspace(0, 1, 100_003)
        assert np.max(np.abs(spike(grid))) < 0.01
        proof = certify(spike, "x/100 on [0, 1]")
        assert proof.low > 6.9
        assert proof.reached
        assert proof.check().proved

    def test_nor_is_one_of_the_target(self):
        formula = parse("exp(-((x - 0.3141592653)/1e-9)^2)")
        found = enclose(ErrorOf(formula.program, constant(0.25)), uat.Box((0.0,), (1.0,)), 0.01, 20)
        assert found.low <= 0.75 <= found.high
        assert found.reached

    def test_nor_a_kink_that_nobody_tells_of(self):
        proof = certify(constant(0.0), "max(0.7 - abs(x - 0.123456)^0.5, 0) on [0, 1]")
        assert proof.low <= 0.7 <= proof.high + 1e-300
        assert proof.reached

    def test_weights_may_be_of_any_size(self):
        steep = Network([[1e22, 3.0]], [-3e21, 1.0], [[1e9], [-1e9]], [1.0])
        proof = certify(steep, "x on [0, 1]")
        x = np.linspace(0, 1, 10_001)
        assert proof.high >= np.max(np.abs(steep(x)[:, 0] - x))
        assert proof.reached

    def test_units_and_targets_that_jump_together_cancel(self):
        """Were they not cut at exactly the same place, the error would seem to be a jump's."""
        units = Network([[1.0, 1.0]], [-0.1, -0.75], [[2.0], [3.0]], [0.5], "heaviside")
        text = "2*heaviside(x - 0.1) + 3*(x >= 0.75) on [0, 1]"
        proof = certify(units, text)
        assert proof.low == proof.high == pytest.approx(0.5)

    def test_a_single_point_counts(self):
        """sign is 0 at 0, where the unit is 1: half of what it is beside."""
        proof = certify(one_unit(1.0, 0.0, 2.0, -1.0, "heaviside"), "sign(x) on [-1, 1]")
        assert proof.low <= 1.0 <= proof.high

    @pytest.mark.parametrize(
        ("text", "error"),
        [
            ("x^(1/3)", 0.75),
            ("x^1001", 0.75),
            ("arctan2(x - 0.5, -1)", math.pi + 0.25),
            ("where(x == 0.5, 0, arctan(1/(x - 0.5)))", math.pi / 2 + 0.25),
            ("where(x > 0.5, exp(-1/(x - 0.5)^2), 0)", 0.25),
            ("where(x == 0.5, 0, (x - 0.5)*sin(1/(x - 0.5)))", 0.25 + 0.5 * math.sin(2.0)),
            ("where(x == 0.5, 0, max(min(1/(x - 0.5), 2), -3))", 3.25),
        ],
    )
    def test_what_has_no_bound_in_its_parts_may_have_one(self, text, error):
        network = constant(0.25 if "sin" not in text else -0.25)
        found = enclose(ErrorOf(parse(text).program, network), uat.Box((0.0,), (1.0,)), 1e-3, 20)
        assert found.reached
        assert found.low <= error * (1 + 1e-12)
        assert found.high >= error * (1 - 1e-12)

    @pytest.mark.parametrize(
        "text",
        [
            "where(sin(sqrt(x)) >= -1, 0, 5)",
            "where(clip(log(x), -1, 1) <= 1, 0, 5)",
            "where(max(sqrt(x), 0) >= 0, 0, 5)",
            "where(arctan2(1, sqrt(x)) < 4, 0, 5)",
            "where(sign(arcsin(x - 1.5)) < 2, 0, 5)",
        ],
    )
    def test_what_has_no_value_decides_nothing(self, text):
        """Below 0 the root is no number, and in numpy no comparison of such a thing holds."""
        with np.errstate(invalid="ignore"):
            assert parse(text)(-0.5) == 5.0
        found = enclose(
            ErrorOf(parse(text).program, constant(0.0)), uat.Box((-1.0,), (0.4,)), 0.01, 20, 0.0, 40
        )
        assert found.high >= 5.0

    @pytest.mark.parametrize(
        "text",
        [
            "1/x", "1/(x - 0.123456789)", "log(x)", "tan(2*x)", "x/x", "x*sin(1/x)",
            "(x - 0.5)*sin(1/(x - 0.5))", "sqrt(x - x)",
        ],
    )  # fmt: skip
    def test_what_has_no_bound_is_refused(self, text):
        error = ErrorOf(parse(text).program, constant(0.0))
        with pytest.raises(SettingError, match="the target has no bound near"):
            enclose(error, uat.Box((0.0,), (1.0,)), 0.01, 20)

    @pytest.mark.parametrize("order", [-0.5, 0.5, 101])
    def test_what_is_not_proved_at_all_is_refused_by_name(self, order):
        error = ErrorOf(parse(f"jv({order}, x)").program, constant(0.0))
        with pytest.raises(SettingError, match=r"jv\(n, x\) can be proved for whole n"):
            enclose(error, uat.Box((0.01,), (1.0,)), 0.01, 20)

    def test_random_formulas_and_networks_are_not_broken(self):
        needs("mpmath")
        path = ROOT / "scripts" / "certificate_trials.py"
        spec = importlib.util.spec_from_file_location("certificate_trials", path)
        trials = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(trials)
        said = [trials.trial(seed, points=30, seconds=0.05) for seed in range(12)]
        assert not any(said)

    @pytest.mark.parametrize("activation", sorted(uat.ACTIVATIONS))
    def test_no_sample_is_above_high(self, activation):
        network = random_network(3, activation=activation)
        proof = certify(network, "exp(x)*cos(3*x) on [-1, 2]", relative_width=0.2)
        x = np.linspace(-1, 2, 5001)
        assert np.max(np.abs(np.exp(x) * np.cos(3 * x) - network(x)[:, 0])) <= proof.high


class TestSettledUnits:
    """Units that do not vary on a piece are not looked at on its parts."""

    def test_what_is_proved_stays(self, monkeypatch):
        network = uat.fit("sine", 6, trainer="staircase").network
        proof = certify(network, "sine", relative_width=0.1)
        monkeypatch.setattr("uat.theory.certificates.search._SETTLED", -1.0)
        plain = certify(network, "sine", relative_width=0.1)
        assert proof.low == pytest.approx(plain.low, rel=1e-9)
        assert proof.high == pytest.approx(plain.high, rel=1e-8)
        assert proof.check().proved

    def test_most_of_a_staircase_is_settled_soon(self, monkeypatch):
        looked_at = []
        line = ErrorOf._line
        monkeypatch.setattr(
            ErrorOf,
            "_line",
            lambda self, unit, *of: looked_at.append(unit) or line(self, unit, *of),
        )
        proof = certify(uat.fit("sine", 24, trainer="staircase"), relative_width=0.2)
        assert len(looked_at) < 0.35 * 24 * 2 * len(proof.pieces)

    @pytest.mark.parametrize("side", [-1.0, 1.0])
    def test_a_unit_is_not_settled_at_the_end_of_a_piece_where_it_jumps(self, side):
        """The piece is open: at 1/2 itself the unit has its value of the right."""
        network = one_unit(side, -side / 2, 4.0, 0.0, "heaviside")
        proof = certify(network, "4*(x > 0.5) on [0, 1]" if side > 0 else "4*(x < 0.5) on [0, 1]")
        assert proof.low == proof.high == 4.0

    def test_of_more_inputs_it_is_the_same(self, monkeypatch):
        network = random_network(5, inputs=2, width=6)
        proof = certify(network, "x*y on [-3, 3]^2", relative_width=0.1)
        monkeypatch.setattr("uat.theory.certificates.search._SETTLED", -1.0)
        plain = certify(network, "x*y on [-3, 3]^2", relative_width=0.1)
        assert proof.low == pytest.approx(plain.low, rel=1e-9)
        assert proof.high == pytest.approx(plain.high, rel=1e-8)


class TestCatalogue:
    @pytest.mark.parametrize("name", [n for n in FORMULAS if TARGETS[n].inputs == 1])
    def test_measured_errors_lie_in_the_enclosure(self, name):
        target = TARGETS[name]
        network = random_network(1, width=4)
        proof = certify(network, name)
        x = target.evaluation_grid()
        measured = np.max(np.abs(target(x) - network(x)[:, 0]))
        assert measured <= proof.high * (1 + 1e-14)
        assert proof.reached

    def test_a_target_knows_its_formula(self):
        assert expression_of(TARGETS["sine"]).text == FORMULAS["sine"]
        typed = uat.as_target("x^2 + 1", (0, 1))
        assert expression_of(typed)(2.0) == 5.0
        with pytest.raises(SettingError, match="type it as mathematics"):
            expression_of(uat.as_target(np.cos, (0, 1)))
        with pytest.raises(SettingError, match="type it as mathematics"):
            expression_of(TARGETS["genz_gaussian"])


class TestTheDoor:
    def test_a_fit_knows_its_target(self):
        fit = uat.fit("runge", 2, seed=0, trainer="staircase")
        assert uat.certify(fit).formula == FORMULAS["runge"]

    def test_a_model_is_a_network(self):
        network = random_network(0)
        model = uat.Model(network, ("x",), ("y",))
        text = "sin(x) on [0, 1]"
        assert certify(model, text).high == certify(network, text).high

    def test_without_time_something_is_proved_all_the_same(self):
        proof = certify(random_network(0, width=16), "sin(20*x) on [-1, 1]", seconds=0.0)
        assert not proof.reached
        assert proof.low <= proof.high
        assert "wider than" in proof.summary()

    def test_work_is_bounded_by_pieces_on_every_machine_alike(self):
        proof = certify(random_network(0, width=4), "sin(20*x) on [-1, 1]", most_pieces=9)
        assert len(proof.pieces) == 9
        assert not proof.reached
        with pytest.raises(SettingError, match="most_pieces must be a whole number from 1 on"):
            certify(random_network(0), "sin(x) on [-1, 1]", most_pieces=0)

    def test_the_rounding_bound_holds(self):
        network = random_network(0)
        x = np.linspace(-1, 1, 101)
        proof = certify(network, "sin(x) on [-1, 1]")
        error = ErrorOf(parse("0*x").program, network)
        exact = [-float(error.at([arb(float(v))]).low) for v in x]
        assert np.max(np.abs(exact - network(x)[:, 0])) <= proof.rounding == rounding_bound(network)

    @pytest.mark.parametrize(
        ("network", "target", "message"),
        [
            (random_network(0), None, "say which target"),
            ("sine", "sine", "no fit, model or network"),
            (random_network(0, inputs=2), "sine", "has 1 inputs, the network 2"),
            (random_network(0, inputs=5), "genz_gaussian", "up to 3 inputs, not for 5"),
            (random_network(0), (np.cos, (0, 1)), "type it as mathematics"),
            (
                dataclasses.replace(random_network(0), output_activation="tanh"),
                "sine",
                "one output that is linear",
            ),
        ],
    )
    def test_what_cannot_be_proved_is_refused(self, network, target, message):
        with pytest.raises(SettingError, match=message):
            certify(network, target)


@pytest.fixture(scope="module")
def proof():
    return certify(random_network(1), "abs(sin(3*x)) on [-1, 1]")


def changed(proof, change, sealed=True):
    """Return a certificate of which something was changed, sealed as if it had been written so."""
    values = json.loads(proof.to_json())
    change(values)
    if sealed:
        values["digest"] = digest_of(values)
    return Certificate.from_json(json.dumps(values))


class TestFiles:
    def test_it_comes_back_as_it_was(self, proof, tmp_path):
        proof.save(tmp_path / "proof.json")
        assert Certificate.load(tmp_path / "proof.json") == proof
        assert proof.check().proved
        assert proof.check().pieces == len(proof.pieces)

    def test_weights_are_hexadecimal(self, proof):
        values = json.loads(proof.to_json())
        weight = values["network"]["hidden_weights"][0][0]
        assert float.fromhex(weight) == proof.network.hidden_weights[0, 0]
        assert weight.startswith(("0x", "-0x"))

    def test_the_point_is_in_the_box(self, proof):
        (point,) = read_point(proof.point)
        assert proof.box.lower[0] <= float(point) <= proof.box.upper[0]

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (lambda v: v.update(high=(float.fromhex(v["high"]) * 0.9999).hex()), "above high"),
            (lambda v: v.update(low=v["high"]), "to be low or more"),
            (lambda v: v["pieces"].pop(3), "do not cover"),
            (lambda v: v.update(upper=[(1.5).hex()]), "do not cover"),
            (lambda v: v.update(formula="abs(sin(3*x)) + x/10"), "not proved|not be proved"),
            (lambda v: v["network"].update(output_biases=[(0.25).hex()]), "not proved|be proved"),
            (lambda v: [p.__setitem__(2, (0.01).hex()) for p in v["pieces"]], "could not be"),
        ],
    )
    def test_a_false_one_is_found_out(self, proof, change, message):
        check = changed(proof, change).check()
        assert not check.proved
        assert re.search(message, check.message)

    @pytest.mark.parametrize(
        "change",
        [
            lambda v: v.update(format="other"),
            lambda v: v.update(version=2),
            lambda v: v.pop("pieces"),
            lambda v: v.update(pieces=[]),
            lambda v: v["pieces"][0].pop(),
            lambda v: v["pieces"][0].__setitem__(0, "1.5"),
            lambda v: v.update(formula="sin("),
            lambda v: v.update(formula=3),
            lambda v: v.update(low=1.0),
            lambda v: v.update(low="nan"),
            lambda v: v.update(low="-inf"),
            lambda v: v.update(high="nan"),
            lambda v: v.update(high=v["low"], low=v["high"]),
            lambda v: v["network"].pop("hidden_weights"),
        ],
    )
    def test_what_is_none_is_refused(self, proof, change):
        with pytest.raises(ModelFileError, match="certificate"):
            changed(proof, change)

    @pytest.mark.parametrize(
        "change",
        [
            lambda v: v.update(low=v["low"].replace("0x1", "0x0")),
            lambda v: v.update(high=v["high"].replace("0x1", "0x2")),
            lambda v: v.update(formula="abs(sin(2*x))"),
            lambda v: v["network"]["hidden_weights"][0].__setitem__(0, "0x1p+0"),
            lambda v: v["pieces"][0].__setitem__(2, "0x1p+9"),
            lambda v: v.update(rounding=1e-30),
            lambda v: v.update(seconds="long"),
            lambda v: v.pop("bits"),
            lambda v: v.update(more=1),
            lambda v: v.pop("digest"),
        ],
    )
    def test_what_is_not_as_it_was_written_is_found_when_it_is_read(self, proof, change):
        with pytest.raises(ModelFileError, match="something in it is not as it was written"):
            changed(proof, change, sealed=False)

    def test_whether_it_is_close_and_what_rounding_adds_are_not_taken_from_the_file(self, proof):
        false = changed(proof, lambda v: v.update(reached=False, rounding=0.0))
        assert false == proof
        assert false.reached
        assert false.rounding == rounding_bound(proof.network)

    def test_exact_numbers_are_written_exactly(self):
        numbers = (arb(1) / 4, arb(0), arb(-3), arb(0.1), arb(1e300), arb(5e-324))
        assert all(a == b for a, b in zip(read_point(write_point(numbers)), numbers, strict=True))
        assert write_point((arb(1.5),)) == ("0x3p-1",)

    def test_boxes_have_to_cover_all(self):
        def box(*ends):
            return [arb(a) for a, _ in ends], [arb(b) for _, b in ends]

        square = uat.Box((0.0, 0.0), (1.0, 1.0))
        left, top = box((0, 0.5), (0, 1)), box((0.5, 1), (0.5, 1))
        low, short = box((0.5, 1), (0, 0.5)), box((0.5, 1), (0, 0.25))
        assert covers(square, [left, top, low])
        assert covers(square, [low, top, left])
        assert not covers(square, [left, top])
        assert not covers(square, [left, top, short])
        assert not covers(square, [left, box((0.25, 1), (0, 0.5)), low])
