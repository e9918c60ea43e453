/**
 * Decisions of the real OPA with 10 and with 10,000 agents, as its own clock measures them, beside a naive policy with
 * one Rego rule for each grant.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeHost } from "../cli/host.ts";
import { policyDocument } from "../compiler/emit/opa/data.ts";
import { checkWorkspace } from "../compiler/index.ts";
import { readInstant } from "../compiler/literals.ts";
import type { Grant, Policy } from "../compiler/model/policy.ts";
import { seeded } from "../compiler/model/random.ts";
import { enginePath } from "../scripts/engines.mjs";
import { startOpa } from "../test/engines/opa-server.ts";
import type { Bench, Row } from "./bench.ts";
import { generatePolicy } from "./generate.ts";
import { writeFiles } from "./measure.ts";

const AT = readInstant("2026-12-01")?.seconds ?? 0;
const SIZES = [10, 10_000] as const;
const REQUESTS = 3000;
const MODULE = "compiler/emit/opa/remit.rego";

const bench: Bench = async () => {
  const opa = enginePath("opa");
  if (opa === undefined) return [{ what: "not measured", value: "run 'node scripts/engines.mjs opa' first" }];
  const medians: { remit: number; naive: number }[] = [];
  for (const size of SIZES) {
    const policy = await policyOf(size);
    const document = policyDocument(policy, Object.keys(policy.agents));
    const remit = await median(
      opa,
      { modules: [MODULE], data: { remit: { policy: document } } },
      "remit/at/decision",
      size,
    );
    const naive = await median(
      opa,
      { rego: naiveModule(policy), modules: [], data: {} },
      "naive/allow",
      size,
    );
    medians.push({ remit, naive });
  }
  const [small, large] = medians;
  if (small === undefined || large === undefined) return [];
  return [
    row("Remit, 10 agents", small.remit),
    {
      ...row("Remit, 10,000 agents", large.remit),
      ratio: { is: large.remit / small.remit, atMost: 1.3, of: "10 agents" },
    },
    row("one rule a grant, 10 agents", small.naive),
    row("one rule a grant, 10,000 agents", large.naive),
  ];
};

const row = (what: string, nanoseconds: number): Row => ({
  what,
  value: `${(nanoseconds / 1000).toFixed(0)} µs a decision`,
});

async function policyOf(agents: number): Promise<Policy> {
  const root = writeFiles(generatePolicy({ agents }));
  const config = { workspace: "bench", policies: ["policy/**/*.remit"], scan: { include: [], exclude: [] } };
  const { policies } = await checkWorkspace(nodeHost(root, AT), config, { at: AT });
  rmSync(root, { recursive: true, force: true });
  const [policy] = policies;
  if (policy === undefined) throw new Error("the generated policy does not check");
  return policy;
}

interface Served {
  readonly modules: readonly string[];
  readonly rego?: string;
  readonly data: unknown;
}

/** The median of OPA's own time for a decision, in nanoseconds; the first tenth warms it up. */
async function median(
  opa: string,
  { modules, rego, data }: Served,
  path: string,
  size: number,
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "remit-bench-"));
  const files = [join(folder, "data.json"), ...modules];
  writeFileSync(join(folder, "data.json"), JSON.stringify(data));
  if (rego !== undefined) {
    files.push(join(folder, "naive.rego"));
    writeFileSync(join(folder, "naive.rego"), rego);
  }
  const server = await startOpa(opa, files);
  const random = seeded(size);
  const times: number[] = [];
  for (let count = 0; count < REQUESTS; count++) {
    const { result, metrics } = await server.measure(path, request(random.below(size), size, count % 3));
    const allowed =
      typeof result === "object" && result !== null && "allow" in result ? result.allow : result;
    if (allowed !== true) throw new Error(`${path} denies what it should allow: ${JSON.stringify(result)}`);
    if (count >= REQUESTS / 10) times.push(metrics.timer_server_handler_ns ?? 0);
  }
  server.stop();
  rmSync(folder, { recursive: true, force: true });
  return times.sort((one, other) => one - other)[times.length >> 1] ?? 0;
}

/** A plain one, one with a resource, and one with everything that a grant can ask for. */
function request(index: number, size: number, kind: number): object {
  const name = number(index);
  const group = number(index % Math.max(1, Math.ceil(size / 20)));
  const time = "2026-12-01T10:00:00Z";
  const agent = `bench.agent-${name}`;
  if (kind === 0) return { agent, time, action: "tool:summarise" };
  if (kind === 1)
    return {
      agent,
      time,
      action: "aws:s3:GetObject",
      resource: `arn:aws:s3:::bench-${group}/in-${name}/1.pdf`,
    };
  const asked = {
    agent,
    action: `bench.api-${group}:change`,
    resource: `item/${name}/1`,
    inputs: { amount: "99.50" },
  };
  return {
    ...asked,
    time,
    facts: { frozen: { value: false, at: time } },
    approvals: [{ ...asked, by: `lead-${group}@bench.example`, at: time }],
  };
}

const number = (value: number): string => String(value).padStart(4, "0");

/** What one would write first: a rule for each grant, with agent, actions, resource and end, and nothing else. */
function naiveModule(policy: Policy): string {
  const rules = Object.values(policy.agents).flatMap(({ name, expires, grants }) =>
    grants.map((grant) => naiveRule(name, Math.min(expires, grant.range.until), grant)),
  );
  return `package naive\n\ndefault allow := false\n\n${rules.join("\n\n")}\n`;
}

function naiveRule(agent: string, until: number, { actions, resources }: Grant): string {
  const conditions = [
    `input.agent == ${JSON.stringify(agent)}`,
    `input.action in {${actions.map(({ text }) => JSON.stringify(text)).join(", ")}}`,
    ...resources.map((any) => `glob.match(${JSON.stringify(any[0])}, null, input.resource)`),
    `time.parse_rfc3339_ns(input.time) < ${until}000000000`,
  ];
  return `allow if {\n${conditions.map((condition) => `\t${condition}\n`).join("")}}`;
}

export default bench;
