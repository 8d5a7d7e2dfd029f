"""A catalogue of the user's own: targets in a TOML file.

    [ripple]
    formula = "sin(5*x)"
    domain = [-1, 1]
    source = "lesson 3"

    [plane]
    formula = "abs(x) + y"
    domain = [[-1, 1], [0, "2*pi"]]

    [decay]
    function = "mymodule:decay"
    domain = [0, 10]
    kinks = [2.5]

    [marks]
    table = "marks.csv#hours,sleep->score"

What is in an entry becomes one line of text (`uat.targets.target_texts`), which is then read. The
entries of a list, `[[target]]`, have their `name` within. A table is looked for beside the file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from uat.checks import check_list, check_path, check_text
from uat.exceptions import DataFileError, SettingError, UatError, nearest_names, shown
from uat.targets.target import Target
from uat.targets.target_texts import TargetKind, TargetText, check_short_name, read_text
from uat.targets.user_targets import as_target

_WHAT = ("formula", "function", "table")
_FIELDS = ("name", *_WHAT, "domain", "kinks", "source")


def read_targets(path: str | Path) -> tuple[Target | TargetText, ...]:
    """Return the targets of a TOML file, in their order; see the first lines of this module.

    Returns
    -------
    What `uat.fit` and `uat.sweep` take: targets, named and with where they are from; of a table its
    text.

    Raises
    ------
    DataFileError
        If there is no such file, or it is no TOML.
    SettingError
        If an entry is no target; the message names the file and the entry.
    """
    path = check_path(path)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise DataFileError(f"{path}: {problem.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise DataFileError(f"{path} is no TOML: {problem}.") from None
    targets: dict[str, Target | TargetText] = {}
    for name, entry in _entries(path, data):
        if name in targets:
            raise SettingError(f"{path} has two targets that are called {name}.")
        try:
            targets[name] = _target(path.parent, name, entry)
        except UatError as problem:
            raise SettingError(f"{path}, target {name}: {problem}") from None
    if not targets:
        raise SettingError(f"{path} has no targets in it.")
    return tuple(targets.values())


def _entries(path: Path, data: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield the entries with their names; tables of tables are looked into."""
    for key, value in data.items():
        if isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
            for number, entry in enumerate(value, 1):
                if not isinstance(entry.get("name"), str):
                    raise SettingError(f'{path}: entry {number} of {key} has no name = "...".')
                yield entry["name"], entry
        elif isinstance(value, dict) and value and all(isinstance(v, dict) for v in value.values()):
            yield from _entries(path, value)
        elif isinstance(value, dict):
            yield str(value.get("name", key)), value
        else:
            raise SettingError(f"{path}: {key} stands in no entry; write [name] above it.")


def _target(folder: Path, name: str, entry: Mapping[str, object]) -> Target | TargetText:
    """Return what an entry says."""
    for field in entry:
        if field not in _FIELDS:
            near = nearest_names(field, _FIELDS, most=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(_FIELDS)}."
            raise SettingError(f"unknown field {field}: {hint}")
    kinds = [kind for kind in _WHAT if kind in entry]
    if len(kinds) != 1:
        given = f"has {' and '.join(kinds)}" if kinds else "says where, but not what"
        given = given if kinds or "domain" in entry else "is empty"
        raise SettingError(f"it {given}: give one of {', '.join(_WHAT)}.")
    what = check_text(entry[kinds[0]], kinds[0])
    if kinds[0] == "table":
        what = str(folder / what)
    text = read_text(what + _where(entry) + _kinks(entry))
    if text.kind is not (kind := TargetKind(kinds[0])):
        other = "a name of the catalogue" if text.kind is TargetKind.NAME else f"a {text.kind}"
        if not (text.kind is TargetKind.NAME and kind is TargetKind.FORMULA):
            raise SettingError(f"{shown(what)} is {other}, not a {kind}.")
    if text.needs_domain:
        raise SettingError(f"a {text.kind} needs to know where: give domain = [low, high].")
    if text.name:
        raise SettingError(f"it has two names, {name} and {text.name}.")
    text = replace(text, name="" if text.is_own_name(name) else check_short_name(name))
    if text.kind is TargetKind.TABLE:
        return text
    target = as_target(str(text))
    source = check_text(entry.get("source", ""), "source")
    return replace(target, source=source) if source else target


def _where(entry: Mapping[str, object]) -> str:
    """Return the domain of an entry as a text has it."""
    domain = entry.get("domain")
    if domain is None:
        return ""
    if isinstance(domain, str):
        return f" on {domain}"
    sides = check_list(domain, "domain")
    if sides and not isinstance(sides[0], list):
        sides = (list(sides),)
    if not sides or not all(isinstance(side, list) for side in sides):
        raise SettingError(f"domain is [low, high], or a list of such pairs, not {shown(domain)}.")
    return " on " + " x ".join(f"[{', '.join(map(str, side))}]" for side in sides)


def _kinks(entry: Mapping[str, object]) -> str:
    """Return the kinks of an entry as a text has them."""
    kinks = check_list(entry.get("kinks", []), "kinks")
    return f" with kinks {', '.join(map(str, kinks))}" if kinks else ""
