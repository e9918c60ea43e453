/** `remit verify`: generated requests, asked of the reference evaluator and of each engine; disagreements, shrunk. */
import type { Host } from "../../compiler/host.ts";
import type { Checked } from "../../compiler/index.ts";
import { evaluate } from "../../compiler/model/evaluate.ts";
import type { Instant, Policy } from "../../compiler/model/policy.ts";
import { probes } from "../../compiler/model/probe.ts";
import { shrinkRequest } from "../../compiler/model/shrink.ts";
import { formatInstant } from "../../compiler/model/time.ts";
import { frontEnd } from "../checking.ts";
import { type Call, defineCommand } from "../command.ts";
import * as common from "../common.ts";
import { assertSound } from "../deciding.ts";
import {
  type EngineName,
  engineNames,
  engines,
  enginesFor,
  notDecided,
  type OpenedEngine,
} from "../engines/engine.ts";
import { choice, integer } from "../option.ts";
import { progress } from "../progress.ts";
import { printable } from "../report/printable.ts";
import { type Style, styleOf } from "../report/style.ts";
import { openWorkspace } from "../workspace.ts";

const requests = integer("requests", "N", "how many requests for each policy", {
  least: 1,
  most: 10_000_000,
  otherwise: 2000,
});
const seed = integer("seed", "S", "where the generator begins: the same seed, the same requests", {
  least: 0,
  most: 4_294_967_295,
  otherwise: 1,
});
const engine = choice<EngineName>(
  "engine",
  engineNames.filter((name) => name !== "reference"),
  "only this engine (default: those of the policy's targets)",
);
const format = common.format(["pretty", "json"]);

/** More disagreements than this teach nothing new. */
const SHOWN = 10;

interface Disagreement {
  readonly engine: string;
  readonly environment: string | null;
  readonly at: string;
  readonly request: unknown;
  readonly reference: { readonly decision: string; readonly reason: string };
  readonly actual: { readonly decision: string; readonly reason: string };
}

export default defineCommand({
  arguments: [common.paths],
  options: [requests, seed, engine],
  common: [format, common.out, common.at, common.environment, common.config, common.color],
  examples: [
    { line: "remit verify", does: "2000 requests at the policy's edges, in the engine of each target" },
    { line: "remit verify --requests 100000 --seed 7", does: "more, and others" },
  ],
  run: async (call) => {
    const workspace = await openWorkspace(call);
    const checked = await frontEnd(workspace, { environment: call.get(common.environment) });
    assertSound(checked);
    const wish = call.get(engine);
    const names = wish === undefined ? enginesFor(checked.policies) : [wish];
    const found = {
      ...(await compare(call, checked, names, workspace.host.data)),
      notDecided: notDecided(checked.policies),
    };
    await call.write(
      call.get(format) === "json"
        ? `${JSON.stringify({ version: 1, at: formatInstant(checked.at), seed: call.get(seed), ...found }, null, 2)}\n`
        : inWords(found, call.get(seed), styleOf(call)),
    );
    return found.disagreements.length === 0 ? 0 : 1;
  },
});

interface Sum {
  readonly name: string;
  requests: number;
  /** Of those that were asked, how many the reference allows. */
  allowed: number;
  notAsked: number;
}

interface Found {
  readonly engines: readonly Readonly<Sum>[];
  readonly disagreements: readonly Disagreement[];
  /** Targets that nothing in this process can run. */
  readonly notDecided: readonly string[];
}

async function compare(
  call: Call,
  checked: Checked,
  names: readonly EngineName[],
  data: Host["data"],
): Promise<Omit<Found, "notDecided">> {
  const tally = new Map<string, Sum>();
  const disagreements: Disagreement[] = [];
  const count = call.get(requests);
  const step = progress(call, count * names.length * checked.policies.length);
  for (const name of names)
    for (const policy of checked.policies)
      for (const engine of await engines[name](policy, data)) {
        const sum = tally.get(engine.name) ?? { name: engine.name, requests: 0, allowed: 0, notAsked: 0 };
        tally.set(engine.name, sum);
        for (const { request, at } of probes(policy, { seed: call.get(seed), count })) {
          sum.requests++;
          const verdict = await judge(policy, engine, request, at);
          if (verdict === "not-asked") sum.notAsked++;
          else if (evaluate(policy, request, at).decision === "allow") sum.allowed++;
          if (verdict === "differs") {
            disagreements.push(await shrunk(policy, engine, request, at));
            if (disagreements.length === SHOWN) return { engines: [...tally.values()], disagreements };
          }
          await step(engine.name);
        }
      }
  return { engines: [...tally.values()], disagreements };
}

/** Whether the engine contradicts the reference. What it cannot be asked is neither agreement nor contradiction. */
async function judge(
  policy: Policy,
  engine: OpenedEngine,
  request: unknown,
  at: Instant,
): Promise<"agrees" | "differs" | "not-asked"> {
  const answer = await engine.decide(request, at);
  if (answer === undefined) return "not-asked";
  return answer.decision === evaluate(policy, request, at).decision ? "agrees" : "differs";
}

async function shrunk(
  policy: Policy,
  engine: OpenedEngine,
  request: unknown,
  at: Instant,
): Promise<Disagreement> {
  const smallest = await shrinkRequest(
    request,
    async (candidate) => (await judge(policy, engine, candidate, at)) === "differs",
  );
  const { decision, reason } = evaluate(policy, smallest, at);
  const actual = await engine.decide(smallest, at);
  return {
    engine: engine.name,
    environment: policy.environment ?? null,
    at: formatInstant(at),
    request: smallest,
    reference: { decision, reason },
    actual: { decision: actual?.decision ?? "deny", reason: actual?.reason ?? "" },
  };
}

function inWords(
  { engines: asked, disagreements, notDecided: others }: Found,
  seedUsed: number,
  style: Style,
): string {
  const lines = disagreements.flatMap((item) => [
    style.error(style.bold(`${item.engine} disagrees`)) +
      (item.environment === null ? "" : ` in ${item.environment}`),
    `  at         ${item.at}`,
    `  request    ${printable(JSON.stringify(item.request), "one-line")}`,
    `  reference  ${item.reference.decision}: ${printable(item.reference.reason, "one-line")}`,
    `  ${item.engine.padEnd(9)}  ${item.actual.decision}: ${printable(item.actual.reason, "one-line")}`,
    "",
  ]);
  for (const { name, requests: count, allowed, notAsked } of asked) {
    const skipped = notAsked === 0 ? "" : `, ${notAsked} not asked`;
    lines.push(`${name}: ${count} requests (seed ${seedUsed}), ${allowed} of them allowed${skipped}`);
  }
  if (others.length > 0)
    lines.push(`${others.join(", ")}: not asked, since they hand out tokens and see no request`);
  lines.push(
    disagreements.length === 0
      ? style.good("no disagreement with the reference")
      : style.error(
          `${disagreements.length}${disagreements.length === SHOWN ? " or more" : ""} disagreements`,
        ),
  );
  return `${lines.join("\n")}\n`;
}
