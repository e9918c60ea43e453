/** The part of a suggestion that passes `remit check`, and what check says of it beside errors. */
import { declaredAgent } from "../../compiler/edit/agent-edit.ts";
import { type Checked, checkWorkspace } from "../../compiler/index.ts";
import { own } from "../../compiler/model/json.ts";
import type { Agent } from "../../compiler/model/policy.ts";
import type { Problem, TextEdit } from "../../compiler/problem.ts";
import { lineTable, positionAt } from "../../compiler/source.ts";
import { type AgentEdit, withoutBroken } from "../../compiler/usage/suggest.ts";
import { runPolicyRules } from "../../rules/policy/index.ts";
import { applyEdits } from "../fixing.ts";
import { printable } from "../report/printable.ts";
import type { Workspace } from "../workspace.ts";

export interface Sound {
  readonly edits: readonly AgentEdit[];
  /** The workspace with the edits. */
  readonly after: Checked;
  /** An error that leaving edits out does not heal. */
  readonly broken?: Problem;
  /** Sentences: tests that fail with the edits, and what they leave without a use. */
  readonly told: readonly string[];
}

/** Sentences beside a suggestion; more are counted. */
const MAX_TOLD = 10;

/**
 * The edits that pass the check, its rules included: those that would bring an error that is not there today are left
 * out, until none does. A test that fails is no such error, since a test may ask for what nobody uses; it is told.
 */
export async function sound(
  workspace: Workspace,
  checked: Checked,
  edits: readonly AgentEdit[],
): Promise<Sound> {
  const today = new Set((await runPolicyRules(checked, workspace.host)).map(keyOf));
  for (let list = edits; ; ) {
    const after = await checkedWith(workspace, checked, list);
    const fresh = (await runPolicyRules(after, workspace.host)).filter((one) => !today.has(keyOf(one)));
    const errors = fresh.filter((one) => one.severity === "error" && one.code !== "test-failed");
    const [broken] = errors;
    if (broken === undefined || list.length === 0)
      return { edits: list, after, told: sentences(after, fresh) };
    const kept = without(list, errors, after);
    if (kept.length === list.length) return { edits: list, after, broken, told: [] };
    list = kept;
  }
}

/** Without the edits in whose text an error stands, else without those of the agents that the errors are about. */
function without(
  edits: readonly AgentEdit[],
  errors: readonly Problem[],
  after: Checked,
): readonly AgentEdit[] {
  const wider = errors.filter(({ code }) => code === "wider-than-parent");
  const rest = withoutBroken(
    edits,
    errors.filter(({ code }) => code !== "wider-than-parent"),
  );
  // The sub-agent is as it should be; it is the parent that lost too much.
  const parents = new Set(wider.flatMap((one) => agentAt(after, one)?.parent ?? []));
  const kept = rest.filter(({ agent }) => !parents.has(agent));
  if (kept.length < edits.length) return kept;
  const agents = new Set(errors.flatMap((one) => agentAt(after, one)?.name ?? []));
  return edits.filter(({ agent }) => !agents.has(agent));
}

/** The agent in whose declaration a problem stands, in whatever environment has it. */
function agentAt({ policies, files }: Checked, { span }: Problem): Agent | undefined {
  for (const policy of policies)
    for (const name of Object.keys(policy.agents)) {
      const found = declaredAgent(files, name);
      if (found === undefined || found.file.path !== span.file) continue;
      if (found.declaration.start <= span.start && span.end <= found.declaration.end)
        return own(policy.agents, name);
    }
  return undefined;
}

/** What makes a problem the same one in an edited file: its place moves, and its example may be another. */
const keyOf = ({ code, message, span }: Problem): string =>
  [code, span.file, message.replace(/, for example .*/s, "")].join("\u0000");

function sentences({ files }: Checked, told: readonly Problem[]): readonly string[] {
  const texts = new Map(files.map((file) => [file.path, file.text]));
  const lines = told.slice(0, MAX_TOLD).map(({ code, message, span }) => {
    const { line } = positionAt(lineTable(texts.get(span.file) ?? ""), span.start);
    return `  ${printable(`${span.file}:${line}: ${message} [${code}]`, "one-line")}`;
  });
  return told.length > MAX_TOLD ? [...lines, `  and ${told.length - MAX_TOLD} more`] : lines;
}

async function checkedWith(
  workspace: Workspace,
  checked: Checked,
  edits: readonly TextEdit[],
): Promise<Checked> {
  const texts = new Map(
    checked.files.map((file) => [
      file.path,
      applyEdits(
        file.text,
        edits.filter((edit) => edit.span.file === file.path),
      ),
    ]),
  );
  const host = {
    ...workspace.host,
    read: async (name: string) => texts.get(name) ?? workspace.host.read(name),
  };
  return checkWorkspace(host, workspace.config, { at: checked.at });
}
