/** TypeScript and JavaScript as values: assignments are entries, calls keep their first object argument as entries. */
import type { TSESTree } from "@typescript-eslint/typescript-estree";
import { type Entry, MAX_DEPTH, name, text, type Value } from "./value.ts";

const at = (node: TSESTree.Node) => ({ at: node.range[0], end: node.range[1] });

/** `iam.Effect.ALLOW`, `this.role`, `a["b"]`; other receivers give `.method`. */
function pathOf(node: TSESTree.Node): string | undefined {
  const parts: string[] = [];
  let current: TSESTree.Node = node;
  while (parts.length < 20) {
    if (current.type === "MemberExpression") {
      const property: TSESTree.Node = current.property;
      if (!current.computed && property.type === "Identifier") parts.push(property.name);
      else if (property.type === "PrivateIdentifier") parts.push(`#${property.name}`);
      else if (property.type === "Literal") parts.push(String(property.value));
      else return undefined;
      current = current.object;
    } else if (current.type === "TSNonNullExpression" || current.type === "TSAsExpression")
      current = current.expression;
    else if (current.type === "ChainExpression") current = current.expression;
    else if (current.type === "Identifier") return [current.name, ...parts.reverse()].join(".");
    else if (current.type === "ThisExpression") return ["this", ...parts.reverse()].join(".");
    else return undefined;
  }
  return undefined;
}

class Reader {
  readonly #source: string;
  constructor(source: string) {
    this.#source = source;
  }

  #spelling(node: TSESTree.Node): string {
    return this.#source.slice(node.range[0], Math.min(node.range[1], node.range[0] + 200));
  }

  #key(node: TSESTree.Property | TSESTree.PropertyDefinition): string {
    if (node.key.type === "Identifier" && !node.computed) return node.key.name;
    if (node.key.type === "Literal") return String(node.key.value);
    return this.#spelling(node.key);
  }

  object(node: TSESTree.ObjectExpression, depth: number): readonly Entry[] {
    return node.properties.map((property) =>
      property.type === "SpreadElement"
        ? { key: "...", at: property.range[0], value: this.value(property.argument, depth + 1) }
        : {
            key: this.#key(property),
            at: property.range[0],
            value: this.value(property.value, depth + 1),
          },
    );
  }

  #call(node: TSESTree.CallExpression | TSESTree.NewExpression, depth: number): Value {
    const path = pathOf(node.callee);
    const args: Value[] = [];
    const entries: Entry[] = [];
    let callee = path ?? "";
    if (path === undefined) {
      if (node.callee.type === "MemberExpression" && node.callee.property.type === "Identifier") {
        callee = `.${node.callee.property.name}`;
        args.push(this.value(node.callee.object, depth + 1));
      } else args.push(this.value(node.callee, depth + 1));
    }
    for (const argument of node.arguments) {
      if (argument.type === "ObjectExpression" && entries.length === 0)
        entries.push(...this.object(argument, depth + 1));
      else if (argument.type === "SpreadElement") args.push(this.value(argument.argument, depth + 1));
      else args.push(this.value(argument, depth + 1));
    }
    return { kind: "call", callee, args, entries, ...at(node) };
  }

  #template(node: TSESTree.TemplateLiteral): Value {
    let value = "";
    node.quasis.forEach((quasi, index) => {
      value += quasi.value.cooked ?? quasi.value.raw;
      const inner = node.expressions[index];
      if (inner) value += `\${${this.#spelling(inner)}}`;
    });
    return text(value, at(node), node.expressions.length > 0);
  }

  #sum(node: TSESTree.BinaryExpression, depth: number): Value {
    const left = this.value(node.left, depth + 1);
    const right = this.value(node.right, depth + 1);
    const show = (part: Value) =>
      part.kind === "text" ? part.value : `\${${part.kind === "name" ? part.path : "…"}}`;
    if (left.kind !== "text" && right.kind !== "text") return name(this.#spelling(node), at(node));
    const open = [left, right].some((part) => part.kind !== "text" || part.open);
    return text(show(left) + show(right), at(node), open);
  }

  value(node: TSESTree.Node, depth: number): Value {
    const place = at(node);
    if (depth > MAX_DEPTH) return name("…", place);
    switch (node.type) {
      case "Literal":
        if (typeof node.value === "string") return text(node.value, place);
        if (typeof node.value === "number") return { kind: "number", value: node.value, ...place };
        if (typeof node.value === "boolean") return { kind: "boolean", value: node.value, ...place };
        return { kind: "null", ...place };
      case "TemplateLiteral":
        return this.#template(node);
      case "ArrayExpression":
        return {
          kind: "list",
          items: node.elements.flatMap((element) => {
            if (!element) return [];
            if (element.type !== "SpreadElement") return [this.value(element, depth + 1)];
            const spread = this.value(element.argument, depth + 1);
            return spread.kind === "list" ? [...spread.items] : [spread];
          }),
          ...place,
        };
      case "ObjectExpression":
        return { kind: "dict", entries: this.object(node, depth), ...place };
      case "CallExpression":
      case "NewExpression":
        return this.#call(node, depth);
      case "BinaryExpression":
        return node.operator === "+" ? this.#sum(node, depth) : name(this.#spelling(node), place);
      case "ConditionalExpression":
        return {
          kind: "call",
          callee: "?:",
          args: [this.value(node.consequent, depth + 1), this.value(node.alternate, depth + 1)],
          entries: [],
          ...place,
        };
      case "LogicalExpression":
        return {
          kind: "call",
          callee: node.operator,
          args: [this.value(node.left, depth + 1), this.value(node.right, depth + 1)],
          entries: [],
          ...place,
        };
      case "MemberExpression": {
        const path = pathOf(node);
        if (path !== undefined) return name(path, place);
        const callee = node.property.type === "Identifier" ? `.${node.property.name}` : ".[]";
        return { kind: "call", callee, args: [this.value(node.object, depth + 1)], entries: [], ...place };
      }
      case "AwaitExpression":
      case "UnaryExpression":
        if (node.type === "UnaryExpression") return name(this.#spelling(node), place);
        return this.value(node.argument, depth + 1);
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSNonNullExpression":
      case "TSTypeAssertion":
      case "ChainExpression":
        return this.value(node.expression, depth + 1);
      case "ArrowFunctionExpression":
      case "FunctionExpression":
      case "FunctionDeclaration":
      case "ClassExpression":
      case "ClassDeclaration":
      case "JSXElement":
      case "JSXFragment":
        return { kind: "scope", name: "", entries: this.statement(node, depth + 1), ...place };
      default:
        return name(pathOf(node) ?? this.#spelling(node), place);
    }
  }

  #scope(node: TSESTree.Node, named: string, entries: readonly Entry[], test?: string): readonly Entry[] {
    return [
      { key: "", at: node.range[0], value: { kind: "scope", name: named, test, entries, ...at(node) } },
    ];
  }

  #all(nodes: readonly (TSESTree.Node | null)[], depth: number): readonly Entry[] {
    return nodes.flatMap((node) => (node ? this.statement(node, depth + 1) : []));
  }

  #parameters(nodes: readonly TSESTree.Node[], depth: number): readonly Entry[] {
    return nodes.flatMap((node) =>
      node.type === "AssignmentPattern" && node.left.type === "Identifier"
        ? [{ key: node.left.name, at: node.range[0], value: this.value(node.right, depth + 1) }]
        : [],
    );
  }

  /** The entries of a statement or of anything that holds statements. */
  statement(node: TSESTree.Node, depth: number): readonly Entry[] {
    if (depth > MAX_DEPTH) return [];
    switch (node.type) {
      case "Program":
      case "BlockStatement":
      case "StaticBlock":
      case "ClassBody":
        return this.#all(node.body, depth);
      case "ExpressionStatement":
        // A lone string is a directive or a note, not a value that anything uses.
        if (node.expression.type === "Literal") return [];
        return this.#assigned(node.expression, depth);
      case "VariableDeclaration":
        return node.declarations.flatMap((declaration) => {
          if (!declaration.init) return [];
          const key = declaration.id.type === "Identifier" ? declaration.id.name : "";
          return [{ key, at: declaration.range[0], value: this.value(declaration.init, depth + 1) }];
        });
      case "ExportNamedDeclaration":
      case "ExportDefaultDeclaration":
        if (!node.declaration) return [];
        if (/Declaration$/.test(node.declaration.type)) return this.statement(node.declaration, depth);
        return [{ key: "default", at: node.range[0], value: this.value(node.declaration, depth + 1) }];
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression": {
        const inner = node.body?.type === "BlockStatement" ? this.statement(node.body, depth + 1) : [];
        const result: readonly Entry[] =
          node.body && node.body.type !== "BlockStatement"
            ? [{ key: "return", at: node.body.range[0], value: this.value(node.body, depth + 1) }]
            : inner;
        return this.#scope(node, node.id?.name ?? "", [...this.#parameters(node.params, depth), ...result]);
      }
      case "ClassDeclaration":
      case "ClassExpression":
        return this.#scope(node, node.id?.name ?? "", this.statement(node.body, depth + 1));
      case "MethodDefinition":
        return this.statement(node.value, depth + 1);
      case "PropertyDefinition":
        return node.value
          ? [{ key: this.#key(node), at: node.range[0], value: this.value(node.value, depth + 1) }]
          : [];
      case "ReturnStatement":
      case "ThrowStatement":
        return node.argument
          ? [{ key: "return", at: node.range[0], value: this.value(node.argument, depth + 1) }]
          : [];
      case "IfStatement": {
        const test = this.#spelling(node.test);
        const yes = this.#scope(node.consequent, "", this.statement(node.consequent, depth + 1), test);
        const no = node.alternate
          ? this.#scope(node.alternate, "", this.statement(node.alternate, depth + 1), `!(${test})`)
          : [];
        return [...yes, ...no];
      }
      case "SwitchStatement":
        return node.cases.flatMap((branch) =>
          this.#scope(
            branch,
            "",
            this.#all(branch.consequent, depth),
            branch.test ? this.#spelling(branch.test) : "default",
          ),
        );
      case "TryStatement":
        return this.#all([node.block, node.handler?.body ?? null, node.finalizer], depth);
      case "ForStatement":
      case "ForOfStatement":
      case "ForInStatement":
      case "WhileStatement":
      case "DoWhileStatement":
      case "LabeledStatement":
        return this.statement(node.body, depth + 1);
      case "TSModuleDeclaration":
        return node.body ? this.#all("body" in node.body ? node.body.body : [], depth) : [];
      case "JSXElement":
      case "JSXFragment":
        return this.#all(node.children, depth);
      case "JSXExpressionContainer":
        return this.#assigned(node.expression, depth);
      case "JSXText":
      case "JSXEmptyExpression":
      case "ImportDeclaration":
      case "EmptyStatement":
      case "BreakStatement":
      case "ContinueStatement":
      case "TSInterfaceDeclaration":
      case "TSTypeAliasDeclaration":
      case "TSEnumDeclaration":
        return [];
      default:
        return node.type.endsWith("Expression") ? this.#assigned(node, depth) : [];
    }
  }

  #assigned(node: TSESTree.Node, depth: number): readonly Entry[] {
    if (node.type === "AssignmentExpression") {
      const key = pathOf(node.left) ?? "";
      return [{ key, at: node.range[0], value: this.value(node.right, depth + 1) }];
    }
    return [{ key: "", at: node.range[0], value: this.value(node, depth + 1) }];
  }
}

/** The module as a scope. Strings that only document something (directives) are left out. */
export function fromProgram(program: TSESTree.Program, source: string): Value {
  const entries = new Reader(source).statement(program, 0);
  return { kind: "scope", name: "", entries, at: 0, end: source.length };
}
