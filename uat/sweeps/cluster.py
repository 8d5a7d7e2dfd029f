"""Workers beyond this machine: those of a Dask scheduler, reached by its address.

Dask is optional and is imported when it is asked for. It brings specs to workers and records back;
the plan, the store and the order of the work stay in this process, as with local workers. A worker
that dies is Dask's affair: it hands the batch to another. A scheduler that dies ends the sweep,
and the store goes on where it was.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from uat.checks import check_text
from uat.exceptions import MissingPackageError, SettingError, SweepError, shown
from uat.sweeps.environment import check_results, differences, versions
from uat.sweeps.shipping import Parcel

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
    client = _client_of(executor)
    if client is None:
        return ""
    answers: dict[str, Any] = client.run(versions, on_error="return")
    # Whoever has gone meanwhile is not asked again: others do the work.
    answers = {who: answer for who, answer in answers.items() if not isinstance(answer, OSError)}
    for worker, answer in answers.items():
        if isinstance(answer, BaseException):
            raise SweepError(
                f"the worker {worker} cannot load uat ({_brief(answer)}): install uat "
                f"{versions()['uat']} there."
            )
        check_results(worker, answer, versions())
    return differences(answers, versions()) if answers else _NO_WORKER


def workers_of(executor: Executor) -> int | None:
    """Return how many batches an executor runs at a time now; None if it is not Dask's."""
    client = _client_of(executor)
    return sum(client.nthreads().values()) if hasattr(client, "nthreads") else None


def handed_over(executor: Executor | None, parcels: Mapping[str, Parcel]) -> Mapping[str, Any]:
    """Return the parcels as batches are to be given them.

    To Dask each goes once, not with every batch: as what comes of a task, which batches name,
    workers have of each other, and Dask makes again if those that have it die.
    """
    client = _client_of(executor)
    if client is None:
        return parcels
    with warnings.catch_warnings():
        # Its advice against many bytes in a task is to do what is done here.
        warnings.filterwarnings("ignore", "Sending large graph")
        return {text: client.submit(_itself, parcel) for text, parcel in parcels.items()}


def _itself(parcel: Parcel) -> Parcel:
    return parcel


def _client_of(executor: Executor | None) -> Any:
    """Return the connection that an executor of Dask's works by, None of any other."""
    client = getattr(executor, "_client", None)
    return client if hasattr(client, "run") else None
