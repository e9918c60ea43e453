/** What changed of services and of the risk of actions: names on the platforms, and what rules and guardrails go by. */
import { own } from "./json.ts";
import { inNew, inOld, type OtherChange } from "./other-change.ts";
import type { Classification, Policy, Service } from "./policy.ts";

/** Services that both have, and classifications of either. */
export function services(old: Policy, fresh: Policy): readonly OtherChange[] {
  const changes = Object.values(fresh.services).flatMap((service) => {
    const before = own(old.services, service.name);
    return before === undefined ? [] : [...serviceItself(before, service), ...actions(before, service)];
  });
  return [...changes, ...classifications(old, fresh)];
}

/** What a platform calls a service: other scopes or audiences are other permissions there. */
function serviceItself(before: Service, after: Service): readonly OtherChange[] {
  const native = (one: Service) =>
    JSON.stringify([
      one.audience,
      one.url,
      Object.values(one.actions).flatMap((action) =>
        action.oauth === undefined ? [] : [[action.name, action.oauth]],
      ),
    ]);
  const changes: OtherChange[] = [];
  if (native(before) !== native(after))
    changes.push(
      inNew(
        "service",
        after.origin,
        `What ${after.name} is called on the platforms changed (audience, url or oauth scopes).`,
      ),
    );
  if (before.resource !== after.resource)
    changes.push(
      inNew(
        "service",
        after.origin,
        `The resources of ${after.name} were ${quoted(before.resource)} and are ${quoted(after.resource)}.`,
      ),
    );
  return changes;
}

const quoted = (resource: string | undefined): string =>
  resource === undefined ? "any" : JSON.stringify(resource);

function actions(before: Service, after: Service): readonly OtherChange[] {
  return Object.values(after.actions).flatMap((action) => {
    const was = own(before.actions, action.name);
    if (was === undefined) return [];
    const name = `${after.name}:${action.name}`;
    const labels = (list: readonly string[]) => [...list].sort().join(", ") || "none";
    return [
      ...(was.risk === action.risk
        ? []
        : [inNew("risk", action.origin, `The risk of ${name} was ${was.risk} and is ${action.risk}.`)]),
      ...(labels(was.labels) === labels(action.labels)
        ? []
        : [
            inNew(
              "label",
              action.origin,
              `The labels of ${name} were ${labels(was.labels)} and are ${labels(action.labels)}.`,
            ),
          ]),
    ];
  });
}

/** A classification is the same one where it names the same actions and resources. */
function classifications(old: Policy, fresh: Policy): readonly OtherChange[] {
  const said = ({ risk, labels }: Classification) =>
    [...(risk === undefined ? [] : [`risk ${risk}`]), ...[...labels].sort()].join(", ") || "nothing";
  const byKey = (policy: Policy) =>
    new Map(
      policy.classifications.map((one) => [
        JSON.stringify([[...one.actions].sort(), [...(one.resources ?? [])].sort()]),
        one,
      ]),
    );
  const [before, after] = [byKey(old), byKey(fresh)];
  return [
    ...[...after].flatMap(([key, one]) => {
      const was = before.get(key);
      if (was !== undefined && said(was) === said(one)) return [];
      return [
        inNew(
          "risk",
          one.origin,
          `${named(one)} was ${was ? said(was) : "not classified"} and is ${said(one)}.`,
        ),
      ];
    }),
    ...[...before]
      .filter(([key]) => !after.has(key))
      .map(([, one]) => inOld("risk", one.origin, `${named(one)} was ${said(one)} and is not classified.`)),
  ];
}

const named = ({ actions: list, resources }: Classification): string =>
  `${list.join(", ")}${resources === undefined ? "" : ` on ${resources.map((one) => JSON.stringify(one)).join(", ")}`}`;
