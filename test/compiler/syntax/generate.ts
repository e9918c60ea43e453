/**
 * Sources made from the grammar's own table: valid by construction, so a parser or printer that stumbles over one is
 * wrong. Names are placeholders until they are chosen, so that the same source can be written with plain names and
 * with names that are keywords elsewhere.
 */
import { BLOCKS, MODIFIERS } from "../../../compiler/syntax/grammar.ts";
import { PREDICATES, SUBJECTS } from "../../../compiler/syntax/grammar-fields.ts";
import type { BlockKind, Keywords, Part, Shape } from "../../../compiler/syntax/grammar-parts.ts";
import { isTargetKind, settingsOf, TARGET_KINDS } from "../../../compiler/syntax/grammar-targets.ts";

/** A token's text, or a name that is still to be chosen. */
export type Piece = string | { readonly name: number };

export interface Random {
  /** A whole number in `[0, below)`. */
  below(below: number): number;
  pick<Item>(items: readonly Item[]): Item;
  chance(probability: number): boolean;
}

/** Mulberry32: the same numbers for the same seed on every machine. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error("nothing to pick from");
      return item;
    },
    chance: (probability) => next() < probability,
  };
}

/** Every word of the grammar, which is what hostile names are chosen from. */
export const KEYWORD_NAMES: readonly string[] = [
  ...new Set([
    ...Object.values(BLOCKS).flatMap((table) => Object.keys(table)),
    ...Object.values(MODIFIERS).flatMap((table) => Object.keys(table)),
    ...[
      "not",
      "and",
      "or",
      "in",
      "like",
      "by",
      "for",
      "behalf",
      "of",
      "under",
      "every",
      "suspend",
      "constructor",
    ],
  ]),
];

const STRINGS = ['"x"', '""', '"a\\"b"', '"arn:aws:s3:::${files}/*"', '"} // {"', '"\\u{1F600} é"', '"\\$"'];
const TITLES = ['"x"', '"A \\"title\\" {"'];
const ACTIONS = [
  "tool:send_mail",
  "aws:s3:GetObject",
  "aws:s3:*",
  "acme.crm:read",
  'google:"https://x/ {}"',
  "k8s:apps/*:get",
];
const INSTANTS = ["2027-03-31", "2027-03-31T08:00Z", "2027-03-31T08:00:00+02:00"];
const DURATIONS = ["90d", "1h30m", "0s", "2w"];
const NUMBERS = ["5", "-5", "500.00", "9223372036854775807"];

class Generator {
  private names = 0;
  readonly pieces: Piece[] = [];
  constructor(private readonly random: Random) {}

  private add(...pieces: readonly Piece[]): void {
    this.pieces.push(...pieces);
  }

  private name(): Piece {
    return { name: this.names++ };
  }

  private separated(least: number, most: number, separator: string, item: () => void): void {
    const count = least + this.random.below(most - least + 1);
    for (let index = 0; index < count; index++) {
      if (index > 0) this.add(separator);
      item();
    }
  }

  private value(shape: Shape): void {
    const { random } = this;
    if (shape.kind === "words") this.add(random.pick(shape.words));
    else if (shape.kind !== "literal") this.add(this.name());
    else if (shape.type === "days") {
      this.add(random.pick(["mon", "wed"]));
      if (random.chance(0.5)) this.add("..", random.pick(["fri", "sun"]));
    } else if (shape.type === "hours") this.add("08:00..24:00");
    else if (shape.type === "title") this.add(random.pick(TITLES));
    else if (random.chance(0.4)) this.add(this.name());
    else if (shape.type === "instant") this.add(random.pick(INSTANTS));
    else if (shape.type === "duration") this.add(random.pick(DURATIONS));
    else if (shape.type === "any")
      this.add(
        random.pick([...STRINGS, ...INSTANTS, ...DURATIONS, ...NUMBERS, "true", "false", "10.0.0.0/8"]),
      );
    else this.add(random.pick(STRINGS));
  }

  private condition(depth: number): void {
    const { random } = this;
    const roll = depth > 3 ? 9 : random.below(10);
    if (roll === 0) {
      this.add("(");
      this.condition(depth + 1);
      this.add(")");
    } else if (roll === 1) {
      this.add("not", "(");
      this.condition(depth + 1);
      this.add(")");
    } else if (roll < 4) this.separated(2, 3, random.pick(["and", "or"]), () => this.condition(depth + 1));
    else if (roll === 4) {
      this.add(this.name(), "in", "[");
      this.separated(1, 3, ",", () => this.value({ kind: "literal", type: "any", example: "" }));
      this.add("]");
    } else if (roll === 5) this.add(random.pick(["request.mfa", "fact.incident"]));
    else if (roll === 6) this.add(this.name());
    else {
      this.add(this.name(), random.pick(["==", "!=", "<", "<=", ">", ">=", "like", "in"]));
      this.value({ kind: "literal", type: "any", example: "" });
    }
  }

  private terms(depth: number): void {
    const roll = depth > 2 ? 9 : this.random.below(10);
    if (roll < 2) {
      this.add("(");
      this.terms(depth + 1);
      this.add(")");
    } else if (roll < 5) this.separated(2, 3, this.random.pick(["and", "or"]), () => this.terms(depth + 1));
    else if (roll < 7) this.add("label", this.name());
    else if (roll < 8) this.add("risk", "write");
    else this.separated(1, 2, ",", () => this.add(this.random.pick(ACTIONS)));
  }

  private modifiers(table: Keywords): void {
    const words = Object.keys(table).filter(() => this.random.chance(0.3));
    if (this.random.chance(0.5)) words.reverse();
    for (const word of words) {
      this.add(word);
      this.parts(table[word]?.parts ?? []);
    }
  }

  parts(parts: readonly Part[], kind?: string): void {
    for (const part of parts) this.part(part, kind);
  }

  private part(part: Part, kind?: string): void {
    const { random } = this;
    switch (part.kind) {
      case "word":
        this.add(part.text);
        break;
      case "value":
        this.value(part.shape);
        break;
      case "list":
        this.separated(1, 3, ",", () => this.value(part.shape));
        break;
      case "bracketed":
        this.add("[");
        this.separated(1, 3, ",", () => this.value(part.shape));
        this.add("]");
        break;
      case "actions":
        this.separated(1, part.single ? 1 : 3, ",", () => this.add(random.pick(ACTIONS)));
        break;
      case "grant":
        if (part.actions && random.chance(0.5)) {
          this.part({ kind: "actions", single: false });
          break;
        }
        this.add(this.name());
        if (random.chance(0.4)) break;
        this.add("(");
        this.separated(0, 2, ",", () => this.value({ kind: "literal", type: "any", example: "" }));
        this.add(")");
        break;
      case "condition":
        this.condition(0);
        break;
      case "terms":
        this.terms(0);
        break;
      case "predicates":
        this.separated(1, 3, "and", () => {
          const word = random.pick(Object.keys(PREDICATES));
          this.add(word);
          this.parts(PREDICATES[word]?.parts ?? []);
        });
        break;
      case "subjects":
        this.separated(1, 2, ",", () => {
          const word = random.pick(Object.keys(SUBJECTS));
          this.add(word);
          this.parts(SUBJECTS[word]?.parts ?? []);
        });
        break;
      case "bindings":
        this.separated(1, 2, ",", () => {
          this.add(random.pick([this.name(), "request.mfa", "fact.x"]), "=");
          this.value({ kind: "literal", type: "any", example: "" });
        });
        break;
      case "parameters":
        this.add("(");
        this.separated(1, 3, ",", () => this.add(this.name()));
        this.add(")");
        break;
      case "by-environment":
        if (random.chance(0.6)) {
          this.value({ kind: "literal", type: "any", example: "" });
          break;
        }
        this.add("by", "environment", "{");
        for (let count = random.below(3); count > 0; count--) {
          this.add(this.name());
          this.value({ kind: "literal", type: "any", example: "" });
        }
        this.add("}");
        break;
      case "entries":
        break;

      case "fields":
        for (const [word, keyword] of Object.entries(part.fields))
          if (random.chance(0.6) || keyword === Object.values(part.fields)[0]) {
            this.add(word);
            this.parts(keyword.parts);
          }
        break;
      case "modifiers":
        this.modifiers(MODIFIERS[part.of]);
        break;
      case "optional":
        if (random.chance(0.4)) this.parts(part.parts);
        break;
      case "choice":
        this.parts(random.pick(part.options));
        break;
      case "block":
        this.add("{");
        this.block(part.block, kind);
        this.add("}");
    }
  }

  private block(kind: BlockKind, targetKind?: string): void {
    if (kind === "guardrail") {
      this.guardrail();
      return;
    }
    const table = kind === "target" ? settingsOf(targetKind) : BLOCKS[kind];
    const words = Object.keys(table);
    if (kind === "test") {
      for (const word of ["as", "at"]) this.statement(word, table);
      for (let count = 1 + this.random.below(3); count > 0; count--)
        this.statement(this.random.pick(["allow", "deny"]), table);
      return;
    }
    for (let count = this.random.below(6); count > 0; count--) this.statement(this.random.pick(words), table);
  }

  private guardrail(): void {
    const table = BLOCKS.guardrail;
    if (this.random.chance(0.3)) this.statement("severity", table);
    this.statement(this.random.pick(["every", "no"]), table);
    for (const word of ["of", "in"]) if (this.random.chance(0.3)) this.statement(word, table);
    this.statement(this.random.pick(["has", "holds"]), table);
    if (this.random.chance(0.3)) this.statement("except", table);
  }

  private statement(word: string, table: Keywords): void {
    this.add(word);
    this.parts(table[word]?.parts ?? []);
  }

  declaration(): void {
    const word = this.random.pick(Object.keys(BLOCKS.file));
    this.add(word);
    const parts = BLOCKS.file[word]?.parts ?? [];
    if (word !== "target") {
      this.parts(parts);
      return;
    }
    const kind = this.random.pick(TARGET_KINDS);
    this.add(kind);
    this.parts(parts.slice(1), isTargetKind(kind) ? kind : undefined);
  }
}

/** The tokens of a random file of one to `most` declarations. */
export function generatePieces(random: Random, most = 4): readonly Piece[] {
  const generator = new Generator(random);
  for (let count = 1 + random.below(most); count > 0; count--) generator.declaration();
  return generator.pieces;
}

/** The tokens as text: `name` chooses the names, `gap` what stands between two tokens. */
export function write(pieces: readonly Piece[], name: (index: number) => string, gap: () => string): string {
  let text = "";
  for (const piece of pieces)
    text += (text === "" ? "" : gap()) + (typeof piece === "string" ? piece : name(piece.name));
  return text;
}
