/** The declaration that an agent of the code would need: what is seen, at its narrowest, the rest to be filled in. */
import { policyName } from "../../scan/identity.ts";
import { type Group, shownName, toolNames } from "./view.ts";

/** A policy text for one agent. `expires` is a date as the policy writes it; the owner is left to be named. */
export function stanzaOf(group: Group, expires: string): string {
  const { first } = group;
  const name = declarableName(group);
  const shown = shownName(first);
  const title = shown === name ? "" : ` ${quoted(shown)}`;
  const lines = [
    `agent ${name}${title} {`,
    "  owner    FILL-IN-THE-OWNER",
    `  source   ${quoted(globOf(first.file))}`,
  ];
  if (first.name !== null && policyName(first.name) !== name) lines.push(`  code     ${quoted(first.name)}`);
  lines.push(`  expires  ${expires}`);
  const tools = [...new Set(group.tools.map((tool) => toolNames(tool)[0] ?? tool.name))].sort();
  const plain = tools.filter((tool) => isPlain(tool));
  if (plain.length > 0) lines.push(`  may ${plain.map(toolAction).join(", ")}`);
  for (const tool of tools) if (!isPlain(tool)) lines.push(`  may ${toolAction(tool)}`);
  lines.push("}");
  return `${lines.join("\n")}\n`;
}

/** A glob for one file: what would be a wildcard in its name, or cannot be written in a string, is any character. */
function globOf(file: string): string {
  return file.replace(/[{}*?]|\p{Cc}/gu, "?");
}

/** A name that the language accepts; never one that ends in a hyphen or begins with a digit. */
export function declarableName(group: Group): string {
  // The name in a comment is the one by which the agent will be found again.
  const called = group.sites.find((site) => site.declaredName !== undefined)?.declaredName;
  const last = called?.split(".").at(-1) ?? "";
  if (/^[a-z_][a-z0-9_-]*(?<!-)$/.test(last)) return last;
  const name = policyName(shownName(group.first)) || "agent";
  return /^[a-z_]/.test(name) ? name : `agent-${name}`;
}

/** The action of a tool as a policy writes it; a name with blanks and the like stands in quotes. */
export function toolAction(tool: string): string {
  return `tool:${isPlain(tool) ? tool : quoted(tool)}`;
}

function isPlain(tool: string): boolean {
  return /^[A-Za-z0-9_.:/-]+$/.test(tool);
}

/** A string of the language. */
export function quoted(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, (character) => `\\${character}`)
    .replace(/\$\{/g, "\\${")
    .replace(/\n/g, "\\n")
    .replace(/\t/g, "\\t")
    .replace(/\p{Cc}/gu, "");
  return `"${escaped}"`;
}
