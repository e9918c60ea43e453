/** A change as a sentence that a reviewer can read. */

import type { Change } from "./diff.ts";
import type { Instant } from "./policy.ts";
import type { Request } from "./request.ts";
import { instantInWords } from "./time.ts";

/**
 * "From 2027-02-01, acme.invoice-triage may call acme.invoices:pay with amount 900.00 and no approval." `may` is what
 * the change gives, "no longer may" what it takes; names and values are JSON strings where they could be misread.
 */
export function sentence(agent: string, change: Change, gives: boolean, at: Instant): string {
  const { witness } = change;
  const seconds = witness.time === undefined ? at : Math.floor(Date.parse(witness.time) / 1000);
  const when = seconds <= at ? "" : `${change.starts ? "From" : "At"} ${instantInWords(seconds)}, `;
  const verb = gives ? "may" : "may no longer";
  const parts = [
    resource(witness),
    person(witness),
    inputs(witness),
    circumstances(witness),
    approvals(witness),
  ];
  const text = `${when}${agent} ${verb} call ${quoted(witness.action)}${parts.join("")}.`;
  return when === "" ? text : text.replace(/^./, (first) => first.toUpperCase());
}

const quoted = (text: string): string => (/^[\w.:/*?-]+$/.test(text) ? text : JSON.stringify(text));

const resource = ({ resource: name }: Request): string =>
  name === undefined ? "" : ` on ${JSON.stringify(name)}`;

function person({ on_behalf_of: subject }: Request): string {
  if (subject === undefined) return "";
  const groups = (subject.groups ?? []).map(quoted).join(", ");
  return ` on behalf of ${quoted(subject.user)}${groups === "" ? "" : ` (in ${groups})`}`;
}

function inputs({ inputs: values }: Request): string {
  const list = Object.entries(values ?? {}).map(([name, value]) => `${name} ${shown(value)}`);
  return list.length === 0 ? "" : ` with ${list.join(", ")}`;
}

function circumstances({ context, facts }: Request): string {
  const list = [
    ...Object.entries(context ?? {}).map(([name, value]) => `request.${name} ${shown(value)}`),
    ...Object.entries(facts ?? {}).map(([name, { value, at }]) => `fact.${name} ${shown(value)} as of ${at}`),
  ];
  return list.length === 0 ? "" : ` while ${list.join(", ")}`;
}

function approvals({ approvals: given }: Request): string {
  const people = (given ?? []).map(({ by, at }) => `${quoted(by)} (at ${at})`);
  return people.length === 0 ? ", with no approval" : `, approved by ${people.join(" and ")}`;
}

const shown = (value: unknown): string =>
  typeof value === "string" && /^-?[\d.]+$/.test(value) ? value : JSON.stringify(value);
