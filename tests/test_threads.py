"""How many threads the linear algebra takes is put back when the last who limited it has left."""

import threading

import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from uat.core.threads import one_thread


def blas_threads():
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


@pytest.fixture
def two():
    """Let the linear algebra run on two threads."""
    with threadpool_limits(limits=2, user_api="blas"):
        yield {2}


def test_within_there_is_one_and_afterwards_as_many_as_before(two):
    with one_thread():
        assert blas_threads() == {1}
        with one_thread():
            assert blas_threads() == {1}
        assert blas_threads() == {1}
    assert blas_threads() == two


def test_a_failure_within_puts_it_back(two):
    with pytest.raises(ZeroDivisionError), one_thread():
        _ = 1 / 0
    assert blas_threads() == two


def test_who_leaves_first_takes_nothing_from_who_stays():
    before = blas_threads()
    entered, leave = threading.Event(), threading.Event()

    def other():
        with one_thread():
            entered.set()
            leave.wait()

    thread = threading.Thread(target=other, daemon=True)
    with one_thread():
        thread.start()
        entered.wait()
    assert blas_threads() == {1}
    leave.set()
    thread.join()
    assert blas_threads() == before
