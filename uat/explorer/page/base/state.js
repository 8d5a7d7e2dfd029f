/**
 * What the page shows, as named values that panels read, set and listen to. It can be written in
 * the page's address and read from there; what an address says is checked, and what is wrong in it
 * leaves the value as it is at the start.
 *
 * A field is `{ start, read(text) -> value or undefined, write(value) -> text }`.
 */

/** Return the field of a whole number from low to high. */
export function whole(low, high, start) {
  const inside = (value) => Number.isInteger(value) && value >= low && value <= high;
  return { start, read: (text) => checkedNumber(text, inside), write: String };
}

/** Return the field of a number from low to high. */
export function number(low, high, start) {
  const inside = (value) => value >= low && value <= high;
  return { start, read: (text) => checkedNumber(text, inside), write: String };
}

/** Return the field of one of several texts. */
export function choice(values, start) {
  return { start, read: (text) => (values.includes(text) ? text : undefined), write: String };
}

/** Return the field of "yes" or "no", a boolean. */
export function flag(start) {
  const values = new Map([["yes", true], ["no", false]]); // prettier-ignore
  return { start, read: (text) => values.get(text), write: (value) => (value ? "yes" : "no") };
}

/** Return the field of a text of at most so many characters. */
export function text(longest, start) {
  return {
    start,
    read: (value) => (value.length <= longest ? value : undefined),
    write: String,
  };
}

/** Return the field of least to most numbers, or of none: an array, empty at the start. */
export function numbers(least, most) {
  const read = (value) => {
    if (value === "") return [];
    const list = value.split(",").map((part) => checkedNumber(part, Number.isFinite));
    const right = list.length >= least && list.length <= most && !list.includes(undefined);
    return right ? list : undefined;
  };
  return { start: [], read, write: (list) => list.join(",") };
}

function checkedNumber(value, inside) {
  const read = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) ? Number(value) : NaN;
  return inside(read) ? read : undefined;
}

/**
 * Return the state of these fields.
 * @param {Object} fields  by name
 * @param {Object} preset  values in place of the fields' starts
 */
export function createState(fields, preset = {}) {
  const known = new Map(Object.entries(fields));
  const starts = new Map([...known].map(([name, field]) => [name, preset[name] ?? field.start]));
  const values = new Map(starts);
  const listeners = new Set();

  function set(changes) {
    const changed = new Set();
    for (const [name, value] of Object.entries(changes)) {
      if (!known.has(name)) throw new Error(`There is no field ${name}.`);
      if (sameText(known.get(name), values.get(name), value)) continue;
      values.set(name, value);
      changed.add(name);
    }
    if (changed.size === 0) return;
    for (const { names, listener } of [...listeners]) {
      if (names.some((name) => changed.has(name))) listener(changed);
    }
  }

  function subscribe(names, listener) {
    const entry = { names, listener };
    listeners.add(entry);
    return () => listeners.delete(entry);
  }

  function address() {
    const parts = new URLSearchParams();
    for (const [name, field] of known) {
      const value = values.get(name);
      if (!sameText(field, value, starts.get(name))) parts.set(name, field.write(value));
    }
    return `#${parts}`;
  }

  /** Take over what an address says; return the names of what is wrong in it. */
  function readAddress(hash) {
    const parts = new URLSearchParams(hash.replace(/^#/, ""));
    const wrong = [...parts.keys()].filter((name) => !known.has(name));
    const changes = Object.fromEntries(starts);
    for (const [name, field] of known) {
      if (!parts.has(name)) continue;
      const value = field.read(parts.get(name));
      if (value === undefined) wrong.push(name);
      else changes[name] = value;
    }
    set(changes);
    return wrong;
  }

  const names = [...known.keys()];
  return { names, get: (name) => values.get(name), set, subscribe, address, readAddress };
}

function sameText(field, a, b) {
  return field.write(a) === field.write(b);
}
