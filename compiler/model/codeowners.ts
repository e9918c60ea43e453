/** Who has to review changes of an agent's code: lines of a CODEOWNERS file from owners and `source` globs. */
import type { Instant, Policy } from "./policy.ts";

export interface CodeOwnersLine {
  readonly pattern: string;
  /** `@login` where the policy knows it, else the mail; owner first, then the deputy. */
  readonly people: readonly string[];
  readonly agent: string;
}

export interface CodeOwners {
  /** In the order of the file: of two that match, the later counts, so what lies deeper comes later. */
  readonly lines: readonly CodeOwnersLine[];
  /** Globs that the format cannot say, with the agent that has them. */
  readonly unsaid: readonly { readonly glob: string; readonly agent: string }[];
}

/** People who have left by `at` (epoch seconds) are not named; an agent without anybody left has no line. */
export function codeOwners(policy: Policy, at: Instant): CodeOwners {
  const lines: CodeOwnersLine[] = [];
  const unsaid: { glob: string; agent: string }[] = [];
  for (const agent of Object.values(policy.agents)) {
    const people = [agent.owner, agent.deputy].flatMap((name) => {
      const owner = name === undefined ? undefined : policy.owners[name];
      if (owner === undefined || (owner.left !== undefined && owner.left <= at)) return [];
      return [owner.github === undefined ? owner.email : `@${owner.github.replace(/^@/, "")}`];
    });
    for (const glob of agent.source) {
      const pattern = patternOf(glob);
      if (pattern === undefined) unsaid.push({ glob, agent: agent.name });
      else if (people.length > 0) lines.push({ pattern, people: [...new Set(people)], agent: agent.name });
    }
  }
  const depth = ({ pattern }: CodeOwnersLine): number => pattern.split("/").length;
  lines.sort(
    (a, b) =>
      depth(a) - depth(b) ||
      (a.pattern < b.pattern ? -1 : a.pattern > b.pattern ? 1 : a.agent < b.agent ? -1 : 1),
  );
  return { lines, unsaid };
}

/** Anchored at the root; blanks and `#` are escaped. Negation, classes and braces are none of the format. */
function patternOf(glob: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they cannot stand in a line of the file
  if (/^!|[[\]{}\u0000-\u001f\u007f]/.test(glob) || glob === "") return undefined;
  const anchored = glob.startsWith("/") ? glob : `/${glob}`;
  return anchored.replace(/\/\*\*$/, "/").replace(/([\\ #])/g, "\\$1");
}
