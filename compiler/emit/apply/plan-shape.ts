/**
 * The request plan: what `apply.mjs` does at a platform's administration API, in order. A plan is data. Text of a
 * policy stands in it only as JSON strings and path segments, which the runner encodes; what the runner fills in is an
 * object of exactly one key that begins with `$`, so that no string can be taken for one.
 */

/** A JSON value with holes. Keys are the emitter's own words, never text of a policy. */
export type Template =
  | string
  | number
  | boolean
  | null
  | readonly Template[]
  | Hole
  | { readonly [key: string]: Template };

export type Hole =
  /** What an earlier step yielded. */
  | { readonly $yield: string }
  /** An environment variable of the runner; declared in `Plan.environment`. */
  | { readonly $env: string }
  // A part (JSON pointer, `""` for all) of the element at hand: in `links`, and in `remove` and `call` the object found.
  // `/list/*/part` is that part of every element, `[]` where there is no list.
  | { readonly $item: string }
  /** The texts in a row. */
  | { readonly $join: readonly (string | Hole)[] }
  /** In the `put` of an `entry`: the whole list with the entry in it. */
  | { readonly $entries: "" };

/** Each segment is percent-encoded by itself; `.`, `..` and empty ones are refused by the runner. */
export type Path = readonly (string | Hole)[];

export interface Read {
  readonly path: Path;
  readonly query?: Readonly<Record<string, string | Hole>>;
}

export interface Call extends Read {
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  readonly body?: Template;
  /** Statuses that mean success. */
  readonly expects: readonly number[];
  /** An operation that goes on after the answer. */
  readonly wait?: Wait;
}

/** All of these must hold of an element. */
export type Match = readonly Condition[];
export type Condition =
  /** The value at the JSON pointer `at` equals. An array of one string equals that string. */
  | { readonly at: string; readonly is: Template }
  /** The list at `at` contains it. */
  | { readonly at: string; readonly has: Template }
  /** The text at `at` begins with it. */
  | { readonly at: string; readonly begins: string }
  /** An element of the list at `at` matches. */
  | { readonly at: string; readonly some: Match }
  /** There is a value at `at`, or none. */
  | { readonly at: string; readonly there: boolean };

/** An object: what the path answers, or with `in` the one element of the list there that matches. 404 is absence. */
export interface Find extends Read {
  /** JSON pointer to the list; pages are followed (`Link: …; rel="next"`, or `_links.next.href`). */
  readonly in?: string;
  readonly where?: Match;
}

/** Asks until `until` holds; stops the run where `failed` holds or after `atMost` seconds. */
export interface Wait {
  /** A path, or the address in this header of the call's answer. */
  readonly read: Read | { readonly header: string };
  readonly until: Match;
  readonly failed?: Match;
  /** Seconds. */
  readonly every: number;
  readonly atMost: number;
}

/** What makes an object ours; where it does not hold the run stops (`ensure`) or leaves it alone (`remove`). */
export interface Ownership {
  readonly match: Match;
  /** A sentence for whoever runs the plan. */
  readonly message: string;
}

interface Head {
  /** Unique in the plan. */
  readonly id: string;
  /** What the step is for, in one line. */
  readonly purpose: string;
  /**
   * Only where an earlier step has yielded it; else `message` says what somebody has to do before the next run. Absent:
   * nothing has to be done.
   */
  readonly needs?: { readonly yield: string; readonly message?: string };
  /** Of a stop, by the names that its object can have: said where no step with the same words finds one. */
  readonly absent?: string;
}

export type Yields = Readonly<Record<string, string>>;

/** Reads and judges. Nothing is written when it does not hold. */
export interface RequireStep extends Head {
  readonly kind: "require";
  readonly read: Find;
  /** With `none`, no element of the list may match; with `some`, at least one must; with `one`, exactly one. */
  readonly none?: Match;
  readonly one?: Match;
  readonly some?: Match;
  readonly message: string;
  /** Of the answer, or of the element that `some` found: name → JSON pointer. */
  readonly yields?: Yields;
}

/** An object is there in this form: read first, then created, updated where it differs, or left as it is. */
export interface EnsureStep extends Head {
  readonly kind: "ensure";
  readonly find: Find;
  readonly owned?: Ownership;
  /** Absent: where the object is not there, nothing is done. */
  readonly create?: Call;
  /** Made only where the found object lacks something of its body; the journal keeps what was there. Absent: never. */
  readonly update?: Call;
  /** Undoes the creation. */
  readonly undo?: Call;
  readonly yields?: Yields;
}

/** A list holds these items: missing and differing ones are added, others are removed unless `extra` is `keep`. */
export interface LinksStep extends Head {
  readonly kind: "links";
  readonly list: Read & { readonly in?: string };
  /** JSON pointer of what tells items apart. */
  readonly key: string;
  readonly items: readonly Template[];
  readonly extra: "remove" | "keep";
  /** Undone by `remove`, and the other way round. */
  readonly add: Call;
  readonly remove: Call;
  /** The list belongs to an object that may be absent: then there is nothing to do. */
  readonly optional?: boolean;
}

/** An element of a list inside of a document that can only be written whole. Undone by putting back what was there. */
export interface EntryStep extends Head {
  readonly kind: "entry";
  readonly document: Read;
  readonly list: string;
  readonly key: string;
  readonly name: string;
  /** `null`: there is no such element. */
  readonly value: Template;
  readonly put: Call;
}

/** An object that is not wanted any more. */
export interface RemoveStep extends Head {
  readonly kind: "remove";
  readonly find: Find;
  readonly owned?: Ownership;
  readonly call: Call;
  /** `{"$item": ""}` in its body is the object as it was. */
  readonly undo: Call;
}

/** A change of state that is not an object: activate, deactivate. Not made where `unless` holds of what is read. */
export interface CallStep extends Head {
  readonly kind: "call";
  readonly unless: { readonly find: Find; readonly match: Match };
  readonly call: Call;
  readonly undo: Call;
}

export type Step = RequireStep | EnsureStep | LinksStep | EntryStep | RemoveStep | CallStep;

export interface Variable {
  readonly name: string;
  readonly purpose: string;
}

export interface RequestPlan {
  readonly version: 1;
  readonly workspace: string;
  readonly target: string;
  /** The variable with the address that paths are appended to. */
  readonly base: string;
  /** `Authorization: <scheme> <value of the variable>`. */
  readonly authorization: { readonly scheme: string; readonly variable: string };
  /** Every variable that a step fills in. */
  readonly environment: readonly Variable[];
  /** The organisation that the base has to be the address of, where the policy says it. */
  readonly organisation?: string;
  readonly steps: readonly Step[];
}

/** A plan whose steps are made while it is written, one after the other: a large one is never there as a whole. */
export interface PlanInMaking extends Omit<RequestPlan, "steps"> {
  readonly steps: Iterable<Step>;
}
