/**
 * On what a result of linking rests: the other files that were looked into, what the names of modules meant, and which
 * paths there were. As long as all of that is the same, so is the result.
 */

export type Rest =
  /** What stands in a file of the project; that it was not read, where it was not. */
  | { readonly kind: "file"; readonly path: string }
  /** What the name of a module means in a file: the kind of what it is, and its path or name. */
  | { readonly kind: "module"; readonly from: string; readonly name: string; readonly found: string }
  /** Whether there is a file or folder. */
  | { readonly kind: "path"; readonly path: string; readonly is: boolean };

/** What was noted on the way to one result. `isLooked`: what a missing file of it has was not asked for. */
export interface Bundle {
  readonly items: readonly Noted[];
  readonly isLooked?: true;
}

export type Noted = Rest | Bundle;

/** All that was noted since the log had this length, as one thing, which then stands for it in the log. */
export function bundled(log: Noted[], since: number, isLooked?: true): Noted | undefined {
  const count = log.length - since;
  if (count === 0) return undefined;
  if (count === 1 && isLooked === undefined) return log[since];
  const items = [...new Set(log.slice(since))];
  log.length = since;
  const [only] = items;
  if (only === undefined) return undefined;
  const whole =
    isLooked === undefined && items.length === 1 ? only : { items, ...(isLooked && { isLooked }) };
  log.push(whole);
  return whole;
}

export interface Rested {
  /** Each once. */
  readonly rests: readonly Rest[];
  /** Paths of the files that must be read for it. */
  readonly needs: readonly string[];
}

/** What a log has in all. */
export function rested(log: readonly Noted[]): Rested {
  const rests = new Set<Rest>();
  const needs = new Set<string>();
  const seen = new Set<Noted>();
  const asked = new Set<Noted>();
  const visit = (noted: Noted, isAsked: boolean): void => {
    const known = isAsked ? asked : seen;
    if (known.has(noted)) return;
    known.add(noted);
    if ("items" in noted) {
      for (const item of noted.items) visit(item, isAsked && noted.isLooked !== true);
      return;
    }
    rests.add(noted);
    if (isAsked && noted.kind === "file") needs.add(noted.path);
  };
  for (const noted of log) visit(noted, true);
  return { rests: [...rests], needs: [...needs].sort() };
}
