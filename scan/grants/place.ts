/** Where a part of a text stands in the source that the text was read from. */
import type { Text } from "./value.ts";

/** From an offset in a text's value to one in the source; undefined where the two cannot be laid over each other. */
export type Locate = (index: number) => number;

/**
 * A plain literal stands in the source as it is, after its quote. A block scalar has lost its indentation, so it is
 * laid over line by line. A literal with escapes is neither.
 */
export function locator(word: Text, source: string): Locate | undefined {
  for (let at = word.at; at <= word.at + 4; at++)
    if (source.startsWith(word.value, at)) return (index) => at + index;
  return word.value.includes("\n") ? byLines(word, source) : undefined;
}

function byLines(word: Text, source: string): Locate | undefined {
  const lines = word.value.split("\n");
  const first = lines.find((line) => line.trim() !== "") ?? "";
  const found = source.indexOf(first, word.at);
  if (first === "" || found < 0 || found > word.end) return undefined;
  const places: { readonly from: number; readonly at: number }[] = [];
  let from = 0;
  // The source's line that holds the first line of the text, less the blank ones before it.
  let line = source.lastIndexOf("\n", found) + 1;
  for (let blank = lines.indexOf(first); blank > 0; blank--) line = source.lastIndexOf("\n", line - 2) + 1;
  for (const text of lines) {
    const stop = source.indexOf("\n", line);
    const here = source.slice(line, stop < 0 ? source.length : stop);
    const column =
      text.trim() === "" ? 0 : here.indexOf(text.trim()) - (text.length - text.trimStart().length);
    if (text.trim() !== "" && here.indexOf(text.trim()) < 0) return undefined;
    places.push({ from, at: line + Math.max(column, 0) });
    from += text.length + 1;
    if (stop < 0) break;
    line = stop + 1;
  }
  return (index) => {
    let low = 0;
    let high = places.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((places[middle]?.from ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    const place = places[low];
    return place ? Math.min(place.at + index - place.from, word.end) : word.at;
  };
}
