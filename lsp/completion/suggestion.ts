/** What completion offers, in the server's own terms. */
import type { TextEdit } from "../../compiler/problem.ts";
import type { Place } from "../place/place.ts";

export type SuggestionKind =
  | "keyword"
  | "name"
  | "person"
  | "service"
  | "action"
  | "agent"
  | "scope"
  | "value"
  | "resource"
  | "namespace";

export interface Suggestion {
  readonly label: string;
  readonly kind: SuggestionKind;
  readonly detail?: string;
  readonly doc?: string;
  /** The text that replaces `start` to `end`. */
  readonly insert: string;
  /** The same with tab stops, for clients that have them. */
  readonly snippet?: string;
  readonly start: number;
  readonly end: number;
  /** What is typed is compared with this; default: the label. */
  readonly filter?: string;
  /** Smaller comes first. */
  readonly rank: number;
  /** Further changes, such as a `use`. */
  readonly edits?: readonly TextEdit[];
  /** Ask again after it is taken: there is more to come. */
  readonly again?: boolean;
}

type More = Partial<Suggestion>;

/** A suggestion that replaces what is written at the place. */
export function suggest(place: Place, label: string, kind: SuggestionKind, more: More = {}): Suggestion {
  return { label, kind, insert: label, start: place.start, end: place.end, rank: 5, ...more };
}

/** Text as a snippet that inserts just it. */
export const escapeSnippet = (text: string): string => text.replace(/[\\$}]/g, "\\$&");
