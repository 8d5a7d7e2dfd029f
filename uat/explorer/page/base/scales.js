/** Scales of an axis: from the user's units to pixels and back, and where its ticks stand. */
import { formatNumber, powerOfTen } from "./format.js";

/**
 * Return the scale of an axis.
 * @param {"linear"|"log"} kind
 * @param {number[]} domain  its two ends, in units
 * @param {number[]} range  where they lie, in pixels
 */
export function axisScale(kind, domain, range) {
  const [forth, back] = kind === "log" ? [Math.log10, (value) => 10 ** value] : [same, same];
  const [low, high] = domain.map(forth);
  const perUnit = (range[1] - range[0]) / (high - low);
  const toPixel = (value) => range[0] + (forth(value) - low) * perUnit;
  const toUnit = (pixel) => back(low + (pixel - range[0]) / perUnit);
  return { kind, domain, range, toPixel, toUnit };
}

function same(value) {
  return value;
}

/**
 * Return the ticks of a scale, `[{ value, label }]`, about `count` of them.
 * @param {number[]|null} wanted  values to choose from, such as widths
 */
export function ticksOf(scale, count, wanted = null) {
  if (wanted) return thinned(wanted.filter((value) => inside(scale.domain, value)), count).map(labelled);
  return scale.kind === "log" ? logTicks(scale.domain, count) : linearTicks(scale.domain, count);
}

function labelled(value) {
  return { value, label: formatNumber(value) };
}

function inside([low, high], value) {
  const slack = 1e-9 * Math.abs(high - low);
  return value >= low - slack && value <= high + slack;
}

/** Keep every second, third, ... so that about `count` are left. */
function thinned(values, count) {
  const stride = Math.max(1, Math.ceil(values.length / (count + 1)));
  return values.filter((_, place) => place % stride === 0);
}

function linearTicks([low, high], count) {
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 2.5, 5, 10].find((factor) => power * factor >= rough * 0.999);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const digits = Math.max(3, Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high)) / step)) + 2);
  const ticks = [];
  for (let k = first; k <= last; k += 1) {
    const value = Number((k * step).toPrecision(12));
    ticks.push({ value, label: formatNumber(value, digits) });
  }
  return ticks.length < 2 && count < 8 ? linearTicks([low, high], count + 1) : ticks;
}

function logTicks([low, high], count) {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const powers = Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => first + k);
  if (powers.length >= 3) {
    return thinned(powers, count).map((k) => ({ value: 10 ** k, label: powerOfTen(k) }));
  }
  const between = [];
  for (let k = first - 1; k <= last; k += 1) {
    for (const factor of [1, 2, 5]) between.push(Number((factor * 10 ** k).toPrecision(3)));
  }
  return between.filter((value) => inside([low, high], value)).map(labelled);
}
