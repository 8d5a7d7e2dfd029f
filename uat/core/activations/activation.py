"""What is known of an activation: one row, and nothing about it anywhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from uat.arrays import Array
from uat.core.colours import Colour
from uat.exceptions import SettingError
from uat.expressions.steps import Program
from uat.io.wording import one_line

Function = Callable[[Array], Array]
Scalar = Callable[[float], float]
Body = Callable[[float, Scalar, Scalar], tuple[float, float]]
"""Phi(z) and phi'(z) of one pre-activation z, as the compiled loop takes them. The second argument
is e^z, the third 1 / (1 + e^-z), both fast, and right between `EXP_MIN` and `EXP_MAX`. Numba
compiles it into the loops of `uat.core.kernels`; without a branch they vectorise."""
OnnxSteps = tuple[tuple[str, ...], ...]
"""(result, operator, operands...) after one another, from z to the last result; operands are z,
zero, one and earlier results."""

_ROOM = 28

EXP_MIN, EXP_MAX = -708.0, 708.0
"""Where the compiled functions are right: beyond them 2^k is not a normal double."""


@dataclass(frozen=True, slots=True)
class ActivationTexts:
    """An activation as it is written in every language, in the variable z; None is not known.

    Parameters
    ----------
    plain : as it is typed
    latex : a formula
    python : an expression of numpy, called np, for an array z
    r : an expression for a matrix z
    c : an expression of <math.h>, for a double z
    javascript : an expression for a number z
    onnx : operators of opset 12
    """

    plain: str | None = None
    latex: str | None = None
    python: str | None = None
    r: str | None = None
    c: str | None = None
    javascript: str | None = None
    onnx: OnnxSteps | None = None


@dataclass(frozen=True, slots=True)
class Activation:
    """One activation function.

    Parameters
    ----------
    name : the word users type
    function : phi, any shape to the same shape
    derivative : phi', any shape to the same shape; at a kink the right-hand value is not
        promised, only a subgradient
    both : phi and phi' together, where that takes less time than one after the other
    body : what the compiled loop does; None leaves such networks to the readable one
    steps : the program of a formula, None of what is none
    trainable : False where phi' carries no information, so that no gradient passes
    limits : of phi at -infinity and at +infinity; None where it has no finite one, or nobody knows
    settled : |z| from which phi is within 1e-7 of both limits, as a share of their difference
    reach : |z| up to which phi is steep, or bent, about
    slope_growth : how fast a start's slopes grow with the width, see `uat.draw_start`; measured
    levels : pre-activations between which phi does most of what it does
    bounded : whether |phi| is, and all happens while z changes by a few
    homogeneity : k if phi(s z) = s^k phi(z) for every s > 0
    units_a_step : how many units make a monotone step from one constant to another; for relu^k it
        is the (k + 1)-th difference. None if nobody knows that they can
    broken_lines : whether networks of one input are broken lines, or come as close as one likes
    continuous : whether phi is, so far as anybody knows
    degree : k if phi is a polynomial of degree k: then so is every network, whatever its width
    centre : where phi is steep, or bent, if that is not about 0
    texts : phi in every language
    unwritten : (language, why) of languages that phi cannot be written in
    aliases : other words for it
    colour, marker : of its lines and dots where activations are compared, the marker one of
        matplotlib's; without them it is given some that no other one in the figure has
    """

    name: str
    function: Function
    derivative: Function
    body: Body | None = None
    both: Callable[[Array], tuple[Array, Array]] | None = None
    steps: Program | None = None
    trainable: bool = True
    limits: tuple[float | None, float | None] = (None, None)
    settled: float | None = None
    reach: float = 1.0
    slope_growth: float = 2.8
    levels: tuple[float, float] = (0.0, 1.0)
    bounded: bool = False
    homogeneity: int | None = None
    units_a_step: int | None = None
    broken_lines: bool = False
    continuous: bool = True
    degree: int | None = None
    centre: float = 0.0
    texts: ActivationTexts = field(default_factory=ActivationTexts)
    unwritten: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    colour: Colour | None = None
    marker: str = ""

    def __repr__(self) -> str:
        return one_line("Activation", self.name)

    def __call__(self, z: Array) -> Array:
        """Return phi(z), same shape as z."""
        return self.function(z)

    def value_and_slope(self, z: Array) -> tuple[Array, Array]:
        """Return phi(z) and phi'(z), same shapes as z."""
        return self.both(z) if self.both else (self.function(z), self.derivative(z))

    @property
    def label(self) -> str:
        """What it is called where there is little room; of a long formula, how it begins."""
        return self.name if len(self.name) <= _ROOM else f"{self.name[: _ROOM - 3]}..."

    @property
    def sigmoidal(self) -> bool:
        """Whether phi leads from one finite limit to another: steep enough, a unit is a step."""
        low, high = self.limits
        return low is not None and high is not None and low != high

    def step(self) -> tuple[float, float, float]:
        """Return the limits at -infinity and +infinity, and |z| from which phi is at them.

        Raises
        ------
        SettingError
            If it is not known to be sigmoidal.
        """
        low, high = self.limits
        if low is None or high is None or low == high or self.settled is None:
            raise SettingError(f"{self.name} is not known to lead from one limit to another.")
        return low, high, self.settled

    @property
    def relu_power(self) -> int | None:
        """K if phi is a multiple of max(0, z)^k, else None."""
        return self.homogeneity if self.limits[0] == 0.0 else None

    @property
    def formula(self) -> str:
        """Phi as LaTeX, in the variable z; its name if no formula is known."""
        name = self.name.replace("_", r"\_")
        return self.texts.latex or rf"\mathrm{{{name}}}(z)"

    @property
    def plain_formula(self) -> str:
        """Phi as it is typed, in the variable z; its name if no formula is known."""
        return self.texts.plain or f"{self.name}(z)"

    def text(self, language: str) -> str:
        """Return phi as the language writes it, a field of `ActivationTexts`.

        Raises
        ------
        SettingError
            If nobody said how.
        """
        return str(self._known(language))

    def onnx_steps(self) -> OnnxSteps:
        """Return phi as operators of ONNX; raises `SettingError` as `text` does."""
        self._known("onnx")
        return self.texts.onnx or ()

    def _known(self, language: str) -> object:
        known: object = getattr(self.texts, language)
        if (reason := dict(self.unwritten).get(language)) is not None:
            raise SettingError(f"{reason}: {self.name} cannot be exported to it.")
        if known is None:
            raise SettingError(
                f"how {self.name} is written in {language} is not known: register it with "
                f"texts={{{language!r}: ...}}."
            )
        return known
