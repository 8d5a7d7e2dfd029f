"""Python functions of the user's own, by name: loaded from module:function, and told apart.

A function that a module holds under its own name can be sent to another process as text. What is
sent with it is a **fingerprint** of its source, by which a process sees that it has another version
of the function than the one that was meant.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib
import importlib.util
import inspect
import platform
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from uat.exceptions import SettingError, nearest_names
from uat.targets.source_files import files_beside

FUNCTION = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*")
"""How module:function is written."""


def load_function(name: str) -> Callable[..., Any]:
    """Return a Python function of the user's own, given as module:function.

    Importing a module runs it: this is for code the user trusts, never for names from elsewhere.

    Parameters
    ----------
    name : for example "mymodule:myfunction"; dots on both sides lead further in. The module is
        looked for in the current folder first, then where Python looks anyway; once imported it is
        not imported again

    Raises
    ------
    SettingError
        If there is no such module or function, importing it raises, or it is no function; one line
        that says which.
    """
    where, _, path = name.partition(":")
    if not all(part.isidentifier() for part in [*where.split("."), *path.split(".")]):
        raise SettingError(
            "a Python function is given as module:function, for example shapes:bump for bump in "
            f"shapes.py, not {name!r}."
        )
    module = _imported(where)
    found: Any = module
    for part in path.split("."):
        try:
            found = getattr(found, part)
        except AttributeError:
            file = getattr(module, "__file__", None) or "built in"
            near = _nearest(part, (known for known in dir(found) if known[0] != "_"))
            raise SettingError(f"{where} ({file}) has no {path}{near}") from None
    if not callable(found):
        raise SettingError(f"{name} is {type(found).__name__}, not a function.")
    function: Callable[..., Any] = found
    return function


def _imported(name: str) -> ModuleType:
    """Return the module, looked for in the current folder first."""
    here = str(Path.cwd())
    sys.path.insert(0, here)
    # A file that was written a moment ago is seen too.
    importlib.invalidate_caches()
    try:
        return importlib.import_module(name)
    except (Exception, SystemExit) as problem:
        missing = problem.name if isinstance(problem, ModuleNotFoundError) else None
        if missing is not None and f"{name}.".startswith(f"{missing}."):
            near = _nearest(name, (file.stem for file in Path(here).glob("*.py")))
            raise SettingError(f"there is no module {name} in {here} or installed{near}") from None
        raise SettingError(f"importing {name} raised {in_one_line(problem)}.") from problem
    finally:
        with contextlib.suppress(ValueError):
            sys.path.remove(here)


def _nearest(name: str, known: Iterable[str]) -> str:
    """Return how a message about an unknown name ends: with the nearest one, if there is one."""
    near = nearest_names(name, known, most=1, alike=0.6)
    return f"; did you mean {near[0]}?" if near else "."


def in_one_line(problem: BaseException) -> str:
    """Return an exception in one line: its kind and what it says."""
    return " ".join(f"{type(problem).__name__}: {problem}".split()).rstrip(".: ")


def name_of_function(function: Callable[..., Any]) -> str:
    """Return module:function by which any process can load it; empty if there is no such name.

    There is none of a lambda, of what is made within a function, a notebook or the script that
    runs, nor of a method of an object.
    """
    module = getattr(function, "__module__", None)
    path = getattr(function, "__qualname__", None)
    if (
        not isinstance(module, str)
        or not isinstance(path, str)
        or not FUNCTION.fullmatch(name := f"{module}:{path}")
    ):
        return ""
    try:
        known = importlib.util.find_spec(module) is not None
        found: Any = functools.reduce(getattr, path.split("."), sys.modules[module])
    except (AttributeError, ImportError, KeyError, ValueError):
        return ""
    return name if known and found is function and not module.startswith("__") else ""


_fingerprints: dict[str, tuple[object, str]] = {}


def fingerprint(name: str) -> str:
    """Return a hash of the source of a function, given as module:function.

    It is that of the whole file, since a function may call others of it, and of the files beside it
    that this imports (`uat.targets.source_files`). It is taken when this process first asks: what
    is written into a file later is no part of the function here.

    Raises
    ------
    SettingError
        As `load_function` does.
    """
    function = load_function(name)
    known, digest = _fingerprints.get(name, (None, ""))
    if known is not function:
        digest = _digest_of_source(name, function)
        _fingerprints[name] = function, digest
    return digest


def _digest_of_source(name: str, function: Callable[..., Any]) -> str:
    """Return the hash of the files of its module, of the one that defines it, and beside them."""
    defined_in = str(getattr(inspect.unwrap(function), "__module__", None))
    modules = dict.fromkeys((name.partition(":")[0], defined_in))
    files = {module: getattr(sys.modules.get(module), "__file__", None) for module in modules}
    digest = hashlib.sha256()
    for file in files.values():
        # What is built into Python changes with its version only.
        digest.update(Path(file).read_bytes() if file else platform.python_version().encode())
    for module, file in files.items():
        for beside in files_beside(module, Path(file)) if file else ():
            digest.update(beside.name.encode() + beside.read_bytes())
    return digest.hexdigest()
