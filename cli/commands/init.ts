/** `remit init`: the files of a new workspace. */
import { existsSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { formatInstant } from "../../compiler/model/time.ts";
import { defineCommand } from "../command.ts";
import * as common from "../common.ts";
import { defaultConfig } from "../default-config.ts";
import { failure } from "../failure.ts";
import { nodeHost } from "../host.ts";
import { flag } from "../option.ts";
import { printable } from "../report/printable.ts";
import { policyFromScan } from "../scan/from-scan.ts";
import { writeWholeWithFolder } from "../write-file.ts";

const DAY = 86_400;

const fromScan = flag("from-scan", "a stub for each agent that is found in the code");

/** The date that many days after an instant (epoch seconds). */
const inDays = (at: number, days: number): string => formatInstant(at + days * DAY).slice(0, 10);

export default defineCommand({
  arguments: [
    { syntax: "[folder]", description: "where the workspace begins (default: the current folder)" },
  ],
  options: [fromScan],
  common: [common.at],
  examples: [
    { line: "remit init", does: "writes remit.yaml and policy/agents.remit" },
    { line: "remit init --from-scan", does: "a stub for each agent in the code, owners to be named" },
  ],
  notes: "Nothing that is there already is touched.",
  run: async (call) => {
    const root = resolve(call.io.cwd, call.args[0] ?? ".");
    const at = call.get(common.at) ?? call.io.clock();
    const config = join(root, "remit.yaml");
    if (existsSync(config)) throw failure(`'${config}' is there already; this is a workspace.`);
    const policies = existsSync(root) ? await nodeHost(root, at).list(["**/*.remit"]) : [];
    const files: [string, string][] = [["remit.yaml", configText(root, policies.length === 0)]];
    const found = call.get(fromScan) ? await policyFromScan(root, at, inDays(at, 90)) : undefined;
    if (call.get(fromScan) && found === undefined)
      call.note("No agent was found in the code; the policy is an example.");
    if (policies.length === 0) files.push(["policy/agents.remit", found ?? firstPolicy(at)]);
    for (const [name, text] of files) {
      writeWholeWithFolder(join(root, name), text);
      await call.write(`wrote ${name}\n`);
    }
    const folder = root === resolve(call.io.cwd) ? "" : ` ${printable(call.args[0] ?? "", "one-line")}`;
    const last = relative(call.io.cwd, join(root, files.at(-1)?.[0] ?? ""))
      .split(sep)
      .join("/");
    call.note(
      `Next: put your own names into ${printable(last, "one-line")}, then run 'remit check${folder}'.`,
    );
    return 0;
  },
});

const configText = (root: string, fresh: boolean): string =>
  `workspace: ${defaultConfig(root).workspace}\npolicies: ${fresh ? "policy/**/*.remit" : '"**/*.remit"'}\n`;

/** A policy that checks without a complaint as it stands; ends lie 90 days after `at` (epoch seconds). */
function firstPolicy(at: number): string {
  const day = (offset: number): string => inDays(at, offset);
  return `remit 1

// Who answers for agents. Only a human can.
owner you "Your Name" { email "you@example.com" }

/// Something that agents call.
service tickets "Ticket system" {
  action read    { risk read }
  action comment { risk write  input text string }
}

agent helper "Support helper" {
  owner   you
  purpose "Answers tickets."
  source  "src/helper/**"
  expires ${day(90)}

  may tickets:read
  may tickets:comment until ${day(30)}
}

test "the helper reads, and comments for a month" {
  as helper
  at ${day(1)}

  allow tickets:read
  allow tickets:comment with text = "Hello"
  deny  tickets:comment with text = "Hello" at ${day(30)}
}

target opa { }
`;
}
