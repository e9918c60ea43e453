/** The text of a language with C's shape, with what is no code blanked out, so that patterns see code only. */

export interface Masked {
  /** As long as the source: comments and what stands in quotes are blanks, the quotes stay. */
  readonly code: string;
  readonly source: string;
}

/** Blanks comments and the insides of strings; knows `"""`, `'c'`, backticks (Go) and raw strings of Rust and C#. */
export function mask(source: string): Masked {
  const parts: string[] = [];
  let from = 0;
  const blank = (start: number, end: number): void => {
    parts.push(source.slice(from, start), source.slice(start, end).replace(/[^\r\n]/g, " "));
    from = end;
  };
  const tokens = /\/\/|\/\*|"""|"|'|`/g;
  for (let match = tokens.exec(source); match !== null; match = tokens.exec(source)) {
    const start = match.index;
    const end = endOf(source, match[0], start);
    if (end === undefined) continue;
    const isComment = match[0].startsWith("/");
    const open = isComment ? 0 : match[0].length;
    blank(start + open, Math.max(start + open, isComment ? end : end - open));
    tokens.lastIndex = end;
  }
  parts.push(source.slice(from));
  return { code: parts.join(""), source };
}

/** Where a comment or string ends; `undefined` where the character begins none (a lifetime of Rust). */
function endOf(source: string, open: string, start: number): number | undefined {
  const until = (text: string, from: number): number => {
    const found = source.indexOf(text, from);
    return found < 0 ? source.length : found + text.length;
  };
  switch (open) {
    case "//":
      return source.indexOf("\n", start) < 0 ? source.length : source.indexOf("\n", start);
    case "/*":
      return until("*/", start + 2);
    case '"""':
    case "`":
      return until(open, start + open.length);
    case "'": {
      const length = source[start + 1] === "\\" ? source.slice(start, start + 12).indexOf("'", 2) : 2;
      return source[start + length] === "'" && length > 0 ? start + length + 1 : undefined;
    }
    default: {
      let index = start + 1;
      while (index < source.length && source[index] !== '"' && source[index] !== "\n")
        index += source[index] === "\\" ? 2 : 1;
      return Math.min(index + 1, source.length);
    }
  }
}

const closing: Readonly<Record<string, string>> = { "(": ")", "{": "}", "[": "]" };

/** Further than this no bracket is followed, so that unbalanced ones cost little. */
const reach = 50_000;

/** The offset after the bracket that closes the one at `open`; as far as was looked where none does. */
export function closingOf({ code }: Masked, open: number): number {
  const stack: string[] = [];
  const limit = Math.min(code.length, open + reach);
  for (let index = open; index < limit; index++) {
    const character = code[index] ?? "";
    const expected = closing[character];
    if (expected !== undefined) stack.push(expected);
    else if (character === stack.at(-1)) {
      stack.pop();
      if (stack.length === 0) return index + 1;
    }
  }
  return limit;
}

/** The string literal that begins at or after an offset, before anything else; `undefined` where something else stands. */
export function literalAt(masked: Masked, at: number): string | undefined {
  const rest = /^\s*(?:@|\$|r#*)?("""|"|`)/.exec(masked.code.slice(at, at + 200));
  if (rest === null) return undefined;
  const open = at + rest[0].length;
  const quote = rest[1] ?? '"';
  const end = masked.code.indexOf(quote, open);
  if (end < 0) return undefined;
  // What follows must end the argument: `"a" + b` is no literal.
  return /^\s*[,)};\].]/.test(masked.code.slice(end + quote.length, end + quote.length + 200))
    ? masked.source.slice(open, end)
    : undefined;
}

/** The arguments in a pair of brackets that begins at `open`, as offsets of their beginnings and ends. */
export function argumentsIn(
  masked: Masked,
  open: number,
): readonly { readonly at: number; readonly end: number }[] {
  const end = closingOf(masked, open) - 1;
  const found: { at: number; end: number }[] = [];
  let depth = 0;
  let at = open + 1;
  for (let index = open + 1; index <= end; index++) {
    const character = masked.code[index] ?? "";
    if (index === end || (depth === 0 && character === ",")) {
      if (masked.source.slice(at, index).trim() !== "") found.push({ at, end: index });
      at = index + 1;
    } else if ("([{".includes(character)) depth++;
    else if (")]}".includes(character)) depth--;
  }
  return found;
}
