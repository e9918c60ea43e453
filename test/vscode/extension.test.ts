import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { isObject } from "../../compiler/model/json.ts";
import { pixels, SIZE } from "../../editors/vscode/generate/icon.ts";
import { namesOnly } from "../../editors/vscode/src/colours.ts";
import { filesOf } from "../../editors/vscode/src/preview-files.ts";
import { complaintOf, programOf } from "../../editors/vscode/src/server-program.ts";
import { inWords } from "../../editors/vscode/src/status-words.ts";
import { report } from "../../editors/vscode/src/widened-words.ts";
import { DEFAULTS } from "../../lsp/settings.ts";

const EXTENSION = new URL("../../editors/vscode/", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, EXTENSION), "utf8");

function at(value: unknown, ...keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys) found = isObject(found) ? found[key] : undefined;
  return found;
}

describe("the manifest", () => {
  const manifest: unknown = JSON.parse(read("package.json"));
  const settings = at(manifest, "contributes", "configuration", "properties");
  const commands = at(manifest, "contributes", "commands");
  const names = Array.isArray(commands) ? commands.map((one) => at(one, "command")) : [];

  test("has the version of Remit", () => {
    const project: unknown = JSON.parse(read("../../package.json"));
    expect(at(manifest, "version")).toBe(at(project, "version"));
  });

  test("has every setting of the server, with the server's defaults", () => {
    for (const [name, value] of Object.entries(DEFAULTS))
      expect(at(settings, `remit.${name}`, "default"), name).toEqual(value);
  });

  test("has a setting for everything that the sources read", () => {
    const source = read("src/settings.ts");
    const used = [...source.matchAll(/(?:text|get)\("([\w.]+)"\)/g)].map(([, name]) => `remit.${name}`);
    expect(used.length).toBeGreaterThan(1);
    for (const name of used) expect(at(settings, name), name).toBeDefined();
  });

  test("declares the commands that the extension registers, and no others", () => {
    const source = read("src/extension.ts");
    const registered = [...source.matchAll(/command\("([\w.]+)"/g)].map(([, name]) => name);
    expect([...registered, "remit.showStatus"].sort()).toEqual(names.toSorted());
    for (const menu of Object.values(at(manifest, "contributes", "menus") ?? {}))
      for (const item of Array.isArray(menu) ? menu : []) expect(names).toContain(at(item, "command"));
  });

  test("a program of one's own is not taken from a workspace that is not trusted", () => {
    expect(at(manifest, "capabilities", "untrustedWorkspaces", "restrictedConfigurations")).toEqual([
      "remit.server.path",
    ]);
  });

  test("every command and setting is in the extension's page", () => {
    const page = read("README.md");
    for (const name of Object.keys(isObject(settings) ? settings : {})) expect(page).toContain(`\`${name}\``);
    for (const one of Array.isArray(commands) ? commands : [])
      expect(page).toContain(`Remit: ${String(at(one, "title"))}`);
  });
});

describe("the language's configuration", () => {
  const configuration: unknown = JSON.parse(read("language-configuration.json"));
  const pattern = (...keys: readonly string[]): RegExp => {
    const source = at(configuration, ...keys);
    if (typeof source !== "string") throw new Error(`there is no ${keys.join(".")}`);
    return new RegExp(source);
  };

  test("indents after a brace that stays open, and in no other line", () => {
    const open = pattern("indentationRules", "increaseIndentPattern");
    for (const line of ["agent a {", '  identity { oidc issuer "https://x" {', 'agent a "{" {'])
      expect(open.test(line), line).toBe(true);
    for (const line of ["target opa { }", 'purpose "{"', "may tool:x // {", "agent a"])
      expect(open.test(line), line).toBe(false);
    expect(pattern("indentationRules", "decreaseIndentPattern").test("  }")).toBe(true);
  });

  test("a name with hyphens and an instant are one word each", () => {
    const words = (text: string) => text.match(new RegExp(pattern("wordPattern").source, "g"));
    expect(words("may invoice-files until 2027-03-31T08:00Z")).toEqual([
      "may",
      "invoice-files",
      "until",
      "2027-03-31T08:00Z",
    ]);
  });

  test("reads a long line of anything to its end", () => {
    for (const text of ['"'.repeat(50_000), '"a"'.repeat(20_000), "\\".repeat(50_000), '"\\"'.repeat(20_000)])
      expect(pattern("indentationRules", "increaseIndentPattern").test(text)).toBe(false);
  });
});

test("the icon is the one that is drawn; 'npm run grammar' writes it", () => {
  const file = readFileSync(new URL("icon.png", EXTENSION));
  expect(file.readUInt32BE(16)).toBe(SIZE);
  const start = file.indexOf("IDAT") + 4;
  const rows = inflateSync(file.subarray(start, start + file.readUInt32BE(start - 8)));
  const drawn = pixels();
  const wide = SIZE * 4;
  for (let row = 0; row < SIZE; row++)
    expect(
      rows
        .subarray(row * (wide + 1) + 1, (row + 1) * (wide + 1))
        .equals(drawn.subarray(row * wide, (row + 1) * wide)),
    ).toBe(true);
});

describe("colours by meaning", () => {
  const types = ["keyword", "class", "string", "variable"];

  test("are those of names; what stands between them keeps its place", () => {
    // keyword at 0:0, class at 0:6, string at 0:13, variable at 1:8, keyword at 1:12, variable at 1:15
    const all = [0, 0, 5, 0, 0, 0, 6, 6, 1, 1, 0, 7, 4, 2, 0, 1, 8, 3, 3, 0, 0, 4, 2, 0, 0, 0, 3, 1, 3, 0];
    expect([...namesOnly(Uint32Array.from(all), types)]).toEqual([
      0, 6, 6, 1, 1, 1, 8, 3, 3, 0, 0, 7, 1, 3, 0,
    ]);
  });

  test("of nothing are nothing, and half a token is left out", () => {
    expect([...namesOnly(new Uint32Array(), types)]).toEqual([]);
    expect([...namesOnly(Uint32Array.from([0, 1, 2]), types)]).toEqual([]);
  });
});

describe("the server's program", () => {
  test("is the one inside where nothing is set", () => {
    expect(programOf("", "node")).toBeUndefined();
    expect(complaintOf("")).toBeUndefined();
  });

  test("is the one that is set; a JavaScript file is run by the editor's own Node", () => {
    expect(programOf("remit", "code")).toEqual({
      command: "remit",
      args: ["lsp", "--stdio"],
      environment: {},
    });
    expect(programOf("/opt/remit.js", "code")).toEqual({
      command: "code",
      args: ["/opt/remit.js", "lsp", "--stdio"],
      environment: { ELECTRON_RUN_AS_NODE: "1" },
    });
  });

  test("is told when it is not there; a bare name is looked for on the path by the system", () => {
    expect(complaintOf("/nowhere/remit")).toBe(
      "There is no file '/nowhere/remit', which the setting remit.server.path names as the language server.",
    );
    expect(complaintOf("remit")).toBeUndefined();
    expect(complaintOf(process.execPath)).toBeUndefined();
  });
});

describe("the preview's files", () => {
  const target = {
    target: "opa",
    files: [{ path: "data.json", content: '{"a":1}\n' }],
    enforcement: [],
    errors: [],
  };

  test("are those of each target, with its environment, after the overview", () => {
    const files = filesOf({
      agent: "a.b",
      targets: [target, { ...target, target: "aws.x", environment: "prod" }],
    });
    expect(files.map(({ name }) => name)).toEqual([
      "enforcement.md",
      "opa/data.json",
      "aws.x@prod/data.json",
    ]);
    expect(files[0]?.content).toContain("# Agent a.b");
  });

  test("JSON on one line is laid out; what is no JSON is shown as it is", () => {
    const [, file] = filesOf({ targets: [target] });
    expect(file?.content).toBe('{\n  "a": 1\n}\n');
    const broken = { ...target, files: [{ path: "x.json", content: "{,}" }] };
    expect(filesOf({ targets: [broken] })[1]?.content).toBe("{,}");
  });

  test("a grant with backticks and line ends stays one item of the list", () => {
    const enforcement = [{ text: 'may x\n  because "``a`"', enforcement: "left-out" }];
    const [overview] = filesOf({ targets: [{ ...target, enforcement }] });
    expect(overview?.content).toContain('- left out: ``` may x because "``a`" ```\n');
  });

  test("what keeps the output from being written is said first", () => {
    const [overview] = filesOf({ agent: "a", targets: [{ ...target, errors: ["It needs a role."] }] });
    expect(overview?.content).toContain(
      "## opa\n\nNothing is written as long as this is so:\n\n- It needs a role.\n",
    );
  });

  test("an agent that no target has says so", () => {
    expect(filesOf({ agent: "a", targets: [] })[0]?.content).toContain("No target has this agent.");
  });
});

describe("the status bar", () => {
  const none = { running: true, errors: 0, warnings: 0, ending: [], days: 14 };
  const soon = (agent: string) => ({ agent, ends: "2026-12-01T00:00:00Z", fromNow: "in 7 days" });

  test("counts errors and agents that end soon, and is quiet without", () => {
    expect(inWords(none)).toEqual({
      text: "$(check) Remit",
      tooltip: "0 errors, 0 warnings in this workspace\nNo agent ends within 14 days",
    });
    const both = inWords({ ...none, errors: 1, warnings: 2, ending: [soon("a"), soon("b")] });
    expect(both.text).toBe("$(error) Remit: 1 error, 2 end soon");
    expect(both.tooltip).toContain("a ends in 7 days\nb ends in 7 days");
    expect(inWords({ ...none, ending: [soon("a")] }).text).toBe("$(clock) Remit: 1 ends soon");
  });

  test("names the first few, and how many more", () => {
    const ending = Array.from({ length: 10 }, (_, index) => soon(`a${index}`));
    const { tooltip } = inWords({ ...none, ending });
    expect(tooltip).toContain("a7 ends in 7 days\nand 2 more agents");
    expect(tooltip).not.toContain("a8");
  });

  test("says when the server is not running", () => {
    expect(inWords({ ...none, running: false }).tooltip).toBe("Remit's language server is not running.");
  });
});

describe("what an edit changes", () => {
  test("is a page with a request for each change", () => {
    const said = { sentence: "a may call tool:x.", witness: { agent: "a", action: "tool:x" } };
    const page = report({ agents: [{ agent: "a", verdict: "wider", wider: [said], narrower: [] }] }, "HEAD");
    expect(page).toBe(
      '# Compared with HEAD\n\n## a: wider\n\n### May now, and could not before\n\n- a may call tool:x.\n\n  ```json\n  {\n    "agent": "a",\n    "action": "tool:x"\n  }\n  ```\n',
    );
  });

  test("is nothing where nothing changes, or says why it is not known", () => {
    expect(report({ agents: [] }, "x")).toContain("No agent may do more or less than before.");
    expect(report({ agents: [], reason: "'x' is no revision." }, "x")).toBe(
      "# Compared with x\n\n> 'x' is no revision.\n",
    );
  });
});
