"""What was proved of the largest error of a network, with all that is needed to prove it again."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from uat.core.domains import Box
from uat.core.network import Network
from uat.exceptions import ModelFileError, UatError
from uat.expressions import parse
from uat.io.json_files import JsonFile
from uat.io.wording import counted, one_line
from uat.theory.certificates.balls import Ball, above, arb, below, working_with
from uat.theory.certificates.differences import Difference, rounding_bound
from uat.theory.certificates.recheck import proves
from uat.theory.certificates.search import FIRST_BITS, MOST_BITS, close_enough

_FORMAT, _FORMAT_VERSION = "uat-certificate", 1
_NUMBER = re.compile(r"(-?)0x([0-9a-f]{1,1000})p([+-]?\d{1,5})")
_ARRAYS = ("hidden_weights", "hidden_biases", "output_weights", "output_biases", "input_centre")


@dataclass(frozen=True, slots=True)
class Proved:
    """A piece of the domain, and no error on it is larger than the bound.

    Parameters
    ----------
    low, high : its ends along each input, exact, as hexadecimal text: 0x3p-1 is 3/2
    bound : target units
    """

    low: tuple[str, ...]
    high: tuple[str, ...]
    bound: float


@dataclass(frozen=True, slots=True)
class Check:
    """Whether all of a certificate was proved again.

    Parameters
    ----------
    proved : whether it was
    pieces : how many of its pieces were
    message : what was not; empty if nothing
    """

    proved: bool
    pieces: int
    message: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Certificate(JsonFile):
    """A proof that the largest |f - network| on the domain lies between `low` and `high`.

    f is the mathematical function of the formula, in which pi, e and tau are the real numbers, and
    every other number is the float64 number that it is read as. The network is that function which
    has exactly these float64 weights. What evaluating it in float64 adds is not in the enclosure;
    it is about `rounding` at most.

    Parameters
    ----------
    low, high : the largest error lies between them, target units; every point of the domain counts,
        also a single one at a jump
    point : where the error is at least `low`, exact, as hexadecimal text
    relative_width : what was wanted of (high - low) / high
    formula : f, in the language of `uat.expressions`
    domain : where
    network : what was proved of
    pieces : they cover the domain
    bits : the highest precision used
    seconds : what it took
    """

    low: float
    high: float
    point: tuple[str, ...]
    relative_width: float
    formula: str
    domain: Box
    network: Network
    pieces: tuple[Proved, ...]
    bits: int
    seconds: float

    @property
    def rounding(self) -> float:
        """About what evaluating it in float64 adds: eps |c|_1 (width + 3), target units."""
        return rounding_bound(self.network)

    @property
    def reached(self) -> bool:
        """Whether the wanted width is, or the error is next to nothing beside rounding."""
        return close_enough(self.low, self.high, self.relative_width, self.rounding)

    @property
    def box(self) -> Box:
        """The piece, rounded to floats, that holds the point where the error is at least `low`."""
        with working_with(2 * MOST_BITS):
            point = read_point(self.point)
            for piece in self.pieces:
                low, high = read_point(piece.low), read_point(piece.high)
                if all(a <= x <= b for a, x, b in zip(low, point, high, strict=True)):
                    return Box(_ends(low, -1), _ends(high, 1))
        raise ModelFileError("this certificate is damaged: its point is in no piece.")

    def summary(self) -> str:
        """Return what is proved, a few lines to read."""
        place = ", ".join(f"{float(x):.8g}" for x in read_point(self.point))
        lines = [
            f"The largest error on {self.domain} is proved to lie in "
            f"[{rounded(self.low, -1)}, {rounded(self.high, 1)}].",
            f"  target         {self.formula}",
            f"  error at least {rounded(self.low, -1)} at {place}",
            f"  proved by      {counted(len(self.pieces), 'piece')}, {self.bits} bits, in "
            f"{self.seconds:.1f} s",
            f"  evaluated      in float64 the network is off by up to about {self.rounding:.2g}, "
            "and by more only beside steep units",
        ]
        if not self.reached:
            lines.append(
                f"  This is wider than the {self.relative_width:.2g} of high that was wanted: more "
                "seconds may help."
            )
        return "\n".join(lines)

    def __repr__(self) -> str:
        return one_line("Certificate", self.formula, low=self.low, high=self.high)

    def check(self) -> Check:
        """Prove all of it again, by another way; see `uat.theory.certificates.recheck`.

        No Taylor polynomial, but plain interval arithmetic, and values at Chebyshev's points with
        a remainder from the size on complex boxes; of each piece anew, with twice the digits.
        """
        error = Difference(parse(self.formula, self.domain.inputs).program, self.network)
        with working_with(2 * MOST_BITS):
            pieces = [(read_point(p.low), read_point(p.high), p.bound) for p in self.pieces]
            point = read_point(self.point)
        if not covers(self.domain, [(low, high) for low, high, _ in pieces]):
            return Check(False, 0, "the pieces do not cover the domain.")
        if max(bound for *_, bound in pieces) > self.high:
            return Check(False, 0, "a piece has a bound above high.")
        if not _inside(point, self.domain) or not _at_least(error, point, self.low):
            return Check(False, 0, "the error at the point told is not proved to be low or more.")
        bits = 2 * min(max(self.bits, FIRST_BITS), MOST_BITS)
        for number, (low, high, bound) in enumerate(pieces):
            if not proves(error, low, high, bound, self.high, bits):
                place = " x ".join(
                    f"[{float(a):.9g}, {float(b):.9g}]" for a, b in zip(low, high, strict=True)
                )
                return Check(False, number, f"the bound on {place} could not be proved again.")
        return Check(True, len(pieces))

    def to_dict(self) -> dict[str, Any]:
        """Return the certificate as plain JSON values; numbers that count are hexadecimal."""
        values = {
            "format": _FORMAT,
            "version": _FORMAT_VERSION,
            "low": self.low.hex(),
            "high": self.high.hex(),
            "point": list(self.point),
            "reached": self.reached,
            "relative_width": self.relative_width,
            "formula": self.formula,
            "lower": [x.hex() for x in self.domain.lower],
            "upper": [x.hex() for x in self.domain.upper],
            "network": _network_values(self.network),
            "rounding": self.rounding,
            "bits": self.bits,
            "seconds": self.seconds,
            "pieces": [[*p.low, *p.high, p.bound.hex()] for p in self.pieces],
        }
        return values | {"digest": digest_of(values)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Certificate:
        """Return the certificate that `to_dict` told.

        Raises
        ------
        ModelFileError
            If the values are not those of one, or of a later version of the format.
        """
        if not isinstance(values, Mapping) or values.get("format") != _FORMAT:
            raise ModelFileError(f"this is no certificate: it does not say format {_FORMAT!r}.")
        if values.get("version") != _FORMAT_VERSION:
            raise ModelFileError(
                f"this certificate has format version {values.get('version')!r}; this release "
                f"reads version {_FORMAT_VERSION}."
            )
        if values.get("digest") != digest_of(values):
            raise ModelFileError(
                "this certificate is damaged: something in it is not as it was written."
            )
        try:
            return cls._of(values)
        except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as problem:
            raise ModelFileError(f"this certificate is damaged: {problem}.") from problem
        except UatError as problem:
            raise ModelFileError(f"this certificate is damaged: {problem}") from problem

    @classmethod
    def _of(cls, values: Mapping[str, Any]) -> Certificate:
        domain = Box(
            tuple(map(float.fromhex, values["lower"])), tuple(map(float.fromhex, values["upper"]))
        )
        d = domain.inputs
        pieces = tuple(
            Proved(_points(row[:d], d), _points(row[d : 2 * d], d), float.fromhex(row[2 * d]))
            for row in values["pieces"]
        )
        parse(values["formula"], d)
        if not pieces:
            raise ModelFileError("it has no pieces.")
        low, high = (float.fromhex(values[name]) for name in ("low", "high"))
        if not 0.0 <= low <= high:
            raise ModelFileError("low and high enclose nothing.")
        return cls(
            low, high, _points(values["point"], d), float(values["relative_width"]),
            values["formula"], domain, _read_network(values["network"]), pieces,
            int(values["bits"]), float(values["seconds"]),
        )  # fmt: skip


def digest_of(values: Mapping[str, Any]) -> str:
    """Return the SHA-256 of all that a certificate says, by which a changed digit is found."""
    said = {name: value for name, value in values.items() if name != "digest"}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _points(texts: Sequence[str], inputs: int) -> tuple[str, ...]:
    """Return exact numbers as they are written, checked."""
    if len(texts) != inputs or not all(_NUMBER.fullmatch(text) for text in texts):
        raise ModelFileError("a piece does not have two ends for each input.")
    return tuple(texts)


def write_point(point: Sequence[Ball]) -> tuple[str, ...]:
    """Return exact balls as hexadecimal text."""
    written = []
    for x in point:
        mantissa, exponent = x.man_exp()
        written.append(f"{'-' if int(mantissa) < 0 else ''}{abs(int(mantissa)):#x}p{int(exponent)}")
    return tuple(written)


def read_point(texts: Sequence[str]) -> tuple[Ball, ...]:
    """Return hexadecimal text as exact balls."""
    point = []
    with working_with(2 * MOST_BITS):
        for text in texts:
            sign, digits, exponent = _NUMBER.fullmatch(text).groups()  # type: ignore[union-attr]
            point.append(arb(int(f"{sign}{digits}", 16)) * arb(2) ** int(exponent))
    return tuple(point)


def _network_values(network: Network) -> dict[str, Any]:
    """Return a network as plain JSON values, its numbers hexadecimal."""
    values = network.to_dict()
    return values | {name: _each(values[name], float.hex) for name in _ARRAYS}


def _read_network(values: Mapping[str, Any]) -> Network:
    return Network.from_dict(
        {**values, **{name: _each(values[name], float.fromhex) for name in _ARRAYS}}
    )


def _each(values: Any, function: Any) -> Any:
    """Return nested lists with a function of each of their numbers."""
    if isinstance(values, list):
        return [_each(value, function) for value in values]
    return function(values)


def _ends(point: Sequence[Ball], sign: int) -> tuple[float, ...]:
    """Return exact numbers as floats, rounded down or up."""
    ends = []
    for x in point:
        number = float(x)
        exact = arb(number) == x
        ends.append(number if exact else -above(-x) if sign < 0 else above(x))
    return tuple(ends)


def rounded(value: float, sign: int) -> str:
    """Return six digits of a number, rounded down or up."""
    text = f"{value:.6g}"
    if sign * float(text) < sign * value:
        step = 10.0 ** int(f"{value:.5e}".partition("e")[2]) * 1e-5
        text = f"{value + sign * step:.6g}"
    return text


def _inside(point: Sequence[Ball], domain: Box) -> bool:
    sides = zip(point, domain.lower, domain.upper, strict=True)
    return all(arb(a) <= x <= arb(b) for x, a, b in sides)


def _at_least(error: Difference, point: Sequence[Ball], low: float) -> bool:
    """Return whether the error at a point is proved to be no smaller."""
    with working_with(2 * MOST_BITS):
        value = error.at(point)
        return low == 0.0 or (value.bounded and below(value.ball.abs_lower()) >= low)


def covers(domain: Box, boxes: Sequence[tuple[Sequence[Ball], Sequence[Ball]]]) -> bool:
    """Return whether boxes cover a domain, as pieces do that it was cut into one by one."""
    whole = tuple(map(arb, domain.lower)), tuple(map(arb, domain.upper))
    return _covered(whole[0], whole[1], list(boxes))


def _covered(low: Sequence[Ball], high: Sequence[Ball], boxes: list[Any]) -> bool:
    """Return whether boxes are what a box was cut into."""
    todo = [(tuple(low), tuple(high), boxes)]
    while todo:
        low, high, within = todo.pop()
        if len(within) == 1:
            a, b = within[0]
            if not all(x <= y for x, y in zip([*a, *high], [*low, *b], strict=True)):
                return False
            continue
        cut = _cut_between(within)
        if cut is None:
            return False
        axis, place, first, rest = cut
        todo.append((low, (*high[:axis], place, *high[axis + 1 :]), first))
        todo.append(((*low[:axis], place, *low[axis + 1 :]), high, rest))
    return True


def _cut_between(boxes: list[Any]) -> tuple[int, Ball, list[Any], list[Any]] | None:
    """Return a cut that goes through none of the boxes, the nearest to their middle."""
    for axis in range(len(boxes[0][0])):
        ranked = _ranked(boxes, axis)
        reach, cuts = None, []
        for k, (a, b) in enumerate(ranked):
            if reach is not None and a[axis] >= reach:
                cuts.append(k)
            reach = b[axis] if reach is None else reach.max(b[axis])
        if cuts:
            k = min(cuts, key=lambda k: abs(2 * k - len(ranked)))
            return axis, ranked[k][0][axis], ranked[:k], ranked[k:]
    return None


def _ranked(boxes: list[Any], axis: int) -> list[Any]:
    """Return boxes by their lower end along an axis."""

    def order(one: Any, other: Any) -> int:
        a, b = one[0][axis], other[0][axis]
        return -1 if a < b else int(a > b)

    return sorted(boxes, key=functools.cmp_to_key(order))
