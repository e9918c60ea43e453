/** What a person sets for the server: `remit.…` in the editor's settings, or `initializationOptions`. */
import { isObject } from "../compiler/model/json.ts";

export interface Settings {
  /** What the open documents are compared with: the files as they were saved, a git revision, or nothing. */
  readonly widens: "saved" | "off" | { readonly revision: string };
  readonly lenses: boolean;
  readonly hints: boolean;
}

export const DEFAULTS: Settings = { widens: "saved", lenses: true, hints: true };

/** Reads `{ widens, lenses, hints }`, or the same under `remit`; what is missing or of another shape stays as it was. */
export function readSettings(value: unknown, before: Settings = DEFAULTS): Settings {
  if (!isObject(value)) return before;
  if (isObject(value.remit)) return readSettings(value.remit, before);
  const { widens, lenses, hints } = value;
  return {
    widens: widensOf(widens) ?? before.widens,
    lenses: typeof lenses === "boolean" ? lenses : before.lenses,
    hints: typeof hints === "boolean" ? hints : before.hints,
  };
}

function widensOf(value: unknown): Settings["widens"] | undefined {
  if (value === "saved" || value === "off") return value;
  return typeof value === "string" && value !== "" ? { revision: value } : undefined;
}
