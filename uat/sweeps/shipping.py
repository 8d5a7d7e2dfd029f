"""What travels beside the text of runs: functions and tables, to workers that may lack them.

A run names its target by a line of text, and a process of this machine makes the target of what
that points at: a module or a file of the folder it was started in, or something only this process
knows. A worker elsewhere has none of these. Executors that send functions by cloudpickle, those of
Dask and loky, are given the target itself: the rows of a table, a function by its code, and with it
what it uses of the modules that were loaded from the current folder, as they are loaded here.

What is installed on the worker (numpy, uat) travels by name. What cannot be packed, such as a
function that holds an open file, does not travel: then it is for the text to say what is meant.
Only what the executor would unpickle anyway is unpickled here; nothing stored ever is.
"""

from __future__ import annotations

import platform
import site
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TypeVar, cast

from uat.exceptions import SweepError
from uat.fits.table_target import Table, table_as_run
from uat.sweeps.spec import RunSpec
from uat.targets.lookup import described, is_portable, target_of
from uat.targets.python_functions import in_one_line
from uat.targets.target import Target
from uat.targets.target_texts import TargetKind, read_text

T = TypeVar("T")
_SENDERS = {"distributed", "loky"}
_OURS = __name__.partition(".")[0]
_PYTHON = "{}.{}".format(*sys.version_info)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A target on its way to another process.

    Parameters
    ----------
    text : by which runs name it
    content : the target or the table, pickled
    python : "3.12" or the like if it holds code, which is read by no other; empty of rows
    """

    text: str
    content: bytes
    python: str

    def opened(self) -> Target | Table:
        """Return what is in it.

        Raises
        ------
        SweepError
            If this process lacks something that it needs.
        """
        try:
            if self.python not in ("", _PYTHON):
                raise ImportError(f"it needs Python {self.python}, and this is {_PYTHON}")
            import cloudpickle

            return cast(Target | Table, cloudpickle.loads(self.content))
        except Exception as problem:  # whatever comes of running a user's module elsewhere
            raise SweepError(
                f"the worker {platform.node()} cannot load {described(self.text)} "
                f"({in_one_line(problem)}): install there what it needs. What was finished before "
                "is kept."
            ) from None


def parcels_for(executor: Executor | None, specs: Iterable[RunSpec]) -> dict[str, Parcel]:
    """Return what an executor's workers are sent along with these runs, by the target's text.

    Empty if it sends no functions. Not in it is what is all in the text, or cannot be packed.
    """
    if type(executor).__module__.partition(".")[0] not in _SENDERS:
        return {}
    by_target = {spec.target: spec for spec in specs if spec.sendable}
    own = _own_modules()
    pointing = [spec for spec in by_target.values() if _needs_more(spec, own)]
    if not pointing:
        return {}
    with _by_value(own):
        packed = map(_packed, pointing)
        return {parcel.text: parcel for parcel in packed if parcel is not None}


def those_of(specs: Iterable[RunSpec], parcels: Mapping[str, T]) -> list[T]:
    """Return the parcels that these runs need."""
    return [parcels[text] for text in dict.fromkeys(s.target for s in specs) if text in parcels]


def opened(parcels: Sequence[Parcel]) -> dict[str, Target | Table]:
    """Return what is in some parcels, by text; see `Parcel.opened`."""
    return {parcel.text: parcel.opened() for parcel in parcels}


def _needs_more(spec: RunSpec, own: Mapping[str, ModuleType]) -> bool:
    """Return whether a worker elsewhere needs more than the text of a run's target.

    `own` are the modules of the current folder.
    """
    if spec.of_table or not is_portable(spec.target):
        return True
    spoken = read_text(spec.target)
    return spoken.kind is TargetKind.FUNCTION and spoken.what.partition(":")[0] in own


def _packed(spec: RunSpec) -> Parcel | None:
    """Return the target of a run packed; None if it cannot be."""
    import cloudpickle

    text = spec.target
    try:
        if spec.of_table:
            return Parcel(text, cloudpickle.dumps(table_as_run(text, spec.fingerprint)), "")
        return Parcel(text, cloudpickle.dumps(target_of(text)), _PYTHON)
    except Exception:  # objects say in their own ways that they cannot be pickled
        return None


def _own_modules() -> dict[str, ModuleType]:
    """Return the modules that were loaded from the current folder and are not installed there."""
    here = Path.cwd().resolve()
    installed = {*site.getsitepackages(), *sysconfig.get_paths().values()}
    roots = [root for root in map(_resolved, installed) if root.is_relative_to(here)]
    own = {}
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and name != "__main__" and name.partition(".")[0] != _OURS:
            path = _resolved(file)
            if path.is_relative_to(here) and not any(map(path.is_relative_to, roots)):
                own[name] = module
    return own


def _resolved(path: str) -> Path:
    return Path(path).resolve()


@contextmanager
def _by_value(modules: Mapping[str, ModuleType]) -> Iterator[None]:
    """Have what is packed meanwhile carry the code of some modules."""
    import cloudpickle

    with ExitStack() as stack:
        for name, module in modules.items():
            if name not in cloudpickle.list_registry_pickle_by_value():
                cloudpickle.register_pickle_by_value(module)
                stack.callback(cloudpickle.unregister_pickle_by_value, module)
        yield
