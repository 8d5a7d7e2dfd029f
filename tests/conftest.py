"""What several test files need: a maker of random networks, and no skips where all is expected."""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator, Iterator

import numpy as np
import pytest

from uat.core.activations import ACTIVATIONS
from uat.core.network import Network
from uat.trainers import TRAINERS, registry

pytest.register_assert_rewrite("tools", "explorer_tools")
import tools  # noqa: E402  (after its assertions are made to tell more)
from explorer_tools import browser, browser_page  # noqa: E402, F401  (fixtures)


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Have each process of `-n` begin with a run of tests that follow each other.

    So what is made once a module is seldom made twice; who has done his share takes from others.
    """
    if getattr(config.option, "numprocesses", None) and config.option.dist == "no":
        config.option.dist = "worksteal"


def pytest_configure() -> None:
    """Collect no garbage while the tests are collected: there are many, and all of them stay."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Let the collector pass over what is there by now: to look through it all takes long."""
    gc.freeze()
    gc.enable()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Refuse a test whose name changes from process to process: they could not share the tests."""
    if " at 0x" in item.name:
        raise pytest.UsageError(f"{item.nodeid} has an address in its name: ids=tools.shown")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a test that is skipped fail where every tool is expected to be there."""
    report = yield
    if report.skipped and tools.all_is_expected():
        report.outcome = "failed"
    return report


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


@pytest.fixture
def in_this_process() -> Iterator[None]:
    """Have what a test starts work in this process."""
    with tools.in_this_process():
        yield


@pytest.fixture(scope="module")
def module_in_this_process() -> Iterator[None]:
    """Have what the tests of a module start, and its fixtures, work in this process."""
    with tools.in_this_process():
        yield


@pytest.fixture
def own_activations() -> Iterator[None]:
    """Let a test register activations, and forget them after it."""
    before = dict(ACTIVATIONS._rows)
    yield
    ACTIVATIONS._rows.clear()
    ACTIVATIONS._rows.update(before)


@pytest.fixture
def own_trainers() -> Iterator[None]:
    """Let a test register trainers, and forget them after it."""
    kept = [TRAINERS._rows, TRAINERS._aliases, registry._rows]
    before = [dict(one) for one in kept]
    yield
    TRAINERS._aliases = before[1]
    for one, then in zip((TRAINERS._rows, registry._rows), before[::2], strict=True):
        one.clear()
        one.update(then)
