"""A registry: everything of one kind that has a name, built in or registered by the user.

It is read like any mapping and written by `register` alone, so that what is in it was checked. A
name may have aliases: they are found, but never listed and never stored. A fresh process knows what
is built in and nothing else, which is what `portable` asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, Protocol, TypeVar

from uat.checks import check_name
from uat.exceptions import SettingError, shown

_NAME = re.compile("[a-z][a-z0-9_]*")


class Named(Protocol):
    """Whatever has a name."""

    @property
    def name(self) -> str:
        """The word users type."""
        ...


Row = TypeVar("Row", bound=Named)


class Registry(Mapping[str, Row], Generic[Row]):
    """Rows by name, in the order in which they came. Read-only but for `register`.

    Parameters
    ----------
    kind : what a name in it names, for example "activation"
    built_in : the rows that every process knows
    aliases : other names of built-in rows, and what they stand for
    """

    def __init__(
        self, kind: str, built_in: Iterable[Row], aliases: Mapping[str, str] | None = None
    ) -> None:
        self._kind = kind
        self._rows = {row.name: row for row in built_in}
        self._built_in = frozenset(self._rows)
        self._aliases = dict(aliases or {})

    def __getitem__(self, name: str) -> Row:
        return self._rows[self.canonical(name)]

    def __iter__(self) -> Iterator[str]:
        """Yield the names, without aliases."""
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        return f"<{self._kind}s: {', '.join(self)}>"

    @property
    def aliases(self) -> Mapping[str, str]:
        """Other names, and what they stand for."""
        return dict(self._aliases)

    def named(self, name: str) -> Row:
        """Return the row of that name or alias.

        Raises
        ------
        UnknownNameError
            If there is none; the message names the nearest ones.
        """
        return check_name(self._kind, name, self)

    def canonical(self, name: str) -> str:
        """Return what an alias stands for, and any other name as it is."""
        return self._aliases.get(name, name)

    def portable(self, name: str) -> bool:
        """Return whether a fresh process, too, knows what that name names: it is built in."""
        return self.canonical(name) in self._built_in

    def register(self, row: Row, *, replace: bool = False, aliases: Iterable[str] = ()) -> None:
        """Put a row in, the last one of the list.

        Parameters
        ----------
        row : checked by the caller
        replace : whether it may take the place of another one that was registered
        aliases : other names of the row; those of one whose place it takes go

        Raises
        ------
        SettingError
            If its name, or an alias, is no word of small letters, digits and _, is an alias or that
            of a built-in row, or was registered for another row that it is not to replace.
        """
        name: object = row.name
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise SettingError(
                f"{shown(name)} is no name: it must be a word of small letters, digits and _."
            )
        if name in self._built_in or name in self._aliases:
            raise SettingError(f"{name} is built in: give the {self._kind} another name.")
        if name in self._rows and row != self._rows[name] and not replace:
            raise SettingError(
                f"another {self._kind} is registered as {name}: give replace=True to replace it."
            )
        others = {alias: own for alias, own in self._aliases.items() if own != name}
        for alias in aliases:
            if not _NAME.fullmatch(alias) or alias in {*self._rows, *others, name}:
                raise SettingError(f"{shown(alias)} is no alias of {name}: taken, or no word.")
            others[alias] = name
        self._rows[name] = row
        self._aliases = others
