/** What statements draw on, read before them. */
import type { Classification, Fact, Window } from "../model/policy.ts";
import type { ActionTables } from "./actions.ts";
import type { Entry } from "./entry.ts";
import type { People } from "./people.ts";
import type { ScopePieces } from "./piece.ts";

export interface Tables extends ActionTables {
  readonly people: People;
  /** As in `People`: those without a mistake. */
  readonly facts: ReadonlyMap<Entry, Fact>;
  readonly classifications: readonly Classification[];
  /** Whether a classification speaks of a tool pattern, asked once for each. */
  readonly described: Map<string, boolean>;
  readonly windows: ReadonlyMap<Entry, Window>;
  /** What scopes without parameters permit, each read once; one in a circle or over a limit is `broken`. */
  readonly scopes: Map<Entry, ScopePieces>;
}
