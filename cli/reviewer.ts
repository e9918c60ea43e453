/** Who certifies an agent: the person whom `remit review --by` names, and whether their review counts. */
import type { Checked } from "../compiler/index.ts";
import { own } from "../compiler/model/json.ts";
import { managerLine } from "../compiler/model/life.ts";
import type { Agent, Instant, Owner } from "../compiler/model/policy.ts";
import { instantInWords } from "../compiler/model/time.ts";
import { failure } from "./failure.ts";

/** By qualified or simple name, or by mail. Throws a `failure` where there is none, or more than one. */
export function ownerNamed(checked: Checked, written: string): Owner {
  const owners = checked.policies.flatMap((policy) => Object.values(policy.owners));
  const exact = owners.find((owner) => owner.name === written || owner.email === written.toLowerCase());
  if (exact !== undefined) return exact;
  const alike = new Map(
    owners.filter(({ name }) => name.split(".").at(-1) === written).map((owner) => [owner.name, owner]),
  );
  const [only] = alike.values();
  if (only !== undefined && alike.size === 1) return only;
  throw failure(
    alike.size > 1
      ? `There are several owners '${written}': ${[...alike.keys()].join(", ")}.`
      : `There is no owner named '${written}'.`,
  );
}

/** Throws a `failure` where the owner has left by `at`: such a review does not count. */
export function refuseLeft(checked: Checked, agent: Agent, { name, left }: Owner, at: Instant): void {
  if (left === undefined || at < left) return;
  const people = new Set(
    checked.policies.flatMap((policy) =>
      managerLine(policy, agent.owner).filter((person) => isThere(own(policy.owners, person), at)),
    ),
  );
  const others =
    people.size > 0
      ? `It can be reviewed by ${[...people].join(", ")}.`
      : `Nobody who may review it is there: give '${agent.name}' another owner, or '${agent.owner}' a manager.`;
  throw failure(
    `'${name}' left on ${instantInWords(left)}, so a review of '${agent.name}' by them on ${instantInWords(at)} would not count. ${others}`,
  );
}

const isThere = (owner: Owner | undefined, at: Instant): boolean =>
  owner !== undefined && (owner.left === undefined || at < owner.left);
