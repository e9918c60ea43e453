/** Places and names of TypeScript as they are written. */
import type ts from "typescript";
import type { Syntax } from "../typescript/syntax.ts";

export type TypeScript = typeof ts;

export interface Names {
  readonly place: (node: ts.Node) => { readonly at: number; readonly end: number };
  /** The source, cut where longer spellings say nothing more. */
  readonly spelling: (node: ts.Node) => string;
  /** What parentheses, assertions and `await` stand around. */
  readonly bare: (node: ts.Expression) => ts.Expression;
  /** `iam.Effect.ALLOW`, `process.env["X"]`; other receivers give undefined. */
  readonly path: (node: ts.Expression) => string | undefined;
  readonly key: (node: ts.PropertyName) => string;
}

/** The longest chain of names that is followed. */
const MAX_PARTS = 20;

export function namesOf(lib: Syntax, file: ts.SourceFile): Names {
  const spelling: Names["spelling"] = (node) => {
    const at = node.getStart(file);
    return file.text.slice(at, Math.min(node.end, at + 200));
  };
  const bare: Names["bare"] = (node) => {
    let current = node;
    while (
      lib.isParenthesizedExpression(current) ||
      lib.isAsExpression(current) ||
      lib.isSatisfiesExpression(current) ||
      lib.isNonNullExpression(current) ||
      lib.isTypeAssertionExpression(current) ||
      lib.isAwaitExpression(current)
    )
      current = current.expression;
    return current;
  };
  return {
    place: (node) => ({ at: node.getStart(file), end: node.end }),
    spelling,
    bare,
    path(node) {
      const parts: string[] = [];
      let current = bare(node);
      while (parts.length < MAX_PARTS) {
        if (lib.isPropertyAccessExpression(current)) parts.push(current.name.text);
        else if (
          lib.isElementAccessExpression(current) &&
          lib.isStringLiteralLike(current.argumentExpression)
        )
          parts.push(current.argumentExpression.text);
        else if (lib.isIdentifier(current)) return [current.text, ...parts.reverse()].join(".");
        else if (current.kind === lib.SyntaxKind.ThisKeyword) return ["this", ...parts.reverse()].join(".");
        else return undefined;
        current = bare(current.expression);
      }
      return undefined;
    },
    key: (node) =>
      lib.isIdentifier(node) || lib.isStringLiteralLike(node) || lib.isNumericLiteral(node)
        ? node.text
        : spelling(node),
  };
}
