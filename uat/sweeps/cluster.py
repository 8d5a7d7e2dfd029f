"""Workers beyond this machine: those of a Dask scheduler, reached by its address.

Dask is optional and is imported when it is asked for. It brings specs to workers and records back;
the plan, the store and the order of the work stay in this process, as with local workers. A worker
that dies is Dask's affair: it hands the batch to another. A scheduler that dies ends the sweep,
and the store goes on where it was.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from uat.checks import check_text
from uat.exceptions import MissingPackageError, SettingError, SweepError, shown
from uat.sweeps.environment import check_results, differences, versions

SECONDS_TO_CONNECT = 5.0
_ADDRESS = re.compile(
    r"((tcp|tls|ws|wss|ucx)://)?([^\s:/]+|\[[0-9a-fA-F:]+\]):(?P<port>[0-9]{1,5})"
)
_NO_WORKER = "no worker has joined the scheduler yet: the sweep begins when one does."


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Give an executor whose work is done by the workers of a Dask scheduler.

    What Dask logs meanwhile is not shown: what matters of it is said by exceptions.

    Parameters
    ----------
    address : such as tcp://host:8786; TLS is set up in Dask's own configuration

    Raises
    ------
    MissingPackageError
        If Dask is not installed.
    SettingError
        If the address is none.
    SweepError
        If no scheduler answers there within `SECONDS_TO_CONNECT`.
    """
    check_address(address)
    with _without_logs():
        client = _client(address)
        try:
            yield client.get_executor()
        finally:
            client.close(timeout=SECONDS_TO_CONNECT)


def check_address(address: str) -> str:
    """Return a text that reads as the address of a scheduler; raise `SettingError` otherwise."""
    parts = _ADDRESS.fullmatch(check_text(address, "scheduler"))
    if parts is None or not 0 < int(parts["port"]) < 65536:
        raise SettingError(
            f"{shown(address)} is no address of a scheduler, such as tcp://host:8786.", "scheduler"
        )
    return address


def _client(address: str) -> Any:
    """Return the connection to a scheduler."""
    try:
        from distributed import Client
    except ImportError:
        raise MissingPackageError("distributed", "dask") from None
    connect: Callable[..., Any] = Client
    try:
        return connect(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except Exception as problem:  # whatever comes of talking to a stranger, out of memory included
        raise SweepError(
            f"no Dask scheduler answers at {address} ({_brief(problem)}); start one there by "
            "`dask scheduler`."
        ) from problem


@contextmanager
def _without_logs() -> Iterator[None]:
    """Keep the logs of libraries off the terminal: a lost connection is pages of them."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def _brief(problem: BaseException) -> str:
    """Return the reason in one line, or the kind of failure that gives none."""
    return " ".join(str(problem).split()) or type(problem).__name__


def note_on_workers(executor: Executor) -> str:
    """Return what is to be known of an executor's workers before they begin; empty if nothing is.

    Only Dask's can be asked beforehand. Of those that cannot, or join later, each refuses for
    itself to compute results of another version; see `uat.sweeps.environment.run_elsewhere`.

    Raises
    ------
    SweepError
        If a worker cannot load this package, or its results are of another version.
    """
    ask: Callable[..., dict[str, Any]] | None
    ask = getattr(getattr(executor, "_client", None), "run", None)
    if ask is None:
        return ""
    answers = ask(versions, on_error="return")
    for worker, answer in answers.items():
        if isinstance(answer, BaseException):
            raise SweepError(
                f"the worker {worker} cannot load uat ({_brief(answer)}): install uat "
                f"{versions()['uat']} there."
            )
        check_results(worker, answer, versions())
    return differences(answers, versions()) if answers else _NO_WORKER
