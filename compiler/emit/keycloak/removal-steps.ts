/** Objects of the last plan that the policy does not make any more. */
import type { Find, Path, Step } from "../apply/plan-shape.ts";
import type { EmittedObject } from "../emission.ts";
import { entryStep, findClient, post, type Realm, remove } from "./calls.ts";
import { clientPolicies } from "./client-policies.ts";
import type { RealmObjects } from "./objects.ts";

/** What the manifest remembers. Groups are left out: people may have been put into them. */
export function emittedObjects(objects: RealmObjects): readonly EmittedObject[] {
  const { provider } = objects;
  return [
    ...objects.clients.map(({ id }) => ({ kind: "client", name: id })),
    ...objects.scopes.map(({ name }) => ({ kind: "client-scope", name })),
    ...objects.roles.map(({ name }) => ({ kind: "role", name })),
    ...(provider === undefined ? [] : [{ kind: "identity-provider", name: provider.alias }]),
    ...clientPolicies(objects).map(({ name }) => ({ kind: "client-policy", name })),
  ];
}

interface Removal {
  readonly label: string;
  readonly find: (realm: Realm, name: string) => Find;
  readonly path: (realm: Realm, name: string) => Path;
  /** Where it is made again. */
  readonly home: Path;
  readonly attributes: string;
}

const byId = { $item: "/id" } as const;

/** In the order in which they are removed: clients hold scopes, scopes hold roles. */
const removals: Readonly<Record<string, Removal>> = {
  client: {
    label: "client",
    find: findClient,
    path: (realm) => realm.path("clients", byId),
    home: ["clients"],
    attributes: "/attributes",
  },
  "client-scope": {
    label: "client scope",
    find: (realm, name) => ({
      path: realm.path("client-scopes"),
      in: "",
      where: [{ at: "/name", is: name }],
    }),
    path: (realm) => realm.path("client-scopes", byId),
    home: ["client-scopes"],
    attributes: "/attributes",
  },
  role: {
    label: "role",
    find: (realm, name) => ({ path: realm.path("roles", name) }),
    path: (realm, name) => realm.path("roles", name),
    home: ["roles"],
    attributes: "/attributes",
  },
  "identity-provider": {
    label: "identity provider",
    find: (realm, name) => ({ path: realm.path("identity-provider", "instances", name) }),
    path: (realm, name) => realm.path("identity-provider", "instances", name),
    home: ["identity-provider", "instances"],
    attributes: "/config",
  },
};

export function removalSteps(realm: Realm, previous: readonly EmittedObject[]): readonly Step[] {
  const made = new Set(emittedObjects(realm.objects).map(({ kind, name }) => `${kind} ${name}`));
  const gone = previous.filter(({ kind, name }) => !made.has(`${kind} ${name}`));
  const policies = gone.filter(({ kind }) => kind === "client-policy").map(({ name }) => name);
  return [
    ...Object.entries(removals).flatMap(([kind, removal]) =>
      gone
        .filter((object) => object.kind === kind && object.name !== "." && object.name !== "..")
        .map(({ name }): Step => {
          const what = `${removal.label} ${name}`;
          return {
            kind: "remove",
            id: `gone/${kind}/${name}`,
            purpose: what,
            find: removal.find(realm, name),
            owned: { ...realm.owned("", removal.attributes), message: `the ${what} is not of this target` },
            call: remove(removal.path(realm, name)),
            undo: post(realm.path(...removal.home), { $item: "" }),
          };
        }),
    ),
    // The policy first: it names the profile. Their names begin with `remit:` and hold workspace and target.
    ...policies
      .filter((name) => name.startsWith("remit:"))
      .flatMap((name) => [
        entryStep(realm, "policies", name, null),
        entryStep(realm, "profiles", name, null),
      ]),
  ];
}
