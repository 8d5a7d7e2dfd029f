"""A worker says what it computes with, and computes nothing whose version is another."""

import importlib.metadata

import pytest

from uat.exceptions import SweepError
from uat.sweeps.environment import check_results, differences, run_elsewhere, versions
from uat.sweeps.spec import RESULTS_VERSION
from uat.version import __version__

OURS = {"results": "3", "uat": "0.7", "numpy": "2.0", "scipy": "1.15"}


def test_versions_are_those_of_this_process():
    known = versions()
    assert (known["results"], known["uat"]) == (str(RESULTS_VERSION), __version__)
    assert known["numba"] == importlib.metadata.version("numba")
    assert {"numpy", "scipy", "python", "machine"} < known.keys()


def test_a_batch_of_equal_results_is_run():
    assert run_elsewhere([3, 4], sum, versions()) == 7


def test_a_batch_whose_results_would_be_others_is_not_begun():
    other = versions() | {"results": "0", "uat": "9.9"}
    with pytest.raises(SweepError, match=r"not 0: install uat 9\.9 there"):
        run_elsewhere([], lambda _: pytest.fail("it was run"), other)


def test_equal_results_of_another_release_are_taken():
    check_results("b", OURS | {"uat": "0.8"}, OURS)


def test_equal_workers_are_not_spoken_of():
    assert differences({"a": OURS, "b": dict(OURS)}, OURS) == ""


def test_what_differs_is_named_once_with_every_release_there_is():
    workers = {"a": OURS, "b": OURS | {"numpy": "1.9"}, "c": OURS | {"numpy": "2.1", "uat": "0.8"}}
    assert differences(workers, OURS) == (
        "workers have uat 0.8 instead of 0.7 and numpy 1.9 and 2.1 instead of 2.0: records may "
        "differ from local ones in the last digits."
    )
