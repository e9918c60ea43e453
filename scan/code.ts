/**
 * What a source file of any programming language is reduced to: scopes with their statements, and the expressions
 * in them as plain values. It keeps what can say which thing a name stands for and what a call is given, and forgets
 * the rest. Readers write it, `link` resolves it; nothing in it refers to a parser's nodes, and all of it is JSON.
 */

/** UTF-16 offsets in the file, the end exclusive. */
export interface Extent {
  readonly at: number;
  readonly end: number;
}

export type Value =
  /** A literal string; longer ones than `textLimit` are cut, and `cut` says so. */
  | (Extent & { readonly kind: "text"; readonly text: string; readonly cut?: true })
  | (Extent & { readonly kind: "number"; readonly number: number })
  | (Extent & { readonly kind: "flag"; readonly flag: boolean })
  /** `null`, `None`, `undefined`. */
  | (Extent & { readonly kind: "nothing" })
  /** Parts joined by a template, an f-string or `+`: texts, or lists. */
  | (Extent & { readonly kind: "join"; readonly parts: readonly Value[] })
  /** An array, list, tuple or set. */
  | (Extent & { readonly kind: "list"; readonly items: readonly Value[] })
  /** `...x`, `*x`, `**x`. */
  | (Extent & { readonly kind: "spread"; readonly value: Value })
  /** An object literal, a dict. */
  | (Extent & { readonly kind: "record"; readonly entries: readonly Entry[] })
  | (Extent & { readonly kind: "name"; readonly name: string })
  /** `object.name`, `object?.name`, `object["name"]`; `nameAt` is where the name begins. */
  | (Extent & {
      readonly kind: "member";
      readonly object: Value;
      readonly name: string;
      readonly nameAt: number;
    })
  | (Extent & { readonly kind: "index"; readonly object: Value; readonly index: Value })
  /** A call, also of a constructor (`new` or not). Type arguments are left out. */
  | (Extent & {
      readonly kind: "call";
      readonly callee: Value;
      readonly args: readonly Argument[];
      readonly made?: true;
    })
  /** One of several: `a ? b : c`, `a or b`, `a ?? b`. */
  | (Extent & { readonly kind: "choice"; readonly options: readonly Value[] })
  /** A function or class written here; the number is its place in `scopes`. */
  | (Extent & { readonly kind: "scope"; readonly scope: number })
  /** Anything else, with what stands in it; what stands in `each` is in no other part. */
  | (Extent & { readonly kind: "other"; readonly parts: readonly Value[]; readonly each?: Each });

/** A list that is made of another: `element`, once for each of `over`, which is called `name` there. */
export interface Each {
  readonly name: string;
  readonly element: Value;
  readonly over: Value;
}

export type ValueKind = Value["kind"];

export interface Entry extends Extent {
  /** `undefined`: a spread (then `value` is one), or a key that is computed. */
  readonly key?: string;
  readonly value: Value;
}

export interface Argument {
  /** The keyword, in languages that have them. */
  readonly name?: string;
  readonly value: Value;
}

export interface Parameter extends Extent {
  readonly name: string;
  readonly value?: Value;
  /** The annotation, as far as it is a name: `Agent`, `voice.Agent`. */
  readonly type?: Value;
  /** `*args`, `**kwargs`, `...rest`. */
  readonly rest?: "list" | "record";
  /** For a destructured parameter: the property that the name is taken from. */
  readonly property?: string;
}

/**
 * Where a statement stands among branches: pairs of a branching statement's number and the arm, outermost first.
 * Two statements exclude each other when they differ in the arm of the same branching statement.
 */
export type Arms = readonly (readonly [statement: number, arm: number])[];

export type Statement =
  /** `target` is a name, or a dotted path that begins with one (`self.agent`, `this.agent`, `module.exports`). */
  | (Extent & {
      readonly kind: "bind";
      readonly target: string;
      readonly value: Value;
      readonly type?: Value;
      readonly arms?: Arms;
      /** The value is an element of what is bound to: `for x in value`, `const [x] = value`. */
      readonly element?: true;
    })
  /** An expression of its own; `give`: it is what the function returns. */
  | (Extent & {
      readonly kind: "run";
      readonly value: Value;
      readonly give?: true;
      readonly arms?: Arms;
    })
  /** `symbol` is `*` for the module itself, `default` for a default import. */
  | (Extent & {
      readonly kind: "import";
      readonly local: string;
      readonly module: string;
      readonly symbol: string;
      /** Types only: the name is no value. */
      readonly typeOnly?: true;
    })
  /** Everything of a module comes into this scope (`from x import *`). */
  | (Extent & { readonly kind: "import-all"; readonly module: string })
  /** `export { local as name }`, `export { symbol as name } from module`, `export * from module` (both `*`). */
  | (Extent & {
      readonly kind: "export";
      readonly name: string;
      readonly local?: string;
      readonly module?: string;
      readonly symbol?: string;
    });

export interface Scope extends Extent {
  readonly kind: "module" | "function" | "class";
  /** The scope around this one; -1 for the module. */
  readonly parent: number;
  /** As declared or bound; absent for a function without a name. */
  readonly name?: string;
  /** Where the name stands; the scope's beginning if it has none. */
  readonly nameAt: number;
  readonly params: readonly Parameter[];
  readonly bases: readonly Value[];
  readonly decorators: readonly Value[];
  readonly statements: readonly Statement[];
  /** The annotation of what a function gives, as far as it is a name. */
  readonly returns?: Value;
}

/** Scope 0 is the module. */
export interface Code {
  readonly scopes: readonly Scope[];
}

export const textLimit = 8_192;
