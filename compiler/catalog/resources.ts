/**
 * Resource types as languages. A type's pattern is the platform's own (`arn:${Partition}:s3:::${BucketName}/${ObjectName}`);
 * each placeholder stands for one character or more (language reference, Types, catalogs and the lock).
 */
import type { ResourceType } from "./catalog.ts";

/** What a place in a pattern takes: one character, any one character, or a run of characters without `excluded`. */
type Token =
  | { readonly kind: "literal"; readonly char: string }
  | { readonly kind: "one"; readonly excluded: string }
  | { readonly kind: "run"; readonly excluded: string };

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
  return pieces.flatMap((piece, index): Token[] => {
    // A few of AWS's own patterns hold a `*`, which is any run.
    if (index % 2 === 0)
      return [...piece].map((char) =>
        char === "*" ? { kind: "run", excluded: "" } : { kind: "literal", char },
      );
    const free = (index === last && !slashless.has(piece)) || slashed.has(piece);
    const excluded = fields.has(piece) ? "/:" : free ? "" : "/";
    return [
      { kind: "one", excluded },
      { kind: "run", excluded },
    ];
  });
}

function globTokens(glob: string): readonly Token[] {
  return [...glob].map((char): Token => {
    if (char === "*") return { kind: "run", excluded: "" };
    return char === "?" ? { kind: "one", excluded: "" } : { kind: "literal", char };
  });
}

/** Whether one character fits both. Two sets always share one: each excludes two characters at most. */
function meet(a: Token, b: Token): boolean {
  if (a.kind === "literal") return b.kind === "literal" ? a.char === b.char : !b.excluded.includes(a.char);
  return b.kind !== "literal" || !a.excluded.includes(b.char);
}

/** Whether some resource of the type matches the glob (`*` any run, slashes too; `?` one code point). At most glob × pattern steps. */
export function resourceIntersects(glob: string, type: ResourceType): boolean {
  const a = globTokens(glob);
  const b = typeTokens(type.pattern);
  let states = new Set([0]);
  // `states` are the places in the type's pattern that the glob's first `i` tokens can have led to.
  for (let i = 0; i <= a.length; i++) {
    const token = a[i];
    const next = new Set<number>();
    const queue = [...states];
    for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
      const other = b[state];
      const visit = (to: number): void => {
        if (!states.has(to)) {
          states.add(to);
          queue.push(to);
        }
      };
      if (other?.kind === "run") visit(state + 1);
      if (token?.kind === "run") {
        next.add(state);
        if (other) visit(other.kind === "run" ? state : state + 1);
      } else if (token && other && meet(token, other)) next.add(other.kind === "run" ? state : state + 1);
    }
    if (!token) return states.has(b.length);
    states = next;
  }
  return false;
}
