/** The status bar: the workspace's errors, and how many agents end soon; a click lists both. */
import {
  type Diagnostic,
  DiagnosticSeverity,
  Disposable,
  languages,
  Position,
  QuickPickItemKind,
  Range,
  StatusBarAlignment,
  Uri,
  window,
  workspace,
} from "vscode";
import type { Location } from "vscode-languageclient";
import { activePolicy, isPolicy } from "./policies.ts";
import type { Session } from "./session.ts";
import { endingWithinDays, SECTION } from "./settings.ts";
import { type Counts, type EndingAgent, inWords } from "./status-words.ts";

export const SHOW_STATUS = "remit.showStatus";
/** Milliseconds from the last change. */
const PAUSE = 800;
const DAY = 24 * 60 * 60;

interface Endings {
  readonly agents: readonly (EndingAgent & { readonly location: Location })[];
}

interface Found {
  readonly uri: Uri;
  readonly diagnostic: Diagnostic;
}

export interface Status extends Disposable {
  readonly show: () => Promise<void>;
}

export function openStatus(session: Session): Status {
  const item = window.createStatusBarItem("remit.status", StatusBarAlignment.Left, 0);
  item.name = "Remit";
  item.command = SHOW_STATUS;
  let ending: Endings["agents"] = [];
  let timer: NodeJS.Timeout | undefined;

  const found = (severity: DiagnosticSeverity): readonly Found[] =>
    languages
      .getDiagnostics()
      .flatMap(([uri, list]) =>
        list
          .filter((one) => one.source === "remit" && one.severity === severity)
          .map((diagnostic) => ({ uri, diagnostic })),
      );
  const draw = (): void => {
    const counts: Counts = {
      running: session.running(),
      errors: found(DiagnosticSeverity.Error).length,
      warnings: found(DiagnosticSeverity.Warning).length,
      ending,
      days: endingWithinDays(),
    };
    const { text, tooltip } = inWords(counts);
    item.text = text;
    item.tooltip = tooltip;
    if (workspace.textDocuments.some(isPolicy)) item.show();
    else item.hide();
  };
  const ask = async (): Promise<void> => {
    const document = activePolicy()?.document ?? workspace.textDocuments.find(isPolicy);
    const days = endingWithinDays();
    if (document === undefined || days === 0 || !session.running()) ending = [];
    else {
      const textDocument = { uri: document.uri.toString() };
      const answer = await session.ask<Endings>("remit/endings", { textDocument, within: days * DAY });
      ending = answer?.agents ?? [];
    }
    draw();
  };
  const soon = (): void => {
    draw();
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), PAUSE);
  };

  const watching = [
    languages.onDidChangeDiagnostics(soon),
    window.onDidChangeActiveTextEditor(soon),
    workspace.onDidOpenTextDocument(soon),
    workspace.onDidCloseTextDocument(soon),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SECTION)) soon();
    }),
    session.onChange(soon),
  ];
  soon();
  return {
    show: async () => {
      await ask();
      const errors = found(DiagnosticSeverity.Error).map(({ uri, diagnostic }) => ({
        label: `$(error) ${diagnostic.message}`,
        description: `${workspace.asRelativePath(uri)}:${diagnostic.range.start.line + 1}`,
        uri,
        range: diagnostic.range,
      }));
      const agents = ending.map(({ agent, title, fromNow, ends, location }) => ({
        label: `$(clock) ${agent}`,
        description: `ends ${fromNow}, ${ends.replace("T00:00:00Z", "")}${title === undefined ? "" : ` · ${title}`}`,
        uri: Uri.parse(location.uri),
        range: rangeOf(location.range),
      }));
      const line = (label: string) => ({ label, kind: QuickPickItemKind.Separator, uri: undefined });
      const items = [
        ...(errors.length === 0 ? [] : [line("Errors"), ...errors]),
        ...(agents.length === 0
          ? []
          : [line(`Agents that end within ${endingWithinDays()} days`), ...agents]),
      ];
      if (items.length === 0) {
        await window.showInformationMessage("No errors, and no agent ends soon.");
        return;
      }
      const chosen = await window.showQuickPick(items, { matchOnDescription: true });
      if (chosen?.uri === undefined || !("range" in chosen)) return;
      await window.showTextDocument(chosen.uri, { selection: chosen.range });
    },
    dispose: () => {
      clearTimeout(timer);
      Disposable.from(item, ...watching).dispose();
    },
  };
}

const rangeOf = ({ start, end }: Location["range"]): Range =>
  new Range(new Position(start.line, start.character), new Position(end.line, end.character));
