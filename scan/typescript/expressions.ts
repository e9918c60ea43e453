/** Expressions of TypeScript and JavaScript as values. */
import type ts from "typescript";
import { type Builder, depthLimit, other, textValue } from "../builder.ts";
import type { Argument, Entry, Extent, Value } from "../code.ts";
import type { Syntax } from "./syntax.ts";

export interface Reading {
  readonly ts: Syntax;
  readonly source: ts.SourceFile;
  readonly builder: Builder;
  /** Reads a function or class that stands in an expression, and gives its scope. */
  readonly scope: (
    node: ts.FunctionLikeDeclaration | ts.ClassLikeDeclaration,
    parent: number,
    depth: number,
    name?: string,
  ) => number;
}

/** The value of an expression in a scope. */
export function readValue(reading: Reading, node: ts.Node, scope: number, depth: number): Value {
  const { ts } = reading;
  // Written out, and not as `...extent`: most of the time of reading a file goes by here.
  const at = node.getStart(reading.source, false);
  const { end } = node;
  if (depth > depthLimit) {
    reading.builder.tooDeep.push(at);
    return { kind: "other", parts: [], at, end };
  }
  const value = (child: ts.Node): Value => readValue(reading, child, scope, depth + 1);

  if (ts.isIdentifier(node))
    return node.text === "undefined"
      ? { kind: "nothing", at, end }
      : { kind: "name", name: node.text, at, end };
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))
    return textValue(node.text, { at, end });
  if (ts.isNumericLiteral(node)) return { kind: "number", number: Number(node.text), at, end };
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return { kind: "flag", flag: true, at, end };
    case ts.SyntaxKind.FalseKeyword:
      return { kind: "flag", flag: false, at, end };
    case ts.SyntaxKind.NullKeyword:
      return { kind: "nothing", at, end };
    case ts.SyntaxKind.ThisKeyword:
      return { kind: "name", name: "this", at, end };
    case ts.SyntaxKind.SuperKeyword:
      return { kind: "name", name: "super", at, end };
    case ts.SyntaxKind.ImportKeyword:
      return { kind: "name", name: "import", at, end };
  }
  if (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isExpressionWithTypeArguments(node) ||
    ts.isJsxExpression(node)
  )
    return node.expression === undefined ? { kind: "other", parts: [], at, end } : value(node.expression);
  if (ts.isPropertyAccessExpression(node))
    return {
      kind: "member",
      object: value(node.expression),
      name: node.name.text,
      nameAt: node.name.getStart(reading.source, false),
      at,
      end,
    };
  if (ts.isElementAccessExpression(node)) {
    const index = node.argumentExpression;
    return ts.isStringLiteralLike(index)
      ? {
          kind: "member",
          object: value(node.expression),
          name: index.text,
          nameAt: index.getStart(reading.source, false),
          at,
          end,
        }
      : { kind: "index", object: value(node.expression), index: value(index), at, end };
  }
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    const args: Argument[] = (node.arguments ?? []).map((argument) => ({ value: value(argument) }));
    const callee = value(node.expression);
    return ts.isNewExpression(node)
      ? { kind: "call", callee, args, made: true, at, end }
      : { kind: "call", callee, args, at, end };
  }
  if (ts.isObjectLiteralExpression(node))
    return {
      kind: "record",
      entries: node.properties.map((property) => entryOf(reading, property, scope, depth)),
      at,
      end,
    };
  if (ts.isArrayLiteralExpression(node)) return { kind: "list", items: node.elements.map(value), at, end };
  if (ts.isSpreadElement(node)) return { kind: "spread", value: value(node.expression), at, end };
  if (ts.isTemplateExpression(node)) {
    const parts: Value[] = [];
    if (node.head.text !== "") parts.push(textValue(node.head.text, { at, end }));
    for (const span of node.templateSpans) {
      parts.push(value(span.expression));
      if (span.literal.text !== "") parts.push(textValue(span.literal.text, { at, end }));
    }
    return { kind: "join", parts, at, end };
  }
  if (ts.isConditionalExpression(node))
    return { kind: "choice", options: [value(node.whenTrue), value(node.whenFalse)], at, end };
  if (ts.isBinaryExpression(node)) return binary(reading, node, scope, depth, { at, end });
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isClassExpression(node))
    return { kind: "scope", scope: reading.scope(node, scope, depth + 1), at, end };
  return other(partsOf(reading, node, scope, depth), { at, end });
}

/** `+` joins, `||` and `??` choose; an assignment inside an expression is what it assigns. Chains are read in a loop. */
function binary(
  reading: Reading,
  node: ts.BinaryExpression,
  scope: number,
  depth: number,
  extent: Extent,
): Value {
  const { SyntaxKind } = reading.ts;
  const operands: ts.Expression[] = [];
  const kind = node.operatorToken.kind;
  let left: ts.Expression = node;
  while (reading.ts.isBinaryExpression(left) && left.operatorToken.kind === kind) {
    operands.unshift(left.right);
    left = left.left;
  }
  operands.unshift(left);
  const values = operands.map((operand) => readValue(reading, operand, scope, depth + 1));
  if (kind === SyntaxKind.PlusToken) return { kind: "join", parts: values, ...extent };
  if (kind === SyntaxKind.BarBarToken || kind === SyntaxKind.QuestionQuestionToken)
    return { kind: "choice", options: values, ...extent };
  const last = values.at(-1);
  if (last !== undefined && (kind === SyntaxKind.EqualsToken || kind === SyntaxKind.AmpersandAmpersandToken))
    return last;
  return other(values, extent);
}

function entryOf(reading: Reading, node: ts.ObjectLiteralElementLike, scope: number, depth: number): Entry {
  const { ts } = reading;
  const at = node.getStart(reading.source, false);
  const { end } = node;
  if (ts.isSpreadAssignment(node)) {
    const value = readValue(reading, node.expression, scope, depth + 1);
    return { value: { kind: "spread", value, at, end }, at, end };
  }
  if (ts.isShorthandPropertyAssignment(node))
    return { key: node.name.text, value: { kind: "name", name: node.name.text, at, end }, at, end };
  const key = propertyName(reading, node.name);
  if (ts.isPropertyAssignment(node)) {
    const initializer = node.initializer;
    const value =
      ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)
        ? ({
            kind: "scope",
            scope: reading.scope(initializer, scope, depth + 1, key),
            at: initializer.getStart(reading.source, false),
            end: initializer.end,
          } as const)
        : readValue(reading, initializer, scope, depth + 1);
    return entry(key, value, at, end);
  }
  const method: Value = { kind: "scope", scope: reading.scope(node, scope, depth + 1, key), at, end };
  return entry(key, method, at, end);
}

function entry(key: string | undefined, value: Value, at: number, end: number): Entry {
  return key === undefined ? { value, at, end } : { key, value, at, end };
}

/** The text of a property's name, unless it is computed. */
export function propertyName(reading: Reading, name: ts.PropertyName | undefined): string | undefined {
  const { ts } = reading;
  if (name === undefined) return undefined;
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  if (ts.isPrivateIdentifier(name)) return name.text;
  return ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression)
    ? name.expression.text
    : undefined;
}

/** The expressions in a node of no interest of its own: JSX, `typeof`, `yield`, tagged templates. */
function partsOf(reading: Reading, node: ts.Node, scope: number, depth: number): readonly Value[] {
  const { ts } = reading;
  const parts: Value[] = [];
  ts.forEachChild(node, (child) => {
    if (ts.isTypeNode(child) && !ts.isExpressionWithTypeArguments(child)) return;
    if (ts.isIdentifier(child) && (ts.isJsxAttribute(node) || ts.isJsxOpeningLikeElement(node))) return;
    if (ts.isJsxText(child) || ts.isJsxClosingElement(child)) return;
    parts.push(readValue(reading, child, scope, depth + 1));
  });
  return parts;
}
