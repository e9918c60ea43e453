/** Reading the generated files. They ship with the compiler, so a wrong shape is a broken installation: an exception. */
import type { Risk } from "../model/policy.ts";
import type { CatalogAction, ResourceType } from "./catalog.ts";

export interface IndexEntry {
  readonly name: string;
  readonly title: string;
  /** sha256 (hex) of the part's bytes. */
  readonly digest: string;
}

type Rec = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Rec => typeof value === "object" && value !== null;

function broken(name: string): never {
  throw new Error(`The catalog '${name}' that ships with Remit cannot be read; install Remit anew.`);
}

function rows(value: unknown, key: string, name: string): readonly (readonly unknown[])[] {
  const found = isRecord(value) ? value[key] : undefined;
  if (!Array.isArray(found)) return broken(name);
  return found.filter((row): row is readonly unknown[] => Array.isArray(row));
}

/** The parts of a service, sorted by name (`generated/<service>/index.json`). */
export function readIndex(value: unknown, name: string): readonly IndexEntry[] {
  return rows(value, "parts", name).map((row) => {
    const [part, title, digest] = row;
    if (typeof part !== "string" || typeof title !== "string" || typeof digest !== "string")
      return broken(name);
    return { name: part, title, digest };
  });
}

const risks: Readonly<Record<string, Risk>> = { r: "read", w: "write", a: "admin" };

/** The actions of one part; `prefix` comes before each name (`s3:`). */
export function readPart(value: unknown, name: string, prefix: string): readonly CatalogAction[] {
  const types = rows(value, "types", name).map(([type, pattern]): ResourceType => {
    if (typeof type !== "string" || typeof pattern !== "string") return broken(name);
    return { name: type, pattern };
  });
  const limited = isRecord(value) && value.limited === true;
  return rows(value, "actions", name).map(([action, level, description, indexes, labels]): CatalogAction => {
    const risk = typeof level === "string" ? risks[level] : undefined;
    if (typeof action !== "string" || !risk || !Array.isArray(indexes)) return broken(name);
    const resources = indexes.flatMap((index) => (typeof index === "number" ? (types[index] ?? []) : []));
    return {
      name: prefix + action,
      risk,
      description: typeof description === "string" && description !== "" ? description : undefined,
      resources,
      resourceRequired: limited && resources.length > 0,
      labels: Array.isArray(labels)
        ? labels.filter((label): label is string => typeof label === "string")
        : [],
      inputs: {},
    };
  });
}
