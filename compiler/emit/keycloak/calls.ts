/** Calls of Keycloak's Admin API that several steps are made of. Keys stand as in the text, which then needs no sorting. */
import type { Call, LinksStep, Ownership, Path, Step, Template } from "../apply/plan-shape.ts";
import type { RealmObjects } from "./objects.ts";

/** What the steps of one realm share. */
export interface Realm {
  readonly objects: RealmObjects;
  readonly path: (...segments: Path) => Path;
  /** The objects' attributes say that they are ours; `at` is where those stand. */
  readonly owned: (what: string, at?: string) => Ownership;
}

export function realmOf(objects: RealmObjects): Realm {
  return {
    objects,
    owned: (what, at = "/attributes") => ({
      match: [
        { at: `${at}/remit.workspace`, is: objects.workspace },
        { at: `${at}/remit.target`, is: objects.target },
      ],
      message: `${what} is there already and is not of target ${objects.target} of workspace ${objects.workspace}; rename or remove it.`,
    }),
    path: (...segments) => ["admin", "realms", objects.realm, ...segments],
  };
}

export const findClient = (realm: Realm, id: string) => ({
  in: "",
  path: realm.path("clients"),
  query: { clientId: id },
  where: [{ at: "/clientId", is: id }],
});

export const post = (path: Path, body: Template): Call => ({
  body,
  expects: [200, 201, 204],
  method: "POST",
  path,
});
export const put = (path: Path, body: Template): Call => ({ body, expects: [200, 204], method: "PUT", path });
export const remove = (path: Path, body?: Template): Call =>
  body === undefined
    ? { expects: [200, 204], method: "DELETE", path }
    : { body, expects: [200, 204], method: "DELETE", path };

const item: Template = { $item: "" };

/** A list of roles that something has: given and taken by the same path. */
export const roleLinks = (path: Path): Pick<LinksStep, "list" | "key" | "add" | "remove" | "extra"> => ({
  add: post(path, [item]),
  extra: "remove",
  key: "/name",
  list: { path },
  remove: remove(path, [item]),
});

export const mapperLinks = (path: Path): Pick<LinksStep, "list" | "key" | "add" | "remove" | "extra"> => ({
  add: post(path, item),
  extra: "remove",
  key: "/name",
  list: { path },
  remove: remove([...path, { $item: "/id" }]),
});

export const roleReference = (name: string): Template => ({ id: { $yield: `role/${name}` }, name });

/** Client profiles and policies are lists that are written whole. */
export function entryStep(realm: Realm, list: "profiles" | "policies", name: string, value: Template): Step {
  const path = realm.path("client-policies", list);
  return {
    document: { path },
    id: `client-policies/${list}/${name}`,
    key: "name",
    kind: "entry",
    list: `/${list}`,
    name,
    purpose: `client ${list === "profiles" ? "profile" : "policy"} ${name}`,
    put: put(path, { [list]: { $entries: "" } }),
    value,
  };
}
