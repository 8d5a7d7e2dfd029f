"""How the pieces of the compiled training loop are compiled.

Only the outermost loop is cached and called from Python: the pieces it is made of need neither
a cache of their own nor a Python wrapper, and without them compiling takes a third less. They
are inlined by force: a piece left outside would run as compiled alone in the process that
compiles and as compiled with its caller in those that load the cache, and round differently.
Those that mostly call others are merged into their caller before compiling, for speed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import types
from numba.extending import intrinsic

Piece = Callable[..., Any]

# Reassociation lets sums vectorise, contraction allows fused multiply-add. Neither may touch an
# exact piece, whose rounding tricks a reassociation would cancel: it has contraction only.
_SUMS = {"reassoc", "contract", "nsz"}


def _compiler(**options: Any) -> Callable[[Piece], Piece]:
    decorator: Callable[[Piece], Piece] = numba.njit(error_model="numpy", **options)
    return decorator


_INLINED = {"forceinline": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
piece = _compiler(fastmath=_SUMS, **_INLINED)
exact_piece = _compiler(fastmath={"contract"}, **_INLINED)
plain_piece = _compiler(**_INLINED)
merged_piece = _compiler(inline="always")


def entry(function: Piece) -> Piece:
    """Compile with a cache on disk, or without one where no folder for it can be written."""
    try:
        return _compiler(fastmath=_SUMS, nogil=True, cache=True)(function)
    except RuntimeError:
        return _compiler(fastmath=_SUMS, nogil=True)(function)


def plain(function: Piece) -> Piece:
    """Compile as written, sums and roundings in their order, with a cache like an `entry`."""
    try:
        return _compiler(nogil=True, cache=True)(function)
    except RuntimeError:
        return _compiler(nogil=True)(function)


def routine(function: Piece, arguments: str) -> Any:
    """Compile what other compiled code calls by its address, with a cache if there can be one.

    Parameters
    ----------
    arguments : a letter for each, all are addresses: i of a whole number of 32 bits, l of one of
        64, d of doubles
    """
    pointer: Callable[[Any], Any] = numba.types.CPointer
    kinds = {
        "i": pointer(numba.types.int32),
        "l": pointer(numba.types.int64),
        "d": pointer(numba.types.float64),
    }
    signature = numba.types.void(*(kinds[letter] for letter in arguments))
    try:
        return numba.cfunc(signature, error_model="numpy", cache=True)(function)
    except RuntimeError:
        return numba.cfunc(signature, error_model="numpy")(function)


def _filler_signature() -> Any:
    pointer: Callable[[Any], Any] = types.CPointer
    rows = [pointer(types.float64)] * 3
    of_unit = (types.float64, types.float64, types.int64)
    return types.void(pointer(types.int64), *of_unit, *rows)


FILLER = _filler_signature()
"""What fills a row by a program: the program, bias, weight, number of points, source, phi, slope.

The first number of a program is the address of what runs it."""


def _filling(
    typingctx: Any,  # noqa: ARG001
    program: Any,
    bias: Any,
    weight: Any,
    points: Any,
    source: Any,
    phi: Any,
    slope: Any,
) -> Any:
    """Fill rows by the program at an address; the rows are given by their addresses."""

    def codegen(context: Any, builder: Any, signature: Any, values: Any) -> Any:  # noqa: ARG001
        whole, real = ir.IntType(64), ir.DoubleType()
        row, text = real.as_pointer(), whole.as_pointer()
        kind = ir.FunctionType(ir.VoidType(), [text, real, real, whole, row, row, row])
        start = builder.inttoptr(values[0], text)
        runner = builder.inttoptr(builder.load(start), kind.as_pointer())
        rows = [builder.inttoptr(value, row) for value in values[4:]]
        builder.call(runner, [start, *values[1:4], *rows])
        return context.get_dummy_value()

    return types.void(program, bias, weight, points, source, phi, slope), codegen


fill_by_program: Any = intrinsic(_filling)


def filler(function: Piece) -> Any:
    """Compile what runs programs, with a cache if there can be one."""
    try:
        return numba.cfunc(FILLER, error_model="numpy", cache=True)(function)
    except RuntimeError:
        return numba.cfunc(FILLER, error_model="numpy")(function)
