"""What a page holds: formulas that are the functions, samples, stored curves, the rungs."""

import json
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest
from tools import near_best, record

import uat
from uat.course.rungs import RUNGS
from uat.exceptions import SettingError
from uat.explorer.curves import FoundCurves, found_curves, network_values, stored_curves
from uat.explorer.presets import course_presets
from uat.explorer.scene import PACKAGED, SAMPLES, packaged_runs, scene_of
from uat.expressions import parse
from uat.sweeps.plan import DEFAULT_TARGETS
from uat.sweeps.spec import RESULTS_VERSION
from uat.targets.catalogue import FORMULAS, TARGETS


def only(given, **options):
    """Return the one target of a scene, as the page reads it."""
    (target,) = scene_of([given], **options).to_dict()["targets"]
    return json.loads(json.dumps(target, allow_nan=False))


@pytest.mark.parametrize("name", DEFAULT_TARGETS)
def test_the_formula_of_a_target_is_that_function(name):
    target = TARGETS[name]
    points = [target.training_grid(400), target.evaluation_grid(), target.domain.sobol_grid(500)]
    x = np.concatenate([*points, np.array(target.kinks).reshape(-1, 1)][: 3 + target.inputs % 2])
    values = parse(FORMULAS[name], target.inputs)(*x.T)
    np.testing.assert_allclose(values, target(x), rtol=0, atol=1e-12)


class TestTargets:
    def test_a_name_is_a_formula_on_its_domain(self):
        target = only("heavisine")
        assert (target["key"], target["title"], target["text"]) == ("heavisine",) * 3
        assert target["source"] == {"kind": "formula", "text": FORMULAS["heavisine"]}
        assert (target["domain"], target["kinks"]) == ([[0, 1]], [0.3, 0.72])
        assert target["samples"] is None

    def test_a_formula_has_its_line_and_its_own_domain(self):
        target = only("sin( x*y ) on [0, pi] x [-1, 2] as ripple")
        assert (target["key"], target["formula"]) == ("ripple", "sin(x*y)")
        assert target["domain"] == [[0, np.pi], [-1, 2]]
        assert uat.as_target(target["text"]).domain.upper == (np.pi, 2)

    def test_a_name_on_another_domain_is_the_same_formula(self):
        target = only("sine on [0, 3]")
        assert (target["formula"], target["domain"]) == (FORMULAS["sine"], [[0, 3]])

    def test_a_function_is_sampled_also_beside_its_jumps(self):
        def stairs(x):
            return np.floor(3 * x) + x

        target = only((stairs, (0, 1)))
        assert (target["source"]["kind"], target["text"]) == ("function", "")
        (x,), y = target["samples"]["x"], target["samples"]["y"]
        assert len(x) == len(y) == SAMPLES[1] + 4
        assert (x[0], x[-1]) == (0, 1)
        np.testing.assert_allclose(y, stairs(np.array(x)), atol=1e-8)
        middle = np.interp([1 / 3 - 1e-9, 1 / 3 + 1e-9], x, y)
        np.testing.assert_allclose(middle, [1 / 3, 1 + 1 / 3], atol=1e-6)

    def test_a_function_of_two_inputs_is_sampled_on_a_grid(self):
        target = only((lambda x, y: x + 10 * y, [(0, 1), (-1, 1)]))
        (x, y), values = target["samples"]["x"], target["samples"]["y"]
        assert (len(x), len(y), len(values)) == (129, 129, 129**2)
        assert values[3 * 129 + 5] == pytest.approx(x[3] + 10 * y[5], abs=1e-8)

    @pytest.mark.slow
    def test_a_function_of_a_module_has_a_line_that_names_it(self):
        target = only("math:erf on [0, 2]")
        assert (target["text"], target["source"]["text"]) == ("math:erf on [0, 2]",) * 2
        assert target["formula"] is None

    def test_a_table_has_its_rows_in_the_order_of_its_input(self):
        table = uat.Table([3.0, 1.0, 2.0, 1.5], [9.0, 1.0, 4.0, 2.25], "squares")
        target = only(table)
        assert target["source"]["kind"] == "table"
        assert target["samples"] == {"x": [[1.0, 1.5, 2.0, 3.0]], "y": [1.0, 2.25, 4.0, 9.0]}
        assert (target["domain"], target["stored"]) == ([[1.0, 3.0]], None)

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            (["genz_gaussian"], "genz_gaussian has 5 inputs: the explorer shows functions of one"),
            ([], "there is no target"),
            (["sine", "sine"], "two targets are called sine"),
            ([uat.Table(np.eye(5), np.arange(5.0), "t")], "t has 5 input columns: .*#x1->y"),
        ],
    )
    def test_what_cannot_be_shown_is_refused(self, given, message):
        with pytest.raises(SettingError, match=message):
            scene_of(given)


class TestCurves:
    @pytest.mark.slow
    def test_what_is_proved_is_worked_out(self):
        sine = stored_curves(TARGETS["sine"], "logistic", FoundCurves()).to_dict()
        guarantee = dict(sine["guarantee"])
        assert guarantee[16] == pytest.approx(8 / (2 * 17), rel=1e-5)
        assert sine["floor"] == sine["nearBest"] == sine["descent"] == []
        jump = stored_curves(TARGETS["step"], "logistic", FoundCurves()).to_dict()
        assert (jump["guarantee"], dict(jump["floor"])[8]) == ([], 0.5)
        lines = stored_curves(TARGETS["parabola"], "relu", FoundCurves()).to_dict()
        assert 0 < dict(lines["floor"])[8] < dict(lines["guarantee"])[8]

    def test_runs_are_taken_by_what_their_errors_stand_for(self):
        records = [
            *near_best(error=1e-6),
            *near_best(error=1e-3),
            *near_best("runge"),
            record(width=2, seed=1, error=0.123456789),
            record(width=1, error=None),
            record(width=1, seed=2, error=0.5, trainer="adam"),
            record(width=1, trainer="staircase"),
        ]
        found = found_curves("sine", "logistic", records)
        assert found.near_best == {1: 1e-6, 2: 5e-7, 8: 1.25e-7}
        assert found.trained == {
            "gradient_descent": ((2, 0.123457, 1),),
            "adam": ((1, 0.5, 2),),
        }
        assert found.networks[2] == network_values(records[1].network)
        assert found_curves("sine", "tanh", records) == FoundCurves()
        assert FoundCurves.from_dict(json.loads(json.dumps(found.to_dict()))) == found

    def test_a_curve_is_of_one_rule(self):
        runs = [record(width=width, seed=seed, error=0.1) for width in (1, 2) for seed in (0, 1)]
        plain = [
            replace(one, spec=replace(one.spec, settings='{"momentum": 0.0}'), max_error=9.0)
            for one in runs[:3]
        ]
        found = found_curves("sine", "logistic", [*plain, *runs])
        assert found == found_curves("sine", "logistic", runs)

    def test_a_scene_has_the_runs_it_is_given_and_else_those_of_the_package(self):
        own = only("sine", records=near_best())["stored"]
        assert own["nearBest"] == [[1, 1e-6], [2, 5e-7], [8, 1.25e-7]]
        packaged = only("sine", records=near_best("runge"))["stored"]
        assert {width for width, _ in packaged["nearBest"]} >= {1, 2, 4, 8, 16}
        assert only("sine", activation="tanh")["stored"]["nearBest"] == []

    def test_a_network_is_the_same_written_about_zero(self):
        network = uat.fit("chirp", 4, trainer=uat.RandomFeatures()).network
        values = network_values(network)
        w, b, c = (
            np.array(values[name]) for name in ("hiddenWeights", "hiddenBiases", "outputWeights")
        )
        x = np.linspace(0, 1, 7)
        y = 1 / (1 + np.exp(-(np.outer(x, w) + b))) @ c + values["outputBias"][0]
        np.testing.assert_allclose(y, network(x)[:, 0], rtol=1e-12)

    def test_what_comes_with_the_package_is_of_this_version_and_true(self):
        runs = packaged_runs("logistic")
        assert set(runs) == set(DEFAULT_TARGETS)
        text = (files("uat.explorer") / PACKAGED).read_text(encoding="utf-8")
        values = json.loads(text)
        assert values["results"] == RESULTS_VERSION, "python scripts/explorer_runs.py STORE"
        for name in ("sine", "franke"):
            found = runs[name].networks[8]
            network = uat.Network(
                np.reshape(found["hiddenWeights"], (TARGETS[name].inputs, 8)),
                found["hiddenBiases"],
                np.reshape(found["outputWeights"], (8, 1)),
                found["outputBias"],
            )
            grid = TARGETS[name].evaluation_grid()
            error = np.abs(network(grid)[:, 0] - TARGETS[name](grid)).max()
            assert error == pytest.approx(runs[name].near_best[8], rel=0.05)


@pytest.mark.parametrize("name", RUNGS)
def test_a_rung_is_told_as_the_engine_needs_it(name):
    rung, preset = RUNGS[name](), course_presets()[name]
    fit = rung.run()
    vector = fit.fit.network.to_vector()
    named = {word: vector[place] for word, place in preset["names"].items()}
    assert named == pytest.approx(fit.parameters)
    assert len(preset["rates"]) == len(vector)
    moved = np.flatnonzero(vector != rung.start.to_vector())
    assert set(moved) <= {k for k, rate in enumerate(preset["rates"]) if rate == 1}
    x = np.reshape(preset["x"], (rung.start.inputs, -1)).T
    residual = rung.start(x)[:, 0] - preset["t"]
    assert preset["lossScale"] * residual @ residual == pytest.approx(fit.loss_history[0])
    assert preset["published"] or preset["fromR"]
