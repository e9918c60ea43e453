import { describe, expect, test } from "vitest";
import { commands } from "../../cli/commands.ts";
import { folder, remit } from "./run.ts";

describe("the command line", () => {
  const cwd = folder({});

  test("lists every command in its help", async () => {
    const { code, out } = await remit(["--help"], { cwd });
    expect(code).toBe(0);
    for (const { name, summary } of commands) expect(out).toMatch(new RegExp(`^  ${name} +${summary}$`, "m"));
  });

  test("without a command shows the help on standard error and exits with 2", async () => {
    const { code, out, err } = await remit([], { cwd });
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("Usage: remit");
  });

  test("suggests the nearest command", async () => {
    expect(await remit(["chekc"], { cwd })).toEqual({
      code: 2,
      out: "",
      err: "remit: There is no command 'chekc'. Did you mean 'check'? See 'remit --help'.\n",
    });
  });

  test("shows a command's help for --help, and for `help COMMAND`", async () => {
    const long = await remit(["check", "--help"], { cwd });
    expect(long.out).toContain("Usage: remit check [paths...] [options]");
    expect(await remit(["help", "check"], { cwd })).toEqual(long);
  });

  const wrong: readonly (readonly [string, readonly string[], string])[] = [
    [
      "an unknown option",
      ["check", "--fxi"],
      "Unknown option '--fxi' (Did you mean --fix?). See 'remit check --help'.",
    ],
    [
      "a missing value",
      ["check", "--at"],
      "Option '--at <INSTANT>' argument missing. See 'remit check --help'.",
    ],
    [
      "a day that does not exist",
      ["check", "--at", "2027-02-30"],
      "--at takes an instant such as 2026-12-01 or 2026-12-01T10:00Z, not '2027-02-30'.",
    ],
    [
      "an unknown format",
      ["check", "--format", "xml"],
      "This command writes pretty, json, sarif, github, junit, markdown, not 'xml'.",
    ],
    [
      "a path that is not there",
      ["check", "nowhere"],
      "Cannot read 'nowhere': there is no such file or folder.",
    ],
    [
      "a number out of range",
      ["verify", "--requests", "0"],
      "--requests takes a whole number from 1 to 10000000, not '0'.",
    ],
    [
      "too many arguments",
      ["who-can", "a:b", "c", "d"],
      "Too many arguments. Expected 2 arguments but got 3. See 'remit who-can --help'.",
    ],
    ["escape sequences", ["\u001b[31mx"], "There is no command '\\u{1b}[31mx'. See 'remit --help'."],
  ];
  for (const [what, words, message] of wrong)
    test(`refuses ${what} with one message and exit code 2`, async () => {
      expect(await remit(words, { cwd })).toEqual({ code: 2, out: "", err: `remit: ${message}\n` });
    });
});
