from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tools import arrays, given
from tools import strategies as st

from uat.core.activations import ACTIVATIONS
from uat.core.datasets import Dataset, Scaling
from uat.core.domains import Box
from uat.core.network import Network
from uat.exceptions import SettingError, ShapeError

moderate = st.floats(-1e3, 1e3)


def random_dataset(inputs=2, outputs=2, points=40, seed=0):
    rng = np.random.default_rng(seed)
    return Dataset(
        rng.uniform(2.0, 5.0, (points, inputs)), rng.normal(7.0, 30.0, (points, outputs))
    )


class TestDataset:
    def test_vectors_become_columns(self):
        dataset = Dataset([1, 2, 3], [4, 5, 6])
        assert dataset.x.tolist() == [[1.0], [2.0], [3.0]]
        assert dataset.t.tolist() == [[4.0], [5.0], [6.0]]
        assert dataset.points == 3

    def test_cannot_be_changed_by_any_door(self):
        x = np.arange(3.0)
        dataset = Dataset(x, x)
        x[0] = 99.0
        assert dataset.x[0, 0] == 0.0
        with pytest.raises(ValueError, match="read-only"):
            dataset.t[0] = 1.0
        with pytest.raises(dataclasses.FrozenInstanceError):
            dataset.x = x

    @pytest.mark.parametrize(("x", "t"), [([1.0, 2.0], [1.0]), ([], []), (np.ones((0, 2)), [])])
    def test_every_point_has_a_value_and_there_is_one(self, x, t):
        with pytest.raises(ShapeError, match="give one t per x"):
            Dataset(x, t)

    @pytest.mark.parametrize("name", ["x", "t"])
    def test_tables_have_two_axes_at_most(self, name):
        arrays = {"x": np.ones(2), "t": np.ones(2), name: np.ones((2, 1, 1))}
        with pytest.raises(ShapeError, match=f"{name} must have shape"):
            Dataset(**arrays)

    @pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
    @pytest.mark.parametrize("name", ["x", "t"])
    def test_the_first_point_that_is_not_finite_is_named(self, name, bad):
        values = np.ones((5, 2))
        values[2:, 1] = bad
        arrays = {"x": np.ones(5), "t": np.ones(5), name: values}
        with pytest.raises(SettingError, match="point 2 is not finite"):
            Dataset(**arrays)


class TestWeights:
    X = np.linspace(0.0, 1.0, 5)

    @given(weights=arrays(np.float64, 6, elements=st.floats(1e-6, 1e6)), scale=st.floats(1e-3, 1e3))
    def test_are_shares_whatever_their_unit(self, weights, scale):
        x = np.arange(6.0)
        dataset, other = Dataset(x, x, weights), Dataset(x, x, scale * weights)
        assert dataset.weights.sum() == pytest.approx(1.0, rel=1e-12)
        np.testing.assert_allclose(dataset.weights * weights.sum(), weights, rtol=1e-12)
        np.testing.assert_allclose(other.weights, dataset.weights, rtol=1e-12)

    def test_without_them_every_point_has_the_same_share(self):
        dataset = Dataset(self.X, self.X)
        assert dataset.weights is None
        assert dataset.shares.tolist() == [0.2] * 5

    def test_with_them_they_are_the_shares(self):
        dataset = Dataset(self.X, self.X, [1, 0, 2, 0, 1])
        assert dataset.shares.tolist() == [0.25, 0.0, 0.5, 0.0, 0.25]
        assert dataset.shares is dataset.weights

    def test_cannot_be_changed_by_any_door(self):
        weights = np.ones(5)
        dataset = Dataset(self.X, self.X, weights)
        weights[0] = 99.0
        assert dataset.weights.tolist() == [0.2] * 5
        with pytest.raises(ValueError, match="read-only"):
            dataset.weights[0] = 1.0

    def test_stand_for_as_many_points_as_is_said(self):
        counted = Dataset(self.X, self.X, [1.0, 2.0, 0.0, 4.0, 3.0], total=10.0)
        np.testing.assert_allclose(counted.counts, [1.0, 2.0, 0.0, 4.0, 3.0])
        assert Dataset(self.X, self.X).counts.tolist() == [1.0] * 5
        np.testing.assert_allclose(Dataset(self.X, self.X, [1, 1, 1, 1, 6]).counts[-1], 3.0)
        with pytest.raises(SettingError, match="total must be positive"):
            Dataset(self.X, self.X, total=0.0)

    @given(
        weights=arrays(np.float64, 7, elements=st.sampled_from([0.0, 0.0, 1.0, 3.0])),
        seed=st.integers(0, 9),
    )
    def test_the_fitted_points_are_those_of_positive_weight(self, weights, seed):
        weights[seed % 7] = 2.0
        dataset = random_dataset(points=7, seed=seed)
        fitted = Dataset(dataset.x, dataset.t, weights).fitted()
        assert fitted.x.tolist() == dataset.x[weights > 0.0].tolist()
        assert fitted.t.tolist() == dataset.t[weights > 0.0].tolist()
        np.testing.assert_allclose(fitted.weights, weights[weights > 0.0] / weights.sum())

    @pytest.mark.parametrize("weights", [None, [1.0, 2.0, 3.0, 4.0, 5.0]])
    def test_where_all_points_are_fitted_nothing_is_copied(self, weights):
        dataset = Dataset(self.X, self.X, weights)
        assert dataset.fitted() is dataset

    @pytest.mark.parametrize("weights", [[1.0] * 4, [1.0] * 6, [[1.0]] * 5, 1.0, []])
    def test_every_point_needs_one(self, weights):
        with pytest.raises(ShapeError, match=r"5 points need weights of shape \(5,\)"):
            Dataset(self.X, self.X, weights)

    @pytest.mark.parametrize(
        "weights",
        [[0.0] * 5, [1, 1, 1, 1, -1e-300], [1, 1, np.nan, 1, 1], [1, 1, np.inf, 1, 1]],
        ids=["all zero", "negative", "nan", "inf"],
    )
    def test_must_be_finite_and_not_negative_and_one_positive(self, weights):
        with pytest.raises(SettingError, match="weights must be finite and not negative"):
            Dataset(self.X, self.X, weights)

    def test_scaling_keeps_them_and_goes_by_the_fitted_points_alone(self):
        dataset = random_dataset()
        domain = Box((2.0, 2.0), (5.0, 5.0))
        weights = np.linspace(0.0, 1.0, 40) * (np.arange(40) % 3 > 0)
        scaling = Scaling.of(Dataset(dataset.x, dataset.t, weights), domain)
        wild = np.where(weights[:, np.newaxis] > 0.0, dataset.t, 1e9)
        other = Scaling.of(Dataset(dataset.x, wild, weights), domain)
        np.testing.assert_allclose(other.t_centre, scaling.t_centre, rtol=1e-12)
        np.testing.assert_allclose(other.t_radius, scaling.t_radius, rtol=1e-12)
        scaled = scaling.apply(Dataset(dataset.x, dataset.t, weights))
        np.testing.assert_allclose(scaled.weights, weights / weights.sum(), rtol=1e-14)
        assert scaled.shares @ scaled.t == pytest.approx([0.0, 0.0], abs=1e-14)
        assert scaled.shares @ np.square(scaled.t) == pytest.approx([1.0, 1.0])

    def test_equal_ones_scale_like_none(self):
        dataset = random_dataset()
        domain = Box((2.0, 2.0), (5.0, 5.0))
        ours = Scaling.of(Dataset(dataset.x, dataset.t, np.full(40, 7.0)), domain)
        theirs = Scaling.of(dataset, domain)
        np.testing.assert_allclose(ours.t_centre, theirs.t_centre, rtol=1e-13)
        np.testing.assert_allclose(ours.t_radius, theirs.t_radius, rtol=1e-13)


class TestScaling:
    def test_of_a_dataset_maps_the_domain_to_the_cube_and_the_targets_to_unit_deviation(self):
        dataset = random_dataset()
        scaled = Scaling.of(dataset, Box((2.0, 1.0), (5.0, 6.0))).apply(dataset)
        corners = Scaling.of(dataset, Box((2.0, 1.0), (5.0, 6.0))).apply(
            Dataset([[2.0, 1.0], [5.0, 6.0]], dataset.t[:2])
        )
        assert corners.x.tolist() == [[-1.0, -1.0], [1.0, 1.0]]
        assert np.mean(scaled.t, axis=0) == pytest.approx([0.0, 0.0], abs=1e-14)
        assert np.std(scaled.t, axis=0) == pytest.approx([1.0, 1.0])

    @pytest.mark.parametrize("constant", [0.0, 3.0, 0.1, 1e-300])
    def test_a_constant_output_keeps_its_unit(self, constant):
        # 300 times 0.1 has a computed deviation of 1.4e-17: rounding, not information.
        dataset = Dataset(np.linspace(0.0, 1.0, 300), np.full(300, constant))
        scaling = Scaling.of(dataset, Box.interval(0.0, 1.0))
        assert scaling.t_radius.tolist() == [1.0]
        assert scaling.apply(dataset).t == pytest.approx(np.zeros((300, 1)), abs=1e-15)

    @pytest.mark.parametrize("domain", [Box.interval(0.0, 1.0), Box((0, 0, 0), (1, 1, 1))])
    def test_the_domain_must_have_the_inputs_of_the_data(self, domain):
        with pytest.raises(ShapeError, match=f"2 inputs.*{domain.inputs}"):
            Scaling.of(random_dataset(inputs=2), domain)

    @pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
    @pytest.mark.parametrize("members", [None, 3])
    def test_apply_then_undo_gives_the_same_function(self, network_of, activation, members):
        dataset = random_dataset()
        scaling = Scaling.of(dataset, Box((2.0, 2.0), (5.0, 5.0)))
        network = network_of(2, 6, 2, activation=activation, members=members)
        in_scaled_units = network(scaling.apply(dataset).x)
        expected = in_scaled_units * scaling.t_radius + scaling.t_centre
        np.testing.assert_allclose(
            scaling.undo(network)(dataset.x), expected, rtol=1e-12, atol=1e-12
        )

    @given(
        parameters=arrays(np.float64, 7, elements=moderate),
        low=moderate,
        length=st.floats(0.1, 100.0),
        t=arrays(np.float64, 5, elements=moderate),
    )
    def test_the_residual_only_changes_its_unit(self, parameters, low, length, t):
        domain = Box.interval(low, low + length)
        dataset = Dataset(np.linspace(low, low + length, 5), t)
        scaling = Scaling.of(dataset, domain)
        scaled = scaling.apply(dataset)
        network = Network([[0.0] * 2], [0.0] * 2, [[0.0]] * 2, [0.0], "sine").with_vector(
            parameters
        )
        inner = (network(scaled.x) - scaled.t) * scaling.t_radius
        outer = scaling.undo(network)(dataset.x) - dataset.t
        # sine has slope 1: an error in z of eps * |w| * |x| / radius passes through unamplified.
        tolerance = 1e-9 * (1.0 + np.abs(parameters).max()) ** 2 * (1.0 + abs(low) / length)
        np.testing.assert_allclose(outer, inner, rtol=1e-9, atol=tolerance * scaling.t_radius[0])

    def test_far_from_zero_nothing_is_lost(self, network_of):
        domain = Box((2.0**30, -3.0), (2.0**30 + 2.0, 5.0))
        u = np.random.default_rng(0).integers(-64, 65, size=(30, 2)) / 64.0
        dataset = Dataset(np.array([2.0**30 + 1.0, 1.0]) + [1.0, 4.0] * u, np.zeros(30))
        scaling = Scaling.of(dataset, domain)
        network = network_of(2, 6, 1)
        undone = scaling.undo(network)
        assert undone.input_centre.tolist() == [2.0**30 + 1.0, 1.0]
        assert np.array_equal(undone.hidden_biases, network.hidden_biases)
        assert np.array_equal(undone(dataset.x), network(u))

    def test_a_centre_of_the_scaled_network_is_kept_about_the_same_point(self, network_of):
        scaling = Scaling(*(np.array([value]) for value in (10.0, 4.0, 0.0, 1.0)))
        network = dataclasses.replace(network_of(), input_centre=[0.5])
        assert scaling.undo(network).input_centre.tolist() == [12.0]
        assert np.array_equal(scaling.undo(network)([14.0]), network([1.0]))

    def test_a_network_with_a_bent_output_is_not_scaled_back(self, network_of):
        dataset = random_dataset()
        scaling = Scaling.of(dataset, Box((2.0, 2.0), (5.0, 5.0)))
        with pytest.raises(SettingError, match="linear output"):
            scaling.undo(network_of(2, 3, 2, output_activation="logistic"))


class TestScalingOfData:
    def test_is_that_of_the_box_the_points_fill(self):
        dataset = random_dataset()
        box = Box(tuple(dataset.x.min(axis=0)), tuple(dataset.x.max(axis=0)))
        ours, theirs = Scaling.of_data(dataset), Scaling.of(dataset, box)
        for name in ("x_centre", "x_radius", "t_centre", "t_radius"):
            assert np.array_equal(getattr(ours, name), getattr(theirs, name))

    @given(
        x=arrays(np.float64, (6, 2), elements=moderate),
        t=arrays(np.float64, (6, 2), elements=moderate),
    )
    def test_fills_the_cube_whatever_the_data(self, x, t):
        scaled = Scaling.of_data(Dataset(x, t)).apply(Dataset(x, t))
        assert np.abs(scaled.x).max() <= 1.0 + 1e-15
        for column, wide in zip(scaled.x.T, np.ptp(x, axis=0), strict=True):
            if wide > 1e-9 * np.abs(x).max():
                assert np.ptp(column) == pytest.approx(2.0, abs=1e-6)

    @pytest.mark.parametrize("constant", [0.0, -3.0, 0.1, 1e300, 5e-324])
    def test_a_constant_input_becomes_zero_and_keeps_its_unit(self, constant):
        x = np.stack([np.linspace(2.0, 5.0, 7), np.full(7, constant)], axis=1)
        dataset = Dataset(x, np.arange(7.0))
        scaling = Scaling.of_data(dataset)
        assert scaling.x_radius.tolist() == [1.5, 1.0]
        assert scaling.apply(dataset).x[:, 1].tolist() == [0.0] * 7

    def test_of_one_point_is_only_a_shift(self):
        dataset = Dataset([[3.0, 4.0]], [5.0])
        scaled = Scaling.of_data(dataset).apply(dataset)
        assert (scaled.x.tolist(), scaled.t.tolist()) == ([[0.0, 0.0]], [[0.0]])


class TestOnePlace:
    def test_is_a_share_of_the_range(self):
        assert Dataset([-1.0, 3.0], [0.0, 0.0]).one_place(1e-9) == 4e-9

    def test_holds_a_few_floats_of_the_domain_the_points_are_from(self):
        for low, grain in ((0.0, 2.0**-53 * 2.0), (1e9, 2.0**-23), (-1e12, 2.0**-13)):
            dataset = Dataset([low, low + 0.5, low + 1.0], np.zeros(3), [0.0, 1.0, 1.0])
            scaled = Scaling.of(dataset, Box.interval(low, low + 1.0)).apply(dataset)
            assert scaled.grain == 2.0 * grain  # the radius is 1/2
            assert scaled.fitted().grain == scaled.grain
            assert scaled.one_place(0.0) == 6.0 * scaled.grain
