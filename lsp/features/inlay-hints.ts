/** At the end of each grant when it ends; at a wildcard how many actions it stands for. */
import { MAX_INSTANT } from "../../compiler/model/policy.ts";
import { instantInWords } from "../../compiler/model/time.ts";
import { grantsAt, timesOf } from "../hover/grant.ts";
import type { View } from "../view.ts";

export interface Hint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip: string;
}

/** Those between two offsets, in file order. */
export async function inlayHints(view: View, start: number, end: number): Promise<readonly Hint[]> {
  const checked = await view.near();
  const hints: Hint[] = [];
  for (const declaration of view.file.declarations) {
    if (declaration.kind !== "agent" && declaration.kind !== "scope" && declaration.kind !== "profile")
      continue;
    if (declaration.end < start || declaration.start > end) continue;
    for (const member of declaration.members) {
      if (member.kind !== "grant" || member.end < start || member.start > end) continue;
      const [held] = grantsAt(checked, view.path, member.start);
      if (held === undefined) continue;
      for (const action of member.actions) {
        if (action.quoted || !/[*?]/.test(action.action) || action.service.text === "tool") continue;
        const count = held.grant.actions.length;
        if (member.actions.length === 1)
          hints.push({
            offset: action.end,
            label: `${count} action${count === 1 ? "" : "s"}`,
            tooltip: held.grant.actions
              .slice(0, 30)
              .map(({ text }) => text)
              .join("\n"),
          });
      }
      if (
        declaration.kind === "agent" &&
        !member.modifiers.some(({ kind }) => kind === "until" || kind === "through")
      ) {
        const until = timesOf(held, checked.at).at(-1)?.until;
        if (until !== undefined && until < MAX_INSTANT)
          hints.push({
            offset: member.end,
            label: `until ${instantInWords(until)}`,
            tooltip: "When this grant ends, with its agent",
          });
      }
    }
  }
  return hints;
}
