"""Facts are runs: the published ones, those of R, and a sweep that depends on its seed alone."""

import pickle

import numpy as np
import pytest

from uat.exceptions import SettingError, UnknownNameError
from uat.slides.facts import (
    BUILT,
    DEFAULT_TARGETS,
    DESCENT,
    NEAR_BEST,
    Effort,
    check_asked,
    compute_facts,
    theorem_specs,
)
from uat.sweeps.store import Store
from uat.targets.catalogue import target_named

pytestmark = pytest.mark.usefixtures("module_in_this_process")
SMALL = Effort(widths=(1, 4), starts=2, epochs=40, near_best_width=1)


@pytest.fixture(scope="module")
def store():
    with Store() as store:
        yield store


@pytest.fixture(scope="module")
def facts(store, module_in_this_process):  # noqa: ARG001
    return compute_facts(("sine", "absolute"), effort=SMALL, workers=1, store=store)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["linreg", "neuron", "xor"])
def test_the_rungs_found_what_the_course_publishes_or_r_gives(facts, name):
    result = facts.rungs[name]
    known = {**result.rung.published, **result.rung.r_parameters}
    assert known
    for parameter, value in known.items():
        assert result.parameters[parameter] == pytest.approx(value, rel=1e-7)


def test_every_step_of_the_line_is_known(facts):
    assert facts.linreg.path_epochs.tolist() == list(range(1001))


def test_least_squares_is_where_the_line_ends(facts):
    found = list(facts.linreg.parameters.values())
    np.testing.assert_allclose(found, facts.linear_model.estimates, rtol=1e-6)


def test_the_programs_print_the_last_forward_pass(facts):
    printed = facts.printed("neuron")
    assert list(printed) == ["w1 w2", "error", "y"]
    assert printed["w1 w2"] == tuple(facts.neuron.parameters.values())
    assert printed["error"] == (facts.neuron.loss_history[0], facts.neuron.loss_history[9999])
    y, d = np.array(printed["y"]), facts.neuron.rung.dataset.t[:, 0]
    np.testing.assert_allclose(y, facts.neuron.rung.published_predictions, atol=5e-9)
    assert np.mean((y - d) ** 2) / 2 == pytest.approx(printed["error"][1], rel=1e-13)


def test_the_line_prints_no_predictions(facts):
    assert list(facts.printed("linreg")) == ["alpha", "beta", "error"]
    assert list(facts.printed("xor")) == ["w11 w12 w21 w22", "c1 c2", "error", "y"]


def test_r_prints_fifteen_digits_without_zeros_at_the_end(facts):
    lines = facts.r_output("neuron").splitlines()
    assert lines[0] == "w1 w2 6.11005755451743 0.2036360421227"
    assert facts.r_output("linreg").startswith("alpha 2.89719694937354\nbeta 1.94752837381973\n")


def test_targets_stand_in_their_order_with_all_their_runs(facts):
    assert [target.name for target in facts.targets] == ["sine", "absolute"]
    for name in ("sine", "absolute"):
        assert len(facts.records_of(name)) == 2 * 2 + 1 + 2
        assert len(facts.records_of(name, DESCENT)) == 4
        assert list(facts.errors(name, BUILT)) == [1, 4]
    order = [record.spec.target for record in facts.records]
    assert order == sorted(order, key=["sine", "absolute"].index)


def test_errors_are_medians_and_guarantees_those_of_theory(facts):
    runs = [r.max_error for r in facts.records_of("sine", DESCENT) if r.spec.width == 4]
    assert facts.errors("sine", DESCENT)[4] == np.median(runs)
    # V / (2 (n + 1)) with V = 2 for |x| on [-1, 1]
    assert facts.guarantees("absolute") == pytest.approx({4: 0.2})


def test_a_gap_is_between_runs_of_one_width(facts):
    gap = facts.gap("absolute")
    assert gap.width == gap.found.spec.width == gap.near_best.spec.width == 1
    assert (gap.found.spec.trainer, gap.near_best.spec.trainer) == (DESCENT, NEAR_BEST)
    assert gap.factor == gap.found.max_error / gap.near_best.max_error
    assert gap.factor >= 1.0


def test_the_widest_gap_is_where_most_is_missed(facts):
    gaps = {name: facts.gap(name) for name in ("sine", "absolute")}
    missed = {
        name: (gap.found.max_error - gap.near_best.max_error) / gap.target.trivial_error
        for name, gap in gaps.items()
    }
    assert facts.widest_gap.target.name == max(missed, key=missed.get)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_facts_and_another_one_others(facts):
    again = compute_facts(("sine", "absolute"), effort=SMALL, workers=1)
    assert again.records == facts.records
    assert again.r_output("xor") == facts.r_output("xor")
    other = compute_facts(("sine", "absolute"), seed=7, data_seed=7, effort=SMALL, workers=1)
    assert other.errors("sine", DESCENT) != facts.errors("sine", DESCENT)
    assert other.linreg.parameters != facts.linreg.parameters
    assert other.linear_model.alpha != facts.linear_model.alpha
    assert (other.seed, other.data_seed) == (7, 7)


def test_a_store_saves_the_sweep(facts, store):
    seen = []
    again = compute_facts(
        ("sine", "absolute"), effort=SMALL, workers=1, store=store, progress=seen.append
    )
    assert again.records == facts.records
    assert [(p.done, p.total) for p in seen] == [(len(facts.records),) * 2]


@pytest.mark.slow
def test_the_facts_about_a_line_are_sent_to_the_processes_that_draw():
    """A function without a name cannot be."""
    effort = Effort(widths=(1, 2), starts=1, epochs=5, near_best_width=2)
    facts = compute_facts(("line",), effort=effort, workers=1)
    sent = pickle.loads(pickle.dumps(facts))
    assert sent.records == facts.records
    assert sent.gap("line").factor == facts.gap("line").factor
    assert sent.targets == (target_named("line"),)


def test_the_default_examples_can_be_shown():
    targets = [target_named(name) for name in DEFAULT_TARGETS]
    assert {target.inputs for target in targets} == {1}
    assert any(target.kinks for target in targets)
    widths = {spec.width for spec in theorem_specs(DEFAULT_TARGETS, 0, Effort())}
    assert {1, 4, 16, 64} <= widths


@pytest.mark.parametrize(
    ("targets", "problem", "words"),
    [
        ((), SettingError, "1 to 3 targets"),
        (("sine", "absolute", "runge", "chirp"), SettingError, "1 to 3 targets"),
        (("franke",), SettingError, "one input"),
        (("sinus",), UnknownNameError, "sine"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_one_line(targets, problem, words):
    with pytest.raises(problem, match=words) as caught:
        compute_facts(targets, effort=SMALL)
    assert "\n" not in str(caught.value)


class TestTargetsOfOnesOwn:
    TINY = Effort(widths=(1, 2), starts=1, epochs=5, near_best_width=2)

    @pytest.mark.slow
    def test_runs_are_named_by_the_text_and_found_by_it(self):
        given = ("sin(5*x) on [-1, 1] as ripple", "math:erf on [0, 1]")
        with Store() as store:
            facts = compute_facts(given, effort=self.TINY, workers=1, store=store)
            assert [target.name for target in facts.targets] == ["ripple", "erf"]
            for target in facts.targets:
                assert len(facts.records_of(target.text)) == 2 + 2 + 2
                assert facts.gap(target.text).target == target
            seen = []
            spelt_otherwise = ("sin( 5*x )  on [-1,1] as ripple", given[1])
            compute_facts(
                spelt_otherwise, effort=self.TINY, workers=1, store=store, progress=seen.append
            )
        assert [(p.done, p.total) for p in seen] == [(12, 12)]

    @pytest.mark.slow
    def test_facts_are_sent_with_texts_in_place_of_functions(self):
        facts = compute_facts(("math:erf on [0, 1]",), effort=self.TINY, workers=1)
        sent = pickle.loads(pickle.dumps(facts))
        assert facts.portable
        assert [target.text for target in sent.targets] == [facts.targets[0].text]
        assert sent.records == facts.records

    @pytest.mark.slow
    def test_what_this_process_alone_knows_is_shown_too(self):
        facts = compute_facts([(lambda x: x**3, (-1, 1))], effort=self.TINY, workers=1)
        assert not facts.portable
        assert facts.gap(facts.targets[0].text).near_best.max_error < 1.0

    @pytest.mark.slow
    def test_the_widest_gap_is_on_a_continuous_target_if_there_is_one(self):
        jump = "heaviside(x, 1) + sin(40*x) on [-1, 1]"
        facts = compute_facts((jump, "0.1*x on [0, 1]"), effort=self.TINY, workers=1)
        assert facts.widest_gap.target.largest_jump == 0.0
        alone = compute_facts((jump,), effort=self.TINY, workers=1)
        assert alone.widest_gap.target.largest_jump > 0.0

    @pytest.mark.parametrize(
        ("targets", "words"),
        [
            (("3 on [0, 1]",), "constant on"),
            (("rows.csv",), "'rows.csv' holds rows"),
            (("rows.csv#x->y",), "holds rows"),
            (("x*y on [0, 1]^2",), "one input"),
            (("sin(x) on [0, 1]", "sin(x) on [0, 2]"), "two targets are called sin"),
        ],
    )
    def test_what_cannot_be_shown_is_a_refusal_of_targets(self, targets, words):
        with pytest.raises(SettingError, match=words) as caught:
            check_asked(targets, 0, 1)
        assert caught.value.settings == ("targets",)

    def test_a_seed_out_of_range_is_a_refusal_of_the_seed(self):
        with pytest.raises(SettingError) as caught:
            check_asked(("sine",), -1, 1)
        assert caught.value.settings == ("seed",)
