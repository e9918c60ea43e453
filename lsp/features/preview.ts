/** What an agent is compiled to, target by target. */
import { compileTargets } from "../../compiler/emit/compile.ts";
import { targetName } from "../../compiler/emit/enforcement.ts";
import type { View } from "../view.ts";

export interface Preview {
  /** Qualified; absent where the cursor is in no agent: then everything is compiled. */
  readonly agent?: string;
  readonly targets: readonly {
    readonly target: string;
    readonly environment?: string;
    readonly files: readonly { readonly path: string; readonly content: string }[];
    readonly enforcement: readonly { readonly text: string; readonly enforcement: string }[];
    /** With any of these, 'remit compile' writes nothing. */
    readonly errors: readonly string[];
  }[];
  /** Why there is nothing to show. */
  readonly reason?: string;
}

/** The output for the agent around an offset alone, with what it refers to. */
export async function preview(view: View, offset: number, version: string): Promise<Preview> {
  const checked = await view.whole();
  const errors = checked.problems.filter(({ severity }) => severity === "error");
  const [error] = errors;
  const name = agentAt(view, offset);
  const agent = name === undefined ? {} : { agent: name };
  if (error !== undefined)
    return {
      ...agent,
      targets: [],
      reason: `The policy has ${errors.length} error${errors.length === 1 ? "" : "s"}; the first: ${error.message}`,
    };
  if (checked.policies.every(({ targets }) => targets.length === 0))
    return {
      ...agent,
      targets: [],
      reason: "The policy has no target; declare one, such as 'target opa {}'.",
    };
  const policies = checked.policies.map((policy) => ({
    ...policy,
    targets: policy.targets.flatMap((target) => {
      const agents = target.agents.filter((one) => name === undefined || one === name);
      return agents.length === 0 ? [] : [{ ...target, agents }];
    }),
  }));
  const { targets } = await compileTargets({ ...checked, policies }, { version }, view.data);
  return {
    ...agent,
    targets: targets.map(({ target, policy, emission }) => ({
      target: targetName(target),
      ...(policy.environment === undefined ? {} : { environment: policy.environment }),
      files: emission.files.flatMap(({ path, content }) =>
        typeof content === "string" ? [{ path, content }] : [],
      ),
      enforcement: emission.enforcement
        .filter((one) => name === undefined || one.agent === name)
        .map((one) => ({
          text: policy.agents[one.agent]?.grants.find(({ id }) => id === one.grant)?.origin.text ?? one.grant,
          enforcement: one.enforcement.kind,
        })),
      errors: emission.problems.filter(({ severity }) => severity === "error").map(({ message }) => message),
    })),
  };
}

/** The qualified name of the agent whose declaration is around an offset. */
export function agentAt(view: View, offset: number): string | undefined {
  return view.names.entries.find(
    ({ kind, file, declaration }) =>
      kind === "agent" && file === view.scope && declaration.start <= offset && offset <= declaration.end,
  )?.qualified;
}
