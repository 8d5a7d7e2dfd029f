"""What several test files need: a maker of random networks, and one profile for hypothesis."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import settings

from uat.core.network import Network

# Derandomised: the same examples on every machine and in every run. Without a deadline: the first
# example may compile the training loop.
settings.register_profile("uat", derandomize=True, deadline=None, database=None, max_examples=60)
settings.load_profile("uat")


def _network_of(
    inputs: int = 1,
    width: int = 3,
    outputs: int = 1,
    *,
    seed: int = 0,
    activation: str = "logistic",
    output_activation: str = "identity",
    members: int | None = None,
) -> Network:
    rng = np.random.default_rng(seed)
    stack = () if members is None else (members,)
    return Network(
        rng.normal(size=(*stack, inputs, width)),
        rng.normal(size=(*stack, width)),
        rng.normal(size=(*stack, width, outputs)),
        rng.normal(size=(*stack, outputs)),
        activation,
        output_activation,
    )


@pytest.fixture(scope="session")
def network_of() -> Callable[..., Network]:
    """Return a maker of networks whose parameters are drawn from the normal distribution."""
    return _network_of
