"""R's default random numbers, so that the course's data are those its readers see in R.

`RRandom(seed)` is R's `set.seed(seed)`: the Mersenne-Twister for uniforms, and inversion for
normals, each of which takes two uniforms and passes them through the normal quantile function.
The quantile function is Wichura's, coefficient by coefficient as R has it, so that the digits
agree and not only the distribution.
"""

from __future__ import annotations

import math

import numpy as np

from uat.arrays import Array
from uat.checks import check_whole

_STATE_WORDS = 624
_UNIFORM_SCALE = 2.3283064365386963e-10  # 2^-32
_EDGE = 0.5 * 2.328306437080797e-10  # half of 1 / (2^32 - 1): R's stand-in for 0
_BIG = 134217728  # 2^27: whole steps of a normal's first uniform; the second one fills them
_LARGEST_SEED = 2**31 - 1

# Wichura's AS 241, PPND16: numerator and denominator of each range, constant term first.
_CENTRAL = (
    (
        3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
        45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
    ),
    (
        1.0, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077,
        21213.794301586595867, 39307.895800092710610, 28729.085735721942674, 5226.4952788528545610,
    ),
)  # fmt: skip
_MIDDLE = (
    (
        1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550,
        3.64784832476320460504, 1.27045825245236838258, 0.241780725177450611770,
        0.0227238449892691845833, 7.74545014278341407640e-4,
    ),
    (
        1.0, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550,
        0.148103976427480074590, 0.0151986665636164571966, 5.47593808499534494600e-4,
        1.05075007164441684324e-9,
    ),
)  # fmt: skip
_FAR = (
    (
        6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580,
        0.296560571828504891230, 0.0265321895265761230930, 0.00124266094738807843860,
        2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ),
    (
        1.0, 0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
        2.04426310338993978564e-15,
    ),
)  # fmt: skip


class RRandom:
    """R's generators after `set.seed(seed)`: numbers come in R's order, call by call.

    Parameters
    ----------
    seed : a whole number from -(2^31 - 1) to 2^31 - 1, as in R

    Raises
    ------
    SettingError
        If the seed is outside R's integers.

    References
    ----------
    R 4.2.2, `src/main/RNG.c` and `src/nmath/snorm.c`: the defaults since R 1.7.0.
    Matsumoto & Nishimura (1998), ACM Trans. Model. Comput. Simul. 8, 3-30.
    """

    def __init__(self, seed: int) -> None:
        check_whole(seed, "R's seed", -_LARGEST_SEED, _LARGEST_SEED)
        self._twister = np.random.MT19937(0)
        self._twister.state = {
            "bit_generator": "MT19937",
            "state": {"key": _scrambled(seed), "pos": _STATE_WORDS},
        }

    def uniforms(self, n: int) -> Array:
        """Return R's `runif(n)`: shape (n,), strictly between 0 and 1.

        Raises
        ------
        SettingError
            If n is negative.
        """
        check_whole(n, "n", 0)
        words = self._twister.random_raw(n).astype(np.float64)
        return np.clip(words * _UNIFORM_SCALE, _EDGE, 1.0 - _EDGE)

    def normals(self, n: int) -> Array:
        """Return R's `rnorm(n)`: shape (n,), mean 0, standard deviation 1. Uses 2 n uniforms.

        Raises
        ------
        SettingError
            If n is negative.
        """
        coarse, fine = self.uniforms(2 * n).reshape(n, 2).T
        return normal_quantiles((np.floor(_BIG * coarse) + fine) / _BIG)


def normal_quantiles(p: Array) -> Array:
    """Return R's `qnorm(p)`: the z below which a standard normal falls with probability p.

    Parameters
    ----------
    p : any shape, strictly between 0 and 1

    Returns
    -------
    Same shape as p; accurate to about 1 part in 10^16.

    References
    ----------
    Wichura (1988), algorithm AS 241, Applied Statistics 37, 477-484.
    """
    q = p - 0.5
    z = np.empty_like(q)
    central = np.abs(q) <= 0.425
    above, below = _polynomials(0.180625 - q[central] * q[central], _CENTRAL)
    z[central] = q[central] * above / below  # in this order: q * (above / below) rounds otherwise
    tail = np.where(q < 0.0, p, 0.5 - p + 0.5)[~central]
    z[~central] = np.copysign(_tail_quantiles(tail), q[~central])
    return z


def _tail_quantiles(tail: Array) -> Array:
    """Return the magnitude of the quantile that leaves the probability `tail` beyond it."""
    # The C library's log: numpy's own differs from it in the last bit on some machines.
    r = np.sqrt([-math.log(probability) for probability in tail])
    middle, far = _polynomials(r - 1.6, _MIDDLE), _polynomials(r - 5.0, _FAR)
    return np.where(r <= 5.0, middle[0] / middle[1], far[0] / far[1])


def _polynomials(
    r: Array, coefficients: tuple[tuple[float, ...], tuple[float, ...]]
) -> tuple[Array, Array]:
    """Return numerator and denominator at r, both by Horner's rule, as R evaluates them."""
    above, below = (np.polynomial.polynomial.polyval(r, np.array(c)) for c in coefficients)
    return above, below


def _scrambled(seed: int) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    """Return the Mersenne-Twister's words for a seed: shape (624,).

    R runs a linear congruential generator 50 steps to scramble the seed, and then fills the
    state with it. The first word it draws is overwritten by the state's position.
    """
    word = seed % 2**32
    words = []
    for _ in range(50 + 1 + _STATE_WORDS):
        word = (69069 * word + 1) % 2**32
        words.append(word)
    return np.array(words[-_STATE_WORDS:], dtype=np.uint32)
