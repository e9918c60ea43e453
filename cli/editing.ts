/**
 * Commands that change one statement of one agent in the source. The edit is checked in memory first: one that would
 * bring an error is not written. Files are locked while they are read, changed and written, so that of two changes at
 * once none is lost.
 */
import { closeSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { type DeclaredAgent, declaredAgent } from "../compiler/edit/agent-edit.ts";
import { type Checked, checkWorkspace } from "../compiler/index.ts";
import type { Agent } from "../compiler/model/policy.ts";
import type { Problem, TextEdit } from "../compiler/problem.ts";
import type { SourceFile } from "../compiler/syntax/ast.ts";
import { parse } from "../compiler/syntax/parser.ts";
import { print } from "../compiler/syntax/printer.ts";
import { frontEnd } from "./checking.ts";
import type { Call } from "./command.ts";
import { agentNamed } from "./deciding.ts";
import { failure, systemReason } from "./failure.ts";
import { applyEdits } from "./fixing.ts";
import { onInterrupt } from "./interrupt.ts";
import { openWorkspace, type Workspace } from "./workspace.ts";
import { writeWhole } from "./write-file.ts";

export interface Editing {
  readonly workspace: Workspace;
  /** After the edit. */
  readonly checked: Checked;
  readonly agent: Agent;
  readonly changed: boolean;
  /** Relative to the workspace. */
  readonly file: string;
}

/** What a command wants changed; `undefined` where the source says it already. */
export type MakeEdit = (agent: Agent, declared: DeclaredAgent, checked: Checked) => TextEdit | undefined;

/** Changes the source of the agent with that name. Throws a `failure`, and writes nothing, where the result would be in error. */
export async function editAgent(call: Call, written: string, make: MakeEdit): Promise<Editing> {
  const workspace = await openWorkspace(call, []);
  const release = await locked(join(workspace.root, ".remit.lock-edit"));
  try {
    const checked = await frontEnd(workspace);
    const agent = agentOf(checked, written);
    const declared = declaredAgent(checked.files, agent.name);
    if (declared === undefined)
      throw failure(`The declaration of '${agent.name}' was not found in the source.`);
    const edit = make(agent, declared, checked);
    const { file } = declared;
    if (edit === undefined) return { workspace, checked, agent, changed: false, file: file.path };
    const text = inForm(file, applyEdits(file.text, [edit]));
    const after = await checkedWith(workspace, file.path, text);
    const [problem] = newErrors(checked.problems, after.problems);
    if (problem !== undefined) throw failure(`Not changed: ${problem.message}`);
    writeText(join(workspace.root, file.path), text);
    return { workspace, checked: after, agent: agentOf(after, agent.name), changed: true, file: file.path };
  } finally {
    release();
  }
}

/** A file that was in its canonical form stays in it; another one's layout is not this command's. */
function inForm(before: SourceFile, text: string): string {
  if (print(before) !== before.text) return text;
  const { file, problems } = parse(before.path, text);
  return problems.some(({ severity }) => severity === "error") ? text : print(file);
}

/** The agent in whatever environment has it. */
export function agentOf(checked: Checked, written: string): Agent {
  for (const policy of checked.policies) {
    const agent = agentNamed(policy, written);
    if (agent !== undefined) return agent;
  }
  const names = [...new Set(checked.policies.flatMap((policy) => Object.keys(policy.agents)))];
  const broken = checked.problems.some((problem) => problem.severity === "error")
    ? " The policy has errors: run 'remit check'."
    : "";
  throw failure(
    `There is no agent named '${written}', or several; there are ${names.slice(0, 20).join(", ") || "none"}.${broken}`,
  );
}

/** The workspace with one file's text replaced. */
async function checkedWith(workspace: Workspace, path: string, text: string): Promise<Checked> {
  const { host, config } = workspace;
  const changed = { ...host, read: async (name: string) => (name === path ? text : host.read(name)) };
  return checkWorkspace(changed, config, { at: host.now() });
}

/** Errors that were not there before, tests aside: a suspension makes tests fail that expect an allow. */
function newErrors(before: readonly Problem[], after: readonly Problem[]): readonly Problem[] {
  const known = new Set(before.map((problem) => `${problem.code} ${problem.message}`));
  return after.filter(
    (problem) =>
      problem.severity === "error" &&
      problem.code !== "test-failed" &&
      !known.has(`${problem.code} ${problem.message}`),
  );
}

/** The BOM of a file is not part of its parsed text where the host takes it away. */
function writeText(path: string, text: string): void {
  const bom = readFileSync(path)
    .subarray(0, 3)
    .equals(Buffer.from([0xef, 0xbb, 0xbf]));
  writeWhole(path, bom && !text.startsWith("\ufeff") ? `\ufeff${text}` : text);
}

/** Waits for the lock at most so long, milliseconds; a lock older than the second number is a dead process's. */
const patience = 10_000;
const staleAfter = 60_000;

async function locked(path: string): Promise<() => void> {
  const begin = performance.now();
  for (;;) {
    try {
      closeSync(openSync(path, "wx"));
      const forget = onInterrupt(() => rmSync(path, { force: true }));
      return () => {
        rmSync(path, { force: true });
        forget();
      };
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) {
        const reason = systemReason(error);
        throw reason === undefined ? error : failure(`Cannot write in the workspace: ${reason}.`);
      }
    }
    const age = statSync(path, { throwIfNoEntry: false });
    if (age !== undefined && Math.abs(Date.now() - age.mtimeMs) > staleAfter) rmSync(path, { force: true });
    else if (performance.now() - begin > patience)
      throw failure(
        `Another Remit command is changing this workspace ('${path}' is there). Try again, or remove that file if none is.`,
      );
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
