/** The extension's settings, with what holds where one is missing or of another type. */
import { workspace } from "vscode";

export const SECTION = "remit";

const text = (name: string): string => {
  const value: unknown = workspace.getConfiguration(SECTION).get(name);
  return typeof value === "string" ? value.trim() : "";
};

/** The program to use as the server; empty: the one inside of the extension. */
export const serverPath = (): string => text("server.path");

/** How many days before its end an agent is counted in the status bar; 0: never. */
export function endingWithinDays(): number {
  const value: unknown = workspace.getConfiguration(SECTION).get("status.endingWithinDays");
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : 14;
}
