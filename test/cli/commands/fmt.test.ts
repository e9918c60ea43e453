import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, remit } from "../run.ts";

const ugly = '// the first\nowner ada {email "ada@acme.example"}\n\n\n\nteam x{lead ada}\n';
const canonical = '// the first\nowner ada { email "ada@acme.example" }\n\nteam x { lead ada }\n';

describe("fmt", () => {
  test("writes files in canonical form, once, and names them", async () => {
    const cwd = folder({ "a.remit": ugly, "b.remit": canonical });
    expect(await remit(["fmt"], { cwd })).toEqual({ code: 0, out: "formatted a.remit\n", err: "" });
    expect(readFileSync(join(cwd, "a.remit"), "utf8")).toBe(canonical);
    expect(await remit(["fmt"], { cwd })).toEqual({ code: 0, out: "", err: "" });
  });

  test("--check lists what is not in canonical form, and writes nothing", async () => {
    const cwd = folder({ "a.remit": ugly });
    expect(await remit(["fmt", "--check"], { cwd })).toEqual({
      code: 1,
      out: "a.remit is not in canonical form\n",
      err: "",
    });
    expect(readFileSync(join(cwd, "a.remit"), "utf8")).toBe(ugly);
  });

  test("formats standard input to standard output, keeping its line ends and BOM", async () => {
    const cwd = folder({});
    expect((await remit(["fmt", "-"], { cwd, stdin: ugly })).out).toBe(canonical);
    const windows = `\ufeff${ugly.replaceAll("\n", "\r\n")}`;
    expect((await remit(["fmt", "-"], { cwd, stdin: windows })).out).toBe(
      `\ufeff${canonical.replaceAll("\n", "\r\n")}`,
    );
  });

  test("leaves a file with a syntax error as it is, and shows the error", async () => {
    const cwd = folder({ "a.remit": "agent {\n" });
    const { code, out, err } = await remit(["fmt"], { cwd });
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(/^error\[syntax\]: [\s\S]*a\.remit is left as it is\n$/);
    const piped = await remit(["fmt", "-"], { cwd, stdin: "agent {\n" });
    expect([piped.code, piped.out]).toEqual([1, "agent {\n"]);
  });

  test("formats the given files only", async () => {
    const cwd = folder({ "remit.yaml": "", "a.remit": ugly, "b/c.remit": ugly });
    expect((await remit(["fmt", "b"], { cwd })).out).toBe("formatted b/c.remit\n");
  });
});
