/** Target `opa`: the static module, and everything about the policy as its data. */
import { createHash } from "node:crypto";
import { own } from "../../model/json.ts";
import type { Policy } from "../../model/policy.ts";
import { formatInstant } from "../../model/time.ts";
import type { EmitInput, EmittedFile, Emitter } from "../emission.ts";
import { problemAt } from "../emit-problem.ts";
import { compactJson, stableJson } from "../escape.ts";
import { policyDocument } from "./data.ts";
import { packageFault, underPackage } from "./module.ts";
import { readme } from "./readme.ts";
import { folderOf, listPath, type StopList, stopList, stopped } from "./stop.ts";
import { testCases } from "./tests.ts";

/** OPA enforces every modifier itself, at each decision, so that nothing is ever scheduled or left out. */
export const emitOpa: Emitter = async (input, data) => {
  const { policy, target } = input;
  const said = String(target.settings.package ?? "remit");
  const list = input.onlySuspensions === true ? stopList(input, said) : undefined;
  const name = list?.name ?? said;
  const fault = packageFault(name);
  return {
    target,
    files:
      fault !== undefined ? [] : list === undefined ? await files(input, name, data) : stopFiles(input, list),
    ...(list === undefined ? {} : { stopped: list.stopped, remarks: list.remarks }),
    objects: [{ kind: "bundle", name }],
    enforcement: target.agents.flatMap((agent) =>
      (own(policy.agents, agent)?.grants ?? []).map((grant) => ({
        agent,
        grant: grant.id,
        enforcement: { kind: "native" } as const,
      })),
    ),
    tail: {
      seconds: 0,
      text: "None: every request is decided anew, so a stop works as soon as OPA has loaded it.",
    },
    problems:
      fault === undefined
        ? []
        : [problemAt("bad-literal", target.origin, `"${name}" cannot be a Rego package: ${fault}.`)],
  };
};

function stopFiles(
  { policy, at }: EmitInput,
  { name, agents }: Pick<StopList, "name" | "agents">,
): EmittedFile[] {
  const content = stableJson({ agents });
  return [
    { path: "stop/.manifest", content: manifest(policy, at, `${folderOf(name)}_stop`, [content]) },
    { path: listPath(name), content },
  ];
}

async function files(
  input: EmitInput,
  name: string,
  data: (name: string) => Promise<unknown>,
): Promise<readonly EmittedFile[]> {
  const text = async (file: string): Promise<string> => {
    const content = await data(`opa/${file}`);
    if (typeof content !== "string") throw new Error(`opa/${file} is not where the compiler's data is`);
    return content;
  };
  const { policy, target, at } = input;
  const folder = folderOf(name);
  const mask = await text("mask.rego");
  const module = underPackage(await text("remit.rego"), name);
  const staleAfter = target.settings["stale-after"];
  const document = policyDocument(
    policy,
    target.agents,
    typeof staleAfter === "number" ? at + staleAfter : undefined,
  );
  const policyData = `${compactJson(document)}\n`;
  return [
    { path: "README.md", content: readme(policy, target, name, at) },
    { path: "bundle/.manifest", content: manifest(policy, at, folder, [module, policyData]) },
    { path: `bundle/${folder}/remit.rego`, content: module },
    { path: `bundle/${folder}/policy/data.json`, content: policyData },
    ...stopFiles(input, { name, agents: stopped(policy, target.agents, at) }),
    { path: "schemas/input.json", content: stableJson(await data("opa/input.schema.json")) },
    { path: "tests/remit_test.rego", content: underPackage(await text("remit_test.rego"), name) },
    { path: "tests/remit_test_cases/data.json", content: stableJson(testCases(policy, target.agents)) },
    { path: "log/.manifest", content: manifest(policy, at, "system/log", [mask]) },
    { path: "log/system/log/mask.rego", content: mask },
  ];
}

/** The revision is the digest of what decides, so that two bundles that decide alike have the same one. */
function manifest(policy: Policy, at: number, root: string, parts: readonly string[]): string {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(part).update("\0");
  return stableJson({
    revision: `sha256:${digest.digest("hex")}`,
    roots: [root],
    rego_version: 1,
    metadata: { workspace: policy.workspace, environment: policy.environment, compiled: formatInstant(at) },
  });
}
