/**
 * Special functions to about 1e-13: error, gamma and polynomial families, at one number each.
 * Sources: Abramowitz & Stegun ch. 6, 7, 22; Lanczos (1964) with Godfrey's coefficients (2001).
 */

const ROOT_PI = Math.sqrt(Math.PI);

/** erf by its series of positive terms, A&S 7.1.6; good below 2.5. */
function erfSeries(x) {
  let [term, sum] = [x, x];
  for (let n = 1; n < 100 && Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / ROOT_PI) * Math.exp(-x * x) * sum;
}

/** erfc by its continued fraction, A&S 7.1.14; good from 2 on. */
function erfcFraction(x) {
  if (x > 28) return 0;
  let below = x;
  for (let n = 120; n > 0; n--) below = x + n / 2 / below;
  return Math.exp(-x * x) / (ROOT_PI * below);
}

export function erf(x) {
  if (Number.isNaN(x)) return NaN;
  if (Math.abs(x) < 2) return erfSeries(x);
  return Math.sign(x) * (1 - erfcFraction(Math.abs(x)));
}

export function erfc(x) {
  if (Number.isNaN(x)) return NaN;
  if (Math.abs(x) < 2) return 1 - erfSeries(x);
  return x > 0 ? erfcFraction(x) : 2 - erfcFraction(-x);
}

/** Winitzki's start (2008), then Halley's steps on the side that keeps digits. */
export function erfinv(y) {
  if (!(Math.abs(y) <= 1)) return NaN;
  if (Math.abs(y) === 1) return y * Infinity;
  if (y === 0) return y;
  const size = Math.abs(y);
  const log = Math.log1p(-size * size);
  const half = 2 / (Math.PI * 0.147) + log / 2;
  let x = Math.sqrt(Math.max(Math.sqrt(half * half - log / 0.147) - half, 0));
  if (size < 1e-3) x = (size * ROOT_PI) / 2;
  for (let i = 0; i < 4; i++) {
    const miss = size > 0.5 ? 1 - size - erfc(x) : erf(x) - size;
    const step = miss / ((2 / ROOT_PI) * Math.exp(-x * x));
    x -= step / (1 + x * step);
  }
  return y < 0 ? -x : x;
}

const LANCZOS_G = 607 / 128;
const LANCZOS = [
  0.99999999999999709182, 57.156235665862923517, -59.597960355475491248, 14.136097974741747174,
  -0.49191381609762019978, 0.33994649984811888699e-4, 0.46523628927048575665e-4,
  -0.98374475304879564677e-4, 0.15808870322491248884e-3, -0.21026444172410488319e-3,
  0.2174396181152126432e-3, -0.16431810653676389022e-3, 0.84418223983852743293e-4,
  -0.2619083840158140867e-4, 0.36899182659531622704e-5,
];

/** sin(pi x), exact in the places of its zeros. */
function sinPi(x) {
  const rest = x - 2 * Math.round(x / 2);
  if (Math.abs(rest) > 0.5) return Math.sin(Math.PI * (Math.sign(rest) - rest));
  return Math.sin(Math.PI * rest);
}

export function gamma(x) {
  if (x === 0) return 1 / x;
  if (x === -Infinity || (x < 0 && Number.isInteger(x))) return NaN;
  if (x < 0.5) return Math.PI / (sinPi(x) * gamma(1 - x));
  if (x > 171.7) return Infinity;
  if (Number.isInteger(x)) {
    let product = 1;
    for (let n = 2; n < x; n++) product *= n;
    return product;
  }
  let sum = LANCZOS[0];
  for (let k = 1; k < LANCZOS.length; k++) sum += LANCZOS[k] / (x - 1 + k);
  const t = x - 0.5 + LANCZOS_G;
  const root = t ** ((x - 0.5) / 2);
  return Math.sqrt(2 * Math.PI) * root * Math.exp(-t) * root * sum;
}

/** ln |gamma|: Stirling's series, A&S 6.1.41, from 12 on, below it by recurrence. */
export function lgamma(x) {
  if (Number.isNaN(x)) return NaN;
  if (Math.abs(x) === Infinity) return x;
  if (x <= 0 && Number.isInteger(x)) return Infinity;
  if (x < 0.5) return Math.log(Math.PI / Math.abs(sinPi(x))) - lgamma(1 - x);
  if (x === 1 || x === 2) return 0;
  let [shift, z] = [1, x];
  for (; z < 12; z++) shift *= z;
  const r = 1 / (z * z);
  const series =
    (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - r * (691 / 360360)))))) / z;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - Math.log(shift);
}

/** Derivative of ln gamma: A&S 6.3.18 from 12 on, below it by recurrence and reflection. */
export function digamma(x) {
  if (x === 0) return -1 / x;
  if (x === -Infinity || (x < 0 && Number.isInteger(x))) return NaN;
  if (x === Infinity) return Infinity;
  if (x < 0) {
    const rest = x - Math.round(x);
    return digamma(1 - x) - Math.PI / Math.tan(Math.PI * rest);
  }
  let [sum, z] = [0, x];
  for (; z < 12; z++) sum -= 1 / z;
  const r = 1 / (z * z);
  const series =
    r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r * (1 / 132 - r * (691 / 32760))))));
  return sum + Math.log(z) - 0.5 / z - series;
}

function signOfGamma(x) {
  return x > 0 || Math.floor(x) % 2 === 0 ? 1 : -1;
}

export function beta(a, b) {
  if (Number.isNaN(a) || Number.isNaN(b)) return NaN;
  for (const [pole, other] of [[a, b], [b, a]]) {
    if (pole > 0 || !Number.isInteger(pole)) continue;
    if (!Number.isInteger(other) || 1 - pole - other <= 0) return Infinity;
    return (other % 2 === 0 ? 1 : -1) * beta(1 - pole - other, other);
  }
  if (Math.abs(a) === Infinity || Math.abs(b) === Infinity) return a + b < 0 ? Infinity : 0;
  const sum = a + b;
  if (sum <= 0 && Number.isInteger(sum)) return 0;
  if (Math.max(Math.abs(a), Math.abs(b), Math.abs(sum)) < 160) return (gamma(a) / gamma(sum)) * gamma(b);
  const sign = signOfGamma(a) * signOfGamma(b) * signOfGamma(sum);
  return sign * Math.exp(lgamma(a) - lgamma(sum) + lgamma(b));
}

/** Gauss's series of 2F1(a, b; c; z) for |z| < 1. */
function hypergeometric(a, b, c, z) {
  let [term, sum] = [1, 1];
  for (let k = 0; k < 20000 && Math.abs(term) > 1e-17 * Math.abs(sum); k++) {
    term *= (((a + k) * (b + k)) / ((c + k) * (k + 1))) * z;
    sum += term;
  }
  return sum;
}

/** Legendre's function of a degree that is not whole, by recurrence from degrees below 2. */
function legendreWithin(degree, x) {
  const share = degree - Math.floor(degree);
  const first = (n) => hypergeometric(-n, n + 1, 1, (1 - x) / 2);
  if (degree < 2 || degree > 100000) return degree < 2 ? first(degree) : NaN;
  let [before, value] = [first(share), first(share + 1)];
  for (let n = share + 1; n < degree - 0.5; n++) {
    [before, value] = [value, ((2 * n + 1) * x * value - n * before) / (n + 1)];
  }
  return value;
}

/** Polynomials by their recurrence, A&S 22.7; other degrees by Gauss's series or Pfaff's of it. */
export function legendre(degree, x) {
  const n = degree < -0.5 ? -degree - 1 : degree;
  if (n === 0 || x === 1) return 1;
  if (Number.isNaN(n) || Number.isNaN(x)) return NaN;
  if (Number.isInteger(n) && n <= 100000) {
    let [before, value] = [1, n === 0 ? 1 : x];
    for (let k = 2; k <= n; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
    return value;
  }
  if (x <= -1) return Infinity;
  if (x <= 1) return legendreWithin(n, x);
  return ((1 + x) / 2) ** n * hypergeometric(-n, -n, 1, (x - 1) / (x + 1));
}

export function chebyshev(degree, x) {
  const n = Math.abs(degree);
  if (n === 0 || x === 1) return 1;
  if (Number.isNaN(n) || Number.isNaN(x)) return NaN;
  if (Number.isInteger(n) && n <= 100000) {
    let [before, value] = [1, n === 0 ? 1 : x];
    for (let k = 2; k <= n; k++) [before, value] = [value, 2 * x * value - before];
    return value;
  }
  if (Math.abs(x) <= 1) return Math.cos(n * Math.acos(x));
  return x > 1 ? Math.cosh(n * Math.acosh(x)) : Infinity;
}
