/** `manifest.json`: what was compiled from what, and the digest of each file. */
import { createHash } from "node:crypto";
import type { Checked } from "../checked.ts";
import { isObject } from "../model/json.ts";
import { formatInstant } from "../model/time.ts";
import type { Compiled, EmittedFile, EmittedObject } from "./emission.ts";
import { targetName } from "./enforcement.ts";
import { stableJson } from "./escape.ts";

/** What of an earlier manifest is of use. */
export interface Manifest {
  /** The name of the workspace that it is of; absent where it does not say. */
  readonly workspace?: string;
  readonly targets: readonly { readonly target: string; readonly objects: readonly EmittedObject[] }[];
  /** What an earlier compile made and a later one did not. Whether it was removed everywhere, no compile can know. */
  readonly gone: readonly GoneObject[];
  /** Path → sha256 in hexadecimal. */
  readonly files: Readonly<Record<string, string>>;
}

/** An object of a target's output that is not made any more. */
export interface GoneObject extends EmittedObject {
  readonly target: string;
}

export function manifestOf(
  { files: sources, at, policies }: Checked,
  compiled: readonly Compiled[],
  files: readonly EmittedFile[],
  gone: readonly GoneObject[],
  compiler: string,
): EmittedFile {
  return {
    path: "manifest.json",
    content: stableJson({
      version: 1,
      workspace: policies[0]?.workspace ?? null,
      compiler,
      at: formatInstant(at),
      source: sha256(...sources.flatMap(({ path, text }) => [path, text])),
      targets: compiled.map(({ target, policy, emission }) => ({
        target: targetName(target),
        environment: policy.environment ?? null,
        objects: (emission.objects ?? []).map(objectOf),
      })),
      gone: gone.map(({ target, ...object }) => ({ target, ...objectOf(object) })),
      files: Object.fromEntries(files.map(({ path, content }) => [path, sha256(content)])),
    }),
  };
}

/** Without what else an object may carry. */
const objectOf = ({ kind, name, within }: EmittedObject): EmittedObject => ({
  kind,
  name,
  ...(within === undefined ? {} : { within }),
});

/** Each part with its length before it, so that no two lists of parts are one text; a single part as it is. */
function sha256(...parts: readonly (string | Uint8Array)[]): string {
  const digest = createHash("sha256");
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return digest.update(first).digest("hex");
  for (const part of parts) digest.update(`${part.length}:`).update(part);
  return digest.digest("hex");
}

/** Reads a manifest that an earlier compile wrote; `undefined` where the text is none. */
export function readManifest(text: string): Manifest | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value) || value.version !== 1 || !Array.isArray(value.targets) || !isObject(value.files))
    return undefined;
  const files = Object.entries(value.files).flatMap(([path, digest]): [string, string][] =>
    typeof digest === "string" ? [[path, digest]] : [],
  );
  const gone = Array.isArray(value.gone) ? value.gone : [];
  return {
    ...(typeof value.workspace === "string" ? { workspace: value.workspace } : {}),
    targets: value.targets.flatMap(readTarget),
    gone: gone.flatMap(readGone),
    files: Object.fromEntries(files),
  };
}

function readTarget(value: unknown): Manifest["targets"] {
  if (!isObject(value) || typeof value.target !== "string" || !Array.isArray(value.objects)) return [];
  return [{ target: value.target, objects: value.objects.flatMap(readObject) }];
}

const readObject = (value: unknown): readonly EmittedObject[] =>
  isObject(value) && typeof value.kind === "string" && typeof value.name === "string"
    ? [
        objectOf({
          kind: value.kind,
          name: value.name,
          ...(typeof value.within === "string" ? { within: value.within } : {}),
        }),
      ]
    : [];

function readGone(value: unknown): readonly GoneObject[] {
  if (!isObject(value) || typeof value.target !== "string") return [];
  const { target } = value;
  return readObject(value).map((object) => ({ target, ...object }));
}

/** The objects of one target in an earlier manifest, with those that were gone by then; sorted by kind and name. */
export function objectsOf(manifest: Manifest | undefined, target: string): readonly EmittedObject[] {
  const gone = manifest?.gone.filter((one) => one.target === target) ?? [];
  const made = manifest?.targets.find((one) => one.target === target)?.objects ?? [];
  const keyOf = ({ kind, name }: EmittedObject): string => JSON.stringify([kind, name]);
  return [...made, ...gone.map(objectOf)].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

/** Objects of earlier outputs that are not among those made now, nor held by one of them, in the order given. */
export function notMade(
  previous: readonly EmittedObject[],
  made: readonly EmittedObject[],
): readonly EmittedObject[] {
  return previous.filter(
    (one) => !made.some(({ kind, name }) => kind === one.within || (kind === one.kind && name === one.name)),
  );
}

/**
 * Everything of an earlier manifest that is not among the objects made now, nor held by one of them, by target, kind
 * and name.
 */
export function goneObjects(
  manifest: Manifest | undefined,
  made: readonly { readonly target: string; readonly objects: readonly EmittedObject[] }[],
): readonly (GoneObject & { readonly fresh: boolean })[] {
  const keyOf = ({ target, kind, name }: GoneObject): string => JSON.stringify([target, kind, name]);
  const there = new Set(
    made.flatMap(({ target, objects }) => objects.map((object) => keyOf({ target, ...object }))),
  );
  const holders = new Set(
    made.flatMap(({ target, objects }) => objects.map(({ kind }) => JSON.stringify([target, kind]))),
  );
  const before = (manifest?.targets ?? []).flatMap(({ target, objects }) =>
    objects.map((object) => ({ target, ...object, fresh: true })),
  );
  const known = new Map(
    [...(manifest?.gone ?? []).map((object) => ({ ...object, fresh: false })), ...before].map((object) => [
      keyOf(object),
      object,
    ]),
  );
  return [...known]
    .filter(
      ([key, { target, within }]) =>
        !there.has(key) && !holders.has(JSON.stringify([target, within ?? null])),
    )
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, object]) => object);
}
