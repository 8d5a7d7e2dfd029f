"""The search for a width whose tolerance is proved."""

import dataclasses

import pytest

pytest.importorskip("flint")

import uat
from uat.core.network import Network
from uat.fits.proved import proved


@pytest.fixture(scope="module")
def fit():
    return uat.fit("x^2", 1, domain=(0, 1), trainer="staircase")


def off_by(fit, error, width, measured):
    """Return a fit whose network is x^2 to within an error: a constant at the middle."""
    network = Network(
        [[1.0] * width], [0.0] * width, [[1.0], *[[0.0]] * (width - 1)], [error], "relu_squared"
    )
    return dataclasses.replace(fit, network=network, max_error=measured)


def no_other(width):
    raise AssertionError(f"width {width} is tried")


def test_widths_are_tried_until_one_is_proved(fit):
    errors = {1: 0.3, 2: 0.21, 3: 0.19, 4: 0.1}
    tried = []

    def refit(width):
        tried.append(width)
        return off_by(fit, errors[width], width, 0.15)

    found, proof = proved(off_by(fit, 0.3, 1, 0.15), 0.2, refit, 8)
    assert tried == [2, 3]
    assert found.width == 3
    assert proof.low <= 0.19 <= proof.high <= 0.2


def test_what_is_close_to_the_tolerance_is_looked_at_more_closely(fit):
    found, proof = proved(off_by(fit, 0.1999, 1, 0.1999), 0.2, no_other, 8)
    assert found.width == 1
    assert proof.high <= 0.2


def test_if_none_is_proved_the_least_error_is_told(fit):
    found, proof = proved(
        off_by(fit, 0.3, 1, 0.1), 0.2, lambda width: off_by(fit, 0.25 + width, width, 0.1), 3
    )
    assert found.width == 1
    assert proof.high > 0.2


def test_no_width_is_tried_if_the_measured_error_is_too_large_already(fit):
    found, proof = proved(off_by(fit, 0.3, 2, 0.3), 0.2, no_other, 8)
    assert found.width == 2
    assert proof.relative_width == 0.01
