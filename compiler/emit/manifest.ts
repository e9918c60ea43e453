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
  readonly targets: readonly { readonly target: string; readonly objects: readonly EmittedObject[] }[];
  /** Path → sha256 in hexadecimal. */
  readonly files: Readonly<Record<string, string>>;
}

export function manifestOf(
  { files: sources, at, policies }: Checked,
  compiled: readonly Compiled[],
  files: readonly EmittedFile[],
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
        objects: emission.objects ?? [],
      })),
      files: Object.fromEntries(files.map(({ path, content }) => [path, sha256(content)])),
    }),
  };
}

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
  return { targets: value.targets.flatMap(readTarget), files: Object.fromEntries(files) };
}

function readTarget(value: unknown): Manifest["targets"] {
  if (!isObject(value) || typeof value.target !== "string" || !Array.isArray(value.objects)) return [];
  const objects = value.objects.flatMap((object): EmittedObject[] =>
    isObject(object) && typeof object.kind === "string" && typeof object.name === "string"
      ? [{ kind: object.kind, name: object.name }]
      : [],
  );
  return [{ target: value.target, objects }];
}

/** The objects of one target in an earlier manifest. */
export function objectsOf(manifest: Manifest | undefined, target: string): readonly EmittedObject[] {
  return manifest?.targets.find((one) => one.target === target)?.objects ?? [];
}
