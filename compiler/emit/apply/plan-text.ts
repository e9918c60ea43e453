/** A plan as text: one step a line, so that a large plan stays readable for people and for `diff`. */
import { compactJson } from "../escape.ts";
import type { RequestPlan } from "./plan-shape.ts";

export function planText({ steps, ...head }: RequestPlan): string {
  const first = compactJson(head).slice(0, -1);
  return `${first},"steps":[\n${steps.map(compactJson).join(",\n")}\n]}\n`;
}
