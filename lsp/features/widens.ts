/** What an edit gives and takes, against the files as they were saved or against a revision. */
import type { Checked } from "../../compiler/checked.ts";
import { diffPolicies } from "../../compiler/model/diff.ts";
import { sentence } from "../../compiler/model/diff-words.ts";
import type { Request } from "../../compiler/model/request.ts";
import type { Span } from "../../compiler/source.ts";

export interface Widening {
  readonly agent: string;
  readonly verdict: string;
  /** The agent's declaration now; absent where it is gone. */
  readonly span?: Span;
  readonly wider: readonly Said[];
  readonly narrower: readonly Said[];
}

interface Said {
  readonly sentence: string;
  readonly witness: Request;
}

/** Agents of which anything changed, in name order; each environment by itself. */
export function widenings(old: Checked, fresh: Checked): readonly Widening[] {
  return fresh.policies.flatMap((after) => {
    const before = old.policies.find(({ environment }) => environment === after.environment) ?? {
      ...after,
      agents: {},
    };
    return diffPolicies(before, after, fresh.at).flatMap((one): readonly Widening[] => {
      if (one.verdict === "same") return [];
      const said = (changes: typeof one.wider, gives: boolean): readonly Said[] =>
        changes.map((change) => ({
          sentence: sentence(one.agent, change, gives, fresh.at),
          witness: change.witness,
        }));
      const span = after.agents[one.agent]?.origin.span;
      return [
        {
          agent: one.agent,
          verdict: one.verdict,
          ...(span === undefined ? {} : { span }),
          wider: said(one.wider, true),
          narrower: said(one.narrower, false),
        },
      ];
    });
  });
}
