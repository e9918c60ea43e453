import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { commands } from "../../cli/commands.ts";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const action: {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly runs: {
    readonly steps: readonly { readonly run: string; readonly env?: object; readonly uses?: string }[];
  };
} = parse(read("action.yml"));
const guide = read("docs/ci.md");
const script = read("scripts/pull-request.mjs");

it("the guide has every input and output of the action, with its default", () => {
  for (const [name, { default: value }] of Object.entries(action.inputs)) {
    if (name === "token") continue;
    const shown = /^\$\{\{|^$/.test(value) ? "" : `\`${value}\``;
    expect(guide).toMatch(new RegExp(`^\\| \`${name}\` \\| ${shown}`, "m"));
  }
  for (const name of Object.keys(action.outputs)) expect(guide).toContain(`\n| \`${name}\` | `);
});

it("what the action passes is what the script reads, by the environment alone", () => {
  const passed = action.runs.steps.flatMap(({ env }) => Object.keys(env ?? {}));
  const used = [...script.matchAll(/env\.(REMIT_\w+)|(REMIT_PULL_REQUEST|GITHUB_TOKEN)/g)].map(
    ([, one, other]) => one ?? other,
  );
  expect(new Set([...passed, "REMIT_OUTPUT"])).toEqual(new Set(used));
  // An expression within a shell's text would let a branch's name act in it.
  for (const { run, uses } of action.runs.steps)
    expect([run.includes("${{"), uses]).toEqual([false, undefined]);
});

it("each hook calls a command that there is", () => {
  const hooks: readonly { readonly id: string; readonly entry: string }[] = parse(
    read(".pre-commit-hooks.yaml"),
  );
  for (const { id, entry } of hooks) {
    const [program, command = ""] = entry.split(" ");
    expect([program, id]).toEqual(["remit", `remit-${command}`]);
    expect(commands.map(({ name }) => name)).toContain(command);
    expect(guide).toContain(`{ id: ${id} }`);
  }
});
