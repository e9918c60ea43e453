/**
 * Bicep, as far as grants need it: resources, modules, variables, objects, arrays, calls and interpolated strings.
 * A `resource` becomes a call with its symbol and type as arguments and its body as entries, as in Terraform. What the
 * reader does not understand becomes a name, and it goes on after it.
 */
import { type Call, type Entry, MAX_DEPTH, name, text, type Value } from "./value.ts";

class Reader {
  readonly #source: string;
  #index = 0;
  constructor(source: string) {
    this.#source = source;
  }

  #peek(): string {
    return this.#source[this.#index] ?? "";
  }

  /** Skips blanks and comments; `lines`: also the ends of lines. */
  #blank(lines: boolean): void {
    for (;;) {
      const rest = this.#source.slice(this.#index, this.#index + 2);
      if (rest === "//") {
        const stop = this.#source.indexOf("\n", this.#index);
        this.#index = stop < 0 ? this.#source.length : stop;
      } else if (rest === "/*") {
        const stop = this.#source.indexOf("*/", this.#index);
        this.#index = stop < 0 ? this.#source.length : stop + 2;
      } else if (/^[ \t\r]/.test(rest) || (lines && /^[\n,]/.test(rest))) this.#index++;
      else return;
    }
  }

  #word(): string {
    const match = /^[A-Za-z_]\w*/.exec(this.#source.slice(this.#index, this.#index + 200));
    if (match) this.#index += match[0].length;
    return match?.[0] ?? "";
  }

  #string(): Value {
    const at = this.#index;
    const long = this.#source.startsWith("'''", at);
    this.#index += long ? 3 : 1;
    const from = this.#index;
    let depth = 0;
    while (this.#index < this.#source.length) {
      if (long) {
        if (this.#source.startsWith("'''", this.#index)) break;
      } else if (this.#source.startsWith("${", this.#index)) depth++;
      else if (depth > 0 && this.#peek() === "}") depth--;
      else if (this.#peek() === "\\" && depth === 0) this.#index++;
      else if (this.#peek() === "\n" || (this.#peek() === "'" && depth === 0)) break;
      this.#index++;
    }
    const value = this.#source.slice(from, this.#index);
    this.#index += long ? 3 : 1;
    return text(value, { at, end: this.#index }, !long && value.includes("${"));
  }

  #object(depth: number): readonly Entry[] {
    const entries: Entry[] = [];
    this.#index++;
    for (;;) {
      this.#blank(true);
      const at = this.#index;
      const unit = this.#peek();
      if (unit === "" || unit === "}") break;
      const quoted = unit === "'" ? this.#string() : undefined;
      const key = quoted?.kind === "text" ? quoted.value : this.#word();
      if ((key === "resource" || key === "@") && this.#peek() === " ") {
        entries.push(...this.#declaration(key, at, depth));
        continue;
      }
      this.#blank(false);
      if (this.#peek() !== ":") {
        this.#skip();
        continue;
      }
      this.#index++;
      entries.push({ key, at, value: this.#value(depth + 1) });
    }
    this.#index++;
    return entries;
  }

  #list(depth: number): Value {
    const at = this.#index;
    this.#index++;
    const items: Value[] = [];
    for (;;) {
      this.#blank(true);
      if (this.#peek() === "" || this.#peek() === "]") break;
      const before = this.#index;
      // `[for x in y: value]` is read as a list of the one value.
      if (/^for\s/.test(this.#source.slice(this.#index, this.#index + 4))) {
        const colon = this.#source.indexOf(":", this.#index);
        this.#index = colon < 0 ? this.#source.length : colon + 1;
      }
      items.push(this.#value(depth + 1));
      if (this.#index === before) this.#index++;
    }
    this.#index++;
    return { kind: "list", items, at, end: this.#index };
  }

  #arguments(depth: number): readonly Value[] {
    this.#index++;
    const args: Value[] = [];
    for (;;) {
      this.#blank(true);
      if (this.#peek() === "" || this.#peek() === ")") break;
      const before = this.#index;
      args.push(this.#value(depth + 1));
      if (this.#index === before) this.#index++;
    }
    this.#index++;
    return args;
  }

  #primary(depth: number): Value {
    const at = this.#index;
    const unit = this.#peek();
    if (unit === "'") return this.#string();
    if (unit === "{") {
      const entries = this.#object(depth + 1);
      return { kind: "dict", entries, at, end: this.#index };
    }
    if (unit === "[") return this.#list(depth + 1);
    if (unit === "(") {
      const [inner] = this.#arguments(depth + 1);
      return inner ?? name("…", { at, end: this.#index });
    }
    const number = /^-?\d+/.exec(this.#source.slice(at, at + 20));
    if (number) {
      this.#index += number[0].length;
      return { kind: "number", value: Number(number[0]), at, end: this.#index };
    }
    let path = this.#word();
    if (path === "") return name("", { at, end: at });
    if (path === "true" || path === "false")
      return { kind: "boolean", value: path === "true", at, end: this.#index };
    if (path === "null") return { kind: "null", at, end: this.#index };
    let made: Value | undefined;
    for (;;) {
      const suffix = /^(?:::|\.\??|!\.?)(\w+)|^\[\??'?[\w-]*'?\]/.exec(
        this.#source.slice(this.#index, this.#index + 200),
      );
      if (suffix) {
        path += suffix[0];
        this.#index += suffix[0].length;
      } else if (this.#peek() === "(") {
        const args = this.#arguments(depth + 1);
        made = { kind: "call", callee: path, args, entries: [], at, end: this.#index };
      } else break;
    }
    return made ?? name(path, { at, end: this.#index });
  }

  #value(depth: number): Value {
    this.#blank(false);
    const at = this.#index;
    if (depth > MAX_DEPTH) {
      this.#skip();
      return name("…", { at, end: this.#index });
    }
    if (this.#peek() === "!") this.#index++;
    const first = this.#primary(depth);
    this.#blank(false);
    if (this.#peek() === "?" && this.#source[this.#index + 1] !== "?") {
      this.#index++;
      this.#blank(true);
      const yes = this.#value(depth + 1);
      this.#blank(true);
      if (this.#peek() === ":") this.#index++;
      this.#blank(true);
      const no = this.#value(depth + 1);
      return { kind: "call", callee: "?:", args: [yes, no], entries: [], at, end: this.#index };
    }
    const operator = /^(?:\?\?|\|\||&&|==|!=|=~|[<>]=?|[+*/%-](?!\/))/.exec(
      this.#source.slice(this.#index, this.#index + 3),
    );
    if (!operator) return first;
    this.#index += operator[0].length;
    this.#blank(true);
    const second = this.#value(depth + 1);
    const args = [first, second];
    // `x == y ? a : b` leaves the choice in the second operand.
    if (second.kind === "call" && second.callee === "?:") return second;
    return { kind: "call", callee: operator[0], args, entries: [], at, end: this.#index };
  }

  /** To the end of the line. */
  #skip(): void {
    const stop = this.#source.indexOf("\n", this.#index);
    this.#index = stop < 0 ? this.#source.length : stop + 1;
  }

  #declaration(keyword: string, at: number, depth: number): readonly Entry[] {
    this.#blank(false);
    const symbol = this.#word();
    const args: Value[] = [text(symbol, { at, end: this.#index })];
    this.#blank(false);
    if (this.#peek() === "'") args.push(this.#string());
    this.#blank(false);
    const existing = this.#source.startsWith("existing", this.#index);
    if (existing) this.#word();
    this.#blank(false);
    if (this.#peek() !== "=") {
      this.#skip();
      return [];
    }
    this.#index++;
    this.#blank(false);
    if (this.#source.startsWith("if", this.#index)) {
      this.#index += 2;
      this.#blank(false);
      if (this.#peek() === "(") this.#arguments(depth + 1);
      this.#blank(true);
    }
    const value = this.#value(depth + 1);
    const body = value.kind === "list" ? value.items[0] : value;
    const entries = body?.kind === "dict" ? body.entries : [];
    const call: Call = {
      kind: "call",
      callee: existing ? "existing" : keyword,
      args,
      entries,
      at,
      end: this.#index,
    };
    return [{ key: keyword, at, value: call }];
  }

  file(): Value {
    const entries: Entry[] = [];
    while (this.#index < this.#source.length) {
      this.#blank(true);
      const at = this.#index;
      const keyword = this.#word();
      if (keyword === "resource" || keyword === "module") entries.push(...this.#declaration(keyword, at, 0));
      else if (keyword === "var" || keyword === "param" || keyword === "targetScope") {
        this.#blank(false);
        const key = keyword === "targetScope" ? keyword : this.#word();
        const line = this.#source.indexOf("\n", this.#index);
        const equals = this.#source.indexOf("=", this.#index);
        if (equals >= 0 && (line < 0 || equals < line)) {
          this.#index = equals + 1;
          entries.push({ key, at, value: this.#value(0) });
        } else this.#skip();
      } else this.#skip();
    }
    return { kind: "scope", name: "", entries, at: 0, end: this.#source.length };
  }
}

/** The file as a scope: variables and parameters with defaults by name, resources and modules by their keyword. */
export function readBicep(source: string): Value {
  return new Reader(source).file();
}
