/** A policy in source text, compiled for Keycloak. */
import { type CompileOptions, compileTargets, type Output } from "../../../../compiler/emit/compile.ts";
import { checkWorkspace } from "../../../../compiler/index.ts";
import { memoryHost } from "../../memory-host.ts";

export const PEOPLE = `
owner jane { email "jane@acme.example" }
group finance {}
group sales {}
group path { claim "a/b" }
service invoices {
  audience "https://api.acme.example/invoices"
  action read { risk read }  action draft {}  action pay { input amount decimal }
}
`;

export const TARGET = 'target keycloak { realm "acme" }';

export async function compileKeycloak(
  text: string,
  { at, workspace = "acme", ...options }: Partial<CompileOptions> & { at?: string; workspace?: string } = {},
): Promise<Output> {
  const host = memoryHost({ "a.remit": text }, at === undefined ? {} : { at });
  const config = { workspace, policies: ["**/*.remit"], scan: { include: [], exclude: [] } };
  const checked = await checkWorkspace(host, config, {});
  const [error] = checked.problems.filter(({ severity }) => severity === "error");
  if (error !== undefined) throw new Error(error.message);
  return compileTargets(checked, { version: "1.0.0", ...options }, host.data);
}

export const fileOf = (output: Output, path: string): string =>
  String(output.files.find((file) => file.path === path)?.content);

export const realmOf = (output: Output) => JSON.parse(fileOf(output, "keycloak/realm.json"));

export const clientIn = (output: Output, id: string) =>
  realmOf(output).clients.find((client: { clientId: string }) => client.clientId === id);

/** `agent grant: kind (constraint)` of each permission. */
export const fates = (output: Output): readonly string[] =>
  output.targets.flatMap(({ emission }) =>
    emission.enforcement.map(
      ({ agent, enforcement }) =>
        `${agent}: ${enforcement.kind}${enforcement.kind === "left-out" ? ` (${enforcement.constraint})` : ""}`,
    ),
  );
