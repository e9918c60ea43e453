/** The static module under the package that a target names. */

/** Where the module's own package and what it reads stand in `remit.rego`; nothing else of it ever changes. */
const LINES: readonly (readonly [string, (name: string) => string])[] = [
  ["package remit", (name) => `package ${name}`],
  ["import data.remit.policy", (name) => `import data.${name}.policy`],
  ["import data.remit_stop as stop", (name) => `import data.${name}_stop as stop`],
  ["import data.remit as module", (name) => `import data.${name} as module`],
];

/** The module's text with its package replaced; the whole lines that name it, and no other. */
export function underPackage(text: string, name: string): string {
  return text
    .split("\n")
    .map((line) => LINES.find(([written]) => written === line)?.[1](name) ?? line)
    .join("\n");
}

/** Rego's keywords cannot be parts of a package's name, and `system` is OPA's own. */
const RESERVED: ReadonlySet<string> = new Set([
  "as",
  "contains",
  "data",
  "default",
  "else",
  "every",
  "false",
  "if",
  "import",
  "in",
  "input",
  "not",
  "null",
  "package",
  "set",
  "some",
  "true",
  "with",
]);

/** Why a text cannot be the package, as the end of a sentence; `undefined`: it can. */
export function packageFault(name: string): string | undefined {
  const parts = name.split(".");
  const strange = parts.find((part) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(part));
  if (strange !== undefined)
    return "it is written as names of letters, digits and '_', with '.' between them, such as \"acme.agents\"";
  const reserved = parts.find((part) => RESERVED.has(part));
  if (reserved !== undefined) return `'${reserved}' is a keyword of Rego`;
  return parts[0] === "system" ? "'system' is OPA's own" : undefined;
}
