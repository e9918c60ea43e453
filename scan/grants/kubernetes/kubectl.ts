/** Roles and bindings that `kubectl` makes. */
import { type Command, option } from "../commands.ts";
import { type Text, text } from "../value.ts";
import type { KubernetesGrant, KubernetesRule } from "./fact.ts";

const split = (word: Text | undefined): readonly Text[] =>
  word ? word.value.split(",").map((part) => text(part, word)) : [];

/** `kubectl create clusterrole x --verb=get,list --resource=pods,deployments.apps`. */
function madeRole(command: Command, cluster: boolean, name: string): readonly KubernetesGrant[] {
  const verbs = split(option(command.args, "--verb"));
  const names = split(option(command.args, "--resource-name"));
  const extent = { at: command.at, end: command.end };
  const rules = split(option(command.args, "--resource")).map((word): KubernetesRule => {
    // `deployments.apps/scale`: resource, group, part of it.
    const [, resource = "", group = "", part = ""] = /^([^./]*)(?:\.([^/]*))?(\/.*)?$/.exec(word.value) ?? [];
    const groups = group === "" && resource !== "*" ? [] : [text(resource === "*" ? "*" : group, word)];
    return { extent, groups, resources: [text(`${resource}${part}`, word)], verbs, names };
  });
  if (verbs.length === 0 || rules.length === 0) return [];
  const namespace = option(command.args, "--namespace", "-n")?.value ?? "";
  return [
    {
      kind: "kubernetes-role",
      extent,
      name,
      label: "",
      namespace,
      cluster,
      rules,
      aggregated: false,
      proof: "proven",
    },
  ];
}

/** `kubectl create clusterrolebinding x --clusterrole=cluster-admin --serviceaccount=ns:name`. */
export function kubectlGrants(commands: readonly Command[]): readonly KubernetesGrant[] {
  return commands.flatMap((command): readonly KubernetesGrant[] => {
    const words = command.args.flatMap((argument) => (argument.kind === "text" ? [argument.value] : []));
    const what = words[0] === "create" ? (words[1] ?? "") : "";
    if (/^(?:kubectl|oc|k)$/.test(command.program) && /^(?:cluster)?roles?$/.test(what))
      return madeRole(command, what.startsWith("cluster"), words[2] ?? "");
    if (!/^(?:kubectl|oc|k)$/.test(command.program) || !/^(?:cluster)?rolebindings?$/.test(what)) return [];
    const role = option(command.args, "--clusterrole") ?? option(command.args, "--role");
    if (!role) return [];
    const subjects = (["--serviceaccount", "--user", "--group"] as const).flatMap((flag) => {
      const word = option(command.args, flag);
      if (!word) return [];
      const kind = flag === "--group" ? "Group" : flag === "--user" ? "User" : "ServiceAccount";
      const colon = flag === "--serviceaccount" ? word.value.indexOf(":") : -1;
      const name = colon < 0 ? word : { ...word, value: word.value.slice(colon + 1) };
      return [{ kind, name, namespace: word.value.slice(0, Math.max(colon, 0)) }];
    });
    const roleKind = option(command.args, "--clusterrole") ? "ClusterRole" : "Role";
    return [
      {
        kind: "kubernetes-binding",
        extent: { at: command.at, end: command.end },
        name: words[2] ?? "",
        namespace: option(command.args, "--namespace")?.value ?? option(command.args, "-n")?.value ?? "",
        cluster: what.startsWith("cluster"),
        role,
        roleKind,
        subjects,
        proof: "proven",
      },
    ];
  });
}
