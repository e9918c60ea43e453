/**
 * Which accepts and waives are needed. One that stands in a profile, or is read for several environments, is needed
 * when any agent in any environment needs it.
 */
import type { Origin } from "../../compiler/model/policy.ts";
import type { Problem } from "../../compiler/problem.ts";
import { problem } from "../../compiler/problems.ts";
import type { Span } from "../../compiler/source.ts";

export interface Usage {
  needed(origin: Origin): void;
  /** As far as this agent goes, it is not needed. `removal` is what taking it away takes with it. */
  unneeded(origin: Origin, message: string, removal: Span): void;
  /** Those that nobody needs. */
  unused(): readonly Problem[];
}

export function newUsage(): Usage {
  const needed = new Set<string>();
  const candidates = new Map<string, Problem>();
  const keyOf = ({ span }: Origin): string => `${span.file}\n${span.start}`;
  return {
    needed: (origin) => {
      needed.add(keyOf(origin));
    },
    unneeded(origin, message, removal) {
      const fixes = [{ title: "Remove it", edits: [{ span: removal, text: "" }], safe: true }];
      candidates.set(keyOf(origin), problem("unused", origin.span, message, { fixes }));
    },
    unused: () => [...candidates].flatMap(([key, found]) => (needed.has(key) ? [] : [found])),
  };
}
