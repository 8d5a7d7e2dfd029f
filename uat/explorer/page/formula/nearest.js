/** The name that was meant: Ratcliff and Obershelp's share of equal characters, as difflib has it. */

function matchingCharacters(a, b) {
  let [best, atA, atB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) {
      let size = 0;
      while (i + size < a.length && j + size < b.length && a[i + size] === b[j + size]) size++;
      if (size > best) [best, atA, atB] = [size, i, j];
    }
  }
  if (best === 0) return 0;
  const before = matchingCharacters(a.slice(0, atA), b.slice(0, atB));
  return best + before + matchingCharacters(a.slice(atA + best), b.slice(atB + best));
}

/** Return the known name most like the one typed, or null if none is alike enough. */
export function nearestName(typed, known, alike = 0.7) {
  if (typed.length > 40) return null;
  const folded = typed.toLowerCase();
  let [best, share] = [null, alike];
  for (const name of known) {
    const own = (2 * matchingCharacters(name, folded)) / (name.length + folded.length);
    if (own > share || (own === share && (best === null || name > best))) [best, share] = [name, own];
  }
  return best;
}
