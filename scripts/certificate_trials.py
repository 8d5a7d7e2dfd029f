"""Try to break the certificates: random formulas and networks, proved coarsely, then sampled.

    python scripts/certificate_trials.py [TRIALS] [FIRST SEED]

Each trial is a formula of the language of `--target`, a network and a domain. Its certificate is
made with so few pieces that most of its bounds are coarse, and then the error is computed at 1,000
random points in balls of 200 bits, a third of them close to a switch of a unit. One sample above
`high`, or a `low` above all that is possible there, is a proof that the proof is wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np

from uat.core.domains import Box
from uat.core.network import Network
from uat.exceptions import UatError
from uat.expressions import parse
from uat.theory.certificates.balls import above, arb, below, working_with
from uat.theory.certificates.errors import ErrorOf
from uat.theory.certificates.search import enclose

ACTIVATIONS = (
    "identity", "logistic", "tanh", "relu", "softplus", "gaussian", "sine", "heaviside",
    "relu_squared", "relu_cubed", "t*exp(-t^2)", "max(-1, min(1, t))", "floor(t)/3",
)  # fmt: skip
_ONE = (
    "sin({})", "cos({})", "exp(-({})^2)", "abs({})", "tanh({})", "arctan({})", "floor({})",
    "round({})", "sign({})", "relu({})", "sqrt(abs({}))", "cbrt({})", "logistic({})", "erf({})",
    "softplus({})", "sinc({})", "j0({})", "arcsinh({})", "({})^3", "1/(1 + ({})^2)", "trunc({})",
    "heaviside({})", "log1p(abs({}))", "airy(sin({}))", "chebyshev(3, sin({}))", "cosh(sin({}))",
    "gamma(2 + sin({}))", "arcsin(sin({})/2)", "digamma(2 + cos({}))", "ceil({})", "-({})",
    "y0(2 + sin({}))", "i1(sin({}))", "erfinv(sin({})/2)", "tan(sin({}))", "arccosh(2 + cos({}))",
    "arctanh(cos({})/2)", "lgamma(3 + cos({}))", "exp2(sin({}))", "log2(2 + sin({}))",
    "legendre(4, cos({}))", "jv(2, {})", "sinh(sin({}))", "square({})", "erfc({})",
    "y1(3 + cos({}))",
)  # fmt: skip
_TWO = (
    "({}) + ({})", "({}) - ({})", "({}) * ({})", "min({}, {})", "max({}, {})", "hypot({}, {})",
    "where(({}) > 0.3, {}, 1)", "mod({}, 1 + ({})^2)", "(({}) <= ({})) * 0.7", "({}) % 0.75 + ({})",
    "arctan2({}, 1 + abs({}))", "clip({}, -0.5, abs({}))", "({}) if x < 0.25 else ({})",
    "fmod({}, 0.6) * ({})", "beta(2 + sin({}), 1.5 + cos({})/2)", "(2 + sin({}))^(({})/9)",
)  # fmt: skip


def random_formula(rng: np.random.Generator, depth: int, letters: str = "x") -> str:
    """Return a formula that is defined everywhere."""
    if depth == 0:
        number = f"{rng.normal():.3g}"
        return f"({number})*{rng.choice(list(letters))} + {rng.integers(-2, 3)}/4"
    if rng.random() < 0.5:
        return str(rng.choice(_ONE)).format(random_formula(rng, depth - 1, letters))
    parts = (random_formula(rng, depth - 1, letters) for _ in range(2))
    return str(rng.choice(_TWO)).format(*parts)


def random_network(rng: np.random.Generator, inputs: int = 1) -> Network:
    """Return a network: units that switch within the domain, saturated ones, steep ones."""
    width = int(rng.integers(1, 5))
    slopes = rng.normal(size=(inputs, width)) * 10.0 ** rng.choice([0, 0, 1, 3, 10, 22], width)
    places = rng.uniform(-1.2, 1.2, (inputs, width)).round(int(rng.integers(1, 9)))
    heights = rng.normal(size=(width, 1)) * 10.0 ** rng.choice([-1, 0, 0, 3, 9], (width, 1))
    return Network(
        slopes, -(slopes * places).sum(axis=0), heights, rng.normal(size=1),
        str(rng.choice(ACTIVATIONS)),
    )  # fmt: skip


def sample_points(
    rng: np.random.Generator, network: Network, domain: Box, count: int
) -> np.ndarray:
    """Return points of the domain, shape (count, inputs), of one input many beside the units."""
    points = rng.uniform(domain.lower, domain.upper, (count, domain.inputs))
    if domain.inputs == 1:
        units = rng.choice(network.unit_centres(), count // 3)
        near = units + rng.choice([-1.0, 1.0], count // 3) * 10.0 ** rng.uniform(
            -18, -1, count // 3
        )
        near = near[(near >= domain.lower[0]) & (near <= domain.upper[0])]
        points[: len(near), 0] = near
    return points


def samples_above(error: ErrorOf, points: np.ndarray, high: float) -> Iterator[float]:
    """Yield the errors at points that are proved to be above a bound."""
    with working_with(200):
        for point in points:
            value = error.at([arb(float(x)) for x in point])
            if value.bounded and below(value.ball.abs_lower()) > high:
                yield below(value.ball.abs_lower())


def trial(seed: int, points: int = 1000, seconds: float = 1.0) -> str:
    """Return what is wrong with the certificate of a random formula and network; empty if right."""
    rng = np.random.default_rng(seed)
    inputs = 1 if rng.random() < 0.8 else int(rng.integers(2, 4))
    text = random_formula(rng, int(rng.integers(0, 4)), "xyz"[:inputs])
    network = random_network(rng, inputs)
    lower = rng.uniform(-1.5, 0.0, inputs).round(1)
    domain = Box(tuple(lower), tuple(lower + rng.uniform(0.2, 2.0, inputs)))
    error = ErrorOf(parse(text, inputs).program, network)
    try:
        found = enclose(error, domain, float(rng.choice([0.5, 0.1, 0.01])), seconds)
    except UatError as refusal:
        return f"seed {seed}: {text} is refused: {refusal}"
    where = sample_points(rng, network, domain, points)
    if worst := max(samples_above(error, where, found.high), default=0.0):
        return f"seed {seed}: {text} on {domain}: {worst} is above {found.high}"
    with working_with(400):
        value = error.at(found.point)
    if above(value.size) < found.low or not found.low <= found.high:
        return f"seed {seed}: {text} on {domain}: low {found.low} is not reached"
    return ""


def main() -> None:
    """Run the trials and print what is wrong."""
    count, first = (int(word) for word in (sys.argv[1:] + ["10000", "0"][len(sys.argv) - 1 :]))
    wrong = 0
    for seed in range(first, first + count):
        if said := trial(seed):
            wrong += 1
            print(said, flush=True)
    print(f"{count} trials, {wrong} of them wrong.")


if __name__ == "__main__":
    main()
