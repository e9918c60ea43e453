/** Nodes that everything else is made of: names, paths, values, settings. */
export interface Node {
  readonly start: number;
  readonly end: number;
  /**
   * Something in it went wrong and is reported: a malformed literal marks itself, a token that cannot stand marks the
   * modifier or member, and the head of a declaration the declaration.
   */
  readonly broken?: boolean;
}

/**
 * One word: a declared name, a segment of a path, or a keyword. The `text` of a misspelled keyword, which is reported,
 * is the keyword as which it is read; its span is that of what is written.
 */
export interface Name extends Node {
  readonly kind: "name";
  readonly text: string;
}

/** A reference: `jane`, `acme.people.jane`. `text` is the segments joined by dots. */
export interface Path extends Node {
  readonly kind: "path";
  readonly segments: readonly Name[];
  readonly text: string;
}

export interface StringValue extends Node {
  readonly kind: "string";
  /** Literal text (escapes resolved) and `${name}` interpolations, in order. */
  readonly parts: readonly StringPart[];
}
export type StringPart =
  | { readonly kind: "text"; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: "interpolation"; readonly path: Path; readonly start: number; readonly end: number };

export interface InstantValue extends Node {
  readonly kind: "instant";
  readonly text: string;
  /** Epoch seconds; absent when the text is no instant (then a `bad-literal` was reported). */
  readonly seconds?: number;
  /** A date without a time of day. */
  readonly dateOnly: boolean;
}

export interface DurationValue extends Node {
  readonly kind: "duration";
  readonly text: string;
  readonly seconds?: number;
}

export interface NumberValue extends Node {
  readonly kind: "number";
  readonly text: string;
  /** The value times 10⁴, exact; absent when out of range or with more than four fractional digits. */
  readonly scaled?: bigint;
  /** Written without a fraction. */
  readonly integer: boolean;
}

export interface BoolValue extends Node {
  readonly kind: "bool";
  readonly value: boolean;
}

/** `10.0.0.0/8` or an address, unquoted (IPv4 only; IPv6 is a quoted string). */
export interface NetworkValue extends Node {
  readonly kind: "network";
  readonly text: string;
}

/** `[a, b]`. */
export interface ListValue extends Node {
  readonly kind: "list";
  readonly items: readonly Value[];
}

/** `mon..fri` as `from`/`to`, a single day as `from` only; as written. */
export interface DayRange extends Node {
  readonly kind: "days";
  readonly from: Name;
  readonly to?: Name;
}

/** `08:00..18:00`; minutes since midnight, absent when malformed. */
export interface HourRange extends Node {
  readonly kind: "hours";
  readonly text: string;
  readonly from?: number;
  readonly to?: number;
}

/** `name` as a value is a `Path`: a let, a parameter, or a word such as `mcp`, decided by where it stands. */
export type Value =
  | StringValue
  | InstantValue
  | DurationValue
  | NumberValue
  | BoolValue
  | NetworkValue
  | ListValue
  | DayRange
  | HourRange
  | Path;

/**
 * An action literal. `service` is everything before the separating colon (`aws`, `acme.finance.invoices`), `action`
 * the text after it (`s3:GetObject`), wildcards included.
 */
export interface ActionRef extends Node {
  readonly kind: "action";
  readonly service: Path;
  /** Empty where half-typed (`may aws:`). */
  readonly action: string;
  readonly actionStart: number;
  /** Written as `service:"…"`. */
  readonly quoted: boolean;
}

export interface DeclarationBase extends Node {
  /** The text of the `///` lines before it, without the slashes and one blank, joined by `\n`. */
  readonly doc?: string;
  readonly docSpan?: Node;
  /** The keyword as written (a misspelled one is reported and read as the nearest). */
  readonly keyword: Name;
  readonly name?: Name;
  readonly title?: StringValue;
}

/**
 * A member of the form KEYWORD VALUE…, which the table in `grammar.ts` describes: `owner jane`, `label a, b`,
 * `input amount decimal`, `members [a, b]`, `source "x/**", "y"`, `every`… The values are in the order written.
 */
export interface Setting extends Node {
  readonly kind: "setting";
  readonly keyword: Name;
  readonly values: readonly Value[];
}
