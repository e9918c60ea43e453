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
import { testCases } from "./tests.ts";

/** OPA enforces every modifier itself, at each decision, so that nothing is ever scheduled or left out. */
export const emitOpa: Emitter = async (input, data) => {
  const { policy, target } = input;
  const name = String(target.settings.package ?? "remit");
  const fault = packageFault(name);
  return {
    target,
    files: fault === undefined ? await files(input, name, data) : [],
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

async function files(
  { policy, target, at, onlySuspensions }: EmitInput,
  name: string,
  data: (name: string) => Promise<unknown>,
): Promise<readonly EmittedFile[]> {
  const text = async (file: string): Promise<string> => {
    const content = await data(`opa/${file}`);
    if (typeof content !== "string") throw new Error(`opa/${file} is not where the compiler's data is`);
    return content;
  };
  const folder = name.replaceAll(".", "/");
  const stopData = stableJson({ agents: stopped(policy, target.agents, at) });
  const stop = [
    { path: "stop/.manifest", content: manifest(policy, at, `${folder}_stop`, [stopData]) },
    { path: `stop/${folder}_stop/data.json`, content: stopData },
  ];
  if (onlySuspensions === true) return stop;
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
    ...stop,
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

/** Who is suspended or retired by now, with the instant since when. */
function stopped(policy: Policy, agents: readonly string[], at: number): Readonly<Record<string, number>> {
  return Object.fromEntries(
    agents.flatMap((name) => {
      const agent = own(policy.agents, name);
      const since = Math.min(agent?.suspended?.since ?? Infinity, agent?.retired ?? Infinity);
      return since <= at ? [[name, since]] : [];
    }),
  );
}
