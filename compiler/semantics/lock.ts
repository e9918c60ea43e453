/**
 * `remit.lock`: what wildcards meant when they were last looked at, and the digests of the data that said so. Its text
 * is deterministic: keys sorted, one entry a line where it can be, so that its changes can be reviewed.
 */
import type { Catalog } from "../catalog/catalog.ts";
import { isObject } from "../model/json.ts";
import { record } from "./record.ts";

export const LOCK_FILE = "remit.lock";

export interface Lock {
  /** sha256 by catalog part (`aws/s3`). */
  readonly catalogs: Readonly<Record<string, string>>;
  /** Digest of a zone's transitions by its name. */
  readonly zones: Readonly<Record<string, string>>;
  /** By pattern as written, qualified (`aws:s3:Get*`): the actions that it stands for, qualified, sorted. */
  readonly expansions: Readonly<Record<string, readonly string[]>>;
}

export type LockReading =
  | { readonly kind: "lock"; readonly lock: Lock }
  | { readonly kind: "unreadable"; readonly why: string };

/** Reads the file's text. Anything but a lock of this version says what is wrong with it. */
export function readLock(text: string): LockReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: "unreadable", why: "it is no JSON" };
  }
  if (!isObject(value)) return { kind: "unreadable", why: "it is no JSON object" };
  if (value.version !== 1)
    return { kind: "unreadable", why: "its version is another than 1, the one that this Remit reads" };
  const catalogs = texts(value.catalogs);
  const zones = texts(value.zones);
  const expansions = lists(value.expansions);
  if (!catalogs || !zones || !expansions)
    return { kind: "unreadable", why: "'catalogs', 'zones' or 'expansions' is not as Remit writes it" };
  return { kind: "lock", lock: { catalogs, zones, expansions } };
}

function texts(value: unknown): Readonly<Record<string, string>> | undefined {
  if (!isObject(value)) return undefined;
  const found: [string, string][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (typeof item !== "string") return undefined;
    found.push([key, item]);
  }
  return record(found);
}

function lists(value: unknown): Readonly<Record<string, readonly string[]>> | undefined {
  if (!isObject(value)) return undefined;
  const found: [string, readonly string[]][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (!Array.isArray(item) || !item.every((name) => typeof name === "string")) return undefined;
    found.push([key, item]);
  }
  return record(found);
}

/** The file's text for a lock, the same for the same lock. */
export function formatLock(lock: Lock): string {
  const sorted = <T>(table: Readonly<Record<string, T>>) =>
    record(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)));
  const expansions = Object.entries(sorted(lock.expansions)).map(
    ([pattern, actions]) => [pattern, [...actions].sort()] as const,
  );
  const whole = {
    version: 1,
    catalogs: sorted(lock.catalogs),
    zones: sorted(lock.zones),
    expansions: record(expansions),
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

/** What a lock written now would hold. */
export function currentLock(
  world: {
    readonly catalogs: ReadonlyMap<string, Pick<Catalog, "digests">>;
    readonly zones: ReadonlyMap<string, { readonly digest: string }>;
  },
  expansions: ReadonlyMap<string, readonly string[]>,
): Lock {
  return {
    catalogs: record([...world.catalogs.values()].flatMap(({ digests }) => Object.entries(digests))),
    zones: record([...world.zones].map(([name, { digest }]) => [name, digest] as const)),
    expansions: record(expansions),
  };
}
