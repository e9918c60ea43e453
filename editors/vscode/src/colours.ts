/**
 * Colours by meaning beside the grammar's. The server colours every token, for editors that have no grammar; here the
 * grammar knows keywords, strings and numbers, and of the server's tokens only those of names are kept.
 */

/** What the grammar draws by itself, and words of which the server knows no meaning. */
const GRAMMARS = new Set(["keyword", "string", "number", "comment", "property"]);

/**
 * The tokens of names alone. `data` has five numbers for each: line and column from the token before, length, index
 * into `types`, modifiers; the answer has the same shape.
 */
export function namesOnly(data: Uint32Array, types: readonly string[]): Uint32Array {
  const kept: number[] = [];
  let [line, column, keptLine, keptColumn] = [0, 0, 0, 0];
  for (let at = 0; at + 4 < data.length; at += 5) {
    const [lines = 0, columns = 0, length = 0, type = 0, modifiers = 0] = data.subarray(at, at + 5);
    line += lines;
    column = lines === 0 ? column + columns : columns;
    if (GRAMMARS.has(types[type] ?? "")) continue;
    kept.push(line - keptLine, line === keptLine ? column - keptColumn : column, length, type, modifiers);
    [keptLine, keptColumn] = [line, column];
  }
  return Uint32Array.from(kept);
}
