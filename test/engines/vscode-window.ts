/** VS Code in a browser: code-server with nothing of this machine's settings, and what a person does in its window. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";

export interface Server {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** The folders of one code-server, all below one that is made for it. */
export interface Home {
  readonly root: string;
  /** The workspace that is opened. */
  readonly folder: string;
  readonly run: (...args: readonly string[]) => string;
  readonly start: () => Promise<Server>;
  /** What the extension wrote into its log. */
  readonly log: () => string;
  readonly remove: () => void;
}

const SETTINGS = {
  "workbench.colorTheme": "Default Dark Modern",
  "files.autoSave": "off",
  "workbench.startupEditor": "none",
  "window.menuBarVisibility": "hidden",
  "telemetry.telemetryLevel": "off",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "chat.commandCenter.enabled": false,
  "editor.fontFamily": "DejaVu Sans Mono, monospace",
  "editor.minimap.enabled": false,
};

/** `program` starts code-server; `files` fill the workspace. */
export function home(program: string, files: Readonly<Record<string, string>>): Home {
  const root = mkdtempSync(join(tmpdir(), "remit-vscode-"));
  const folder = join(root, "work");
  const data = join(root, "data");
  mkdirSync(folder);
  mkdirSync(join(data, "User"), { recursive: true });
  writeFileSync(join(data, "User/settings.json"), JSON.stringify(SETTINGS));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const args = ["--user-data-dir", data, "--extensions-dir", join(root, "extensions")];
  const env = {
    PATH: process.env.PATH,
    HOME: root,
    XDG_CONFIG_HOME: join(root, "config"),
    XDG_DATA_HOME: join(root, "share"),
    LANG: "C.UTF-8",
    // No gallery: nothing outside of this machine is asked.
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
  };
  return {
    root,
    folder,
    run: (...more) => {
      const done = spawnSync(program, [...args, ...more], { env, encoding: "utf8", timeout: 120_000 });
      if (done.status !== 0) throw new Error(`code-server ${more.join(" ")}: ${done.stdout}${done.stderr}`);
      return done.stdout;
    },
    start: () => {
      const quiet = ["--auth", "none", "--disable-telemetry", "--disable-update-check"];
      const more = [...quiet, "--disable-workspace-trust", "--bind-addr", "127.0.0.1:0"];
      const child = spawn(program, [...args, ...more], {
        env,
        stdio: ["ignore", "pipe", "pipe"],
        detached: true,
      });
      return listening(child);
    },
    log: () =>
      readdirSync(join(data, "logs"), { recursive: true, encoding: "utf8" })
        .filter((path) => path.endsWith("Remit.log"))
        .map((path) => readFileSync(join(data, "logs", path), "utf8"))
        .join(""),
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}

/** Waits for the address that it says; `stop` ends it with all that it started. */
function listening(child: ChildProcess): Promise<Server> {
  return new Promise((resolve, reject) => {
    let said = "";
    const gone = new Promise<void>((ended) => child.once("exit", () => ended()));
    const stop = async (): Promise<void> => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
      await gone;
    };
    const read = (chunk: Buffer): void => {
      said += chunk.toString("utf8");
      const url = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (url !== undefined) resolve({ url, stop });
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`code-server ended with ${code}: ${said}`)));
  });
}

const CHROMIUM = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface Window {
  readonly page: Page;
  readonly openFile: (name: string) => Promise<void>;
  /** Runs a command of the palette. */
  readonly command: (title: string) => Promise<void>;
  /** Puts the cursor at a line and column, both from 1. */
  readonly goTo: (line: number, column: number) => Promise<void>;
  readonly save: () => Promise<void>;
  /** What the editors show, the left one first; only lines on the screen. */
  readonly shown: () => Promise<readonly string[]>;
  readonly browser: Browser;
}

export async function openWindow(executable: string, url: string, folder: string): Promise<Window> {
  const browser = await chromium.launch({ executablePath: executable, args: CHROMIUM });
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.setDefaultTimeout(30_000);
  await page.goto(`${url}/?folder=${encodeURIComponent(folder)}`);
  await page.waitForSelector(".monaco-workbench .explorer-folders-view", { timeout: 120_000 });
  const input = page
    .locator(".quick-input-widget input.input, .quick-input-widget .quick-input-box input")
    .first();
  const pick = async (keys: string, text: string): Promise<void> => {
    await page.keyboard.press(keys);
    await input.waitFor({ state: "visible" });
    await input.fill(text);
    // The list is filtered when its first row is the one that is meant.
    const words = text.replace(/^[>:]/, "");
    if (!text.startsWith(":"))
      await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: words }).waitFor();
    await page.keyboard.press("Enter");
  };
  return {
    page,
    browser,
    openFile: async (name) => {
      await pick("Control+P", name);
      await page.locator(".tab.active", { hasText: name }).waitFor();
      await page.locator(".editor-instance .view-lines .view-line").first().waitFor();
    },
    command: (title) => pick("F1", `>${title}`),
    goTo: async (line, column) => {
      await pick("Control+G", `:${line}:${column}`);
      await input.waitFor({ state: "hidden" });
    },
    save: async () => {
      await page.keyboard.press("Control+S");
      await page.waitForSelector(".tab.active:not(.dirty)");
    },
    shown: async () => {
      const texts = await page.locator(".editor-instance .view-lines").allInnerTexts();
      return texts.map((text) => text.replaceAll("\u00a0", " "));
    },
  };
}
