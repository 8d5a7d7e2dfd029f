/*
 * The page's training engine: one pass through a network and back, its loss and its gradient.
 *
 * A network of one hidden layer and one output, y = psi(d + sum_j c_j phi(b_j + w_j . x)), at all
 * points of a problem. `prepare` says where the numbers lie, `pass` returns the sum of squared
 * residuals and writes the gradient; what is made of a gradient is said in JavaScript, in
 * page/engine/rules.js, once for this module and for its stand-in page/engine/script_passes.js.
 * That one does the same operations in the same order, so that both give the same bits: whoever
 * changes an operation here changes it there. The mathematics is that of uat/core/kernels.py.
 *
 * There is no library. Two points are taken at once (f64x2); nothing of the relaxed SIMD is used,
 * which some phones refuse and whose results differ between machines. Points are taken in blocks
 * whose rows stay in cache, units in pairs, so that x and delta are loaded once for two; a row is
 * passed over once forward, from x to phi and into the output, and once back.
 *
 * Built by scripts/build_engine.py; tests build it again and compare the bytes.
 */
#include <wasm_simd128.h>

typedef double f64x2 __attribute__((vector_size(16)));
typedef long long i64x2 __attribute__((vector_size(16)));

#define EXPORT __attribute__((visibility("default"), used))
/* What is inlined by force with a constant for its activation is compiled for that one alone. */
#define INLINED static inline __attribute__((always_inline))

enum { BLOCK_POINTS = 256, FEW_POINTS = 8 };

/* As in activations.js. ANY stands for one that is looked up at every call. */
enum activation {
  ANY = -1, IDENTITY, LOGISTIC, TANH, RELU, SOFTPLUS, GAUSSIAN, SINE, RELU_SQUARED, RELU_CUBED,
  HEAVISIDE
};

/* 1.5 * 2^52 + 1023: adding and subtracting it rounds a double to a whole number k, and the sum's
 * low bits hold k + 1023, the exponent of 2^k. */
#define ROUND 6755399441056767.0
#define LOG2_E 1.4426950408889634
/* ln 2 in two parts; k * LN2_HIGH is exact for every |k| < 2^11 (fdlibm e_exp.c). */
#define LN2_HIGH 6.93147180369123816490e-01
#define LN2_LOW 1.90821492927058770002e-10
/* Where exp is right: beyond, 2^k is not a normal double. */
#define EXP_MAX 708.0
/* Beyond this |z| there is no sine: the quarter turns taken off z would no longer be exact. */
#define SINE_MAX 1e6

INLINED f64x2 both(double value) { return (f64x2){value, value}; }

INLINED f64x2 absolute(f64x2 z) { return (f64x2)wasm_f64x2_abs((v128_t)z); }

/* A number that is none stays so in both: the second argument is the one that is kept. */
INLINED f64x2 at_least(double bound, f64x2 z) { return (f64x2)wasm_f64x2_pmax((v128_t)z, (v128_t)both(bound)); }
INLINED f64x2 at_most(double bound, f64x2 z) { return (f64x2)wasm_f64x2_pmin((v128_t)z, (v128_t)both(bound)); }

INLINED f64x2 clipped(f64x2 z) { return at_most(EXP_MAX, at_least(-EXP_MAX, z)); }

INLINED f64x2 where(i64x2 mask, f64x2 yes, f64x2 no) {
  return (f64x2)wasm_v128_bitselect((v128_t)yes, (v128_t)no, (v128_t)mask);
}

/* 2^k, of k + ROUND. */
INLINED f64x2 power_of_two(f64x2 shifted) { return (f64x2)((i64x2)shifted << 52); }

/* A constant of the inner loops. Compilers that see its value write it out at every use, which costs
 * browsers a sixth of their speed; this one is computed before the loop and kept. */
INLINED f64x2 kept(double value) {
  f64x2 lanes = both(value);
  __asm__("" : "+r"(lanes));
  return lanes;
}

/* e^z to 2 ulp. The polynomial is that of kernels.py, by Estrin's scheme. */
INLINED f64x2 fast_exp(f64x2 z) {
  f64x2 shifted = z * kept(LOG2_E) + kept(ROUND);
  f64x2 k = shifted - kept(ROUND);
  f64x2 r = (z - k * kept(LN2_HIGH)) - k * kept(LN2_LOW);
  f64x2 r2 = r * r, r4 = r2 * r2;
  f64x2 high = (kept(2.510038549551032e-08) * r + kept(2.7620088445409746e-07)) * r4 +
               ((kept(2.7557268459997064e-06) * r + kept(2.4801521295954376e-05)) * r2 +
                (kept(0.00019841269863053618) * r + kept(0.0013888888917213717)));
  f64x2 low = (kept(0.008333333333330062) * r + kept(0.04166666666662413)) * r2 +
              (kept(0.16666666666666669) * r + kept(0.5000000000000001));
  f64x2 power = power_of_two(shifted);
  return ((high * r4 + low) * r2 + r) * power + power;
}

/* 1 / (1 + e^-z) to 3 ulp: e^-z = 2^k 2^f, 2^f = (t + f) / (t - f) with t even in f; kernels.py.
 * By Estrin's scheme too, because no fused operation makes its chain short. */
INLINED f64x2 fast_logistic(f64x2 z) {
  f64x2 binary = z * kept(-LOG2_E);
  f64x2 shifted = binary + kept(ROUND);
  f64x2 f = binary - (shifted - kept(ROUND));
  f64x2 f2 = f * f, f4 = f2 * f2;
  f64x2 high = (kept(1.5281487752255911e-09) * f2 + kept(-1.271021888694399e-07)) * f4 +
               (kept(1.0582188496594394e-05) * f2 + kept(-0.0009250684777172445));
  f64x2 t = high * f4 + (kept(0.11552453009332359) * f2 + kept(2.8853900817779268));
  f64x2 below = t - f;
  return below / (below + power_of_two(shifted) * (t + f));
}

/* e^z to 0.51 ulp: 1 + r + r^2 / 2 with their roundings kept, and r^3 (1/3! + r/4! + ...). */
INLINED f64x2 fine_exp(f64x2 z) {
  f64x2 shifted = z * LOG2_E + ROUND;
  f64x2 k = shifted - ROUND;
  f64x2 high = z - k * LN2_HIGH, low = k * LN2_LOW;
  f64x2 r = high - low;
  f64x2 lost = (high - r) - low;
  f64x2 split = 134217729.0 * r; /* Dekker's product: 2^27 + 1 */
  f64x2 upper = split - (split - r);
  f64x2 lower = r - upper;
  f64x2 square = r * r;
  f64x2 rest = ((upper * upper - square) + 2.0 * upper * lower) + lower * lower;
  f64x2 tail = both(1.0 / 87178291200.0); /* 1 / 14! */
  tail = tail * r + 1.0 / 6227020800.0;
  tail = tail * r + 1.0 / 479001600.0;
  tail = tail * r + 1.0 / 39916800.0;
  tail = tail * r + 1.0 / 3628800.0;
  tail = tail * r + 1.0 / 362880.0;
  tail = tail * r + 1.0 / 40320.0;
  tail = tail * r + 1.0 / 5040.0;
  tail = tail * r + 1.0 / 720.0;
  tail = tail * r + 1.0 / 120.0;
  tail = tail * r + 1.0 / 24.0;
  tail = tail * r + 1.0 / 6.0;
  f64x2 one = 1.0 + r;
  f64x2 sum = one + 0.5 * square;
  f64x2 lost_of_one = r - (one - 1.0);
  f64x2 lost_of_sum = 0.5 * square - (sum - one);
  f64x2 small = lost_of_sum + (lost_of_one + (lost * one + (0.5 * rest + r * square * tail)));
  return (sum + small) * power_of_two(shifted);
}

INLINED f64x2 exp_of(f64x2 z, int few) { return few ? fine_exp(z) : fast_exp(z); }

INLINED f64x2 logistic_of(f64x2 z, int few) {
  return few ? 1.0 / (1.0 + fine_exp(-z)) : fast_logistic(z);
}

/* log(1 + s) to 1 ulp for s from 0 to 1, by 2 atanh(s / (2 + s)); see elementary.js. */
INLINED f64x2 log1p_of_share(f64x2 s) {
  f64x2 q = s / (2.0 + s);
  f64x2 u = q * q;
  f64x2 series = both(0.08082022805971766);
  series = series * u + 0.04400369243072337;
  series = series * u + 0.06000536404795356;
  series = series * u + 0.06657072104827468;
  series = series * u + 0.07692785032479312;
  series = series * u + 0.09090894718066429;
  series = series * u + 0.11111111358713932;
  series = series * u + 0.1428571428355438;
  series = series * u + 0.20000000000007292;
  series = series * u + 0.3333333333333333;
  return s - q * (s - 2.0 * u * series);
}

INLINED f64x2 sine_near_0(f64x2 r) {
  f64x2 u = r * r;
  f64x2 series = both(1.5918115263265747e-10);
  series = series * u + -2.5051131650235178e-08;
  series = series * u + 2.7557316101617874e-06;
  series = series * u + -0.00019841269836756774;
  series = series * u + 0.008333333333330948;
  series = series * u + -0.16666666666666666;
  return r + r * (u * series);
}

INLINED f64x2 cosine_near_0(f64x2 r) {
  f64x2 u = r * r;
  f64x2 series = both(-1.1382623647474462e-11);
  series = series * u + 2.087614614655861e-09;
  series = series * u + -2.7557317271145144e-07;
  series = series * u + 2.480158729876456e-05;
  series = series * u + -0.0013888888888887398;
  series = series * u + 0.041666666666666664;
  f64x2 half = 0.5 * u;
  f64x2 one = 1.0 - half;
  return one + ((1.0 - one - half) + u * u * series);
}

/* sin z and cos z to 2 ulp of 1 for |z| up to a million, no number beyond; see elementary.js. */
INLINED void sine_and_cosine(f64x2 z, int care, f64x2 *sine, f64x2 *cosine) {
  f64x2 shifted = z * 0.6366197723675814 + 6755399441055744.0; /* 1.5 * 2^52 */
  f64x2 k = shifted - 6755399441055744.0;
  f64x2 r = z - k * 1.5707963267341256 - k * 6.077100506303966e-11 - k * 2.0222662487959506e-21;
  i64x2 quadrant = (i64x2)shifted;
  i64x2 odd = -(quadrant & 1);
  f64x2 s = sine_near_0(r), c = cosine_near_0(r);
  f64x2 turned_sine = where(odd, c, s), turned_cosine = where(odd, s, c);
  *sine = (f64x2)((i64x2)turned_sine ^ ((quadrant & 2) << 62));
  *cosine = (f64x2)((i64x2)turned_cosine ^ (((quadrant + 1) & 2) << 62));
  if (!care) return;
  i64x2 near = (i64x2)(absolute(z) <= SINE_MAX);
  *sine = where(near, *sine, both(__builtin_nan("")));
  *cosine = where(near, *cosine, both(__builtin_nan("")));
}

/* Whether phi' is taken from phi(z) alone, so that no row of slopes need be kept. */
INLINED int has_slope_of_value(int activation) { return activation != ANY && activation <= RELU; }

INLINED f64x2 slope_of_value(int activation, f64x2 h) {
  switch (activation) {
    case LOGISTIC: return h - h * h;
    case TANH: return 1.0 - h * h;
    case RELU: return where((i64x2)(h > 0.0), both(1.0), both(0.0));
    default: return both(1.0);
  }
}

/* |z| up to which phi needs no care: within, nothing is cut off, and bits are the same. */
INLINED double careless(int activation) {
  switch (activation) {
    case LOGISTIC: case SOFTPLUS: return EXP_MAX;
    case TANH: return 0.5 * EXP_MAX;
    case GAUSSIAN: return 26.0; /* its square is below EXP_MAX */
    case SINE: return SINE_MAX;
    default: return __builtin_inf();
  }
}

/* phi(z), and phi'(z) where it is not taken from the value; `care` for any z. */
INLINED f64x2 activate_by(int activation, int few, int care, f64x2 z, f64x2 *slope) {
  f64x2 positive = at_least(0.0, z);
  switch (activation) {
    case LOGISTIC: return logistic_of(care ? clipped(z) : z, few);
    case TANH: return 2.0 * logistic_of(care ? clipped(2.0 * z) : 2.0 * z, few) - 1.0;
    case RELU: return positive;
    case SOFTPLUS: {
      f64x2 small = exp_of(care ? clipped(-absolute(z)) : -absolute(z), few);
      *slope = where((i64x2)(z > 0.0), both(1.0), small) / (1.0 + small);
      return positive + log1p_of_share(small);
    }
    case GAUSSIAN: {
      f64x2 h = exp_of(care ? clipped(-z * z) : -z * z, few);
      *slope = -2.0 * z * h;
      return h;
    }
    case SINE: {
      f64x2 sine;
      sine_and_cosine(z, care, &sine, slope);
      return sine;
    }
    case HEAVISIDE: *slope = both(0.0); return where((i64x2)(z >= 0.0), both(1.0), both(0.0));
    case RELU_SQUARED: *slope = 2.0 * positive; return positive * positive;
    case RELU_CUBED: *slope = 3.0 * positive * positive; return positive * positive * positive;
    default: return z;
  }
}

/* The same for where speed is no matter: the output unit, a few points, units whose z is large.
 * phi' in any case. */
static __attribute__((noinline)) f64x2 activate_any(int activation, int few, f64x2 z, f64x2 *slope) {
  f64x2 h = activate_by(activation, few, 1, z, slope);
  if (has_slope_of_value(activation)) *slope = slope_of_value(activation, h);
  return h;
}

/* The problem and the network; points last, their number a multiple of four by the last one again. */
static struct {
  int inputs, width, points, padded, activation, output_activation;
  double factor;  /* 2 * loss_scale */
  double largest; /* |x| */
  const double *x, *t;
  const double *parameters; /* hidden weights, hidden biases, output weights, output bias */
  double *gradient;         /* in the same order */
  double *values, *slopes;  /* rows of BLOCK_POINTS, one a unit */
  double *delta;            /* one row: predictions, then dLoss / dz_out */
  double *through;          /* one row, for more inputs than one: delta * phi' */
} net;

/* The points that are taken together: `last` of them count, `size` are computed. */
static struct {
  int start, size, last, few;
} block;

static int padded(int points) { return (points + 3) / 4 * 4; }

EXPORT void prepare(int inputs, int width, int points, int activation, int output_activation,
                    double factor, const double *x, const double *t, const double *parameters,
                    double *gradient, double *work) {
  net.inputs = inputs;
  net.width = width;
  net.points = points;
  net.padded = padded(points);
  net.activation = activation;
  net.output_activation = output_activation;
  net.factor = factor;
  net.x = x;
  net.t = t;
  net.largest = 0.0;
  for (int i = 0; i < inputs * net.padded; i++) {
    double size = __builtin_fabs(x[i]);
    if (!(size <= net.largest)) net.largest = size;
  }
  net.parameters = parameters;
  net.gradient = gradient;
  net.values = work;
  net.slopes = work + width * BLOCK_POINTS;
  net.delta = work + 2 * width * BLOCK_POINTS;
  net.through = net.delta + BLOCK_POINTS;
}

INLINED f64x2 load(const double *at) { return *(const f64x2 *)at; }
INLINED void store(double *at, f64x2 value) { *(f64x2 *)at = value; }
INLINED void store_two(double *at, f64x2 first, f64x2 second) {
  store(at, first);
  store(at + 2, second);
}
INLINED double sum_of(f64x2 lanes) { return lanes[0] + lanes[1]; }

INLINED f64x2 activate(int activation, f64x2 z, f64x2 *slope) {
  if (activation == ANY) return activate_any(net.activation, block.few, z, slope);
  return activate_by(activation, 0, 0, z, slope);
}

static const double *input_row(int input) { return net.x + input * net.padded + block.start; }

/* Write z of a unit, b + w . x, into its row of values. */
static void combine_inputs(int unit) {
  double bias = net.parameters[net.inputs * net.width + unit];
  double *row = net.values + unit * BLOCK_POINTS;
  for (int p = 0; p < block.size; p += 2) {
    f64x2 z = both(bias);
    for (int k = 0; k < net.inputs; k++)
      z += net.parameters[k * net.width + unit] * load(input_row(k) + p);
    store(row + p, z);
  }
}

/* Turn a unit's row of z into phi, and add it, times its output weight, to the output. */
INLINED void forward_unit(int activation, int unit) {
  double c = net.parameters[(net.inputs + 1) * net.width + unit];
  double *value = net.values + unit * BLOCK_POINTS, *slope = net.slopes + unit * BLOCK_POINTS;
  for (int p = 0, size = block.size; p < size; p += 2) {
    f64x2 s, h = activate(activation, load(value + p), &s);
    store(value + p, h);
    if (!has_slope_of_value(activation)) store(slope + p, s);
    store(net.delta + p, load(net.delta + p) + c * h);
  }
}

/* The same for two units at once, of one input, from x. */
INLINED void forward_pair(int activation, int unit) {
  const double *x = net.x + block.start;
  const double *w = net.parameters + unit, *b = w + net.width, *c = b + net.width;
  double *value = net.values + unit * BLOCK_POINTS, *slope = net.slopes + unit * BLOCK_POINTS;
  double *out = net.delta;
  f64x2 w0 = both(w[0]), b0 = both(b[0]), c0 = both(c[0]);
  f64x2 w1 = both(w[1]), b1 = both(b[1]), c1 = both(c[1]);
  for (int p = 0, size = block.size; p < size; p += 4) {
    /* All loads before all stores: four chains of operations then run beside each other. */
    f64x2 s0, s1, s2, s3;
    f64x2 h0 = activate(activation, b0 + w0 * load(x + p), &s0);
    f64x2 h1 = activate(activation, b1 + w1 * load(x + p), &s1);
    f64x2 h2 = activate(activation, b0 + w0 * load(x + p + 2), &s2);
    f64x2 h3 = activate(activation, b1 + w1 * load(x + p + 2), &s3);
    store_two(value + p, h0, h2);
    store_two(value + BLOCK_POINTS + p, h1, h3);
    if (!has_slope_of_value(activation)) {
      store_two(slope + p, s0, s2);
      store_two(slope + BLOCK_POINTS + p, s1, s3);
    }
    store_two(out + p, load(out + p) + (c0 * h0 + c1 * h1),
              load(out + p + 2) + (c0 * h2 + c1 * h3));
  }
}

static void forward_unit_with_care(int unit) { forward_unit(ANY, unit); }
static void forward_pair_with_care(int unit) { forward_pair(ANY, unit); }

/* Whether |z| of a unit is small enough at all points. */
static int is_careless(int unit, double bound) {
  double size = __builtin_fabs(net.parameters[net.inputs * net.width + unit]);
  for (int k = 0; k < net.inputs; k++)
    size += __builtin_fabs(net.parameters[k * net.width + unit]) * net.largest;
  return size <= bound;
}

INLINED void forward_layer(int activation) {
  double bound = careless(activation);
  int unit = 0;
  if (net.inputs == 1)
    for (; unit + 1 < net.width; unit += 2) {
      if (is_careless(unit, bound) && is_careless(unit + 1, bound)) forward_pair(activation, unit);
      else forward_pair_with_care(unit);
    }
  for (; unit < net.width; unit++) {
    combine_inputs(unit);
    if (is_careless(unit, bound)) forward_unit(activation, unit);
    else forward_unit_with_care(unit);
  }
}

/* Add to the gradients of a unit; that of the hidden layer lacks the factor c_j. */
INLINED void backward_unit(int activation, int unit) {
  const double *value = net.values + unit * BLOCK_POINTS;
  const double *slope = net.slopes + unit * BLOCK_POINTS;
  double *gradient = net.gradient + unit;
  f64x2 dot = both(0.0), sum = both(0.0);
  for (int p = 0, size = block.size; p < size; p += 2) {
    f64x2 h = load(value + p), d = load(net.delta + p);
    f64x2 s = has_slope_of_value(activation) ? slope_of_value(activation, h) : load(slope + p);
    f64x2 back = s * d;
    dot += d * h;
    sum += back;
    store(net.through + p, back);
  }
  gradient[(net.inputs + 1) * net.width] += sum_of(dot);
  gradient[net.inputs * net.width] += sum_of(sum);
}

/* Add to the gradients of a unit's hidden weights: sum of back * x_k. */
static void add_moments(int unit) {
  for (int k = 0; k < net.inputs; k++) {
    const double *x = input_row(k);
    f64x2 moment = both(0.0);
    for (int p = 0; p < block.size; p += 2) moment += load(net.through + p) * load(x + p);
    net.gradient[k * net.width + unit] += sum_of(moment);
  }
}

/* Both for two units at once, of one input. */
INLINED void backward_pair(int activation, int unit) {
  const double *x = net.x + block.start, *delta = net.delta;
  const double *value = net.values + unit * BLOCK_POINTS;
  const double *slope = net.slopes + unit * BLOCK_POINTS;
  f64x2 dot0 = both(0.0), sum0 = both(0.0), moment0 = both(0.0);
  f64x2 dot1 = both(0.0), sum1 = both(0.0), moment1 = both(0.0);
  for (int p = 0, size = block.size; p < size; p += 2) {
    f64x2 d = load(delta + p), h0 = load(value + p), h1 = load(value + BLOCK_POINTS + p);
    int of_value = has_slope_of_value(activation);
    f64x2 back0 = d * (of_value ? slope_of_value(activation, h0) : load(slope + p));
    f64x2 back1 = d * (of_value ? slope_of_value(activation, h1) : load(slope + BLOCK_POINTS + p));
    dot0 += d * h0;
    dot1 += d * h1;
    sum0 += back0;
    sum1 += back1;
    moment0 += back0 * load(x + p);
    moment1 += back1 * load(x + p);
  }
  double *of_w = net.gradient + unit, *of_b = of_w + net.width, *of_c = of_b + net.width;
  of_w[0] += sum_of(moment0);
  of_w[1] += sum_of(moment1);
  of_b[0] += sum_of(sum0);
  of_b[1] += sum_of(sum1);
  of_c[0] += sum_of(dot0);
  of_c[1] += sum_of(dot1);
}

INLINED void backward_layer(int activation) {
  int unit = 0;
  if (net.inputs == 1)
    for (; unit + 1 < net.width; unit += 2) backward_pair(activation, unit);
  for (; unit < net.width; unit++) {
    backward_unit(activation, unit);
    add_moments(unit);
  }
}

/* Turn the output's z into dLoss / dz_out; return the sum of squared residuals. Those of
 * points that fill up a multiple of four are 0. */
static double residuals(void) {
  const double *t = net.t + block.start;
  f64x2 squares = both(0.0), total = both(0.0);
  for (int p = 0; p < block.size; p += 2) {
    f64x2 y = load(net.delta + p), slope = both(1.0);
    if (net.output_activation != IDENTITY)
      y = activate_any(net.output_activation, block.few, y, &slope);
    f64x2 residual = y - load(t + p);
    if (p >= block.last) residual[0] = 0.0;
    if (p + 1 >= block.last) residual[1] = 0.0;
    f64x2 delta = net.factor * residual * slope;
    store(net.delta + p, delta);
    squares += residual * residual;
    total += delta;
  }
  net.gradient[(net.inputs + 2) * net.width] += sum_of(total);
  return sum_of(squares);
}

/* Fill the rows of all units and the output's z, by what is compiled for the activation. */
static void forward(void) {
  switch (block.few ? ANY : net.activation) {
    case IDENTITY: forward_layer(IDENTITY); break;
    case LOGISTIC: forward_layer(LOGISTIC); break;
    case TANH: forward_layer(TANH); break;
    case RELU: forward_layer(RELU); break;
    case SOFTPLUS: forward_layer(SOFTPLUS); break;
    case GAUSSIAN: forward_layer(GAUSSIAN); break;
    case SINE: forward_layer(SINE); break;
    case RELU_SQUARED: forward_layer(RELU_SQUARED); break;
    case RELU_CUBED: forward_layer(RELU_CUBED); break;
    default: forward_layer(ANY); /* as if it were one more activation */
  }
}

/* Add to the gradient what the points of the block do. */
static void backward(void) {
  switch (block.few ? ANY : net.activation) {
    case IDENTITY: backward_layer(IDENTITY); break;
    case LOGISTIC: backward_layer(LOGISTIC); break;
    case TANH: backward_layer(TANH); break;
    case RELU: backward_layer(RELU); break;
    default: backward_layer(ANY); /* a row of slopes is read alike, whatever it is of */
  }
}

/* Write the gradient where the parameters now are; return the sum of squared residuals. */
EXPORT double pass(void) {
  int count = (net.inputs + 2) * net.width + 1;
  double squares = 0.0;
  for (int i = 0; i < count; i++) net.gradient[i] = 0.0;
  for (block.start = 0; block.start < net.points; block.start += BLOCK_POINTS) {
    int left = net.points - block.start;
    block.last = left < BLOCK_POINTS ? left : BLOCK_POINTS;
    block.size = padded(block.last);
    block.few = block.last < FEW_POINTS;
    for (int p = 0; p < block.size; p++) net.delta[p] = net.parameters[count - 1];
    forward();
    squares += residuals();
    backward();
  }
  return squares;
}
