/** Requests while they are made, and their instants. */
import { type Instant, MAX_INSTANT, MIN_INSTANT } from "./policy.ts";
import type { Random } from "./random.ts";
import { formatInstant } from "./time.ts";

/** A request while it is made. */
export type Draft = Record<string, unknown>;

/** The nearest instant that can be written. */
export function clamp(at: Instant): Instant {
  return Math.min(Math.max(at, MIN_INSTANT), MAX_INSTANT - 1);
}

/** The instant as RFC 3339, with one offset or another and perhaps a fraction. */
export function timeText(at: Instant, random: Random): string {
  const shift = random.one(0, 0, 0, 330, -210, 840);
  const shifted = at + shift * 60;
  if (shifted < MIN_INSTANT || shifted >= MAX_INSTANT) return formatInstant(at);
  const text = formatInstant(shifted).slice(0, -1);
  const minutes = Math.abs(shift);
  const hours = String(Math.floor(minutes / 60)).padStart(2, "0");
  const zone =
    shift === 0 ? "Z" : `${shift < 0 ? "-" : "+"}${hours}:${String(minutes % 60).padStart(2, "0")}`;
  return `${text}${random.one("", "", ".999", ".0000000001")}${zone}`;
}
