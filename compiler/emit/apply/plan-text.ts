/** A plan as text: one step a line, so that a large plan stays readable for people and for `diff`. */
import { compactJson } from "../escape.ts";
import type { PlanInMaking } from "./plan-shape.ts";

export function planText({ steps, ...head }: PlanInMaking): string {
  const lines: string[] = [];
  for (const step of steps) lines.push(compactJson(step));
  return `${compactJson(head).slice(0, -1)},"steps":[\n${lines.join(",\n")}\n]}\n`;
}
