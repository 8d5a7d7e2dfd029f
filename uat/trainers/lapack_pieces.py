"""LAPACK and BLAS for compiled code: those that scipy brings, called by address.

Numba has LAPACK of its own only behind numpy's functions, which allocate and check; for the small
matrices of near-best networks that costs more than the work. Addresses are arguments, because a
compiled function that is cached cannot keep them. A matrix is an array of shape (columns, rows),
which is what LAPACK calls column by column. What is used by its address alone must not be freed
meanwhile: all memory is the caller's.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import cgutils, types
from numba.extending import get_cython_function_address, intrinsic

from uat.arrays import Array
from uat.core import kernels
from uat.core.compiled import piece

LOWER, UPPER, PLAIN, TRANSPOSED = range(4)
"""Places of the letters L, U, N and T. (L is LAPACK's word for "from the left", too.)"""


class Routines(NamedTuple):
    """Where the routines of LAPACK and BLAS are, and what is handed to them by address.

    Parameters
    ----------
    geqrf, orgqr, ormqr, trtrs, gemm : addresses
    fill_row : address of the loop of `uat.core.kernels.row_filler_address`
    letters : L, U, N and T in ASCII, shape (4,)
    sizes : whole numbers of 32 bits, shape (8,)
    factors : 1, -1 and 0, shape (3,)
    """

    geqrf: int
    orgqr: int
    ormqr: int
    trtrs: int
    gemm: int
    fill_row: int
    letters: npt.NDArray[np.uint8]
    sizes: npt.NDArray[np.int32]
    factors: Array


@functools.cache
def _address_of(room: str, name: str) -> int:
    return int(get_cython_function_address(f"scipy.linalg.cython_{room}", name))


def routines() -> Routines:
    """Return where scipy's LAPACK and BLAS are; every thread needs its own."""
    return Routines(
        geqrf=_address_of("lapack", "dgeqrf"),
        orgqr=_address_of("lapack", "dorgqr"),
        ormqr=_address_of("lapack", "dormqr"),
        trtrs=_address_of("lapack", "dtrtrs"),
        gemm=_address_of("blas", "dgemm"),
        fill_row=kernels.row_filler_address(),
        letters=np.frombuffer(b"LUNT", np.uint8).copy(),
        sizes=np.zeros(8, np.int32),
        factors=np.array([1.0, -1.0, 0.0]),
    )


def _calling(typingctx: Any, address: Any, arguments: Any) -> Any:  # noqa: ARG001
    """Call the routine at an address; the arguments are addresses, too, as Fortran wants it."""
    unpack: Callable[..., Any] = cgutils.unpack_tuple

    def codegen(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        pointer = ir.IntType(8).as_pointer()
        routine = ir.FunctionType(ir.VoidType(), [pointer] * signature.args[1].count)
        pointers = [builder.inttoptr(value, pointer) for value in unpack(builder, values[1])]
        builder.call(builder.inttoptr(values[0], routine.as_pointer()), pointers)
        return context.get_dummy_value()

    return types.void(address, arguments), codegen


call: Any = intrinsic(_calling)


@piece
def address(array: Array) -> int:
    """Return where an array begins, as a signed number: with an unsigned one sums become floats."""
    address: int = np.int64(array.ctypes.data)  # type: ignore[assignment]
    return address


@piece
def factorise(
    lib: Routines, rows: int, columns: int, matrix: Array, taus: Array, work: Array
) -> None:
    """Overwrite a matrix with its QR factorisation."""
    lib.sizes[0], lib.sizes[1], lib.sizes[2] = rows, columns, work.size
    size = address(lib.sizes)
    call(
        lib.geqrf,
        (
            size, size + 4, address(matrix), size, address(taus), address(work), size + 8,
            size + 12,
        ),
    )  # fmt: skip


@piece
def turn(
    lib: Routines, transposed: bool, factors: Array, taus: Array, vectors: Array, work: Array
) -> None:
    """Overwrite vectors, shape (number, rows), with their products with Q, or with Q'."""
    letter, size = address(lib.letters), address(lib.sizes)
    lib.sizes[0], lib.sizes[1] = vectors.shape[1], vectors.shape[0]
    lib.sizes[2], lib.sizes[3] = factors.shape[0], work.size
    call(
        lib.ormqr,
        (
            letter + LOWER, letter + (TRANSPOSED if transposed else PLAIN), size, size + 4,
            size + 8, address(factors), size, address(taus), address(vectors), size,
            address(work), size + 12, size + 16,
        ),
    )  # fmt: skip


@piece
def solve(
    lib: Routines, transposed: bool, triangle: Array, vectors: Array, count: int, number: int
) -> bool:
    """Overwrite vectors of so many numbers with the solutions of R y = b or of R' y = b."""
    letter, size = address(lib.letters), address(lib.sizes)
    lib.sizes[0], lib.sizes[1], lib.sizes[2] = count, number, triangle.shape[1]
    lib.sizes[3] = vectors.shape[-1]
    call(
        lib.trtrs,
        (
            letter + UPPER, letter + (TRANSPOSED if transposed else PLAIN), letter + PLAIN,
            size, size + 4, address(triangle), size + 8, address(vectors), size + 12,
            size + 16,
        ),
    )  # fmt: skip
    solved: bool = lib.sizes[4] == 0
    return solved
