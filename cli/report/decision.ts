import type { Decision } from "../../compiler/model/request.ts";
import { printable } from "./printable.ts";
import type { Style } from "./style.ts";

/** A decision for people: the answer, why, and the statements that decided. */
export function decisionInWords(decision: Decision, shown: (file: string) => string, style: Style): string {
  const word = decision.decision === "allow" ? style.good("allow") : style.error("deny");
  const lines = [`${style.bold(word)}  ${printable(decision.reason, "one-line")}`];
  for (const { file, line, text } of decision.statements)
    lines.push(
      `  ${style.dim(`${printable(shown(file), "one-line")}:${line}`)}  ${printable(text, "one-line")}`,
    );
  return `${lines.join("\n")}\n`;
}
