/** The server in a real Emacs with the settings that its page prints: commands are called, and the editor is asked what it holds. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AGENTS, editorWorld, PEOPLE, settingsIn, until, type World } from "./editor-world.ts";
import { engine } from "./engine.ts";

const program = engine("emacs");
const execute = promisify(execFile);

interface Shown {
  readonly text: string;
  readonly type: string;
  readonly at: string;
}

/** The titles of a menu's entries are noted and the entry is taken that the test wants; questions are answered with yes. */
const CHOOSE = `
(require 'json)
(package-initialize)
(setq eglot-confirm-server-initiated-edits nil create-lockfiles nil make-backup-files nil)
(defvar titles nil)
(defvar wanted nil)
(setq completing-read-function
      (lambda (prompt collection &rest _) (setq titles (all-completions "" collection)) wanted))
(fset 'y-or-n-p #'always)
(setq-default eglot-workspace-configuration '(:remit (:lenses :json-false)))
`;

describe.skipIf(program === undefined)("Emacs", () => {
  let world: World;
  let child: ChildProcess;
  let said = "";
  /** The value of an expression, in a buffer where one is named. */
  const ask = async (lisp: string, buffer?: string) => {
    const inside = buffer === undefined ? lisp : `(with-current-buffer "${buffer}" ${lisp})`;
    const value = `(base64-encode-string (encode-coding-string (json-encode ${inside}) 'utf-8) t)`;
    const { stdout } = await execute(
      "emacsclient",
      ["-s", join(world.folder, "../run/socket"), "--eval", value],
      { env: world.environment, timeout: 30_000 },
    );
    return JSON.parse(Buffer.from(stdout.trim().replaceAll('"', ""), "base64").toString("utf8"));
  };
  const text = (buffer: string): Promise<string> =>
    ask("(buffer-substring-no-properties (point-min) (point-max))", buffer);
  const shown = async (): Promise<readonly Shown[]> =>
    ask(
      `(vconcat (mapcar (lambda (d) (list :text (flymake-diagnostic-text d) :type (symbol-name (flymake-diagnostic-type d)) :at (buffer-substring-no-properties (flymake-diagnostic-beg d) (flymake-diagnostic-end d)))) (flymake-diagnostics)))`,
      "agents.remit",
    );
  const isUnknown = (one: Shown): boolean => one.text.includes("There is no owner named 'adda'");

  beforeAll(async () => {
    world = editorWorld();
    const settings = join(world.folder, "../home/init.el");
    writeFileSync(settings, `${CHOOSE}\n${settingsIn("emacs.md", "elisp")}`);
    child = spawn(
      program ?? "",
      ["-q", `--fg-daemon=${join(world.folder, "../run/socket")}`, "-l", settings],
      { cwd: world.folder, env: world.environment, stdio: ["ignore", "pipe", "pipe"] },
    );
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part) => (said += part));
    await until(
      () => ask("t").catch(() => said),
      (answer) => answer === true,
    );
    // What is done after a command, such as starting the server, is done after these too.
    await ask(`(progn (find-file "${join(world.folder, "agents.remit")}") (run-hooks 'post-command-hook) t)`);
    await until(
      () => ask("(if (eglot-current-server) t :json-false)", "agents.remit"),
      (answer) => answer === true,
    );
  });
  afterAll(() => {
    child?.kill("SIGKILL");
    world?.remove();
  });

  test("shows diagnostics", async () => {
    const found = await until(
      async () => {
        await ask("(progn (flymake-start) t)", "agents.remit");
        return shown();
      },
      (all) => all.some(isUnknown),
    );
    expect(found.find(isUnknown)).toMatchObject({ type: "eglot-error", at: "adda" });
  });

  test("applies a quick fix", async () => {
    await ask(
      `(progn (setq wanted "Write 'ada'") (goto-char (point-min)) (search-forward "adda") (backward-char 2) (call-interactively #'eglot-code-actions) t)`,
      "agents.remit",
    );
    await until(
      () => text("agents.remit"),
      (now) => !now.includes("adda"),
    );
    expect(await ask("(vconcat titles)")).toContain("Write 'ada'");
    await until(shown, (all) => !all.some(isUnknown));
  });

  test("completes an action", async () => {
    await ask(
      `(progn (goto-char (point-min)) (search-forward "GetObjectTor") (completion-at-point) t)`,
      "agents.remit",
    );
    expect(await text("agents.remit")).toContain("  may aws:s3:GetObjectTorrent\n");
    const words = await ask(
      `(progn (delete-char (- (length "Torrent"))) (vconcat (mapcar #'substring-no-properties (let* ((c (run-hook-with-args-until-success 'completion-at-point-functions)) (typed (buffer-substring-no-properties (nth 0 c) (nth 1 c))) (found (completion-all-completions typed (nth 2 c) nil (length typed)))) (setcdr (last found) nil) found))))`,
      "agents.remit",
    );
    expect(words).toEqual(expect.arrayContaining(["aws:s3:GetObject", "aws:s3:GetObjectAcl"]));
  });

  test("renames over two files", async () => {
    await ask(
      `(progn (goto-char (point-min)) (search-forward "owner ad") (eglot-rename "grace") t)`,
      "agents.remit",
    );
    expect(await text("people.remit")).toBe(PEOPLE.replace("ada ", "grace "));
    expect(await text("agents.remit")).toBe(
      AGENTS.replace(/adda|ada/g, "grace").replace("GetObjectTor", "GetObject"),
    );
  });

  test("jumps to a definition in the other file", async () => {
    const place = await ask(
      `(progn (save-some-buffers t) (switch-to-buffer "agents.remit") (goto-char (point-min)) (search-forward "owner gr") (call-interactively #'xref-find-definitions) (list (buffer-name (window-buffer)) (with-current-buffer (window-buffer) (line-number-at-pos)) (with-current-buffer (window-buffer) (current-column))))`,
    );
    expect(place).toEqual(["people.remit", 2, 6]);
  });

  test("hands the settings on", async () => {
    const lenses = await ask(
      `(jsonrpc-request (eglot-current-server) :textDocument/codeLens (list :textDocument (eglot--TextDocumentIdentifier)))`,
      "agents.remit",
    );
    expect(lenses).toEqual([]);
  });

  test("formats", async () => {
    await ask(
      `(progn (goto-char (point-min)) (search-forward "owner") (insert "   ") (eglot-format-buffer) t)`,
      "people.remit",
    );
    expect(await text("people.remit")).toBe(PEOPLE.replace("ada ", "grace "));
  });
});
