"""R's random numbers: same seed, same numbers."""

from statistics import NormalDist

import numpy as np

twister = np.random.MT19937()  # R has this one, too


def set_seed(seed):
    """Fill the generator with words, as R does."""
    key = [seed]
    for _ in range(675):
        key.append((69069 * key[-1] + 1) % 2**32)
    key = np.array(key[-624:], dtype=np.uint32)
    state = {"key": key, "pos": 624}
    twister.state = twister.state | {"state": state}


def rnorm(n):
    """Return n normal random numbers."""
    u = twister.random_raw(2 * n) / 2**32  # uniform
    p = (np.floor(u[::2] * 2**27) + u[1::2]) / 2**27
    x = [NormalDist().inv_cdf(p_i) for p_i in p]
    return np.array(x)


if __name__ == "__main__":
    set_seed(123)
    print("x", *rnorm(3))
