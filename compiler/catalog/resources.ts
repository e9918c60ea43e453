/**
 * Resource types as languages. A type's pattern is the platform's own (`arn:${Partition}:s3:::${BucketName}/${ObjectName}`);
 * each placeholder stands for one character or more (language reference, Types, catalogs and the lock).
 */
import type { ResourceType } from "./catalog.ts";

/** What a place in a pattern takes: a code point (not negative), else any one or a run of those that its set allows. */
type Token = number;
/** Any; any without a slash; any without a slash and a colon. A run is its single one less `RUN`. */
const [ANY, SLASHLESS, FIELD] = [-1, -2, -3] as const;
const RUN = 3;
const SLASH = 47;
const COLON = 58;

/** Placeholders whose values never hold a slash, not even as the pattern's last. */
const slashless: ReadonlySet<string> = new Set([
  "BucketName",
  "Cluster",
  "Namespace",
  "Organization",
  "Owner",
]);
/** Placeholders before others whose values do hold slashes (`/aws/lambda/name` is the name of a log group). */
const slashed: ReadonlySet<string> = new Set(["LogGroupName"]);
/** The fields of an ARN's head: they hold neither a slash nor the colon that ends them. */
const fields: ReadonlySet<string> = new Set(["Partition", "Region", "Account"]);

const placeholder = /\$\{([^}]*)\}/;

function typeTokens(pattern: string): readonly Token[] {
  const pieces = pattern.split(placeholder);
  const last = pieces.length - 2;
  const tokens: Token[] = [];
  for (const [index, piece] of pieces.entries()) {
    if (index % 2 === 0) {
      // A few of AWS's own patterns hold a `*`, which is any run.
      pushLiteral(tokens, piece, false);
      continue;
    }
    const free = (index === last && !slashless.has(piece)) || slashed.has(piece);
    const one = fields.has(piece) ? FIELD : free ? ANY : SLASHLESS;
    tokens.push(one, one - RUN);
  }
  return tokens;
}

/** Text with `*` as any run and, in globs, `?` as any one. */
function pushLiteral(tokens: Token[], text: string, single: boolean): void {
  for (const char of text) {
    if (char === "*") tokens.push(ANY - RUN);
    else tokens.push(single && char === "?" ? ANY : (char.codePointAt(0) ?? 0));
  }
}

/** Whether one character fits both. Two sets always share one: each excludes two characters at most. */
function meet(a: Token, b: Token): boolean {
  if (a >= 0) return b >= 0 ? a === b : allows(b, a);
  return b < 0 || allows(a, b);
}

function allows(set: Token, char: number): boolean {
  const kind = set < FIELD ? set + RUN : set;
  return kind === ANY || (char !== SLASH && (kind === SLASHLESS || char !== COLON));
}

/** Patterns of types as they were read, shared by the questions of one piece of work. */
export type ResourceLanguages = Map<string, readonly Token[]>;

/** Whether some resource of the type matches the glob (`*` any run, slashes too; `?` one code point). At most glob × pattern steps. */
export function resourceIntersects(
  glob: string,
  type: ResourceType,
  languages: ResourceLanguages = new Map(),
): boolean {
  const a: Token[] = [];
  pushLiteral(a, glob, true);
  let b = languages.get(type.pattern);
  if (b === undefined) {
    b = typeTokens(type.pattern);
    languages.set(type.pattern, b);
  }
  // `states` are the places in the type's pattern that the glob's first `i` tokens can have led to.
  let states = [0];
  /** For each place the last step that reached it, so that none is listed twice. */
  const reached = new Int32Array(b.length + 2).fill(-1);
  for (let i = 0; i <= a.length; i++) {
    const token = a[i];
    const run = token === ANY - RUN;
    const next: number[] = [];
    const later = i + 1;
    for (let at = 0; at < states.length; at++) {
      const state = states[at] ?? 0;
      const other = b[state];
      if (other !== undefined && (run || other < FIELD)) {
        // A run in the glob takes the type's characters; a run in the type may end here.
        if (reached[state + 1] !== i) {
          reached[state + 1] = i;
          states.push(state + 1);
        }
      }
    }
    for (const state of states) {
      const other = b[state];
      if (token === undefined) break;
      const to = run
        ? state
        : other !== undefined && meet(token, other)
          ? other < FIELD
            ? state
            : state + 1
          : -1;
      if (to >= 0 && reached[to] !== later) {
        reached[to] = later;
        next.push(to);
      }
    }
    if (token === undefined) return states.includes(b.length);
    if (next.length === 0) return false;
    states = next;
  }
  return false;
}
