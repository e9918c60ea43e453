/** What the tests in real editors share: two policies, `remit` on the path, and the settings that the pages print. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** `adda` is nobody; `ada` is declared in the other file. */
export const PEOPLE = '// 😀\nowner ada "Ada" { email "ada@acme.example" }\n';
export const AGENTS = `agent mailer {
  owner ada
  expires 2099-03-31
  may tool:send_mail
}

agent reader {
  owner adda
  expires 2099-03-31
  may aws:s3:GetObjectTor
}
`;

export interface World {
  /** A workspace of its own, with a `remit.yaml`. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly remove: () => void;
}

/** A fresh workspace; `home` and everything that an editor may write is in it. */
export function editorWorld(): World {
  const root = mkdtempSync(join(tmpdir(), "remit-editor-"));
  const folder = join(root, "work");
  for (const path of ["work", "bin", "home", "run"]) mkdirSync(join(root, path), { mode: 0o700 });
  writeFileSync(join(folder, "remit.yaml"), "");
  writeFileSync(join(folder, "people.remit"), PEOPLE);
  writeFileSync(join(folder, "agents.remit"), AGENTS);
  const start = `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, "dist/cli/remit.js")}" "$@"\n`;
  writeFileSync(join(root, "bin/remit"), start, { mode: 0o755 });
  // Editors find a workspace by its version control too.
  if (spawnSync("git", ["--version"]).status === 0) execFileSync("git", ["init", "-q"], { cwd: folder });
  return {
    folder,
    environment: {
      PATH: `${join(root, "bin")}${delimiter}${process.env.PATH ?? ""}`,
      HOME: join(root, "home"),
      XDG_RUNTIME_DIR: join(root, "run"),
      TERM: "dumb",
      LC_ALL: "C.UTF-8",
    },
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** The code of a language in a page, as a reader copies it. */
export function settingsIn(page: string, language: string): string {
  const text = readFileSync(join(ROOT, "docs/editors", page), "utf8");
  const found = new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, "m").exec(text)?.[1];
  if (found === undefined) throw new Error(`docs/editors/${page} has no ${language}`);
  return found;
}

/** Asks until the answer fits; the last answer is in the message of what gives up after a minute. */
export async function until<T>(ask: () => T | Promise<T>, fits: (answer: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries++) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (tries === 300) throw new Error(`it stays ${JSON.stringify(answer)}`);
    await pause(200);
  }
}
