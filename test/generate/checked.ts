/** Generated sources, checked. */
import { type Checked, checkWorkspace } from "../../compiler/index.ts";
import type { Policy } from "../../compiler/model/policy.ts";
import { memoryHost } from "../compiler/memory-host.ts";
import { AT, policySource, type Sources } from "./policy-source.ts";

const CONFIG = { workspace: "acme", policies: ["**/*.remit"], scan: { include: [], exclude: [] } };

/** Checks a generated workspace; throws at an error, since the generator makes none. */
export async function checkedSources(sources: Sources): Promise<Checked> {
  const checked = await checkWorkspace(memoryHost(sources, { at: AT }), CONFIG);
  const [error] = checked.problems.filter(({ severity }) => severity === "error");
  if (error === undefined) return checked;
  const text = sources[error.span.file] ?? "";
  throw new Error(
    `${error.message}\n${text.slice(Math.max(0, error.span.start - 200), error.span.end + 80)}`,
  );
}

/** The policies of `count` workspaces, with the seed that each came from; several where it has environments. */
export async function policiesFromSource(
  seed: number,
  count: number,
): Promise<readonly { readonly seed: number; readonly policy: Policy }[]> {
  const found: { seed: number; policy: Policy }[] = [];
  for (let index = 0; index < count; index++) {
    const { policies } = await checkedSources(policySource(seed + index));
    found.push(...policies.map((policy) => ({ seed: seed + index, policy })));
  }
  return found;
}
