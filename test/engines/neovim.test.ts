/** The server in a real Neovim with the settings that its page prints: keys are typed, and the editor is asked what it holds. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AGENTS, editorWorld, PEOPLE, settingsIn, until, type World } from "./editor-world.ts";
import { engine } from "./engine.ts";

const program = engine("neovim");

const execute = promisify(execFile);

interface Shown {
  readonly code: string;
  readonly message: string;
  /** From 0. */
  readonly line: number;
  readonly column: number;
  readonly severity: number;
}

const isUnknown = ({ code }: Shown): boolean => code === "unknown-name";

describe.skipIf(program === undefined)("Neovim", () => {
  let world: World;
  let child: ChildProcess;
  let said = "";
  // Where it prints the value differs between versions.
  const remote = async (words: readonly string[]): Promise<string> => {
    const server = ["--server", join(world.folder, "../run/nvim"), ...words];
    const done = await execute(program ?? "", server, { env: world.environment, timeout: 30_000 });
    return done.stdout + done.stderr;
  };
  /** The value of a Lua expression. */
  const ask = async (lua: string) =>
    JSON.parse(await remote(["--remote-expr", `luaeval("vim.fn.json_encode(${lua})")`]));
  const type = async (keys: string): Promise<void> => void (await remote(["--remote-send", keys]));
  const lines = (file: string): Promise<readonly string[]> => ask(`vim.fn.getbufline('${file}', 1, '$')`);
  const shown = (): Promise<readonly Shown[]> =>
    ask(
      "vim.tbl_map(function(d) return { code = d.code or d.user_data.lsp.code, message = d.message, line = d.lnum, column = d.col, severity = d.severity } end, vim.diagnostic.get(vim.fn.bufnr('agents.remit')))",
    );

  beforeAll(async () => {
    world = editorWorld();
    const settings = join(world.folder, "../home/init.lua");
    // Which entry of a menu is taken is a person's choice; here it is the one whose title is asked for.
    const choose =
      "titles = {}\nwanted = ''\nvim.ui.select = function(items, opts, done)\n  titles = vim.tbl_map(opts.format_item, items)\n  for _, item in ipairs(items) do\n    if opts.format_item(item) == wanted then return done(item) end\n  end\n  done(nil)\nend\n";
    writeFileSync(settings, `${settingsIn("neovim.md", "lua")}\n${choose}`);
    child = spawn(
      program ?? "",
      ["--headless", "--listen", join(world.folder, "../run/nvim"), "-u", settings, "agents.remit"],
      { cwd: world.folder, env: world.environment, stdio: ["ignore", "pipe", "pipe"] },
    );
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (said += text));
    await until(
      () => ask("#vim.lsp.get_active_clients()").catch(() => said),
      (count) => count === 1,
    );
  });
  afterAll(() => {
    child?.kill("SIGKILL");
    world?.remove();
  });

  test("shows diagnostics", async () => {
    const found = await until(shown, (all) => all.some(isUnknown));
    expect(found.find(isUnknown)).toMatchObject({ line: 7, column: 8, severity: 1 });
    expect(found.find(isUnknown)?.message).toContain("There is no owner named 'adda'");
  });

  test("applies a quick fix", async () => {
    await type(`:lua wanted = "Write 'ada'"<CR>:call cursor(8, 10)<CR>\\a`);
    await until(
      () => lines("agents.remit"),
      (found) => found[7] === "  owner ada",
    );
    expect(await ask("titles")).toContain("Write 'ada'");
    await until(shown, (all) => !all.some(isUnknown));
  });

  test("completes an action", async () => {
    await type(":call cursor(10, 1)<CR>A<C-x><C-o>");
    await until(
      () => lines("agents.remit"),
      (found) => found[9] === "  may aws:s3:GetObjectTorrent",
    );
    await type("<Esc>:call setline(10, '  may aws:s3:GetObject')<CR>A<C-x><C-o>");
    const words: readonly string[] = await until(
      () => ask("vim.tbl_map(function(i) return i.word end, vim.fn.complete_info({'items'}).items)"),
      (found: readonly string[]) => found.length > 2,
    );
    expect(words).toEqual(expect.arrayContaining(["aws:s3:GetObject", "aws:s3:GetObjectAcl"]));
    expect(words.every((word) => word.startsWith("aws:s3:GetObject"))).toBe(true);
    await type("<Esc>:call setline(10, '  may tool:read')<CR>");
  });

  test("renames over two files", async () => {
    await type(":call cursor(2, 10)<CR>:lua vim.lsp.buf.rename('grace')<CR>");
    await until(
      () => lines("people.remit"),
      (found) => found.join("\n") === PEOPLE.trimEnd().replace("ada ", "grace "),
    );
    expect((await lines("agents.remit")).join("\n")).toBe(
      AGENTS.trimEnd()
        .replace(/adda|ada/g, "grace")
        .replace("aws:s3:GetObjectTor", "tool:read"),
    );
  });

  test("jumps to a definition in the other file", async () => {
    await type(":wall<CR>:buffer agents.remit<CR>:call cursor(2, 10)<CR>gd");
    await until(
      () => ask("{ vim.fn.expand('%:t'), vim.fn.line('.'), vim.fn.col('.') }"),
      (place) => JSON.stringify(place) === '["people.remit",2,7]',
    );
  });

  test("formats", async () => {
    await type(`:call setline(2, 'owner   grace   { email   "a@b.example" }')<CR>\\f`);
    await until(
      () => lines("people.remit"),
      (found) => found[1] === 'owner grace { email "a@b.example" }',
    );
  });
});
