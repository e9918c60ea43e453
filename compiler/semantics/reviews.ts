/** Reviews of an agent: made by whom, and when. */
import type { Agent, Owner } from "../model/policy.ts";
import { instantInWords } from "../model/time.ts";
import type { ReviewedMember } from "../syntax/ast.ts";
import { type Context, originOf, report } from "./context.ts";
import type { EntryOf } from "./entry.ts";
import { declared, resolve } from "./resolve.ts";
import type { Tables } from "./tables.ts";
import { readInstant } from "./values.ts";

export interface Reviews {
  /** Those that count, oldest first. */
  readonly reviewed: Agent["reviewed"];
  /** One of them is in error. */
  readonly broken: boolean;
}

export function readReviews(
  context: Context,
  tables: Tables,
  entry: EntryOf<"agent">,
  owner: EntryOf<"owner">,
  members: readonly ReviewedMember[],
): Reviews {
  const reviewed: Agent["reviewed"][number][] = [];
  let broken = false;
  for (const member of members) {
    const at = member.broken ? undefined : readInstant(context, entry, member.at, "'reviewed'")?.seconds;
    const by = resolve(context, entry, member.by, ["owner"]);
    const reviewer = by && tables.people.owners.get(by);
    if (at === undefined || by === undefined || reviewer === undefined) broken = true;
    else if (at > context.world.at) {
      const message = `This review is dated ${instantInWords(at)}, which lies ahead.`;
      report(context, entry, member.at ?? member, "review-in-future", message);
      broken = true;
    } else if (!answersFor(tables, owner, reviewer)) {
      const message = `'${by.name}' is neither the owner of '${entry.name}' nor above '${owner.name}'; a review is made by one who answers for the agent.`;
      report(context, entry, member.by ?? member, "review-by-stranger", message, {
        related: [declared(owner)],
      });
      broken = true;
    } else if (reviewer.left === undefined || at < reviewer.left)
      reviewed.push({ at, by: reviewer.name, origin: originOf(context, entry, member) });
  }
  return { reviewed: reviewed.sort((a, b) => a.at - b.at), broken };
}

/** Whether the reviewer is the owner or a manager upwards. */
function answersFor(tables: Tables, owner: EntryOf<"owner">, reviewer: Owner): boolean {
  const line = new Set<string>();
  for (let name: string | undefined = owner.qualified; name !== undefined && !line.has(name); ) {
    line.add(name);
    name = tables.people.byName.get(name)?.manager;
  }
  return line.has(reviewer.name);
}
