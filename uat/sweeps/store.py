"""The store of runs: one SQLite file that a sweep fills and resumes from.

Rollback journal and full synchronisation: a killed process or a lost machine costs at most the
transaction in flight. One process writes; a file that is not a store is never touched.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from uat.exceptions import StoreError, UatError
from uat.sweeps.record import Record

# "uat" and a format number in SQLite's own header fields.
_APPLICATION_ID = 0x00756174
_FORMAT_VERSION = 1
_KEYS_A_QUERY = 500


class Store:
    """Records by the key of their spec, in a file or in memory. A context manager.

    Parameters
    ----------
    path : the file, created if missing; None keeps the records in memory

    Raises
    ------
    StoreError
        If the file is not a store, is damaged, is of another version, or cannot be opened. It is
        left as it was.
    """

    def __init__(self, path: str | Path | None = None) -> None:
        self.path = Path(path) if path is not None else None
        with self._clear_errors():
            self._database = sqlite3.connect(self.path or ":memory:", timeout=30.0)
            try:
                self._prepare()
            except BaseException:
                self._database.close()
                raise

    def _prepare(self) -> None:
        application = self._pragma("application_id")
        tables = self._database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if application == 0 and tables == 0:
            self._create()
            application = self._pragma("application_id")
        if application != _APPLICATION_ID:
            raise StoreError(
                f"{self._name} is a database, but not a store of runs; name another file."
            )
        if self._pragma("user_version") != _FORMAT_VERSION:
            raise StoreError(f"{self._name} was written by another release; name another file.")
        problem = self._database.execute("PRAGMA quick_check(1)").fetchone()[0]
        if problem != "ok":
            raise sqlite3.DatabaseError(f"the file is damaged ({problem.splitlines()[-1]})")

    def _create(self) -> None:
        with self._database:
            self._database.execute("BEGIN IMMEDIATE")  # of several processes, one creates
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS runs (key TEXT PRIMARY KEY, record TEXT NOT NULL)"
            )
            self._database.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            self._database.execute(f"PRAGMA user_version = {_FORMAT_VERSION}")

    def _pragma(self, name: str) -> int:
        return int(self._database.execute(f"PRAGMA {name}").fetchone()[0])

    @property
    def _name(self) -> str:
        return str(self.path) if self.path else "the store in memory"

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        """Say in one line what SQLite could not do, and what the user can."""
        try:
            yield
        except sqlite3.Error as problem:
            reason = str(problem)
            advice = "move it away or name another file"
            if "full" in reason or "disk I/O" in reason:
                advice = "free some space and run again; what was stored before is kept"
            elif "locked" in reason:
                advice = "another process is writing to it; wait for it to finish"
            elif "open" in reason or "readonly" in reason:
                advice = "name a file in a folder that exists and can be written"
            raise StoreError(f"{self._name}: {reason}; {advice}.") from problem

    def add(self, records: Iterable[Record]) -> None:
        """Store the records in one transaction: all of them or, on failure, none.

        A record whose key is known takes the place of the old one.

        Raises
        ------
        StoreError
            If they cannot be written, for example because the disk is full.
        """
        rows = [(record.spec.key, record.to_json()) for record in records]
        with self._clear_errors(), self._database:
            self._database.executemany("INSERT OR REPLACE INTO runs VALUES (?, ?)", rows)

    def get(self, keys: Sequence[str]) -> dict[str, Record]:
        """Return the records known for these keys, by key.

        Raises
        ------
        StoreError
            If the file cannot be read or a record in it is damaged.
        """
        rows: list[tuple[str, str]] = []
        with self._clear_errors():
            for first in range(0, len(keys), _KEYS_A_QUERY):
                some = keys[first : first + _KEYS_A_QUERY]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, record FROM runs WHERE key IN ({marks})"
                rows += self._database.execute(query, some).fetchall()
        try:
            return {key: Record.from_json(text) for key, text in rows}
        except (KeyError, TypeError, ValueError, UatError) as problem:
            raise StoreError(
                f"{self._name}: a record is damaged ({problem}); move it away or name another file."
            ) from problem

    def __len__(self) -> int:
        with self._clear_errors():
            return int(self._database.execute("SELECT count(*) FROM runs").fetchone()[0])

    def close(self) -> None:
        """Close the file; the store is of no use afterwards."""
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
