/** What each person answers for: the places where a policy relies on somebody being there. */
import type { Owner, Policy } from "./policy.ts";

export interface PersonRoles {
  readonly owner: Owner;
  /** Each in words: `owner of acme.triage`. */
  readonly roles: readonly string[];
}

/** Owners with at least one role, in name order. */
export function peopleRoles(policy: Policy): readonly PersonRoles[] {
  const roles = new Map<string, string[]>();
  const add = (name: string | undefined, role: string): void => {
    if (name === undefined) return;
    const list = roles.get(name) ?? [];
    if (!list.includes(role)) list.push(role);
    roles.set(name, list);
  };
  for (const agent of Object.values(policy.agents)) {
    add(agent.owner, `owner of ${agent.name}`);
    add(agent.deputy, `deputy of ${agent.name}`);
    for (const grant of agent.grants) {
      for (const approval of grant.approvals)
        for (const { owner } of approval.approvers) add(owner, `approver for ${agent.name}`);
      for (const subject of grant.subjects.flat())
        if (subject.kind === "owner") add(subject.owner, `subject of ${agent.name}`);
    }
  }
  for (const team of Object.values(policy.teams)) add(team.lead, `lead of ${team.name}`);
  for (const owner of Object.values(policy.owners)) add(owner.manager, `manager of ${owner.name}`);
  return Object.values(policy.owners)
    .flatMap((owner) => {
      const mine = roles.get(owner.name);
      return mine === undefined ? [] : [{ owner, roles: mine }];
    })
    .sort((a, b) => (a.owner.name < b.owner.name ? -1 : 1));
}
