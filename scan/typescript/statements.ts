/** Statements, functions and classes of TypeScript and JavaScript as scopes. */
import type ts from "typescript";
import { add, armsOf, depthLimit, dotted, openScope, type Place, scopeOf } from "../builder.ts";
import type { Value } from "../code.ts";
import { enumeration } from "./enums.ts";
import { propertyName, type Reading, readValue } from "./expressions.ts";
import { exportAssignment, exportDeclaration, importDeclaration } from "./modules.ts";
import { bindPattern, extentOf, names, parameters } from "./patterns.ts";
import { typeValue } from "./types.ts";

export function statements(reading: Reading, nodes: readonly ts.Node[], place: Place): void {
  for (const node of nodes) statement(reading, node, place);
}

export function statement(reading: Reading, node: ts.Node, place: Place): void {
  const { ts, builder } = reading;
  if (place.depth > depthLimit) {
    builder.tooDeep.push(node.pos);
    return;
  }
  const inside: Place = { ...place, depth: place.depth + 1 };
  const value = (child: ts.Node): Value => readValue(reading, child, place.scope, place.depth + 1);
  const run = (child: ts.Node | undefined): void => {
    if (child !== undefined)
      add(builder, place, { kind: "run", value: value(child), ...extentOf(reading, child) });
  };

  if (ts.isImportDeclaration(node)) importDeclaration(reading, node, place);
  else if (ts.isExportDeclaration(node)) exportDeclaration(reading, node, place);
  else if (ts.isExportAssignment(node)) exportAssignment(reading, node, place);
  else if (ts.isVariableStatement(node)) {
    variables(reading, node.declarationList, place);
    if (isExported(reading, node))
      for (const name of node.declarationList.declarations.flatMap((each) => names(reading, each.name)))
        add(builder, place, { kind: "export", name, local: name, ...extentOf(reading, node) });
  } else if (ts.isVariableDeclarationList(node)) variables(reading, node, place);
  else if (ts.isExpressionStatement(node)) expression(reading, node.expression, place);
  else if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) declaration(reading, node, place);
  else if (ts.isEnumDeclaration(node)) {
    enumeration(reading, node, place);
    if (isExported(reading, node))
      add(builder, place, {
        kind: "export",
        name: node.name.text,
        local: node.name.text,
        ...extentOf(reading, node),
      });
  } else if (ts.isReturnStatement(node)) {
    if (node.expression !== undefined)
      add(builder, place, {
        kind: "run",
        give: true,
        value: value(node.expression),
        ...extentOf(reading, node),
      });
  } else if (ts.isBlock(node) || ts.isModuleBlock(node)) statements(reading, node.statements, inside);
  else if (ts.isIfStatement(node)) branches(reading, node, place);
  else if (ts.isSwitchStatement(node)) {
    run(node.expression);
    const arm = armsOf(builder, inside);
    for (const [index, clause] of node.caseBlock.clauses.entries())
      statements(reading, clause.statements, arm(index));
  } else if (ts.isTryStatement(node)) {
    statement(reading, node.tryBlock, inside);
    if (node.catchClause !== undefined) statement(reading, node.catchClause.block, inside);
    if (node.finallyBlock !== undefined) statement(reading, node.finallyBlock, inside);
  } else if (ts.isForOfStatement(node) || ts.isForInStatement(node)) {
    if (ts.isForOfStatement(node) && ts.isVariableDeclarationList(node.initializer)) {
      const binding = node.initializer.declarations[0]?.name;
      if (binding !== undefined)
        bindPattern(reading, binding, value(node.expression), place, undefined, true);
    } else run(node.expression);
    statement(reading, node.statement, inside);
  } else if (ts.isForStatement(node)) {
    if (node.initializer !== undefined && ts.isVariableDeclarationList(node.initializer))
      variables(reading, node.initializer, place);
    else run(node.initializer);
    run(node.condition);
    run(node.incrementor);
    statement(reading, node.statement, inside);
  } else if (ts.isWhileStatement(node) || ts.isDoStatement(node)) {
    run(node.expression);
    statement(reading, node.statement, inside);
  } else if (ts.isLabeledStatement(node)) statement(reading, node.statement, inside);
  else if (ts.isThrowStatement(node)) run(node.expression);
  else if (ts.isModuleDeclaration(node)) {
    if (node.body !== undefined) statement(reading, node.body, inside);
  }
}

function isExported(reading: Reading, node: ts.HasModifiers): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === reading.ts.SyntaxKind.ExportKeyword) === true;
}

function declaration(
  reading: Reading,
  node: ts.FunctionDeclaration | ts.ClassDeclaration,
  place: Place,
): void {
  const { ts, builder } = reading;
  const extent = extentOf(reading, node);
  const name = node.name?.text;
  const scope = readScope(reading, node, place.scope, place.depth + 1, name);
  const value: Value = { kind: "scope", scope, ...extent };
  if (name !== undefined) add(builder, place, { kind: "bind", target: name, value, ...extent });
  if (!isExported(reading, node)) return;
  const isDefault =
    node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword) === true;
  if (isDefault && name === undefined)
    add(builder, place, { kind: "bind", target: "default", value, ...extent });
  add(builder, place, {
    kind: "export",
    name: isDefault ? "default" : (name ?? "default"),
    local: name ?? "default",
    ...extent,
  });
}

/** `else if` chains are read in a loop, so that a long one is not deep. */
function branches(reading: Reading, node: ts.IfStatement, place: Place): void {
  const inside: Place = { ...place, depth: place.depth + 1 };
  const arm = armsOf(reading.builder, inside);
  let here: ts.IfStatement | undefined = node;
  for (let index = 0; here !== undefined; index++) {
    const condition = readValue(reading, here.expression, place.scope, place.depth + 1);
    add(reading.builder, place, { kind: "run", value: condition, ...extentOf(reading, here.expression) });
    statement(reading, here.thenStatement, arm(index));
    const rest: ts.Statement | undefined = here.elseStatement;
    here = rest !== undefined && reading.ts.isIfStatement(rest) ? rest : undefined;
    if (here === undefined && rest !== undefined) statement(reading, rest, arm(index + 1));
  }
}

function expression(reading: Reading, node: ts.Expression, place: Place): void {
  const { ts, builder } = reading;
  const extent = extentOf(reading, node);
  const value = readValue(reading, node, place.scope, place.depth + 1);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    const target = dotted(readValue(reading, node.left, place.scope, place.depth + 1));
    if (target !== undefined) {
      add(builder, place, { kind: "bind", target, value, ...extent });
      return;
    }
  }
  add(builder, place, { kind: "run", value, ...extent });
}

function variables(reading: Reading, list: ts.VariableDeclarationList, place: Place): void {
  const { ts } = reading;
  for (const each of list.declarations) {
    const extent = extentOf(reading, each);
    const initializer = each.initializer;
    if (initializer === undefined) {
      const type = typeValue(reading, each.type);
      if (type !== undefined && ts.isIdentifier(each.name))
        add(reading.builder, place, {
          kind: "bind",
          target: each.name.text,
          value: { kind: "nothing", ...extent },
          type,
          ...extent,
        });
      continue;
    }
    const named = ts.isIdentifier(each.name) ? each.name.text : undefined;
    const isScope =
      ts.isArrowFunction(initializer) ||
      ts.isFunctionExpression(initializer) ||
      ts.isClassExpression(initializer);
    const value: Value = isScope
      ? {
          kind: "scope",
          scope: readScope(reading, initializer, place.scope, place.depth + 1, named),
          ...extentOf(reading, initializer),
        }
      : readValue(reading, initializer, place.scope, place.depth + 1);
    bindPattern(reading, each.name, value, place, typeValue(reading, each.type));
  }
}

/** Reads a function or class into a scope of its own; gives its number. */
export function readScope(
  reading: Reading,
  node: ts.FunctionLikeDeclaration | ts.ClassLikeDeclaration,
  parent: number,
  depth: number,
  name?: string,
): number {
  const { ts, builder } = reading;
  const isClass = ts.isClassLike(node);
  const nameNode = node.name;
  const own =
    nameNode !== undefined && (ts.isIdentifier(nameNode) || ts.isPrivateIdentifier(nameNode))
      ? nameNode.text
      : undefined;
  const known = name ?? own;
  const index = openScope(builder, {
    kind: isClass ? "class" : "function",
    parent,
    ...extentOf(reading, node),
    nameAt: (nameNode ?? node).getStart(reading.source, false),
    ...(known === undefined ? {} : { name: known }),
  });
  const draft = scopeOf(builder, index);
  if (depth > depthLimit) {
    builder.tooDeep.push(draft.at);
    return index;
  }
  const place: Place = { scope: index, arms: [], depth: depth + 1 };
  if (ts.canHaveDecorators(node))
    for (const decorator of ts.getDecorators(node) ?? [])
      draft.decorators.push(readValue(reading, decorator.expression, parent, depth + 1));
  if (isClass) classBody(reading, node, place);
  else {
    for (const parameter of node.parameters) draft.params.push(...parameters(reading, parameter, place));
    const returns = typeValue(reading, node.type);
    if (returns !== undefined) draft.returns = returns;
    const body = "body" in node ? node.body : undefined;
    if (body === undefined) return index;
    if (ts.isBlock(body)) statements(reading, body.statements, place);
    else
      add(builder, place, {
        kind: "run",
        give: true,
        value: readValue(reading, body, index, depth + 1),
        ...extentOf(reading, body),
      });
  }
  return index;
}

function classBody(reading: Reading, node: ts.ClassLikeDeclaration, place: Place): void {
  const { ts, builder } = reading;
  const draft = scopeOf(builder, place.scope);
  for (const clause of node.heritageClauses ?? [])
    if (clause.token === ts.SyntaxKind.ExtendsKeyword)
      for (const type of clause.types)
        draft.bases.push(readValue(reading, type.expression, draft.parent, place.depth));
  for (const member of node.members) {
    const extent = extentOf(reading, member);
    if (ts.isClassStaticBlockDeclaration(member)) statements(reading, member.body.statements, place);
    else if (ts.isPropertyDeclaration(member)) {
      const key = propertyName(reading, member.name);
      if (key === undefined || member.initializer === undefined) continue;
      const type = typeValue(reading, member.type);
      add(builder, place, {
        kind: "bind",
        target: key,
        value: readValue(reading, member.initializer, place.scope, place.depth + 1),
        ...(type === undefined ? {} : { type }),
        ...extent,
      });
    } else if (
      ts.isMethodDeclaration(member) ||
      ts.isConstructorDeclaration(member) ||
      ts.isAccessor(member)
    ) {
      const key = ts.isConstructorDeclaration(member) ? "constructor" : propertyName(reading, member.name);
      const scope = readScope(reading, member, place.scope, place.depth + 1, key);
      if (key !== undefined)
        add(builder, place, {
          kind: "bind",
          target: key,
          value: { kind: "scope", scope, ...extent },
          ...extent,
        });
    }
  }
}
