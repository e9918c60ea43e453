/** Which names a misspelled one may have meant. */

/**
 * The candidates within a third of the name's length (at least two edits), nearest first, at most `limit`. Case counts
 * less than a letter. Names over 200 characters have no neighbours, so that the work stays small.
 */
export function nearest(name: string, candidates: Iterable<string>, limit: number): readonly string[] {
  if (name.length > 200) return [];
  const lower = name.toLowerCase();
  let most = Math.max(2, Math.floor(name.length / 3));
  const found: { readonly name: string; readonly edits: number }[] = [];
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) > most) continue;
    const edits = distance(lower, candidate.toLowerCase(), most);
    if (edits > most || candidate === name) continue;
    found.push({ name: candidate, edits });
    if (edits < most && found.filter((other) => other.edits <= edits).length >= limit) most = edits;
  }
  return found
    .sort((a, b) => a.edits - b.edits || (a.name < b.name ? -1 : 1))
    .slice(0, limit)
    .map((entry) => entry.name);
}

/** Edits (insert, delete, replace, swap of neighbours) between two texts; more than `most` as soon as that is certain. */
function distance(a: string, b: string, most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
