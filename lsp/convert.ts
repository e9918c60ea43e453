/**
 * The server's own terms as the protocol's: with `convert-outline.ts` the only place that knows its types. Offsets become
 * lines and columns here.
 */
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  Diagnostic,
  DocumentHighlight,
  DocumentLink,
  InlayHint,
  Location,
  LocationLink,
  MarkupContent,
  Range,
  SignatureHelp,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver/node";
import type { TextEdit as Edit, Problem } from "../compiler/problem.ts";
import type { Span } from "../compiler/source.ts";
import { RUN_TEST } from "./capabilities.ts";
import type { Client } from "./client.ts";
import type { Suggestion, SuggestionKind } from "./completion/suggestion.ts";
import type { Action } from "./features/code-actions.ts";
import type { Lens } from "./features/code-lens.ts";
import { isFaded } from "./features/diagnostics.ts";
import type { Link } from "./features/document-links.ts";
import type { Hover } from "./features/hover.ts";
import type { Hint } from "./features/inlay-hints.ts";
import type { Signature } from "./features/signature-help.ts";
import type { Notice } from "./features/widening.ts";
import { withoutMarks } from "./hover/text.ts";
import { type Lines, linesOf, positionOf } from "./positions.ts";
import { uriOf } from "./uris.ts";

/** The texts of one project at one moment, by which its offsets are placed. */
export interface Placing {
  readonly client: Client;
  readonly root: string;
  readonly text: (path: string) => string;
  /** The version of an open document. */
  readonly versionOf: (path: string) => number | null;
}

export interface Converter {
  readonly range: (path: string, start: number, end: number) => Range;
  readonly location: (span: Span) => Location;
}

/** Lines of each text are found once. */
export function converterOf({ client, root, text }: Placing): Converter {
  const known = new Map<string, Lines>();
  const lines = (path: string): Lines => {
    const found = known.get(path) ?? linesOf(text(path));
    known.set(path, found);
    return found;
  };
  const range = (path: string, start: number, end: number): Range => ({
    start: positionOf(lines(path), start, client.encoding),
    end: positionOf(lines(path), end, client.encoding),
  });
  return {
    range,
    location: ({ file, start, end }) => ({ uri: uriOf(root, file), range: range(file, start, end) }),
  };
}

const severities = { error: 1, warning: 2, info: 3 } as const;

export function diagnostic(
  { client }: Placing,
  to: Converter,
  problem: Problem,
  pageUri: (code: string) => string | undefined,
): Diagnostic {
  const { code, severity, message, span, related } = problem;
  const href = client.codeDescription || client.pull ? pageUri(code) : undefined;
  return {
    range: to.range(span.file, span.start, span.end),
    severity: severities[severity],
    code,
    source: "remit",
    message,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    ...(isFaded(problem) && client.diagnosticTags ? { tags: [1] } : {}),
    ...(related.length > 0 && client.relatedInformation
      ? {
          relatedInformation: related.map((one) => ({
            message: one.message,
            location: to.location(one.span),
          })),
        }
      : {}),
  };
}

/** Something to know that is no mistake. */
export function noticeDiagnostic({ client }: Placing, to: Converter, notice: Notice): Diagnostic {
  const { span, message, related } = notice;
  return {
    range: to.range(span.file, span.start, span.end),
    severity: severities.info,
    code: "widens",
    source: "remit",
    message,
    ...(related.length > 0 && client.relatedInformation
      ? {
          relatedInformation: related.map((one) => ({
            message: one.message,
            location: to.location(one.span),
          })),
        }
      : {}),
  };
}

const itemKinds: Readonly<Record<SuggestionKind, CompletionItem["kind"]>> = {
  keyword: 14,
  name: 6,
  person: 18,
  service: 9,
  action: 2,
  agent: 7,
  scope: 3,
  value: 12,
  resource: 17,
  namespace: 9,
};

export function completionItem(
  client: Client,
  to: Converter,
  path: string,
  one: Suggestion,
  index: number,
): CompletionItem {
  const snippet = client.snippets ? one.snippet : undefined;
  return {
    label: one.label,
    kind: itemKinds[one.kind],
    sortText: String(index).padStart(5, "0"),
    ...(one.filter === undefined ? {} : { filterText: one.filter }),
    ...(one.detail === undefined ? {} : { detail: one.detail }),
    ...(one.doc === undefined ? {} : { documentation: one.doc }),
    textEdit: { range: to.range(path, one.start, one.end), newText: snippet ?? one.insert },
    ...(snippet === undefined ? {} : { insertTextFormat: 2 }),
    ...(one.edits === undefined ? {} : { additionalTextEdits: textEdits(to, one.edits) }),
    ...(one.again && client.snippets
      ? { command: { title: "", command: "editor.action.triggerSuggest" } }
      : {}),
  };
}

export function hoverResult(client: Client, to: Converter, path: string, { start, end, markdown }: Hover) {
  return { contents: markup(client.markdownHover, markdown), range: to.range(path, start, end) };
}

const markup = (markdown: boolean, value: string): MarkupContent =>
  markdown ? { kind: "markdown", value } : { kind: "plaintext", value: withoutMarks(value) };

export const textEdits = (to: Converter, edits: readonly Edit[]): TextEdit[] =>
  edits.map(({ span, text }) => ({ range: to.range(span.file, span.start, span.end), newText: text }));

export function workspaceEdit(placing: Placing, to: Converter, edits: readonly Edit[]): WorkspaceEdit {
  const byFile = new Map<string, Edit[]>();
  for (const one of edits) byFile.set(one.span.file, [...(byFile.get(one.span.file) ?? []), one]);
  const files = [...byFile].map(([path, list]) => ({
    path,
    uri: uriOf(placing.root, path),
    edits: textEdits(to, list),
  }));
  if (!placing.client.documentChanges)
    return { changes: Object.fromEntries(files.map(({ uri, edits: list }) => [uri, list])) };
  return {
    documentChanges: files.map(({ path, uri, edits: list }) => ({
      textDocument: { uri, version: placing.versionOf(path) },
      edits: list,
    })),
  };
}

export function codeAction(
  placing: Placing,
  to: Converter,
  { title, kind, edits, problem, preferred }: Action,
  pageUri: (code: string) => string | undefined,
): CodeAction {
  return {
    title,
    kind,
    edit: workspaceEdit(placing, to, edits),
    ...(problem === undefined ? {} : { diagnostics: [diagnostic(placing, to, problem, pageUri)] }),
    ...(preferred ? { isPreferred: true } : {}),
  };
}

export function definitions(
  { client, root }: Placing,
  to: Converter,
  found: readonly { readonly name: Span; readonly whole: Span; readonly from: Span }[],
): Location[] | LocationLink[] {
  if (!client.locationLinks) return found.map(({ name }) => to.location(name));
  return found.map(({ name, whole, from }) => ({
    originSelectionRange: to.range(from.file, from.start, from.end),
    targetUri: uriOf(root, name.file),
    targetRange: to.range(whole.file, whole.start, whole.end),
    targetSelectionRange: to.range(name.file, name.start, name.end),
  }));
}

export const highlight = (
  to: Converter,
  { span, write }: { readonly span: Span; readonly write: boolean },
): DocumentHighlight => ({
  range: to.range(span.file, span.start, span.end),
  kind: write ? 3 : 2,
});

export function signatureResult(
  client: Client,
  { label, doc, parameters, active }: Signature,
): SignatureHelp {
  return {
    signatures: [
      {
        label,
        ...(doc === undefined ? {} : { documentation: doc }),
        parameters: parameters.map(({ start, end }) => ({
          label: client.labelOffsets ? [start, end] : label.slice(start, end),
        })),
      },
    ],
    activeSignature: 0,
    activeParameter: active,
  };
}

export const documentLink = (
  { client, root }: Placing,
  to: Converter,
  path: string,
  link: Link,
): DocumentLink => ({
  range: to.range(path, link.start, link.end),
  target: uriOf(root, link.path),
  ...(client.linkTooltips ? { tooltip: link.tooltip } : {}),
});

/** A test's lens runs it, where the client can have the server run something; any other is text only. */
export const codeLens = (
  { client, root }: Placing,
  to: Converter,
  path: string,
  { start, end, title, test }: Lens,
): CodeLens => {
  const range = to.range(path, start, end);
  return {
    range,
    command:
      test && client.commands
        ? { title: `run · ${title}`, command: RUN_TEST, arguments: [uriOf(root, path), range.start] }
        : { title, command: "" },
  };
};

export const inlayHint = (to: Converter, path: string, { offset, label, tooltip }: Hint): InlayHint => ({
  position: to.range(path, offset, offset).start,
  label,
  tooltip,
  paddingLeft: true,
});

export const fullReport = (items: Diagnostic[]): { kind: "full"; items: Diagnostic[] } => ({
  kind: "full",
  items,
});
