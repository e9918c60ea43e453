/** Keeps what a person has set: from the start, asked for, or sent. */
import { type Connection, DidChangeConfigurationNotification } from "vscode-languageserver/node";
import type { Client } from "./client.ts";
import { readSettings, type Settings } from "./settings.ts";

export interface Configuring {
  readonly settings: () => Settings;
  /** After `initialized`: asks a client that answers. */
  readonly begin: () => Promise<void>;
}

/** `changed` is called when the settings are others than before. */
export function configuring(
  connection: Connection,
  client: () => Client,
  changed: () => void,
  failed: (error: unknown) => void,
): Configuring {
  let asked: Settings | undefined;
  const settings = (): Settings => asked ?? client().settings;
  const apply = (value: unknown): void => {
    const fresh = readSettings(value, client().settings);
    if (JSON.stringify(fresh) === JSON.stringify(settings())) return;
    asked = fresh;
    changed();
  };
  const ask = async (): Promise<void> => apply(await connection.workspace.getConfiguration("remit"));
  connection.onDidChangeConfiguration(({ settings: sent }) => {
    if (client().configuration) ask().catch(failed);
    else apply(sent);
  });
  return {
    settings,
    async begin() {
      if (client().configurationChanges)
        await connection.client.register(DidChangeConfigurationNotification.type, { section: "remit" });
      if (client().configuration) await ask();
    },
  };
}
