"""Numbers are what R 4.2.2 prints with sprintf("%.17g", ...) after set.seed."""

import numpy as np
import pytest
from scipy import special

from uat.course.r_random import RRandom, normal_quantiles
from uat.exceptions import SettingError

# seed: first and 200th of rnorm(200), then the first of the runif(5) that follows
R_STREAMS = {
    123: (-0.5604756465522126, -1.1854800845973104, 0.9860542973037809),
    0: (1.2629542848807933, -0.49083275236655205, 0.14784570690244436),
    1: (-0.6264538107423324, -0.3810760511089196, 0.6588776090648025),
    42: (1.3709584471466685, 0.12882142860238313, 0.022700011264532804),
    2147483647: (0.4949079010768813, 0.04810766569494123, 0.6087520811706781),
    -5: (0.6267692997357881, 0.6437210152283245, 0.585266076028347),
    -2147483647: (0.1560842096959006, 0.9175224268199378, 0.1278697222005576),
}

# p: qnorm(p), in all three ranges of the algorithm and beside their borders
R_QUANTILES = {
    1e-300: -37.0470962993612,
    1e-20: -9.262340089798405,
    1e-12: -7.034483825301132,
    1e-11: -6.706023155495136,
    1e-5: -4.2648907939228256,
    0.074: -1.4466320671589785,
    0.075: -1.4395314709384557,
    0.0750001: -1.4395307645017297,
    0.3: -0.5244005127080407,
    0.5: 0.0,
    0.92500001: 1.439531541582168,
    0.9999: 3.7190164854557084,
}


@pytest.mark.parametrize("seed", R_STREAMS)
def test_a_stream_is_r_s_stream_bit_for_bit(seed):
    first, last, uniform = R_STREAMS[seed]
    random = RRandom(seed)
    normals = random.normals(200)
    assert (normals[0], normals[-1]) == (first, last)
    assert random.uniforms(5)[0] == uniform


def test_the_first_normals_of_the_course():
    expected = [-0.56047564655221260, -0.23017748948327996, 1.55870831414912403]
    assert RRandom(123).normals(3).tolist() == expected


def test_numbers_do_not_depend_on_how_many_are_asked_for_at_once():
    # More than 624 words, so that the state is renewed on the way.
    parts = RRandom(7)
    pieces = [parts.normals(n) for n in (1, 0, 400, 99)]
    np.testing.assert_array_equal(np.concatenate(pieces), RRandom(7).normals(500))


def test_seeds_give_different_streams():
    assert RRandom(1).uniforms(1) != RRandom(2).uniforms(1)


def test_uniforms_lie_strictly_inside_the_unit_interval():
    u = RRandom(5).uniforms(10_000)
    assert 0.0 < u.min() < 0.01
    assert 0.99 < u.max() < 1.0
    assert u.mean() == pytest.approx(0.5, abs=0.02)


def test_quantiles_are_r_s_bit_for_bit():
    p = np.array(list(R_QUANTILES))
    np.testing.assert_array_equal(normal_quantiles(p), list(R_QUANTILES.values()))


def test_quantiles_undo_the_normal_distribution():
    z = np.linspace(-8.0, 5.0, 301).reshape(7, 43)
    np.testing.assert_allclose(normal_quantiles(special.ndtr(z)), z, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", [2**31, -(2**31)])
def test_a_seed_r_does_not_have_is_refused(seed):
    with pytest.raises(SettingError, match="R's seed must be "):
        RRandom(seed)


def test_a_negative_sample_size_is_refused():
    with pytest.raises(SettingError, match="n must be a whole number from 0 on, not -1"):
        RRandom(1).uniforms(-1)
