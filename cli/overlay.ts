/**
 * A compile of a part (`--target`, `--only-suspensions`) leaves the rest of the output as it is: this joins its
 * manifest and enforcement with the ones that are there.
 */
import { isObject, type JsonObject } from "../compiler/model/json.ts";

/** The new document with the old one's rows of targets that `replaced` does not name; the new one where there is no old. */
export function joined(old: string | undefined, fresh: string, replaced: ReadonlySet<string>): string {
  const now = parsed(fresh);
  const before = withObjects(parsed(old), now);
  if (before === undefined || now === undefined) return fresh;
  const result = Object.fromEntries(
    Object.entries(now).map(([key, value]) => {
      // A compile of one target knows what all of them enforce.
      if (key === "unenforced") return [key, value];
      if (key === "files") return [key, files(before[key], value, replaced)];
      return [key, Array.isArray(value) ? rows(before[key], value, replaced) : value];
    }),
  );
  return `${JSON.stringify(result, null, 2)}\n`;
}

function parsed(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function rows(old: unknown, fresh: readonly unknown[], replaced: ReadonlySet<string>): readonly unknown[] {
  const kept = (Array.isArray(old) ? old : []).filter((row) => !replaced.has(targetOf(row)));
  const there = new Set(kept.map(targetOf));
  return [...kept, ...fresh.filter((row) => !there.has(targetOf(row)))].sort((a, b) =>
    targetOf(a) < targetOf(b) ? -1 : targetOf(a) > targetOf(b) ? 1 : 0,
  );
}

/**
 * A manifest whose targets have the objects that the new one knows of them besides: what a stop adds, which is gone no
 * more either.
 */
function withObjects(old: JsonObject | undefined, fresh: JsonObject | undefined): JsonObject | undefined {
  if (old === undefined || !Array.isArray(old.targets) || !Array.isArray(fresh?.targets)) return old;
  const added = fresh.targets.filter(isObject);
  const objectsOf = (target: string): readonly unknown[] =>
    added.flatMap((one) => (targetOf(one) === target && Array.isArray(one.objects) ? one.objects : []));
  const has = (list: readonly unknown[], object: unknown): boolean =>
    list.some((one) => keyOf(one) === keyOf(object));
  const targets = old.targets.map((row: unknown) => {
    if (!isObject(row) || !Array.isArray(row.objects)) return row;
    const there: readonly unknown[] = row.objects;
    const more = objectsOf(targetOf(row)).filter((object) => !has(there, object));
    return { ...row, objects: [...there, ...more] };
  });
  const gone = Array.isArray(old.gone)
    ? { gone: old.gone.filter((object: unknown) => !has(objectsOf(targetOf(object)), object)) }
    : {};
  return { ...old, targets, ...gone };
}

const keyOf = (object: unknown): string =>
  isObject(object) ? JSON.stringify([object.kind, object.name]) : "";

const targetOf = (row: unknown): string =>
  isObject(row) && typeof row.target === "string" ? row.target : "";

function files(old: unknown, fresh: unknown, replaced: ReadonlySet<string>): unknown {
  const kept = Object.entries(isObject(old) ? old : {}).filter(
    ([path]) => !replaced.has(path.split("/")[0] ?? ""),
  );
  const all = [...kept, ...Object.entries(isObject(fresh) ? fresh : {})];
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The manifest with another digest of one file. */
export function withDigest(manifest: string, file: string, digest: string): string {
  const value = parsed(manifest);
  if (value === undefined || !isObject(value.files)) return manifest;
  return `${JSON.stringify({ ...value, files: { ...value.files, [file]: digest } }, null, 2)}\n`;
}
