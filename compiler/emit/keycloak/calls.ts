/** Calls of Keycloak's Admin API that several steps are made of. */
import type { Call, LinksStep, Ownership, Path, Step, Template } from "../apply/plan-shape.ts";
import type { RealmObjects } from "./objects.ts";
import { ownerOf } from "./representation.ts";

/** What the steps of one realm share. */
export interface Realm {
  readonly objects: RealmObjects;
  readonly path: (...segments: Path) => Path;
  /** The objects' attributes say that they are ours; `at` is where those stand. */
  readonly owned: (what: string, at?: string) => Ownership;
}

export function realmOf(objects: RealmObjects): Realm {
  const whose = Object.entries(ownerOf(objects));
  return {
    objects,
    path: (...segments) => ["admin", "realms", objects.realm, ...segments],
    owned: (what, at = "/attributes") => ({
      match: whose.map(([key, value]) => ({ at: `${at}/${key}`, is: value })),
      message: `${what} is there already and is not of target ${objects.target} of workspace ${objects.workspace}; rename or remove it.`,
    }),
  };
}

export const findClient = (realm: Realm, id: string) => ({
  path: realm.path("clients"),
  query: { clientId: id },
  in: "",
  where: [{ at: "/clientId", is: id }],
});

export const post = (path: Path, body: Template): Call => ({
  method: "POST",
  path,
  body,
  expects: [200, 201, 204],
});
export const put = (path: Path, body: Template): Call => ({ method: "PUT", path, body, expects: [200, 204] });
export const remove = (path: Path, body?: Template): Call => ({
  method: "DELETE",
  path,
  ...(body === undefined ? {} : { body }),
  expects: [200, 204],
});

const item: Template = { $item: "" };

/** A list of roles that something has: given and taken by the same path. */
export const roleLinks = (path: Path): Pick<LinksStep, "list" | "key" | "add" | "remove" | "extra"> => ({
  list: { path },
  key: "/name",
  add: post(path, [item]),
  remove: remove(path, [item]),
  extra: "remove",
});

export const mapperLinks = (path: Path): Pick<LinksStep, "list" | "key" | "add" | "remove" | "extra"> => ({
  list: { path },
  key: "/name",
  add: post(path, item),
  remove: remove([...path, { $item: "/id" }]),
  extra: "remove",
});

export const roleReference = (name: string): Template => ({ id: { $yield: `role/${name}` }, name });

/** Client profiles and policies are lists that are written whole. */
export function entryStep(realm: Realm, list: "profiles" | "policies", name: string, value: Template): Step {
  const path = realm.path("client-policies", list);
  return {
    kind: "entry",
    id: `client-policies/${list}/${name}`,
    purpose: `client ${list === "profiles" ? "profile" : "policy"} ${name}`,
    document: { path },
    list: `/${list}`,
    key: "name",
    name,
    value,
    put: put(path, { [list]: { $entries: "" } }),
  };
}
