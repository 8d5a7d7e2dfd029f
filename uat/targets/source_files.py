"""The files a user's module is made of: its own, and those of its folder that it imports, in turn.

They are read, not run, so that they are the same whenever and in whatever process one asks: which
modules are loaded depends on what was called before. What is installed is no user's own.
"""

from __future__ import annotations

import ast
import functools
import site
import sysconfig
from collections.abc import Iterator
from pathlib import Path

_OURS = __name__.partition(".")[0]


@functools.cache
def _installed() -> tuple[Path, ...]:
    """Return the folders that packages and Python itself are installed in."""
    folders = {*site.getsitepackages(), site.getusersitepackages(), *sysconfig.get_paths().values()}
    return tuple(Path(folder).resolve() for folder in folders)


def is_installed(file: Path) -> bool:
    """Return whether a file is part of Python or of an installed package."""
    return any(file.resolve().is_relative_to(folder) for folder in _installed())


def files_beside(module: str, file: Path) -> list[Path]:
    """Return the files that a module imports of the folder it stands in, and those that these do.

    Parameters
    ----------
    module : its name, for example "package.shapes"
    file : where it is

    Returns
    -------
    In alphabetical order, without the module's own file; none of a module that is installed. What
    is imported within a function counts, too; what only a running program can tell does not.
    """
    depth = module.count(".") + (file.stem == "__init__")
    if is_installed(file) or depth >= len(file.parents):
        return []
    root = file.parents[depth]
    known, waiting = {file}, [file]
    while waiting:
        one = waiting.pop()
        found = {path for name in _imports(one, root) for path in _files_of(name, root)}
        waiting += found - known
        known |= found
    return sorted(known - {file})


def _imports(file: Path, root: Path) -> Iterator[str]:
    """Yield the dotted names that a file imports, whatever they stand for; of no code none."""
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return
    package = file.relative_to(root).parent.parts
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}".lstrip(".") for alias in node.names)


def _files_of(name: str, root: Path) -> Iterator[Path]:
    """Yield the files below a folder that importing a dotted name runs, packages' first.

    This package is none of a user's, even where it is run from its sources.
    """
    place = root
    for part in filter(None, () if name.partition(".")[0] == _OURS else name.split(".")):
        place /= part
        for file in (place / "__init__.py", place.with_name(f"{part}.py")):
            if file.is_file() and not is_installed(file):
                yield file
                break
