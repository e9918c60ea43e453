/** Colours of a terminal. */
import type { Call } from "../command.ts";
import * as common from "../common.ts";

type Paint = (text: string) => string;

export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly error: Paint;
  readonly warning: Paint;
  readonly info: Paint;
  readonly good: Paint;
}

const paint =
  (open: number, close: number): Paint =>
  (text) =>
    `\u001b[${open}m${text}\u001b[${close}m`;
const asIs: Paint = (text) => text;

export const plain: Style = { bold: asIs, dim: asIs, error: asIs, warning: asIs, info: asIs, good: asIs };
export const colored: Style = {
  bold: paint(1, 22),
  dim: paint(2, 22),
  error: paint(31, 39),
  warning: paint(33, 39),
  info: paint(36, 39),
  good: paint(32, 39),
};

/** `--color` decides; without it FORCE_COLOR, then NO_COLOR, then whether standard output is a terminal. */
export function styleOf(call: Call): Style {
  const wish = call.get(common.color);
  if (wish !== "auto") return wish === "always" ? colored : plain;
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: term } = call.io.env;
  if (force !== undefined && force !== "") return force === "0" || force === "false" ? plain : colored;
  if (no !== undefined && no !== "") return plain;
  return call.io.stdoutIsTerminal && term !== "dumb" ? colored : plain;
}
