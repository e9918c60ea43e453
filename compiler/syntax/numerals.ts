/** Literals that begin with a digit: which kind a run of characters means, and what it is worth. */
import type { TokenType } from "chevrotain";
import {
  readDecimal,
  readDuration,
  readHour,
  readInstant,
  readInteger,
  readIpv4Network,
} from "../literals.ts";
import type { DurationValue, HourRange, InstantValue, NetworkValue, NumberValue } from "./ast-values.ts";
import * as T from "./tokens.ts";

/** The kind that a run beginning with a digit (or `-` and a digit) is meant to be, malformed or not. */
export function numeralKind(image: string): TokenType {
  if (/^-?\d+(?:\.\d+)?$/.test(image)) return T.Numeric;
  if (/^\d+-/.test(image) || /^\d+T/.test(image)) return T.Instant;
  if (/^\d+:/.test(image) || image.includes("..")) return T.Hours;
  if (/^\d+(?:\.\d+){2,}/.test(image) || image.includes("/")) return T.Network;
  if (/^\d+[A-Za-z]/.test(image)) return T.Duration;
  return T.Numeric;
}

/** Why a literal is malformed, as a sentence; `undefined` when it is well-formed. */
export type Complaint = string | undefined;

export function instantValue(text: string, start: number): { value: InstantValue; complaint: Complaint } {
  const read = readInstant(text);
  const value: InstantValue = {
    kind: "instant",
    start,
    end: start + text.length,
    text,
    seconds: read?.seconds,
    dateOnly: read?.dateOnly ?? !text.includes("T"),
  };
  if (read !== undefined) return { value, complaint: undefined };
  const shape = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?)?$/.test(text);
  return {
    value: { ...value, broken: true },
    complaint: shape
      ? `There is no instant ${text}; check the day, the hour and the year.`
      : `'${text}' is no instant; one is written 2027-03-31 or 2027-03-31T08:00Z.`,
  };
}

export function durationValue(text: string, start: number): { value: DurationValue; complaint: Complaint } {
  const seconds = readDuration(text);
  const value: DurationValue = { kind: "duration", start, end: start + text.length, text, seconds };
  if (seconds !== undefined) return { value, complaint: undefined };
  const calendar = /^\d+(?:M|mo|months?|y|years?)$/.test(text);
  return {
    value: { ...value, broken: true },
    complaint: calendar
      ? `'${text}' is no duration: months and years have no fixed length. Say it in days, such as 90d.`
      : `'${text}' is no duration; one is written 90s, 15m, 1h30m, 90d or 2w, and is at most 10,000 years.`,
  };
}

export function numberValue(text: string, start: number): { value: NumberValue; complaint: Complaint } {
  const integer = !text.includes(".");
  const whole = integer ? readInteger(text) : undefined;
  const scaled = integer ? (whole === undefined ? undefined : whole * 10_000n) : readDecimal(text);
  const value: NumberValue = { kind: "number", start, end: start + text.length, text, scaled, integer };
  if (scaled !== undefined) return { value, complaint: undefined };
  return { value: { ...value, broken: true }, complaint: numberComplaint(text) };
}

function numberComplaint(text: string): string {
  if (/^-?0\d/.test(text)) return `'${text}' begins with a zero that means nothing; leave it out.`;
  if (/^-?\d+\.\d{5,}$/.test(text)) return `'${text}' has more than four digits after the point.`;
  if (/^-?\d+$/.test(text)) return `'${text}' is out of range; an integer has at most 64 bits.`;
  if (/^-?\d+\.\d+$/.test(text))
    return `'${text}' is out of range; a decimal lies within ±922337203685477.5807.`;
  return `'${text}' is no number; one is written 5, -5 or 500.00.`;
}

export function networkValue(text: string, start: number): { value: NetworkValue; complaint: Complaint } {
  const value: NetworkValue = { kind: "network", start, end: start + text.length, text };
  if (readIpv4Network(text) !== undefined) return { value, complaint: undefined };
  return {
    value: { ...value, broken: true },
    complaint: `'${text}' is no IPv4 network; one is written 10.0.0.0/8. IPv6 stands in quotes.`,
  };
}

export function hourRange(text: string, start: number): { value: HourRange; complaint: Complaint } {
  const [from, to, ...rest] = text.split("..").map(readHour);
  const base = { kind: "hours", start, end: start + text.length, text } as const;
  if (from !== undefined && to !== undefined && rest.length === 0)
    return { value: { ...base, from, to }, complaint: undefined };
  return {
    value: { ...base, broken: true },
    complaint: `'${text}' is no range of hours; one is written 08:00..18:00, and runs to 24:00 at most.`,
  };
}
