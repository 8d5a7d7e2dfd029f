/**
 * numpy's `default_rng(seed)`, bit for bit: SeedSequence, PCG64 (XSL-RR) and the distributions
 * that starts need. Words of 128 bits are four of 32, the lowest first: BigInt is far slower.
 *
 * O'Neill (2014), PCG: a family of simple fast space-efficient statistically good algorithms.
 */
import { ZIGGURAT_TAIL, ZIGGURAT_TAIL_INVERSE, zigguratTables } from "./ziggurat.js";

const PCG_MULTIPLIER = [0x9fccf645, 0x4385df64, 0x1fc65da4, 0x2360ed05];
const SEED_POOL = 4;

/**
 * Return a generator of the numbers that numpy's `default_rng(seed)` gives.
 * @param {number} seed  a whole number, 0 to 2^53 - 1
 * @returns {Object} `random()` in [0, 1), `uniform(low, high)`, `normal()` of mean 0 and deviation
 *   1, `permutation(n)` -> Uint32Array of 0 ... n - 1, `choice(n, size)` -> Uint32Array, rising,
 *   the places that `choice(n, size, replace=False)` takes, n up to 10,000
 */
export function randomGenerator(seed) {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`${seed} is no seed`);
  const bits = bitGenerator(seedWords(seed));
  return {
    random: bits.random,
    uniform: (low, high) => low + (high - low) * bits.random(),
    normal: normalDraws(bits),
    permutation: (n) => shuffledOrder(bits, n),
    choice: (n, size) => chosenPlaces(bits, n, size),
  };
}

/** Return 8 words of 32 bits made of a seed: numpy's SeedSequence, after O'Neill's seed_seq_fe. */
function seedWords(seed) {
  const entropy = [seed >>> 0];
  if (seed > 0xffffffff) entropy.push(Math.floor(seed / 2 ** 32));
  const pool = mixedPool(entropy);
  let constant = 0x8b51f9dd;
  return Array.from({ length: 8 }, (_, i) => {
    let word = pool[i % SEED_POOL] ^ constant;
    constant = Math.imul(constant, 0x58f38ded);
    word = Math.imul(word, constant);
    return (word ^ (word >>> 16)) >>> 0;
  });
}

/** Return the pool into which all words of the entropy, four at most, are mixed. */
function mixedPool(entropy) {
  let constant = 0x43b0d7e5;
  const hashed = (word) => {
    let value = word ^ constant;
    constant = Math.imul(constant, 0x931e8875);
    value = Math.imul(value, constant);
    return value ^ (value >>> 16);
  };
  const mixed = (x, y) => {
    const result = Math.imul(x, 0xca01f9dd) - Math.imul(y, 0x4973f715);
    return result ^ (result >>> 16);
  };
  const pool = Array.from({ length: SEED_POOL }, (_, i) => hashed(entropy[i] ?? 0));
  for (let source = 0; source < SEED_POOL; source++)
    for (let target = 0; target < SEED_POOL; target++)
      if (source !== target) pool[target] = mixed(pool[target], hashed(pool[source]));
  return pool;
}

/** Return PCG64 seeded by 8 words: `next64()` fills `high` and `low`; `next32()`; `random()`. */
function bitGenerator(words) {
  // Words of 64 bits come lower half first; the first of a pair is the upper one.
  const start = [words[2], words[3], words[0], words[1]];
  const sequence = [words[6], words[7], words[4], words[5]];
  const increment = sequence.map((word, i) => (word << 1) | (i ? sequence[i - 1] >>> 31 : 1));
  const state = new Uint32Array(4);
  const drawn = { high: 0, low: 0 };
  let waiting = null;

  function next64() {
    stepState(state, increment);
    const turn = state[3] >>> 26;
    const high = state[3] ^ state[1];
    const low = state[2] ^ state[0];
    const [upper, lower] = turn & 32 ? [low, high] : [high, low];
    const by = turn & 31;
    drawn.high = (by ? (upper >>> by) | (lower << (32 - by)) : upper) >>> 0;
    drawn.low = (by ? (lower >>> by) | (upper << (32 - by)) : lower) >>> 0;
  }
  function next32() {
    if (waiting !== null) {
      const word = waiting;
      waiting = null;
      return word;
    }
    next64();
    waiting = drawn.high;
    return drawn.low;
  }
  function random() {
    next64();
    return (drawn.high * 2 ** 21 + (drawn.low >>> 11)) * 2 ** -53;
  }
  stepState(state, increment);
  addWords(state, start);
  stepState(state, increment);
  return { drawn, next64, next32, random };
}

/** Set state = state * PCG_MULTIPLIER + increment, modulo 2^128. */
function stepState(state, increment) {
  const product = new Uint32Array(4);
  for (let i = 0; i < 4; i++) {
    let carry = 0;
    for (let j = 0; i + j < 4; j++) {
      // a b = (ah 2^16 + al) b: both products are below 2^48, exact in a double.
      const a = state[i];
      const upper = (a >>> 16) * PCG_MULTIPLIER[j];
      const lower = (a & 0xffff) * PCG_MULTIPLIER[j] + (upper % 65536) * 65536;
      const sum = lower + product[i + j] + carry;
      product[i + j] = sum;
      carry = Math.floor(sum / 2 ** 32) + Math.floor(upper / 65536);
    }
  }
  state.set(product);
  addWords(state, increment);
}

/** Set a = a + b, modulo 2^128. */
function addWords(a, b) {
  let carry = 0;
  for (let i = 0; i < 4; i++) {
    const sum = a[i] + (b[i] >>> 0) + carry;
    a[i] = sum;
    carry = sum >= 2 ** 32 ? 1 : 0;
  }
}

/** Return what draws normals by the ziggurat, as numpy's `standard_normal` does. */
function normalDraws(bits) {
  const { bounds, scales, heights } = zigguratTables();
  const { drawn, next64, random } = bits;

  function tail(negative) {
    for (;;) {
      const beyond = -ZIGGURAT_TAIL_INVERSE * Math.log1p(-random());
      const height = -Math.log1p(-random());
      if (height + height > beyond * beyond)
        return negative ? -(ZIGGURAT_TAIL + beyond) : ZIGGURAT_TAIL + beyond;
    }
  }
  return function normal() {
    for (;;) {
      next64();
      // From the lowest bit on: 8 of the layer, 1 of the sign, 52 of the place in it.
      const layer = drawn.low & 0xff;
      const magnitude = ((drawn.high << 3) >>> 3) * 2 ** 23 + (drawn.low >>> 9);
      const x = magnitude * scales[layer] * (drawn.low & 0x100 ? -1 : 1);
      if (magnitude < bounds[layer]) return x;
      if (layer === 0) return tail(Math.floor(magnitude / 256) % 2 === 1);
      const rise = heights[layer - 1] - heights[layer];
      if (rise * random() + heights[layer] < Math.exp(-0.5 * x * x)) return x;
    }
  };
}

/** Return a whole number from 0 to `most`, below 2^32 - 1: Lemire (2019), ACM TOMACS 29(1). */
function boundedDraw(bits, most) {
  if (most === 0) return 0;
  const count = most + 1;
  const threshold = (2 ** 32 - count) % count;
  for (;;) {
    const word = bits.next32();
    const upper = (word >>> 16) * count;
    const lower = (word & 0xffff) * count + (upper % 65536) * 65536;
    const whole = Math.floor(upper / 65536) + Math.floor(lower / 2 ** 32);
    if (lower % 2 ** 32 >= threshold) return whole;
  }
}

/** Return a whole number from 0 to `most`: the lowest bits that hold it, drawn until they do. */
function maskedDraw(bits, most) {
  const mask = most === 0 ? 0 : 0xffffffff >>> Math.clz32(most);
  for (;;) {
    const value = (bits.next32() & mask) >>> 0;
    if (value <= most) return value;
  }
}

function shuffledOrder(bits, n) {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = maskedDraw(bits, i);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** Floyd's sample without replacement; numpy takes another way beyond 10,000. */
function chosenPlaces(bits, n, size) {
  if (n > 10_000) throw new RangeError("no more than 10,000 are chosen from");
  const chosen = new Set();
  for (let j = n - size; j < n; j++) {
    const value = boundedDraw(bits, j);
    chosen.add(chosen.has(value) ? j : value);
  }
  return Uint32Array.from(chosen).sort();
}
