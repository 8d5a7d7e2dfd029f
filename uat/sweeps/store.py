"""The store of runs: one SQLite file that a sweep fills and resumes from.

Rollback journal and full synchronisation: a killed process or a lost machine costs at most the
transaction in flight. One process writes; a file that is not a store is never touched.

A row is a record as text under its spec's key, with a checksum of both. A row in which these three
do not agree, bit by bit, is as good as none: its run is computed anew and takes its place. So it is
with certificates, which have a table of their own once there is one. The
table is one tree of rows without an index beside it that could disagree with it. A record that is
read keeps its text, and its curve and its network are made of it when they are asked for: so a
store of 100,000 runs is read in seconds.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

from uat.checks import check_path
from uat.exceptions import RecordError, StoreError
from uat.io.frames import check_parquet, write_parquet
from uat.sweeps.record import Record, frame_of
from uat.sweeps.spec import RunSpec

# "uat" and a format number in SQLite's own header fields.
_APPLICATION_ID = 0x00756174
_FORMAT_VERSION = 2
# Version 1 held a table `runs`, without checksums, under keys of the release. It stays as it is.
_EARLIER_VERSION = 1
_TABLE = (
    "CREATE TABLE records (key TEXT PRIMARY KEY NOT NULL, checksum TEXT NOT NULL, "
    "record TEXT NOT NULL) WITHOUT ROWID"
)
# Not there before the first is added: a store of an earlier release has none.
_TABLE_OF_CERTIFICATES = (
    "CREATE TABLE IF NOT EXISTS certificates (key TEXT PRIMARY KEY NOT NULL, "
    "checksum TEXT NOT NULL, certificate TEXT NOT NULL) WITHOUT ROWID"
)
_KEYS_A_QUERY = 500
_WAIT_SECONDS = 30.0
# What the user can do, by the beginning of SQLite's name of the failure.
_ADVICE = {
    "SQLITE_FULL": "free some space and run again; what was stored before is kept",
    "SQLITE_IOERR": "see that the disk can be read and has space; what was stored before is kept",
    "SQLITE_BUSY": "another process is writing to it; wait for it to finish",
    "SQLITE_LOCKED": "another process is writing to it; wait for it to finish",
    "SQLITE_CANTOPEN": "name a file in a folder that exists and can be written",
    "SQLITE_PERM": "name a file in a folder that exists and can be written",
    "SQLITE_READONLY": "make it writable or name another file",
}
_MOVE = "move it away or name another file, and its runs are computed anew"

_NO_SPECS: Mapping[str, RunSpec] = {}
_Row = tuple[str, object, object]  # key, checksum, text: the last two as damage left them


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a store knows of some keys; of all others it knows nothing.

    Parameters
    ----------
    records : those whose rows are sound, by key
    damaged : keys of the rows that are not
    """

    records: dict[str, Record]
    damaged: frozenset[str]


class Store:
    """Records by the key of their spec, in a file or in memory. A context manager.

    Parameters
    ----------
    path : the file, created if missing; None keeps the records in memory

    Raises
    ------
    StoreError
        If the file is not a store, is damaged beyond single rows, is of a later version, or cannot
        be opened. It is left as it was.
    """

    def __init__(self, path: str | Path | None = None) -> None:
        self.path = None if path is None else check_path(path)
        with self._one_line():
            self._database = sqlite3.connect(self.path or ":memory:", timeout=_WAIT_SECONDS)
            # Damage may leave bytes that are no text; it is for the checksum to say so.
            self._database.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
            try:
                self._prepare()
            except BaseException:
                with suppress(sqlite3.Error):
                    self._database.close()
                raise

    def _prepare(self) -> None:
        """Make the file a store if it is empty, and see that it is a sound one."""
        if self._value("PRAGMA application_id") == 0 and self._tables() == {}:
            self._create()
        if self._value("PRAGMA application_id") != _APPLICATION_ID:
            raise StoreError(
                f"{self.name} is a database, but not a store of runs; name another file."
            )
        problem = str(self._value("PRAGMA quick_check(1)"))
        if problem != "ok":
            raise sqlite3.DatabaseError(f"the file is damaged ({problem.splitlines()[-1]})")
        if self._value("PRAGMA user_version") == _EARLIER_VERSION:
            self._create()
        if self._value("PRAGMA user_version") != _FORMAT_VERSION:
            raise StoreError(f"{self.name} was written by another release; name another file.")
        if self._tables().get("records") != _TABLE:
            raise sqlite3.DatabaseError("the file is damaged (it lacks the table of records)")

    def _create(self) -> None:
        """Add the table of records, beside an earlier one if there is one."""
        with self._database:
            self._database.execute("BEGIN IMMEDIATE")  # of several processes, one creates
            if "records" not in self._tables():
                self._database.execute(_TABLE)
            self._database.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            self._database.execute(f"PRAGMA user_version = {_FORMAT_VERSION}")

    def _value(self, query: str) -> object:
        """Return the first value of the first row."""
        (value, *_) = self._database.execute(query).fetchone()
        return value

    def _tables(self) -> dict[str, str]:
        """Return name -> definition of all that the database declares."""
        return dict(self._database.execute("SELECT name, sql FROM sqlite_master").fetchall())

    @property
    def name(self) -> str:
        """What messages call it."""
        return str(self.path) if self.path else "the store in memory"

    @contextmanager
    def _one_line(self) -> Iterator[None]:
        """Say in one line what SQLite could not do, and what the user can."""
        try:
            yield
        except (sqlite3.Error, ValueError) as problem:  # a path with a null character is the latter
            code = str(getattr(problem, "sqlite_errorname", ""))
            advice = next((say for name, say in _ADVICE.items() if code.startswith(name)), _MOVE)
            reason = " ".join(str(problem).split())
            raise StoreError(f"{self.name}: {reason}; {advice}.") from problem

    def add(self, records: Iterable[Record]) -> None:
        """Store the records in one transaction: all of them or, on failure, none.

        A record whose key is known takes the place of the old one.

        Raises
        ------
        StoreError
            If they cannot be written, for example because the disk is full.
        """
        texts = [(record.spec.key, record.to_json()) for record in records]
        rows = [(key, _checksum(key, text), text) for key, text in texts]
        with self._one_line(), self._database:
            self._database.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?)", rows)

    def get(self, keys: Sequence[str]) -> dict[str, Record]:
        """Return the records known for these keys, by key; a damaged row is as good as none.

        Raises
        ------
        StoreError
            If the file cannot be read.
        """
        return self.lookup(keys).records

    def add_certificates(self, texts: Mapping[str, str]) -> None:
        """Store certificates by their keys in one transaction; those of known keys are replaced.

        Raises
        ------
        StoreError
            If they cannot be written.
        """
        if not texts:
            return
        rows = [(key, _checksum(key, text), text) for key, text in texts.items()]
        with self._one_line(), self._database:
            self._database.execute(_TABLE_OF_CERTIFICATES)
            self._database.executemany("INSERT OR REPLACE INTO certificates VALUES (?, ?, ?)", rows)

    def certificates(self, keys: Sequence[str]) -> dict[str, str]:
        """Return the texts of the certificates that are known for these keys, and sound.

        Raises
        ------
        StoreError
            If the file cannot be read.
        """
        with self._one_line():
            if "certificates" not in self._tables():
                return {}
            rows = self._select("key", keys, "certificates")
        return {
            key: text
            for key, checksum, text in rows
            if isinstance(text, str) and _checksum(key, text) == checksum
        }

    def knew_others(self, fingerprints: Mapping[str, str]) -> list[str]:
        """Return the targets of which it has runs, but only under other fingerprints.

        Reads all its runs, if there is anything to look for.

        Parameters
        ----------
        fingerprints : by the target's text
        """
        if not fingerprints:
            return []
        marks = {
            target: (_as_stored("target", target), _as_stored("fingerprint", own))
            for target, own in fingerprints.items()
        }
        query = (
            "SELECT substr(record, instr(record, ?)) FROM records "
            "WHERE instr(record, ?) > 0 AND typeof(record) = 'text'"
        )
        same: dict[str, bool] = {}
        with self._one_line():
            for (spec,) in self._database.execute(query, ('"spec": ', '"fingerprint": ')):
                for target, (named, printed) in marks.items():
                    if named in spec:
                        same[target] = same.get(target, False) or printed in spec
        return [target for target, known in same.items() if not known]

    def lookup(self, keys: Sequence[str], specs: Mapping[str, RunSpec] = _NO_SPECS) -> Lookup:
        """Return the records known for these keys, and which of their rows are damaged.

        Parameters
        ----------
        specs : by key, those that are at hand: to read a spec takes as long as all else together

        Raises
        ------
        StoreError
            If the file cannot be read.
        """
        records: dict[str, Record] = {}
        damaged: set[str] = set()
        for key, checksum, text in self._rows(keys):
            record = _sound_record(key, checksum, text, specs.get(key))
            if record is None:
                damaged.add(key)
            else:
                records[key] = record
        return Lookup(records, frozenset(damaged - records.keys()))

    def _rows(self, keys: Sequence[str]) -> list[_Row]:
        """Return the rows under these keys, whatever they hold.

        Damage to a key may leave others out of order, where a search passes them by; a scan does
        not.
        """
        with self._one_line():
            rows = self._select("key", keys)
            passed = set(keys).difference(key for key, _, _ in rows)
            if passed:
                passed.intersection_update(
                    key for (key,) in self._database.execute("SELECT key FROM records")
                )
                rows += self._select("+key", sorted(passed))
        wanted = set(keys)
        return [row for row in rows if row[0] in wanted]

    def _select(self, key: str, keys: Sequence[str], table: str = "records") -> list[_Row]:
        """Return the rows of these keys; a plus before the column makes SQLite scan for them."""
        rows: list[_Row] = []
        in_order = sorted(keys)  # as the rows are: each page of the file is read once
        for first in range(0, len(keys), _KEYS_A_QUERY):
            some = in_order[first : first + _KEYS_A_QUERY]
            marks = ",".join("?" * len(some))
            query = f"SELECT * FROM {table} WHERE {key} IN ({marks})"
            rows += self._database.execute(query, some).fetchall()
        return rows

    def records(self) -> Iterator[Record]:
        """Yield all its sound records of this version of the results.

        Raises
        ------
        StoreError
            If the file cannot be read.
        """
        with self._one_line():
            for key, checksum, text in self._database.execute(
                "SELECT key, checksum, record FROM records ORDER BY key"
            ):
                if (record := _sound_record(key, checksum, text)) is not None:
                    yield record

    def to_frame(self) -> Any:
        """Return one row a run as a `pandas.DataFrame`: the columns of `Record.row`, and seconds.

        Raises
        ------
        MissingPackageError
            If pandas is not installed.
        """
        return frame_of(self.records())

    def to_parquet(self, path: str | Path) -> None:
        """Write the rows of `to_frame` as a Parquet file.

        Raises
        ------
        MissingPackageError
            If pandas or pyarrow is not installed.
        OutputError
            If the file cannot be written.
        """
        path = check_path(path)
        check_parquet()
        write_parquet(self.to_frame(), path)

    def __len__(self) -> int:
        with self._one_line():
            return int(str(self._value("SELECT count(*) FROM records")))

    def close(self) -> None:
        """Close the file; the store is of no use afterwards."""
        with self._one_line():
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


def _as_stored(name: str, value: str) -> str:
    """Return how a record's text says that a field of its spec has that value."""
    return f'"{name}": {json.dumps(value)}'


def _checksum(key: str, text: str) -> str:
    """Return the hash of a key and of the text under it, 64 hexadecimal digits."""
    return hashlib.sha256(f"{key}\n{text}".encode("utf-8", "surrogateescape")).hexdigest()


def _sound_record(
    key: str, checksum: object, text: object, spec: RunSpec | None = None
) -> Record | None:
    """Return the record of a row, None if any part of the row does not agree with another.

    `spec` is that of the key, where it is at hand.
    """
    if not isinstance(text, str) or _checksum(key, text) != checksum:
        return None
    try:
        record = Record.stored(text, spec)
    except RecordError:
        return None
    return record if spec is not None or record.spec.key == key else None
