from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from uat.activations import ACTIVATIONS
from uat.datasets import Dataset, Scaling
from uat.domains import Box
from uat.exceptions import SettingError, ShapeError
from uat.network import Network

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

    def test_a_network_with_a_bent_output_is_not_scaled_back(self, network_of):
        dataset = random_dataset()
        scaling = Scaling.of(dataset, Box((2.0, 2.0), (5.0, 5.0)))
        with pytest.raises(SettingError, match="linear output"):
            scaling.undo(network_of(2, 3, 2, output_activation="logistic"))
