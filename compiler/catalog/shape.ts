/** The partial catalogs: what a name of these platforms looks like, and what an unlisted one is taken to be. */
import type { Risk } from "../model/policy.ts";
import type { BuiltInService, CatalogAction, ResourceType } from "./catalog.ts";

interface Shape {
  readonly name: RegExp;
  /** Read only where the platform's own grammar says so; whatever else counts as write. */
  readonly risk: (name: string) => Risk;
  readonly resources: readonly ResourceType[];
}

/** Google Cloud's full resource names (AIP-122). */
const gcpResource: ResourceType = { name: "resource", pattern: "//${Service}/${Name}" };
/** Azure Resource Manager's ids. */
const azureResources: readonly ResourceType[] = [
  { name: "subscription scope", pattern: "/subscriptions/${Name}" },
  { name: "provider scope", pattern: "/providers/${Name}" },
];

const shapes: Partial<Readonly<Record<BuiltInService, Shape>>> = {
  // service.resourceType.verb, as in storage.objects.get
  gcp: {
    name: /^[a-z][a-z0-9-]*(?:\.[A-Za-z][A-Za-z0-9-]*){2,4}$/,
    risk: (name) =>
      /\.(get|list|getIamPolicy)$/.test(name) ? "read" : /\.setIamPolicy$/.test(name) ? "admin" : "write",
    resources: [gcpResource],
  },
  // Provider.Name/type/…/read|write|delete|<verb>/action
  azure: {
    name: /^[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z][A-Za-z0-9]*)+(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)+\/(?:read|write|delete|action)$/,
    risk: (name) =>
      /\/read$/.test(name)
        ? "read"
        : /^Microsoft\.Authorization\//i.test(name) ||
            /\/(list[A-Za-z]*Keys?|list[A-Za-z]*Credentials?)\/action$/i.test(name)
          ? "admin"
          : "write",
    resources: azureResources,
  },
  // Resource.Operation.Constraint, as in Mail.ReadWrite.Shared
  graph: {
    name: /^[A-Z][A-Za-z0-9]*(?:-[A-Z][A-Za-z0-9]*)?(?:\.[A-Za-z][A-Za-z0-9-]*){1,4}$/,
    risk: (name) =>
      /\.(Read|ReadBasic)(\.|$)/.test(name) ? "read" : /\.FullControl(\.|$)/.test(name) ? "admin" : "write",
    resources: [{ name: "id", pattern: "${Id}" }],
  },
};

/** An unlisted name of a partial catalog, judged by its grammar alone; `undefined` where it is not well-shaped. */
export function assumedAction(service: BuiltInService, name: string): CatalogAction | undefined {
  const shape = shapes[service];
  if (!shape || name.length > 300 || !shape.name.test(name)) return undefined;
  return {
    name,
    risk: shape.risk(name),
    resources: shape.resources,
    resourceRequired: service !== "graph",
    labels: [],
    inputs: {},
  };
}
