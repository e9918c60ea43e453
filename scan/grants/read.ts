/** All grants of one file. */
import { awsManagedPolicies } from "./aws/managed-policies.ts";
import { awsStatements } from "./aws/statements.ts";
import { type Bindings, bindingsOf } from "./bindings.ts";
import { documentsOf, type Format, formatOf, type GrantParsers } from "./documents.ts";
import type { Grant } from "./fact.ts";
import type { Value } from "./value.ts";

/** One document of a file, with what its names stand for. */
export interface Source {
  readonly path: string;
  readonly format: Format;
  readonly text: string;
  readonly root: Value;
  readonly bindings: Bindings;
  /** The file's name without folder and endings: the holder of what nothing else claims. */
  readonly stem: string;
}

export interface GrantReading {
  readonly grants: readonly Grant[];
  /** Why the file, or a part of it, could not be read. */
  readonly troubles: readonly string[];
}

/** Larger files are not read: no document with grants is that large, and reading must stay bounded. */
export const MAX_FILE = 2_000_000;

type Extractor = (source: Source) => readonly Grant[];

const extractors: readonly Extractor[] = [
  ({ root, bindings, stem }) => awsStatements(root, bindings, stem),
  ({ root, bindings, stem }) => awsManagedPolicies(root, bindings, stem),
];

/** Reads a file; what is wrong with it is said in `troubles`, never thrown. */
export function readGrants(path: string, text: string, parsers: GrantParsers): GrantReading {
  const none = (reason: string): GrantReading => ({ grants: [], troubles: [reason] });
  if (text.length > MAX_FILE)
    return none(`The file is larger than ${MAX_FILE / 1_000_000} MB, so its grants are not read.`);
  const format = formatOf(path, text);
  if (!format) return { grants: [], troubles: [] };
  try {
    const documents = documentsOf(path, text, format, parsers);
    if (!documents) return none(`The file could not be read as ${format}.`);
    const stem = path.replace(/^.*\//, "").replace(/\..*$/, "");
    const grants = documents.flatMap((root) => {
      const source: Source = { path, format, text, root, bindings: bindingsOf(root, format === "hcl"), stem };
      return extractors.flatMap((extract) => extract(source));
    });
    return { grants, troubles: [] };
  } catch (error) {
    return none(
      `The file could not be read as ${format}: ${error instanceof Error ? error.message.split("\n")[0] : "unknown"}`,
    );
  }
}
