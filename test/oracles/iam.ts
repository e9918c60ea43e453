/**
 * An evaluator of IAM's policy semantics, as far as the compiler's output uses them, written from AWS's public
 * description of the evaluation logic and of the policy elements. It knows nothing of Remit.
 *
 * - An explicit deny in any policy wins; else an identity policy must allow, and the boundary too; else deny.
 * - Action names are compared without case; `*` and `?` are wildcards in actions, resources and `…Like` values.
 * - In a condition block all operators and keys must match; any of a key's values does. A negated operator needs
 *   none of the values to match, and is true where the key is missing; `…IfExists` is true where the key is missing.
 * - `${…}` in resources and string values is a policy variable; `${*}`, `${?}`, `${$}` are the characters themselves.
 */

type Json = Readonly<Record<string, unknown>>;

export interface IamRequest {
  readonly action: string;
  readonly resource: string;
  /** Condition keys of the call, by lower-case name. */
  readonly keys: Readonly<Record<string, string>>;
}

export interface IamPrincipal {
  readonly policies: readonly unknown[];
  readonly boundary?: unknown;
}

export function iamAllows(principal: IamPrincipal, request: IamRequest): boolean {
  const documents = [
    ...principal.policies,
    ...(principal.boundary === undefined ? [] : [principal.boundary]),
  ];
  if (
    documents.some((document) =>
      statements(document).some((one) => one.Effect === "Deny" && applies(one, request)),
    )
  )
    return false;
  const allows = (document: unknown) =>
    statements(document).some((one) => one.Effect === "Allow" && applies(one, request));
  return principal.policies.some(allows) && (principal.boundary === undefined || allows(principal.boundary));
}

function statements(document: unknown): readonly Json[] {
  if (!isJson(document)) return [];
  return list(document.Statement).filter(isJson);
}

/** Whether a statement covers the request: action, resource and condition. */
export function applies(statement: Json, request: IamRequest): boolean {
  const action = request.action.toLowerCase();
  if (!texts(statement.Action).some((pattern) => like(pattern.toLowerCase(), action))) return false;
  const resources = statement.Resource === undefined ? ["*"] : texts(statement.Resource);
  if (!resources.some((pattern) => likeWithVariables(pattern, request.resource, request.keys))) return false;
  const condition = isJson(statement.Condition) ? statement.Condition : {};
  return Object.entries(condition).every(([operator, block]) =>
    Object.entries(isJson(block) ? block : {}).every(([key, values]) =>
      test(operator, request.keys[key.toLowerCase()], texts(values), request.keys),
    ),
  );
}

type Matcher = (value: string, pattern: string, keys: IamRequest["keys"]) => boolean;

const matchers: Readonly<Record<string, Matcher>> = {
  StringEquals: (value, pattern, keys) => literal(pattern, keys) === value,
  StringLike: (value, pattern, keys) => likeWithVariables(pattern, value, keys),
  ArnLike: (value, pattern, keys) => likeWithVariables(pattern, value, keys),
  Bool: (value, pattern) => value.toLowerCase() === pattern.toLowerCase(),
  DateLessThan: (value, pattern) => Date.parse(value) < Date.parse(pattern),
  DateLessThanEquals: (value, pattern) => Date.parse(value) <= Date.parse(pattern),
  DateGreaterThan: (value, pattern) => Date.parse(value) > Date.parse(pattern),
  DateGreaterThanEquals: (value, pattern) => Date.parse(value) >= Date.parse(pattern),
  IpAddress: (value, pattern) => inNetwork(value, pattern),
};

const negated: Readonly<Record<string, string>> = {
  StringNotEquals: "StringEquals",
  StringNotLike: "StringLike",
  NotIpAddress: "IpAddress",
};

function test(
  operator: string,
  value: string | undefined,
  values: readonly string[],
  keys: IamRequest["keys"],
): boolean {
  if (operator === "Null")
    return values.some((wanted) => (wanted.toLowerCase() === "true") === (value === undefined));
  const ifExists = operator.endsWith("IfExists");
  const name = ifExists ? operator.slice(0, -"IfExists".length) : operator;
  const positive = negated[name];
  const matcher = matchers[positive ?? name];
  if (matcher === undefined) throw new Error(`The oracle does not know the operator ${operator}.`);
  if (value === undefined) return ifExists || positive !== undefined;
  const some = values.some((pattern) => matcher(value, pattern, keys));
  return positive === undefined ? some : !some;
}

/** Pieces of a pattern: text to the letter, or a wildcard. */
type Piece = string | { readonly wild: "*" | "?" };

function pieces(pattern: string, keys: IamRequest["keys"]): readonly Piece[] {
  const found: Piece[] = [];
  for (let index = 0; index < pattern.length; ) {
    const variable = /^\$\{([^}]*)\}/.exec(pattern.slice(index, index + 200));
    const character = pattern.charAt(index);
    if (variable !== null) {
      const name = variable[1] ?? "";
      found.push(
        ["*", "?", "$"].includes(name) ? name : (keys[name.toLowerCase()] ?? "\u0000no such key\u0000"),
      );
      index += variable[0].length;
    } else {
      found.push(character === "*" || character === "?" ? { wild: character } : character);
      index += 1;
    }
  }
  return found;
}

const literal = (pattern: string, keys: IamRequest["keys"]): string =>
  pieces(pattern, keys)
    .map((piece) => (typeof piece === "string" ? piece : piece.wild))
    .join("");

const likeWithVariables = (pattern: string, value: string, keys: IamRequest["keys"]): boolean =>
  matchPieces(pieces(pattern, keys), value);

const like = (pattern: string, value: string): boolean =>
  matchPieces(
    [...pattern].map((character) =>
      character === "*" || character === "?" ? { wild: character } : character,
    ),
    value,
  );

/** The set of positions in `value` that a prefix of the pieces can reach. */
function matchPieces(list: readonly Piece[], value: string): boolean {
  let reached = new Set([0]);
  for (const piece of list) {
    const next = new Set<number>();
    for (const at of reached) {
      if (typeof piece === "string") {
        if (value.startsWith(piece, at)) next.add(at + piece.length);
      } else if (piece.wild === "?") {
        if (at < value.length) next.add(at + String.fromCodePoint(value.codePointAt(at) ?? 0).length);
      } else for (let to = at; to <= value.length; to++) next.add(to);
    }
    reached = next;
  }
  return reached.has(value.length);
}

/** CIDR membership; families do not mix. */
function inNetwork(address: string, network: string): boolean {
  const [base = "", length] = network.split("/");
  const [value, start] = [bits(address), bits(base)];
  if (value === undefined || start === undefined || value.length !== start.length) return false;
  const prefix = length === undefined ? value.length : Number(length);
  return value.slice(0, prefix) === start.slice(0, prefix);
}

function bits(address: string): string | undefined {
  if (!address.includes(":")) {
    const parts = address.split(".").map(Number);
    return parts.length === 4 ? parts.map((part) => part.toString(2).padStart(8, "0")).join("") : undefined;
  }
  const [head = "", tail] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const middle = tail === undefined ? [] : new Array<string>(8 - left.length - right.length).fill("0");
  return [...left, ...middle, ...right]
    .map((group) => Number.parseInt(group, 16).toString(2).padStart(16, "0"))
    .join("");
}

const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
const texts = (value: unknown): readonly string[] => list(value).map(String);
