/** Compiles a policy for Okta and runs the plan as an operator does. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { type CompileOptions, compileTargets, type Output } from "../../../../compiler/emit/compile.ts";
import { readManifest } from "../../../../compiler/emit/manifest.ts";
import { checkWorkspace } from "../../../../compiler/index.ts";
import { memoryHost } from "../../memory-host.ts";

export const PEOPLE = `
owner jane { email "jane@acme.example" }
owner omar { email "omar@acme.example"  okta "00u2" }
group finance {}
group ops { claim "Operations, EU" }
service invoices { audience "https://api.acme.example/invoices"  action read { risk read } action draft { oauth "invoices.draft" } action pay { input amount decimal } }
`;

export const TARGET = `target okta { org "https://acme.example.com"  server "agents" }`;

export async function compileOkta(
  text: string,
  { at, workspace = "acme", ...options }: Partial<CompileOptions> & { at?: string; workspace?: string } = {},
): Promise<Output> {
  const host = memoryHost({ "a.remit": text }, at === undefined ? {} : { at });
  const config = { workspace, policies: ["**/*.remit"], scan: { include: [], exclude: [] } };
  const checked = await checkWorkspace(host, config, {});
  const errors = checked.problems.filter(({ severity }) => severity === "error");
  expect(errors.map(({ message }) => message)).toEqual([]);
  return compileTargets(checked, { version: "1.0.0", ...options }, host.data);
}

export const fileOf = (output: Output, path: string): string =>
  String(output.files.find((file) => file.path === path)?.content);

export const manifestIn = (output: Output) => readManifest(fileOf(output, "manifest.json"));

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder with the output in it; `run` is `node apply.mjs` there, with pauses that are no pauses. */
export class Operator {
  readonly folder: string;
  readonly url: string;
  constructor(folder: string, url: string) {
    this.folder = folder;
    this.url = url;
  }

  static async at(url: string): Promise<Operator> {
    return new Operator(await mkdtemp(join(tmpdir(), "remit-okta-")), url);
  }

  async take(output: Output): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const plan = fileOf(output, "okta/plan.json").replace(/"every":\s*\d+/g, '"every":0.001');
    await writeFile(join(this.folder, "plan.json"), plan);
    await writeFile(join(this.folder, "apply.mjs"), fileOf(output, "okta/apply.mjs"));
  }

  run(...options: readonly string[]): Promise<Ran> {
    const env = { PATH: process.env.PATH, OKTA_ORG_URL: this.url, OKTA_ACCESS_TOKEN: "token-of-a-test" };
    return new Promise((resolve) => {
      execFile(process.execPath, [join(this.folder, "apply.mjs"), ...options], { env }, (error, out, err) =>
        resolve({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : 3, out, err }),
      );
    });
  }

  /** Undoes runs until there is none left. */
  async undoAll(): Promise<void> {
    for (let rounds = 0; rounds < 10; rounds++) {
      const { code, out, err } = await this.run("--undo");
      expect(err).toBe("");
      expect(code).toBe(0);
      if (out.includes("nothing to undo")) return;
    }
    expect.fail("undo does not end");
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
