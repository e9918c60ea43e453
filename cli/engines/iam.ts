/**
 * What AWS answers to a call under identity policies and a permissions boundary, by its published evaluation logic
 * (IAM User Guide: "Policy evaluation logic", "IAM JSON policy elements").
 *
 * Covered is what the compiler's output uses, and nothing else: `Effect`, `Action`, `Resource`, `Condition`; `*` and `?`
 * in actions (caseless) and resources; policy variables, of which `${*}`, `${?}` and `${$}` are characters and every
 * other one stands for nothing known; the operators of the table below, with `…IfExists`. A document that holds
 * anything else (`NotAction`, `Principal`, another operator) cannot be judged, and an error says so. Resource policies,
 * service control policies and session policies are not looked at: they are not Remit's.
 */
import { readNetwork } from "../../compiler/model/ip.ts";
import { isObject, type JsonObject, own } from "../../compiler/model/json.ts";
import { failure } from "../failure.ts";

/** A call as AWS sees it: condition keys by their lower-case names; those that the call lacks are absent. */
export interface IamCall {
  readonly action: string;
  /** An ARN, or `*` for an action that takes no resource. */
  readonly resource: string;
  readonly keys: ReadonlyMap<string, string>;
}

export interface IamAnswer {
  readonly allow: boolean;
  readonly reason: string;
}

export interface IamPolicies {
  readonly identity: readonly unknown[];
  /** Absent: no boundary. */
  readonly boundary?: unknown;
}

/** Explicit denies first, then the boundary, then the identity policies; what nothing allows is denied. */
export function askIam({ identity, boundary }: IamPolicies, call: IamCall): IamAnswer {
  const own = identity.flatMap(statementsOf);
  const ceiling = boundary === undefined ? undefined : statementsOf(boundary);
  const stops = [...own, ...(ceiling ?? [])].find((one) => one.Effect === "Deny" && covers(one, call));
  if (stops !== undefined) return { allow: false, reason: `The statement ${sidOf(stops)} denies it.` };
  const grants = own.find((one) => one.Effect === "Allow" && covers(one, call));
  if (grants === undefined) return { allow: false, reason: "No statement allows it." };
  if (ceiling?.some((one) => one.Effect === "Allow" && covers(one, call)) === false)
    return { allow: false, reason: "It is outside of the permissions boundary." };
  return { allow: true, reason: `The statement ${sidOf(grants)} allows it.` };
}

const known: ReadonlySet<string> = new Set(["Sid", "Effect", "Action", "Resource", "Condition"]);

function statementsOf(document: unknown): readonly JsonObject[] {
  const list = isObject(document) ? own(document, "Statement") : undefined;
  if (!Array.isArray(list)) throw failure("An IAM document without a list of statements cannot be judged.");
  return list.map((statement: unknown) => {
    if (!isObject(statement)) throw failure("A statement of an IAM document is no object.");
    const other = Object.keys(statement).find((key) => !known.has(key));
    if (other !== undefined) throw failure(`A statement with '${other}' cannot be judged here.`);
    return statement;
  });
}

const sidOf = (statement: JsonObject): string => String(own(statement, "Sid") ?? "(unnamed)");

function covers(statement: JsonObject, call: IamCall): boolean {
  const action = call.action.toLowerCase();
  const named = textsOf(own(statement, "Action")).some((text) => fits(plain(text.toLowerCase()), action));
  if (!named) return false;
  const on = textsOf(own(statement, "Resource"));
  if (!on.some((text) => fits(withVariables(text), call.resource))) return false;
  const condition = own(statement, "Condition") ?? {};
  if (!isObject(condition)) throw failure("A condition of an IAM document is no object.");
  return Object.entries(condition).every(([operator, keys]) => {
    if (!isObject(keys)) throw failure(`The keys under '${operator}' are no object.`);
    return Object.entries(keys).every(([key, values]) =>
      holds(operator, call.keys.get(key.toLowerCase()), textsOf(values)),
    );
  });
}

type Test = (actual: string, wanted: string) => boolean;
interface Operator {
  readonly test: Test;
  /** Holds where none of the values passes the test, and where the key is missing. */
  readonly negated?: true;
}

const isBefore: Test = (actual, wanted) => seconds(actual) < seconds(wanted);
const isSame: Test = (actual, wanted) => textOf(wanted) === actual;
const isLike: Test = (actual, wanted) => fits(withVariables(wanted), actual);

const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["StringEquals", { test: isSame }],
  ["StringNotEquals", { test: isSame, negated: true }],
  ["StringLike", { test: isLike }],
  ["StringNotLike", { test: isLike, negated: true }],
  ["ArnLike", { test: isLike }],
  ["Bool", { test: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase() }],
  ["DateLessThan", { test: isBefore }],
  ["DateGreaterThan", { test: (actual, wanted) => isBefore(wanted, actual) }],
  ["DateLessThanEquals", { test: (actual, wanted) => !isBefore(wanted, actual) }],
  ["DateGreaterThanEquals", { test: (actual, wanted) => !isBefore(actual, wanted) }],
  ["IpAddress", { test: isInside }],
  ["NotIpAddress", { test: isInside, negated: true }],
]);

function holds(name: string, actual: string | undefined, wanted: readonly string[]): boolean {
  if (name === "Null") return wanted.includes(String(actual === undefined));
  const lenient = name.endsWith("IfExists");
  const operator = operators.get(lenient ? name.slice(0, -"IfExists".length) : name);
  if (operator === undefined) throw failure(`The condition operator '${name}' cannot be judged here.`);
  if (actual === undefined) return lenient || operator.negated === true;
  return wanted.some((value) => operator.test(actual, value)) !== (operator.negated === true);
}

function seconds(text: string): number {
  const value = Date.parse(text);
  if (Number.isNaN(value)) throw failure(`'${text}' is no date that IAM compares.`);
  return value / 1000;
}

function isInside(actual: string, wanted: string): boolean {
  const [address, network] = [readNetwork(actual), readNetwork(wanted)];
  if (network === undefined) throw failure(`'${wanted}' is no network.`);
  if (address === undefined || address.family !== network.family) return false;
  return network.from <= address.from && address.to <= network.to;
}

/** A pattern as its characters; a wildcard is one of the two symbols. */
const RUN = Symbol("*");
const ONE = Symbol("?");
type Piece = string | typeof RUN | typeof ONE;

const plain = (pattern: string): readonly Piece[] =>
  [...pattern].map((character) => (character === "*" ? RUN : character === "?" ? ONE : character));

/** With policy variables: those that name a character are it, and any other matches nothing that a call can hold. */
function withVariables(pattern: string): readonly Piece[] {
  const found: Piece[] = [];
  for (let rest = pattern; rest !== ""; ) {
    const end = rest.startsWith("${") ? rest.indexOf("}") : -1;
    if (end < 0) {
      const [first = ""] = rest;
      found.push(...plain(first));
      rest = rest.slice(first.length);
    } else {
      const name = rest.slice(2, end);
      found.push(["*", "?", "$"].includes(name) ? name : UNKNOWN);
      rest = rest.slice(end + 1);
    }
  }
  return found;
}

/** No code point, so equal to none. */
const UNKNOWN = "unknown variable";

const textOf = (pattern: string): string =>
  withVariables(pattern)
    .map((piece) => (piece === RUN ? "*" : piece === ONE ? "?" : piece))
    .join("");

/** Greedy with one way back: the last run takes one character more. */
function fits(pattern: readonly Piece[], text: string): boolean {
  const characters = [...text];
  let [at, to, run, kept] = [0, 0, -1, 0];
  while (to < characters.length) {
    const piece = pattern[at];
    if (piece === RUN) {
      run = at++;
      kept = to;
    } else if (piece === ONE || (piece !== undefined && piece === characters[to])) {
      at++;
      to++;
    } else if (run >= 0) {
      at = run + 1;
      to = ++kept;
    } else return false;
  }
  while (pattern[at] === RUN) at++;
  return at === pattern.length;
}

const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).map((item: unknown) => {
    if (typeof item !== "string") throw failure("A value of an IAM document is no string.");
    return item;
  });
