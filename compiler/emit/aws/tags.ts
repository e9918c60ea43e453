/** Tags: who answers for the object, and where it is written. */
import type { Agent, Policy } from "../../model/policy.ts";

/** Most texts: nothing in them has to be shown otherwise. */
const plainTag = /^[\p{L}\p{N} _.:/+@-]*$/u;

/** IAM tag values take letters, digits, blanks and `_ . : / = + - @`, 256 at most; the rest is shown as `=XX`. */
export function tagValue(text: string): string {
  if (text.length <= 256 && plainTag.test(text)) return text;
  let out = "";
  for (const character of text) {
    const plain = /^[\p{L}\p{N} _.:/+@-]$/u.test(character);
    const next = plain ? character : `=${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}`;
    if (out.length + next.length > 256) break;
    out += next;
  }
  return out;
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** Owner, policy and place of an agent, sorted by key. */
export function tagsOf(policy: Policy, agent: Agent): readonly Tag[] {
  const tags: Tag[] = [
    { key: "remit:agent", value: tagValue(agent.name) },
    { key: "remit:owner", value: tagValue(policy.owners[agent.owner]?.email ?? agent.owner) },
    { key: "remit:source", value: tagValue(`${agent.origin.span.file}:${agent.origin.line}`) },
    { key: "remit:workspace", value: tagValue(policy.workspace) },
  ];
  return tags;
}

/**
 * The description of a managed policy. IAM never changes one, so a policy whose description differs has to be made
 * anew, which fails while its name is taken and a role holds it. So it says nothing but the agent's name, which is in
 * the policy's name too.
 */
export const descriptionOf = (agent: Agent): string => `Made by Remit for agent ${tagValue(agent.name)}`;
