/** Which known name a misspelled one may have meant. */

/** More characters than this nobody misspells; longer names are compared as they are. */
const LONGEST = 100;

/**
 * The candidates within a third of the name's length in edits (at least one; a swap of neighbours is one edit, letter
 * case half of one), nearest first, then alphabetically; at most `limit`.
 */
export function nearest(name: string, candidates: Iterable<string>, limit = 3): readonly string[] {
  if (name.length > LONGEST) return [];
  const most = Math.max(1, Math.floor(name.length / 3));
  const found: { readonly text: string; readonly distance: number }[] = [];
  for (const text of new Set(candidates)) {
    if (text === name || Math.abs(text.length - name.length) > most) continue;
    const distance = edits(name.toLowerCase(), text.toLowerCase(), most);
    if (distance <= most) found.push({ text, distance: distance === 0 ? 0.5 : distance });
  }
  return found
    .sort((a, b) => a.distance - b.distance || (a.text < b.text ? -1 : 1))
    .slice(0, limit)
    .map(({ text }) => text);
}

/** Edit distance with neighbours swapped (optimal string alignment); anything over `most` may come back larger. */
function edits(a: string, b: string, most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
      best = Math.min(best, cost);
    }
    if (best > most) return best;
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
