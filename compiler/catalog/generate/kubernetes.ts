/**
 * Kubernetes: `group/resource:verb`, as RBAC names them. The core group, whose name is empty in RBAC, is `core`.
 * From the paths and methods of the official client.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { kubernetesRisk, kubernetesVerbs } from "../overlay-kubernetes.ts";
import { npmPackage } from "./packages.ts";
import { type Row, writeCatalog } from "./write.ts";

const [name, version] = ["@kubernetes/client-node", "2.0.1"];

const types: readonly (readonly [string, string])[] = [
  ["namespaced", "${Cluster}/${Namespace}/${Name}"],
  ["cluster-wide", "${Cluster}//${Name}"],
];

interface Endpoint {
  readonly group: string;
  readonly resource: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

/** `/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale` and a method. */
function endpoint(path: string, method: string): Endpoint | undefined {
  const parts = path.split("/").slice(1);
  const group = parts[0] === "api" ? "core" : parts[1];
  const rest = parts.slice(parts[0] === "api" ? 2 : 3);
  if (!group || rest.length === 0 || rest[0] === "watch") return undefined;
  const namespaced = rest[0] === "namespaces" && rest[1] === "{namespace}" && rest.length > 2;
  const [resource, item, ...sub] = namespaced ? rest.slice(2) : rest;
  if (!resource || resource.startsWith("{") || resource === "") return undefined;
  const subresource = sub[0] === "{path}" ? undefined : sub[0];
  const verbs: Readonly<Record<string, readonly string[]>> = item
    ? { GET: ["get"], POST: ["create"], PUT: ["update"], PATCH: ["patch"], DELETE: ["delete"] }
    : { GET: ["list", "watch"], POST: ["create"], DELETE: ["deletecollection"] };
  return {
    group,
    resource: subresource ? `${resource}/${subresource}` : resource,
    namespaced,
    verbs: verbs[method] ?? [],
  };
}

function endpoints(): readonly Endpoint[] {
  const folder = join(npmPackage(name, version), "dist/gen/apis");
  const found: Endpoint[] = [];
  for (const file of readdirSync(folder).filter((entry) => /Api\.js$/.test(entry))) {
    const source = readFileSync(join(folder, file), "utf8");
    for (const match of source.matchAll(/localVarPath = '([^']+)'[\s\S]*?HttpMethod\.([A-Z]+)/g)) {
      const one = endpoint(match[1] ?? "", match[2] ?? "");
      if (one && /^\/apis?\/.*v\d/.test(match[1] ?? "")) found.push(one);
    }
  }
  return found;
}

export function generateKubernetes(): void {
  const rows = new Map<string, number>();
  for (const one of endpoints())
    for (const verb of one.verbs) {
      const action = `${one.group}/${one.resource}:${verb}`;
      if (one.namespaced || !rows.has(action)) rows.set(action, one.namespaced ? 0 : 1);
    }
  for (const action of kubernetesVerbs) {
    const [resource = ""] = action.split(":");
    rows.set(action, rows.get(`${resource}:get`) ?? 1);
  }
  const actions = [...rows].map(([action, type]): Row => [action, kubernetesRisk(action), "", [type]]);
  const part = { title: "Kubernetes", limited: true, types, actions };
  console.log("k8s", writeCatalog("k8s", `${name} ${version}`, { all: part }));
}
