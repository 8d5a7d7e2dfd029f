"""What is proved of the largest errors of runs: which are, how closely, and where it is kept.

A run's error is measured on points. Its certificate encloses the largest on all of the domain, for
the very network of the record: it is kept in the store beside the record, under a key of its own
that holds the network, so that a run that is made anew is proved anew.

The work is bounded by pieces and not by seconds: what is proved depends on the record alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec

from uat.exceptions import MissingPackageError, SettingError
from uat.sweeps.record import Record
from uat.sweeps.spec import RunSpec
from uat.sweeps.store import Store
from uat.targets.formulas import expression_of
from uat.targets.lookup import target_of
from uat.trainers.registry import row_of
from uat.trainers.row import Role

WIDEST = 32
"""Width up to which runs are proved: a proof takes about the square of it."""
RELATIVE_WIDTH, MOST_PIECES = 0.1, 400
"""(high - low) / high that is wanted, and pieces at most: of decades a tenth is little."""
PROOFS_VERSION = 2
"""Raised by hand if what is proved of a network must be proved anew. It is part of every key."""
# Of two inputs one proof takes minutes: `uat certify` does it for a single network.
_MOST_INPUTS = 1
_NO_LIMIT = 1e9  # seconds
_ROLES = {Role.NEAR_BEST, Role.BUILT}


@dataclass(frozen=True, slots=True)
class Proof:
    """What is proved of a run.

    Parameters
    ----------
    low, high : the largest error lies between them, target units
    certificate : the text of the `uat.Certificate`
    """

    low: float
    high: float
    certificate: str = field(repr=False)

    @classmethod
    def from_text(cls, certificate: str) -> Proof:
        """Return what the text of a certificate says; python-flint is not needed for that."""
        values = json.loads(certificate)
        low, high = (float.fromhex(values[name]) for name in ("low", "high"))
        return cls(low, high, certificate)


Proofs = Mapping[RunSpec, Proof]
NO_PROOFS: Proofs = {}


@dataclass(frozen=True, slots=True)
class Proved:
    """The proofs of some runs.

    Parameters
    ----------
    proofs : by the spec of the run
    computed : how many of them were made now
    note : why some of them were not; mostly nothing
    """

    proofs: Proofs
    computed: int
    note: str = ""


def provable(record: Record) -> bool:
    """Return whether a run is one of those whose error is proved.

    Near-best networks and those that a proof builds, not too wide, of a function of one input that
    is known by a formula.
    """
    spec = record.spec
    if spec.of_table or record.max_error is None or spec.width > WIDEST or not spec.portable:
        return False
    return row_of(spec.trainer).role in _ROLES and _has_formula(spec.target)


@lru_cache(256)
def _has_formula(text: str) -> bool:
    """Return whether the target of that text is known by a formula, and of few enough inputs."""
    target = target_of(text)
    if target.inputs > _MOST_INPUTS:
        return False
    try:
        expression_of(target)
    except SettingError:
        return False
    return True


def proofs_of(records: Iterable[Record], proofs: Proofs) -> Proofs:
    """Return the proofs of some runs."""
    return {r.spec: proof for r in records if (proof := proofs.get(r.spec)) is not None}


def proof_key(record: Record) -> str:
    """Return the key of a record's proof: of its spec, its very network, and how it is proved."""
    how = [RELATIVE_WIDTH, MOST_PIECES, PROOFS_VERSION]
    text = json.dumps([record.spec.key, record.network.to_dict(), how], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def prove_runs(
    records: Iterable[Record],
    store: Store,
    executor: Executor,
    report: Callable[[int, int], None] | None = None,
) -> Proved:
    """Return the proofs of all provable runs, making those that the store does not hold.

    Without python-flint there are those of the store only, and a note says what to install. They
    are stored as far as they come, also where an interrupt ends the work.

    Parameters
    ----------
    records : runs of any kind
    store : where proofs are looked up and put
    executor : what makes them
    report : called with how many are done, of how many that are to be made

    Raises
    ------
    StoreError
        If the store cannot be read or written.
    """
    keys = {proof_key(record): record for record in records if provable(record)}
    texts = store.certificates([*keys])
    missing = {key: record for key, record in keys.items() if key not in texts}
    note = ""
    if missing and not _can_prove():
        note = f"the errors are not proved: {MissingPackageError('python-flint', 'certify')}"
        missing = {}
    made: dict[str, str] = {}
    try:
        for key, text in _made(missing, executor):
            made[key] = text
            if report is not None:
                report(len(made), len(missing))
    finally:
        store.add_certificates(made)
    texts |= made
    proofs = {keys[key].spec: Proof.from_text(texts[key]) for key in keys if texts.get(key)}
    return Proved(proofs, len(made), note)


def _can_prove() -> bool:
    return find_spec("flint") is not None


def _made(missing: Mapping[str, Record], executor: Executor) -> Iterator[tuple[str, str]]:
    """Yield keys and texts of certificates as they come; empty if nothing could be proved."""
    # Those that take longest begin first, so that all end together.
    waiting = sorted(missing, key=lambda key: -missing[key].spec.width)
    jobs = {executor.submit(certificate_of, missing[key]): key for key in waiting}
    for job in as_completed(jobs):
        yield jobs[job], job.result()


def certificate_of(record: Record) -> str:
    """Return the text of a run's certificate; empty if nothing can be proved of its network.

    Raises
    ------
    MissingPackageError
        If python-flint is not installed.
    """
    from uat.theory.certificates.certify import certify

    try:
        return certify(
            record.network, target_of(record.spec.target), relative_width=RELATIVE_WIDTH,
            seconds=_NO_LIMIT, most_pieces=MOST_PIECES,
        ).to_json()  # fmt: skip
    except SettingError:
        return ""
