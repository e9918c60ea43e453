/** TypeScript and JavaScript as values: assignments are entries, calls keep their first object argument as entries. */
import type ts from "typescript";
import type { Syntax } from "../typescript/syntax.ts";
import { type Names, namesOf } from "./typescript-names.ts";
import { type Entry, MAX_DEPTH, name, text, type Value } from "./value.ts";

class Reader {
  readonly #ts: Syntax;
  readonly #names: Names;
  constructor(typescript: Syntax, file: ts.SourceFile) {
    this.#ts = typescript;
    this.#names = namesOf(typescript, file);
  }

  #object(node: ts.ObjectLiteralExpression, depth: number): readonly Entry[] {
    return node.properties.map((property) => {
      const { at } = this.#names.place(property);
      if (this.#ts.isSpreadAssignment(property))
        return { key: "...", at, value: this.value(property.expression, depth + 1) };
      if (this.#ts.isPropertyAssignment(property))
        return {
          key: this.#names.key(property.name),
          at,
          value: this.value(property.initializer, depth + 1),
        };
      if (this.#ts.isShorthandPropertyAssignment(property))
        return { key: property.name.text, at, value: name(property.name.text, this.#names.place(property)) };
      return { key: this.#names.key(property.name), at, value: this.#function(property, depth + 1) };
    });
  }

  #call(node: ts.CallExpression | ts.NewExpression, depth: number): Value {
    const target = this.#names.bare(node.expression);
    const path = this.#names.path(target);
    const args: Value[] = [];
    const entries: Entry[] = [];
    let callee = path ?? "";
    if (path === undefined) {
      if (this.#ts.isPropertyAccessExpression(target)) {
        callee = `.${target.name.text}`;
        args.push(this.value(target.expression, depth + 1));
      } else args.push(this.value(target, depth + 1));
    }
    for (const given of node.arguments ?? []) {
      const argument = this.#names.bare(given);
      if (this.#ts.isObjectLiteralExpression(argument) && entries.length === 0)
        entries.push(...this.#object(argument, depth + 1));
      else if (this.#ts.isSpreadElement(argument)) args.push(this.value(argument.expression, depth + 1));
      else args.push(this.value(argument, depth + 1));
    }
    return { kind: "call", callee, args, entries, ...this.#names.place(node) };
  }

  #template(node: ts.TemplateExpression): Value {
    let value = node.head.text;
    for (const span of node.templateSpans)
      value += `\${${this.#names.spelling(span.expression)}}${span.literal.text}`;
    return text(value, this.#names.place(node), true);
  }

  #sum(node: ts.BinaryExpression, depth: number): Value {
    const place = this.#names.place(node);
    const parts = [this.value(node.left, depth + 1), this.value(node.right, depth + 1)];
    if (parts.every((part) => part.kind !== "text")) return name(this.#names.spelling(node), place);
    const show = (part: Value) =>
      part.kind === "text" ? part.value : `\${${part.kind === "name" ? part.path : "…"}}`;
    return text(
      parts.map(show).join(""),
      place,
      parts.some((part) => part.kind !== "text" || part.open),
    );
  }

  #list(node: ts.ArrayLiteralExpression, depth: number): Value {
    const items = node.elements.flatMap((element) => {
      if (!this.#ts.isSpreadElement(element)) return [this.value(element, depth + 1)];
      const spread = this.value(element.expression, depth + 1);
      return spread.kind === "list" ? [...spread.items] : [spread];
    });
    return { kind: "list", items, ...this.#names.place(node) };
  }

  #either(callee: string, parts: readonly ts.Expression[], node: ts.Node, depth: number): Value {
    return {
      kind: "call",
      callee,
      args: parts.map((part) => this.value(part, depth + 1)),
      entries: [],
      ...this.#names.place(node),
    };
  }

  value(given: ts.Expression, depth: number): Value {
    const node = this.#names.bare(given);
    const place = this.#names.place(node);
    const { at, end } = place;
    const { SyntaxKind } = this.#ts;
    if (depth > MAX_DEPTH) return name("…", place);
    if (this.#ts.isStringLiteralLike(node)) return text(node.text, place);
    if (this.#ts.isNumericLiteral(node)) return { kind: "number", value: Number(node.text), at, end };
    if (this.#ts.isTemplateExpression(node)) return this.#template(node);
    if (this.#ts.isArrayLiteralExpression(node)) return this.#list(node, depth);
    if (this.#ts.isObjectLiteralExpression(node))
      return { kind: "dict", entries: this.#object(node, depth), at, end };
    if (this.#ts.isCallExpression(node) || this.#ts.isNewExpression(node)) return this.#call(node, depth);
    if (this.#ts.isConditionalExpression(node))
      return this.#either("?:", [node.whenTrue, node.whenFalse], node, depth);
    if (this.#ts.isBinaryExpression(node)) {
      const operator = node.operatorToken.kind;
      if (operator === SyntaxKind.PlusToken) return this.#sum(node, depth);
      if (operator === SyntaxKind.BarBarToken || operator === SyntaxKind.QuestionQuestionToken)
        return this.#either("||", [node.left, node.right], node, depth);
      if (operator === SyntaxKind.AmpersandAmpersandToken)
        return this.#either("&&", [node.left, node.right], node, depth);
      return name(this.#names.spelling(node), place);
    }
    if (this.#ts.isArrowFunction(node) || this.#ts.isFunctionExpression(node))
      return this.#function(node, depth + 1);
    if (this.#ts.isClassExpression(node)) return this.#class(node, depth + 1);
    if (this.#ts.isJsxElement(node) || this.#ts.isJsxFragment(node) || this.#ts.isJsxSelfClosingElement(node))
      return { kind: "scope", name: "", entries: this.#jsx(node, depth + 1), at, end };
    if (this.#ts.isPropertyAccessExpression(node) || this.#ts.isElementAccessExpression(node)) {
      const path = this.#names.path(node);
      if (path !== undefined) return name(path, place);
      const callee = this.#ts.isPropertyAccessExpression(node) ? `.${node.name.text}` : ".[]";
      return { kind: "call", callee, args: [this.value(node.expression, depth + 1)], entries: [], at, end };
    }
    switch (node.kind) {
      case SyntaxKind.TrueKeyword:
      case SyntaxKind.FalseKeyword:
        return { kind: "boolean", value: node.kind === SyntaxKind.TrueKeyword, at, end };
      case SyntaxKind.NullKeyword:
        return { kind: "null", at, end };
      default:
        return name(this.#names.path(node) ?? this.#names.spelling(node), place);
    }
  }

  /** What an element holds, and the address that it leads to; its other attributes are shown or passed on. */
  #jsx(node: ts.JsxElement | ts.JsxFragment | ts.JsxSelfClosingElement, depth: number): readonly Entry[] {
    const head = this.#ts.isJsxElement(node) ? node.openingElement : node;
    const links = this.#ts.isJsxFragment(head)
      ? []
      : head.attributes.properties.map((part) =>
          this.#ts.isJsxAttribute(part) && this.#ts.isIdentifier(part.name) && part.name.text === "href"
            ? part.initializer
            : undefined,
        );
    const children = this.#ts.isJsxSelfClosingElement(node) ? [] : node.children;
    return [...links, ...children].flatMap((part): readonly Entry[] => {
      const inner = part && this.#ts.isJsxExpression(part) ? part.expression : part;
      if (!inner || this.#ts.isJsxText(inner)) return [];
      return [{ key: "", at: this.#names.place(inner).at, value: this.value(inner, depth + 1) }];
    });
  }

  #function(node: ts.FunctionLikeDeclaration, depth: number): Value {
    const defaults = node.parameters.flatMap((parameter) =>
      parameter.initializer && this.#ts.isIdentifier(parameter.name)
        ? [
            {
              key: parameter.name.text,
              at: parameter.pos,
              value: this.value(parameter.initializer, depth + 1),
            },
          ]
        : [],
    );
    const { body } = node;
    const inner =
      body === undefined
        ? []
        : this.#ts.isBlock(body)
          ? this.statements(body.statements, depth + 1)
          : [{ key: "return", at: body.pos, value: this.value(body, depth + 1) }];
    const named = node.name && "text" in node.name ? node.name.text : "";
    return { kind: "scope", name: named, entries: [...defaults, ...inner], ...this.#names.place(node) };
  }

  #class(node: ts.ClassLikeDeclaration, depth: number): Value {
    const named = node.name?.text ?? "";
    return { kind: "scope", name: named, entries: this.#members(node, depth), ...this.#names.place(node) };
  }

  #members(node: ts.ClassLikeDeclaration, depth: number): readonly Entry[] {
    return node.members.flatMap((member): readonly Entry[] => {
      const { at } = this.#names.place(member);
      if (this.#ts.isPropertyDeclaration(member))
        return member.initializer
          ? [{ key: this.#names.key(member.name), at, value: this.value(member.initializer, depth + 1) }]
          : [];
      if (this.#ts.isClassStaticBlockDeclaration(member))
        return this.statements(member.body.statements, depth + 1);
      return this.#ts.isFunctionLike(member) && "body" in member
        ? [{ key: "", at, value: this.#function(member, depth + 1) }]
        : [];
    });
  }

  statements(list: readonly ts.Statement[], depth: number): readonly Entry[] {
    if (depth > MAX_DEPTH) return [];
    return list.flatMap((statement) => this.#statement(statement, depth + 1));
  }

  #branch(node: ts.Statement, test: string, depth: number): Entry {
    const place = this.#names.place(node);
    return {
      key: "",
      at: place.at,
      value: { kind: "scope", name: "", test, entries: this.#statement(node, depth + 1), ...place },
    };
  }

  #assigned(given: ts.Expression, depth: number): readonly Entry[] {
    const node = this.#names.bare(given);
    const { at } = this.#names.place(node);
    const { SyntaxKind } = this.#ts;
    // A lone string is a directive or a note, not a value that anything uses.
    if (this.#ts.isStringLiteralLike(node)) return [];
    if (
      this.#ts.isBinaryExpression(node) &&
      (node.operatorToken.kind === SyntaxKind.EqualsToken ||
        node.operatorToken.kind === SyntaxKind.PlusEqualsToken)
    )
      return [{ key: this.#names.path(node.left) ?? "", at, value: this.value(node.right, depth + 1) }];
    return [{ key: "", at, value: this.value(node, depth + 1) }];
  }

  #declared(list: ts.VariableDeclarationList, depth: number): readonly Entry[] {
    return list.declarations.flatMap((declaration) => {
      if (!declaration.initializer) return [];
      const key = this.#ts.isIdentifier(declaration.name) ? declaration.name.text : "";
      return [
        { key, at: this.#names.place(declaration).at, value: this.value(declaration.initializer, depth + 1) },
      ];
    });
  }

  #statement(node: ts.Statement, depth: number): readonly Entry[] {
    if (depth > MAX_DEPTH) return [];
    const typescript = this.#ts;
    const place = this.#names.place(node);
    if (typescript.isBlock(node)) return this.statements(node.statements, depth);
    if (typescript.isExpressionStatement(node)) return this.#assigned(node.expression, depth);
    if (typescript.isVariableStatement(node)) return this.#declared(node.declarationList, depth);
    if (typescript.isExportAssignment(node))
      return [{ key: "default", at: place.at, value: this.value(node.expression, depth + 1) }];
    if (typescript.isFunctionDeclaration(node))
      return [{ key: "", at: place.at, value: this.#function(node, depth + 1) }];
    if (typescript.isClassDeclaration(node))
      return [{ key: "", at: place.at, value: this.#class(node, depth + 1) }];
    if (typescript.isReturnStatement(node) || typescript.isThrowStatement(node))
      return node.expression
        ? [{ key: "return", at: place.at, value: this.value(node.expression, depth + 1) }]
        : [];
    if (typescript.isIfStatement(node)) {
      const test = this.#names.spelling(node.expression);
      const no = node.elseStatement ? [this.#branch(node.elseStatement, `!(${test})`, depth)] : [];
      return [this.#branch(node.thenStatement, test, depth), ...no];
    }
    if (typescript.isSwitchStatement(node))
      return node.caseBlock.clauses.map((clause) => {
        const test = typescript.isCaseClause(clause) ? this.#names.spelling(clause.expression) : "default";
        const at = this.#names.place(clause);
        return {
          key: "",
          at: at.at,
          value: {
            kind: "scope",
            name: "",
            test,
            entries: this.statements(clause.statements, depth + 1),
            ...at,
          },
        };
      });
    if (typescript.isTryStatement(node)) {
      const blocks = [node.tryBlock, node.catchClause?.block, node.finallyBlock];
      return blocks.flatMap((block) => (block ? this.statements(block.statements, depth) : []));
    }
    if (typescript.isModuleDeclaration(node))
      return node.body && typescript.isModuleBlock(node.body)
        ? this.statements(node.body.statements, depth)
        : [];
    // What a loop goes over: a call makes it; a list of words that are looked for is no value in use.
    if (typescript.isForOfStatement(node) && typescript.isCallExpression(this.#names.bare(node.expression)))
      return [...this.#assigned(node.expression, depth), ...this.#statement(node.statement, depth + 1)];
    if (typescript.isIterationStatement(node, false) || typescript.isLabeledStatement(node))
      return this.#statement(node.statement, depth + 1);
    return [];
  }
}

/** The module as a scope. Types, comments and strings that only document something are left out. */
export function fromSourceFile(typescript: Syntax, file: ts.SourceFile): Value {
  const entries = new Reader(typescript, file).statements(file.statements, 0);
  return { kind: "scope", name: "", entries, at: 0, end: file.text.length };
}
