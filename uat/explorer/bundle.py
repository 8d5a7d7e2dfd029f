"""The modules of the page, joined into one classic script that a double click can open.

A browser loads no ES modules from a file, so they are joined: in the order of their imports,
without the import statements and the word `export`, within one function. A worker is made of that
function's own text. Joined, all modules share one scope, hence two modules may not use a name
twice, and what the page's source may look like is narrow: see `read_module`. What is wider is
refused with its file and line, so that a page is never subtly another program than its modules.

Comments and blank lines are left out; nothing else changes but `<` where it could end the script.
"""

from __future__ import annotations

import functools
import graphlib
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.resources.abc import Traversable

from uat.exceptions import UatError

NAME = "uat_explorer"
"""The one global name of the script: a function that returns what the page needs."""

ENTRIES = {"mount": "mount.js", "startWorker": "engine/worker.js"}
"""What that function returns, and the modules that export it."""

# What a page would take for the end or the hiding of its script.
_ENDS_SCRIPT = re.compile(r"<(?=/?script|!--)", re.IGNORECASE)
_IMPORT = re.compile(r'import \{\s*([\w$]+(?:,\s*[\w$]+)*),?\s*\} from "(\.{1,2}/[\w./-]+\.js)";')
_DECLARATION = re.compile(
    r"(?:export )?(?:const|let|class|(?:async )?function\*?) (?P<name>[\w$]+)"
    r"|(?:const|let) [\[{]\s*(?P<names>[\w$]+(?:,\s*[\w$]+)*),?\s*[\]}] ="
)

# Comments, strings, patterns (where / cannot divide), words, ends of lines, spaces, other signs.
_PIECES = r"""(?P<comment>//[^\n]*|/\*.*?\*/)
    |(?P<literal>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'
        |PATTERN/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w*)
    |(?P<word>[\w$\#]+)|(?P<line>\n)|(?P<space>[^\S\n]+)|(?P<mark>[^"'])"""
_CODE, _CODE_OR_PATTERN = (
    re.compile(_PIECES.replace("PATTERN", start), re.DOTALL | re.VERBOSE) for start in ("(?!)", "")
)
# A stretch of a template, up to its end or to a value within it.
_TEMPLATE = re.compile(r"(?P<literal>(?:[^`\\$]|\\.|\$(?!\{))*(?:`|\$\{))", re.DOTALL)
_OPENING, _CLOSING = ("(", "[", "{", "`"), (")", "]", "}")
_ENDS_VALUE = re.compile(r"[\w$)\]}\"'`/]\Z")
_BEFORE_PATTERN = {"return", "typeof", "case", "in", "of", "do", "else", "void", "yield", "await"}


class BundleError(UatError):
    """A module of the page is not written as `read_module` says."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a program.

    Parameters
    ----------
    kind : comment, literal (a string, a pattern or a stretch of a template), word, space or mark
    text : as it stands there
    line : the line it begins on, from 1
    depth : how many brackets and templates are open before it
    """

    kind: str
    text: str
    line: int
    depth: int


@dataclass(frozen=True, slots=True)
class PageModule:
    """A module of the page.

    Parameters
    ----------
    path : its path in the folder of the page, with /
    imports : the names it imports, by the path of the module they come from
    names : the names it declares, with their lines
    exports : those of them that it exports
    text : the program without imports, the word export, comments and blank lines
    """

    path: str
    imports: Mapping[str, tuple[str, ...]]
    names: Mapping[str, int]
    exports: frozenset[str]
    text: str


def page_folder() -> Traversable:
    """Return the folder of the page's source."""
    return files("uat.explorer").joinpath("page")


@functools.cache
def program_text() -> str:
    """Return the script of the page: its modules, joined."""
    return bundle()


def bundle(folder: Traversable | None = None, entries: Mapping[str, str] = ENTRIES) -> str:
    """Return one classic script: a function called `NAME`, which returns the entries.

    Parameters
    ----------
    folder : of the modules; None: that of the page
    entries : the names to return, with the paths of the modules that export them

    Raises
    ------
    BundleError
        If a module is missing or written otherwise than `read_module` says, if modules import each
        other in a circle, or if two declare the same name.
    """
    modules = _read_all(page_folder() if folder is None else folder, entries)
    check_names(modules)
    body = "".join(modules[path].text for path in _in_order(modules))
    inner = f'"use strict";\n{body}return {{ {", ".join(entries)} }};'
    script = f"const {NAME} = function () {{\n{inner}\n}};\n"
    if found := _ENDS_SCRIPT.search(script):
        raise BundleError(f"{script[found.start() :][:20]!r} would end the script of a page.")
    return script


def _read_all(folder: Traversable, entries: Mapping[str, str]) -> dict[str, PageModule]:
    """Return the modules of the entries and all that these import, by their paths."""
    modules: dict[str, PageModule] = {}
    wanted: list[tuple[str, str, tuple[str, ...]]] = [
        ("the bundle", path, (name,)) for name, path in entries.items()
    ]
    while wanted:
        by, path, names = wanted.pop(0)
        if path not in modules:
            file = folder.joinpath(path)
            if not file.is_file():
                raise BundleError(f"{by} imports {path}, which is not there.")
            modules[path] = read_module(path, file.read_text(encoding="utf-8"))
            wanted += [(path, *needed) for needed in modules[path].imports.items()]
        if missing := [name for name in names if name not in modules[path].exports]:
            raise BundleError(f"{by} imports {missing[0]}, which {path} does not export.")
    return modules


def check_names(modules: Mapping[str, PageModule]) -> None:
    """Refuse a name that two modules declare.

    Raises
    ------
    BundleError
        With both places.
    """
    homes: dict[str, str] = {}
    for module in modules.values():
        for name, line in module.names.items():
            if name in homes:
                raise BundleError(
                    f"{module.path}, line {line}: {name} is declared in {homes[name]}, too."
                )
            homes[name] = f"{module.path}, line {line}"


def _in_order(modules: Mapping[str, PageModule]) -> tuple[str, ...]:
    """Return the paths so that each comes after those it imports."""
    try:
        order = graphlib.TopologicalSorter(
            {path: sorted(module.imports) for path, module in sorted(modules.items())}
        )
        return tuple(order.static_order())
    except graphlib.CycleError as circle:
        around = " imports ".join(reversed(circle.args[1]))
        raise BundleError(f"modules import each other in a circle: {around}.") from None


def read_module(path: str, source: str) -> PageModule:
    """Return a module, refused unless it is written so.

    Its statements begin at the start of a line. They are imports, `import { a, b } from "./c.js";`,
    and declarations, by `const`, `let`, `class` or `function`, of one name, with the word `export`
    before it or not, or of several, `const [a, b] = ...`. Nothing is renamed, exported by default
    or done while it is loaded.

    Parameters
    ----------
    path : in the folder of the page, with /
    source : its text

    Raises
    ------
    BundleError
        With the path and the line.
    """
    imports: dict[str, tuple[str, ...]] = {}
    names: dict[str, int] = {}
    exports, parts = set(), []
    for line, statement in _statements(path, source):
        if found := _IMPORT.fullmatch(statement.strip()):
            origin = posixpath.normpath(posixpath.join(posixpath.dirname(path), found[2]))
            taken = tuple(name.strip() for name in found[1].split(","))
            imports[origin] = (*imports.get(origin, ()), *taken)
            continue
        declared = _DECLARATION.match(statement)
        if not declared:
            raise BundleError(f"{path}, line {line}: {_what_is_wrong(statement)}")
        for name in re.split(r",\s*", declared["name"] or declared["names"]):
            if name in names:
                raise BundleError(f"{path}, line {line}: {name} is declared before, too.")
            names[name] = line
            if statement.startswith("export "):
                exports.add(name)
        parts.append(statement.removeprefix("export "))
    return PageModule(path, imports, names, frozenset(exports), "".join(parts))


def _what_is_wrong(statement: str) -> str:
    """Return what a statement should have been."""
    first = statement.split("\n", 1)[0]
    if first.startswith("import"):
        return f'{first!r}: an import is import {{ a, b }} from "./file.js";'
    if first.startswith("export"):
        return f"{first!r}: export stands before const, function or class and one name."
    return f"{first!r}: a module declares names, by const, function or class, and does nothing."


def _statements(path: str, source: str) -> Iterator[tuple[int, str]]:
    """Yield what begins at the start of a line outside of all brackets, with that line."""
    pieces = _without_comments(_pieces(path, source))
    starts = [
        k
        for k, piece in enumerate(pieces)
        if k == 0 or (pieces[k - 1].kind == "line" and piece.depth == 0 and piece.kind != "space")
    ]
    for start, end in zip(starts, [*starts[1:], len(pieces)], strict=True):
        _refuse_within(path, pieces[start:end])
        yield pieces[start].line, f"{''.join(_safe(p) for p in pieces[start:end]).rstrip()}\n"


def _without_comments(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces without comments, blank lines and spaces at the ends of lines."""
    kept: list[Piece] = []
    for piece in pieces:
        if piece.kind == "comment":
            blank = ("line", "\n") if "\n" in piece.text else ("space", " ")
            piece = replace(piece, kind=blank[0], text=blank[1])
        while piece.kind == "line" and kept and kept[-1].kind == "space":
            kept.pop()
        if piece.kind == "line" and (not kept or kept[-1].kind == "line"):
            continue
        kept.append(piece)
    return kept


def _safe(piece: Piece) -> str:
    """Return the text of a piece, in literals with a code for `<` where it matters to a page."""
    return _ENDS_SCRIPT.sub(r"\\x3c", piece.text) if piece.kind == "literal" else piece.text


def _refuse_within(path: str, pieces: Sequence[Piece]) -> None:
    """Refuse the words import and export but at the start of a statement or as a name."""
    solid = [piece for piece in pieces if piece.kind not in ("space", "line")]
    for before, piece, after in zip(solid, solid[1:], [*solid[2:], solid[0]], strict=False):
        named = before.text == "." or after.text == ":"
        if piece.kind == "word" and piece.text in ("import", "export") and not named:
            raise BundleError(
                f"{path}, line {piece.line}: {piece.text} stands at the start of a line, outside "
                "of all brackets."
            )


def _pieces(path: str, source: str) -> Iterator[Piece]:
    """Yield all of a program, piece by piece."""
    at, line, before = 0, 1, ""
    opened: list[str] = []
    while at < len(source):
        inside = bool(opened) and opened[-1] == "`"
        found = _piece(inside, before).match(source, at)
        if not found or ((text := found[0]) in _CLOSING and not opened):
            raise BundleError(f"{path}, line {line}: what begins here does not end.")
        kind = str(found.lastgroup)
        yield Piece(kind, text, line, len(opened))
        if inside:
            opened = [*opened, "${"] if text.endswith("${") else opened[:-1]
        elif kind == "mark" and text in _OPENING:
            opened.append(text)
        elif kind == "mark" and text in _CLOSING:
            opened.pop()
        at, line = found.end(), line + text.count("\n")
        before = text if kind in ("word", "literal", "mark") else before
    if opened:
        raise BundleError(f"{path}: {opened[-1]} is opened and not closed.")


def _piece(inside: bool, before: str) -> re.Pattern[str]:
    """Return what the next piece looks like, within a template or after a piece of code.

    After a value / divides, elsewhere it begins a pattern. A bracket that closes is taken for the
    end of a value: what stands after `if (...)` is no pattern in a program that anybody reads.
    """
    if inside:
        return _TEMPLATE
    divides = before not in _BEFORE_PATTERN and _ENDS_VALUE.search(before)
    return _CODE if divides else _CODE_OR_PATTERN
