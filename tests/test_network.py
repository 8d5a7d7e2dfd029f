from __future__ import annotations

import dataclasses
import itertools
import json
import pickle
import tracemalloc
from typing import ClassVar

import numpy as np
import pytest
from tools import arrays, given
from tools import strategies as st

from uat.core import network as network_module
from uat.core.activations import ACTIVATIONS
from uat.core.domains import Box
from uat.core.network import ARRAYS, BLOCKS, Network
from uat.exceptions import ModelFileError, OutputError, ShapeError, UatError, UnknownNameError
from uat.targets.metrics import convergence_rate, max_error

finite = st.floats(allow_nan=False, allow_infinity=False)  # subnormals and -0.0 among them
tame = st.floats(-10.0, 10.0)
X = np.linspace(-2.0, 2.0, 17)


@st.composite
def networks(draw, elements=finite, stacks=True):
    inputs, width, outputs = (draw(st.integers(1, 4)) for _ in range(3))
    stack = draw(st.sampled_from([(), (1,), (3,)])) if stacks else ()
    shapes = [(inputs, width), (width,), (width, outputs), (outputs,)]
    blocks = [draw(arrays(np.float64, (*stack, *shape), elements=elements)) for shape in shapes]
    names = st.sampled_from(sorted(ACTIVATIONS))
    centre = draw(arrays(np.float64, (*stack, inputs), elements=elements) | st.just(0.0))
    return Network(*blocks, draw(names), draw(names), centre)


def bits(network):
    """Return every number byte by byte: unlike ==, this tells 0.0 and -0.0 apart."""
    return [(getattr(network, name).shape, getattr(network, name).tobytes()) for name in ARRAYS]


class TestEvaluation:
    def test_by_hand(self):
        network = Network([[1.0, -2.0]], [0.5, 1.0], [[3.0], [4.0]], [-1.0], "relu")
        # x = 1: 3 * relu(1.5) + 4 * relu(-1) - 1;  x = -1: 3 * relu(-0.5) + 4 * relu(3) - 1
        assert network([1.0, -1.0]).tolist() == [[3.5], [11.0]]
        assert network.hidden_features([1.0, -1.0]).tolist() == [[1.5, 0.0], [0.0, 3.0]]
        assert network.pre_activations([1.0, -1.0]).tolist() == [[1.5, -1.0], [-0.5, 3.0]]

    def test_the_output_activation_comes_last(self, network_of):
        linear = network_of(2, 5, 3)
        squashed = dataclasses.replace(linear, output_activation="logistic")
        x = np.random.default_rng(1).normal(size=(7, 2))
        assert squashed(x) == pytest.approx(1.0 / (1.0 + np.exp(-linear(x))))

    @pytest.mark.parametrize("members", [None, 4])
    def test_shapes(self, network_of, members):
        network = network_of(2, 5, 3, members=members)
        stack = () if members is None else (members,)
        x = np.zeros((7, 2))
        assert (network.inputs, network.width, network.outputs) == (2, 5, 3)
        assert network.members == members
        assert network(x).shape == (*stack, 7, 3)
        assert network.hidden_features(x).shape == (*stack, 7, 5)
        assert network.to_vector().shape == (*stack, 2 * 5 + 5 + 5 * 3 + 3)

    @pytest.mark.parametrize("output_activation", ["identity", "logistic"])
    def test_of_many_points_is_that_of_some_at_a_time(self, network_of, output_activation):
        network = network_of(3, 5, 2, output_activation=output_activation)
        x = np.random.default_rng(1).normal(size=(150_000, 3))
        parts = [network(x[first : first + 50_000]) for first in range(0, len(x), 50_000)]
        np.testing.assert_allclose(network(x), np.concatenate(parts), rtol=1e-13, atol=1e-13)

    def test_of_many_points_never_has_all_hidden_features_in_memory(self, network_of):
        network = network_of(2, 32, 1)
        x = np.zeros((500_000, 2))
        tracemalloc.start()
        try:
            y = network(x)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert y.shape == (500_000, 1)
        assert peak < 0.5 * 8 * 32 * len(x)

    def test_a_vector_of_points_is_one_column(self, network_of):
        network = network_of()
        assert np.array_equal(network(X), network(X[:, np.newaxis]))

    @given(data=st.data(), network=networks(tame))
    def test_permuting_hidden_units_changes_nothing(self, data, network):
        if network.activation == "heaviside":  # a last bit of z may decide between 0 and 1
            network = dataclasses.replace(network, input_centre=0.0)
        order = data.draw(st.permutations(range(network.width)))
        permuted = dataclasses.replace(
            network,
            hidden_weights=network.hidden_weights[..., order],
            hidden_biases=network.hidden_biases[..., order],
            output_weights=network.output_weights[..., order, :],
            output_activation="identity",
        )
        linear = dataclasses.replace(network, output_activation="identity")
        if network.activation == "heaviside":
            x = np.zeros((1, network.inputs))
        else:
            x = np.random.default_rng(2).uniform(-2.0, 2.0, size=(6, network.inputs))
        np.testing.assert_allclose(permuted(x), linear(x), rtol=1e-10, atol=1e-8)

    @given(network=networks(tame), exponent=st.integers(-20, 20))
    def test_scaling_x_and_w_inversely_changes_nothing(self, network, exponent):
        factor = 2.0**exponent  # a power of two rounds nothing, so that "nothing" is exact
        scaled = dataclasses.replace(
            network,
            hidden_weights=network.hidden_weights / factor,
            input_centre=network.input_centre * factor,
        )
        x = np.random.default_rng(3).uniform(-2.0, 2.0, size=(6, network.inputs))
        assert np.array_equal(scaled(x * factor), network(x))


class TestShapeErrors:
    GOOD: ClassVar = {
        "hidden_weights": np.ones((2, 3)),
        "hidden_biases": np.ones(3),
        "output_weights": np.ones((3, 4)),
        "output_biases": np.ones(4),
    }

    def test_the_good_shapes_are_good(self):
        assert Network(**self.GOOD).width == 3

    @pytest.mark.parametrize(
        ("block", "shape", "message"),
        [
            ("hidden_weights", (3,), "hidden_weights must have shape"),
            ("hidden_weights", (1, 1, 2, 3), "hidden_weights must have shape"),
            ("output_weights", (4,), "hidden_weights must have shape"),
            ("hidden_biases", (2,), r"hidden_biases has shape \(2,\).*ask for \(3,\)"),
            ("hidden_biases", (1, 3), r"hidden_biases has shape \(1, 3\)"),
            ("output_weights", (2, 4), r"output_weights has shape \(2, 4\).*ask for \(3, 4\)"),
            ("output_weights", (5, 3, 4), r"output_weights has shape \(5, 3, 4\)"),
            ("output_biases", (1,), r"output_biases has shape \(1,\).*ask for \(4,\)"),
            ("output_biases", (), r"output_biases has shape \(\)"),
        ],
    )
    def test_blocks_that_disagree_are_refused(self, block, shape, message):
        with pytest.raises(ShapeError, match=message):
            Network(**{**self.GOOD, block: np.ones(shape)})

    @pytest.mark.parametrize(
        ("inputs", "width", "outputs", "stack"),
        [(0, 1, 1, ()), (1, 0, 1, ()), (1, 1, 0, ()), (1, 1, 1, (0,))],
    )
    def test_nothing_may_be_empty(self, inputs, width, outputs, stack):
        shapes = [(inputs, width), (width,), (width, outputs), (outputs,)]
        with pytest.raises(ShapeError, match="at least one"):
            Network(*(np.ones((*stack, *shape)) for shape in shapes))

    def test_members_of_a_stack_must_be_as_many_in_every_block(self):
        blocks = {block: np.stack([value] * 5) for block, value in self.GOOD.items()}
        assert Network(**blocks).members == 5
        blocks["hidden_biases"] = blocks["hidden_biases"][:4]
        with pytest.raises(ShapeError, match="hidden_biases"):
            Network(**blocks)

    def test_points_need_one_column_for_each_input(self):
        with pytest.raises(ShapeError, match="x has 3 columns, but the network has 2 inputs"):
            Network(**self.GOOD)(np.ones((5, 3)))
        with pytest.raises(ShapeError, match="x has 1 columns"):
            Network(**self.GOOD)(np.ones(5))

    @pytest.mark.parametrize("shape", [(), (1, 2, 2)])
    def test_points_are_a_vector_or_a_matrix(self, shape):
        with pytest.raises(ShapeError, match="x must have shape"):
            Network(**self.GOOD)(np.ones(shape))

    @pytest.mark.parametrize("field", ["activation", "output_activation"])
    def test_an_unknown_activation_is_answered_with_the_nearest(self, field):
        with pytest.raises(UnknownNameError, match=r"did you mean .*logistic"):
            Network(**self.GOOD, **{field: "logistik"})


class TestImmutability:
    def test_no_field_can_be_replaced(self, network_of):
        with pytest.raises(dataclasses.FrozenInstanceError):
            network_of().activation = "tanh"

    @pytest.mark.parametrize("block", BLOCKS)
    def test_no_number_can_be_changed(self, network_of, block):
        with pytest.raises(ValueError, match="read-only"):
            getattr(network_of(), block)[...] = 0.0

    def test_the_arrays_it_was_made_from_stay_apart(self):
        weights = np.ones((1, 2))
        network = Network(weights, [0, 0], [[1], [1]], [0])
        weights[0, 0] = 99.0
        assert network.hidden_weights.tolist() == [[1.0, 1.0]]
        assert weights.flags.writeable

    def test_whole_numbers_become_float64(self):
        assert all(
            getattr(Network([[1]], [2], [[3]], [4]), block).dtype == np.float64 for block in BLOCKS
        )


class TestEquality:
    def test_of_copies(self, network_of):
        assert network_of(seed=1) == network_of(seed=1)

    @pytest.mark.parametrize("block", BLOCKS)
    def test_one_number_breaks_it(self, network_of, block):
        network = network_of(2, 3, 2)
        values = getattr(network, block).copy()
        values.flat[-1] = np.nextafter(values.flat[-1], np.inf)
        assert network != dataclasses.replace(network, **{block: values})

    @pytest.mark.parametrize("field", ["activation", "output_activation"])
    def test_an_activation_breaks_it(self, network_of, field):
        assert network_of() != dataclasses.replace(network_of(), **{field: "tanh"})

    def test_with_something_else_is_false(self, network_of):
        assert network_of() != "a network"


def test_what_is_evaluated_at_once_is_bounded_whatever_the_width(network_of, monkeypatch):
    network, x = network_of(2, 30, 2), np.random.default_rng(0).normal(size=(50, 2))
    whole, sizes = network(x), []
    monkeypatch.setattr(network_module, "_MOST_FEATURES", 100)
    once = Network._predicted
    monkeypatch.setattr(Network, "_predicted", lambda n, x: sizes.append(len(x)) or once(n, x))
    np.testing.assert_allclose(network(x), whole, rtol=1e-13)
    assert sizes == [3] * 16 + [2]


class TestVector:
    def test_the_layout_is_that_of_the_blocks(self):
        network = Network([[1, 2], [3, 4]], [5, 6], [[7, 8], [9, 10]], [11, 12])
        assert network.to_vector().tolist() == list(range(1, 13))

    @given(network=networks())
    def test_there_and_back_keeps_every_bit(self, network):
        again = network.with_vector(network.to_vector())
        assert bits(again) == bits(network)
        assert again == network

    @given(network=networks())
    def test_with_vector_takes_the_vector_on(self, network):
        vector = np.arange(float(network.to_vector().size)).reshape(network.to_vector().shape)
        changed = network.with_vector(vector)
        assert np.array_equal(changed.to_vector(), vector)
        assert changed.activation == network.activation

    @pytest.mark.parametrize("members", [None, 2])
    def test_what_comes_of_a_vector_is_as_checked(self, network_of, members):
        network = network_of(2, 3, 2, members=members)
        vector = network.to_vector() + 1.0
        changed = network.with_vector(vector)
        vector[:] = 0.0
        for block in BLOCKS:
            values = getattr(changed, block)
            assert not values.flags.writeable
            assert values.flags.c_contiguous
            np.testing.assert_array_equal(values, getattr(network, block) + 1.0)

    @pytest.mark.parametrize("members", [None, 2])
    @pytest.mark.parametrize("shape", [(9,), (11,), (1, 10), (3, 10), ()])
    def test_a_vector_of_another_shape_is_refused(self, network_of, members, shape):
        with pytest.raises(ShapeError, match="the parameter vector has shape"):
            network_of(1, 3, 1, members=members).with_vector(np.zeros(shape))


class TestStack:
    @pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
    def test_equals_its_members_one_by_one(self, network_of, activation):
        members = [network_of(2, 4, 3, seed=s, activation=activation) for s in range(5)]
        stack = Network.stack(members)
        x = np.random.default_rng(4).normal(size=(11, 2))
        assert stack.members == 5
        for i, member in enumerate(members):
            assert bits(stack.member(i)) == bits(member)
            assert stack.member(i) == member
            np.testing.assert_allclose(stack(x)[i], member(x), rtol=1e-13, atol=1e-13)
            assert np.array_equal(stack.to_vector()[i], member.to_vector())

    def test_one_network_is_a_stack_too(self, network_of):
        assert Network.stack([network_of()]).members == 1

    def test_none_is_not(self):
        with pytest.raises(ShapeError, match="one or more networks"):
            Network.stack([])

    @pytest.mark.parametrize(
        "other",
        [
            {"inputs": 2},
            {"width": 4},
            {"outputs": 2},
            {"activation": "tanh"},
            {"output_activation": "tanh"},
            {"members": 3},
        ],
        ids=lambda other: next(iter(other)),
    )
    def test_members_agree_in_everything(self, network_of, other):
        with pytest.raises(ShapeError, match="of one shape and one activation"):
            Network.stack([network_of(), network_of(**other)])

    def test_stacks_are_not_stacked(self, network_of):
        with pytest.raises(ShapeError, match="of one shape"):
            Network.stack([network_of(members=2), network_of(members=2)])

    def test_one_network_has_no_members(self, network_of):
        with pytest.raises(ShapeError, match="not a stack"):
            network_of().member(0)


class TestFiles:
    @pytest.mark.slow
    @given(network=networks())
    def test_json_keeps_every_bit(self, network):
        again = Network.from_json(network.to_json())
        assert bits(again) == bits(network)
        assert again == network

    @pytest.mark.parametrize("value", [5e-324, -0.0, 0.1, 2.0**-1074 * 3, 1.7976931348623157e308])
    def test_json_keeps_the_hard_numbers(self, value):
        network = Network([[value]], [value], [[value]], [value])
        assert bits(Network.from_json(network.to_json())) == bits(network)

    def test_json_is_what_everybody_reads(self, network_of):
        def refuse(constant):
            raise AssertionError(constant)

        values = json.loads(network_of(2, 3, 1).to_json(), parse_constant=refuse)
        assert values["format"] == "uat-network"
        assert values["version"] == 2
        assert np.shape(values["hidden_weights"]) == (2, 3)

    def test_a_file_of_the_first_version_has_the_centre_0(self, network_of):
        values = {**network_of(2, 3, 1).to_dict(), "version": 1}
        del values["input_centre"]
        assert Network.from_dict(values) == network_of(2, 3, 1)

    @pytest.mark.parametrize("members", [None, 3])
    def test_a_file_gives_back_what_was_saved(self, network_of, tmp_path, members):
        network = network_of(2, 3, 2, activation="tanh", members=members)
        network.save(tmp_path / "model.json")
        assert Network.load(str(tmp_path / "model.json")) == network

    @pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
    def test_what_is_not_finite_is_not_saved(self, tmp_path, value):
        with pytest.raises(ModelFileError, match="not finite"):
            Network([[value]], [0], [[0]], [0]).save(tmp_path / "model.json")
        assert not (tmp_path / "model.json").exists()

    def test_a_place_that_cannot_be_written_is_named(self, network_of, tmp_path):
        with pytest.raises(OutputError, match=r"missing.model\.json cannot be written") as caught:
            network_of().save(tmp_path / "missing" / "model.json")
        assert "\n" not in str(caught.value)

    def test_a_missing_file_is_named(self, tmp_path):
        with pytest.raises(ModelFileError, match=r"absent\.json: .*[Nn]o such file"):
            Network.load(tmp_path / "absent.json")

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"w = 3",
            b"{",
            b"\xff\xfe\x00",
            b"[" * 100_000,
            b"[1, 2]",
            b"3",
            b"null",
            b"{}",
            b'{"format": "onnx"}',
        ],
        ids=lambda content: repr(content[:12]),
    )
    def test_a_foreign_file_is_refused_in_one_line(self, tmp_path, content):
        path = tmp_path / "model.json"
        path.write_bytes(content)
        with pytest.raises(ModelFileError, match=r"model\.json: ") as caught:
            Network.load(path)
        assert "\n" not in str(caught.value)
        assert len(str(caught.value)) < 400

    @pytest.mark.parametrize("version", [0, 3, "1", None])
    def test_another_version_is_refused(self, network_of, version):
        values = {**network_of().to_dict(), "version": version}
        with pytest.raises(ModelFileError, match=r"format version .* reads versions up to 2"):
            Network.from_json(json.dumps(values))

    @pytest.mark.parametrize("key", [*ARRAYS, "activation", "output_activation"])
    def test_a_missing_part_is_named(self, network_of, key):
        values = network_of().to_dict()
        del values[key]
        with pytest.raises(ModelFileError, match=f"damaged: .*{key}"):
            Network.from_dict(values)

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("hidden_biases", [0.0]),
            ("hidden_biases", [[0.0], [0.0, 1.0]]),
            ("hidden_biases", "many"),
            ("hidden_biases", {"0": 1.0}),
            ("hidden_biases", None),
            ("hidden_biases", [0.0, 10**400, 0.0]),
            ("hidden_weights", []),
            ("input_centre", [0.0, 1.0]),
            ("input_centre", None),
            ("activation", "logistik"),
            ("activation", 5),
            ("activation", None),
            ("activation", ["relu"]),
        ],
    )
    def test_a_damaged_part_is_refused(self, network_of, key, value):
        with pytest.raises(ModelFileError, match="damaged"):
            Network.from_dict({**network_of(1, 3, 1).to_dict(), key: value})

    @pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
    def test_a_number_that_is_not_finite_is_refused(self, network_of, number):
        values = {**network_of(1, 3, 1).to_dict(), "output_biases": ["here"]}
        text = json.dumps(values).replace('"here"', number)
        with pytest.raises(ModelFileError, match="not finite"):
            Network.from_json(text)

    @given(text=st.text())
    def test_no_text_gets_past_the_door(self, text):
        with pytest.raises(UatError):
            Network.from_json(text)


class TestInputCentre:
    FAR = 2.0**30

    def about(self, network, centre):
        return dataclasses.replace(network, input_centre=centre)

    @pytest.mark.parametrize("members", [None, 3])
    def test_moves_the_function_and_loses_nothing(self, network_of, members):
        network = network_of(2, 5, 2, members=members)
        moved = self.about(network, [self.FAR, -3.0])
        x = np.random.default_rng(0).integers(-64, 64, size=(20, 2)) / 64.0
        far = x + np.array([self.FAR, -3.0])
        assert np.array_equal(moved(far), network(x))
        assert np.array_equal(moved.hidden_features(far), network.hidden_features(x))
        assert np.array_equal(np.broadcast_to(x, moved.centred(far).shape), moved.centred(far))

    def test_is_one_for_each_member_of_a_stack(self, network_of):
        near, far = network_of(1, 4, 1), self.about(network_of(1, 4, 1, seed=1), 5.0)
        stack = Network.stack([near, far])
        assert stack.input_centre.tolist() == [[0.0], [5.0]]
        assert [stack.member(0), stack.member(1)] == [near, far]
        assert stack(X) == pytest.approx(np.stack([near(X), far(X)]), rel=1e-14)
        assert self.about(stack, [2.0]).input_centre.tolist() == [[2.0], [2.0]]

    @pytest.mark.parametrize("centre", [[1.0], [1.0, 2.0, 3.0], [[1.0, 2.0]]])
    def test_of_another_shape_is_refused(self, network_of, centre):
        with pytest.raises(ShapeError, match="input_centre has shape"):
            self.about(network_of(2, 5, 2), centre)

    def test_survives_a_new_vector_and_a_pickle_and_tells_networks_apart(self, network_of):
        network = self.about(network_of(2, 3, 1), [1.0, 2.0])
        assert network.with_vector(network.to_vector()) == network
        assert pickle.loads(pickle.dumps(network)) == network
        assert network != network_of(2, 3, 1)
        assert network.to_vector().size == network_of(2, 3, 1).to_vector().size

    def test_that_is_not_finite_is_not_saved(self, network_of):
        with pytest.raises(ModelFileError, match="not finite"):
            self.about(network_of(), np.inf).to_dict()

    def test_units_of_one_input_stand_where_their_argument_is_0(self):
        network = Network([[2.0, -4.0, 0.0]], [1.0, 1.0, 1.0], np.ones((3, 1)), [0.0])
        assert self.about(network, self.FAR).unit_centres()[:2].tolist() == [
            self.FAR - 0.5,
            self.FAR + 0.25,
        ]
        assert network.unit_centres()[:2].tolist() == [-0.5, 0.25]
        assert not np.isfinite(network.unit_centres()[2])

    def test_units_of_two_inputs_have_no_one_centre(self, network_of):
        with pytest.raises(ShapeError, match="no one centre"):
            network_of(2, 3, 1).unit_centres()


def interpolant_of_the_square(width):
    """Return the relu network that meets x^2 at x = 0, 1/width, ..., 1 and is straight between.

    Its first slope is 1 / width, and at every inner knot the slope rises by 2 / width.
    """
    knots = np.arange(width) / width
    slopes = np.full(width, 2.0 / width)
    slopes[0] = 1.0 / width
    return Network(np.ones((1, width)), -knots, slopes[:, np.newaxis], [0.0], "relu")


class TestReluInterpolant:
    """On [a, b] a chord of x^2 is off by (x - a) (b - x), at most (b - a)^2 / 4."""

    WIDTHS = np.array([1, 2, 4, 8, 16, 32])
    UNIT = Box.interval(0.0, 1.0)

    def errors(self):
        grid = self.UNIT.uniform_grid(1000)
        spacing = np.array([1.0 / 999])
        for width in self.WIDTHS:
            network = interpolant_of_the_square(width)
            yield max_error(
                lambda x, network=network: network(x)[:, 0] - x[:, 0] ** 2, self.UNIT, grid, spacing
            )

    def test_max_error_is_exact(self):
        assert list(self.errors()) == pytest.approx(1.0 / (4.0 * self.WIDTHS**2), rel=1e-12)

    def test_max_error_falls_at_rate_two(self):
        assert convergence_rate(self.WIDTHS, list(self.errors())) == pytest.approx(-2.0, abs=1e-12)


def test_a_pickled_network_is_equal_and_still_read_only():
    network = Network([[1.0, 2.0]], [0.0, 0.1], [[1.0], [2.0]], [0.5], "tanh")
    again = pickle.loads(pickle.dumps(network))
    assert again == network
    with pytest.raises(ValueError, match="read-only"):
        again.hidden_weights[0] = 0.0


class TestCoefficientNorm:
    # Columns: 1 + 2 + 4 = 7 and 3 + 0.5 + 1 = 4.5.
    WEIGHTS = ((1.0, -3.0), (-2.0, 0.5), (4.0, 1.0))

    def network(self, weights):
        weights = np.array(weights)
        stack = weights.shape[:-2]
        return Network(
            np.ones((*stack, 1, 3)), np.zeros((*stack, 3)), weights, np.full((*stack, 2), 100.0)
        )

    def test_of_two_outputs_is_the_larger_sum_of_magnitudes(self):
        assert self.network(self.WEIGHTS).coefficient_norm == 7.0
        assert self.network(np.array(self.WEIGHTS)[:, ::-1]).coefficient_norm == 7.0
        assert self.network(np.array(self.WEIGHTS) * [0.5, 1.0]).coefficient_norm == 4.5

    def test_of_a_stack_is_the_largest_of_its_members(self):
        weights = np.stack([np.array(self.WEIGHTS), np.array(self.WEIGHTS) * [1.0, -2.0]])
        assert self.network(weights).coefficient_norm == 9.0

    @pytest.mark.parametrize("exponent", [-990, 990])
    def test_is_of_any_size(self, exponent):
        scaled = self.network(np.array(self.WEIGHTS) * 2.0**exponent)
        assert scaled.coefficient_norm == 7.0 * 2.0**exponent
        # |d| is 100, whatever the size of the weights.
        assert scaled.attainable_floor == 2.0**-52 * (7.0 * 2.0**exponent + 100.0)


LONG, UNDERFLOW = np.longdouble, 1e-300
IN_HIGH_PRECISION = {
    "logistic": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0),
    "gaussian": lambda z: np.exp(-z * z),
    "sine": np.sin,
    "softplus": lambda z: np.log1p(np.exp(-np.abs(z))) + np.maximum(z, 0),
}


def in_high_precision(network, x):
    """Return the prediction by numbers of 64 bits instead of 53, where the machine has them."""
    long = {name: getattr(network, name).astype(LONG) for name in ARRAYS}
    z = (x.astype(LONG) - long["input_centre"]) @ long["hidden_weights"] + long["hidden_biases"]
    with np.errstate(over="ignore"):
        units = IN_HIGH_PRECISION[network.activation](z)
    total = units @ long["output_weights"] + long["output_biases"]
    return total if network.linear_output else IN_HIGH_PRECISION[network.output_activation](total)


def hard_network(rng, inputs, width, activation, steepness=1.0, output_activation="identity"):
    """Return a network of units that stand in [-1, 1]^inputs, half of which cancel the others."""
    weights = steepness * rng.normal(size=(inputs, width))
    biases = -np.sum(weights * rng.uniform(-1.0, 1.0, size=(inputs, width)), axis=0)
    heights = 1e3 * rng.normal(size=(width, 2))
    half = width // 2
    weights[:, half : 2 * half] = weights[:, :half] * (1.0 + 1e-6)
    biases[half : 2 * half], heights[half : 2 * half] = biases[:half], -heights[:half]
    heights /= 1.0 if output_activation == "identity" else 1e3
    return Network(
        weights, biases, heights, rng.normal(size=2), activation, output_activation, [1e9] * inputs
    )


class TestRoundingError:
    @pytest.mark.slow
    @pytest.mark.parametrize("activation", IN_HIGH_PRECISION)
    @pytest.mark.parametrize("output_activation", ["identity", "logistic"])
    def test_bounds_what_evaluation_in_high_precision_finds(self, activation, output_activation):
        rng = np.random.default_rng(3)
        for inputs, width, steepness in itertools.product((1, 2, 9), (1, 5, 64, 500), (1.0, 1e3)):
            network = hard_network(rng, inputs, width, activation, steepness, output_activation)
            x = 1e9 + rng.uniform(-1.0, 1.0, size=(300, inputs))
            error = np.abs(network(x) - in_high_precision(network, x))
            assert (error <= network.rounding_error(x) + UNDERFLOW).all()

    @pytest.mark.skipif(np.finfo(LONG).eps > 1e-18, reason="no numbers of more than 53 bits")
    @pytest.mark.parametrize("activation", IN_HIGH_PRECISION)
    def test_is_not_far_above_it(self, activation):
        rng = np.random.default_rng(4)
        network = hard_network(rng, 1, 16, activation)
        x = 1e9 + rng.uniform(-1.0, 1.0, size=(2000, 1))
        error = np.max(np.abs(network(x) - in_high_precision(network, x)))
        assert error > np.max(network.rounding_error(x)) / 40.0

    def test_knows_what_a_centre_far_away_would_cost(self, network_of):
        about_it = dataclasses.replace(network_of(1, 8, 1), input_centre=[1e9])
        folded = network_of(1, 8, 1)
        folded = dataclasses.replace(
            folded, hidden_biases=folded.hidden_biases - 1e9 * folded.hidden_weights[0]
        )
        x = 1e9 + np.linspace(-1.0, 1.0, 201)
        lost = np.max(np.abs(folded(x) - about_it(x)))
        assert 1e-8 < lost < np.max(folded.rounding_error(x)) < 100.0 * lost
        assert np.max(about_it.rounding_error(x)) < 1e-14

    def test_by_hand(self):
        network = Network([[2.0]], [3.0], [[-5.0]], [7.0], "identity", input_centre=[10.0])
        # x - m = 4: z = 11, s = 2 * 4 + 3.
        assert network.rounding_error([14.0])[0, 0] == 2.0**-52 * (2.0 * 5.0 * (11.0 + 11.0) + 7.0)

    def test_of_a_stack_is_that_of_its_members(self, network_of):
        stack = network_of(2, 5, 3, members=4)
        x = np.random.default_rng(0).normal(size=(6, 2))
        members = np.stack([stack.member(k).rounding_error(x) for k in range(4)])
        assert stack.rounding_error(x) == pytest.approx(members, rel=1e-13)
