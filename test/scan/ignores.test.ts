import { describe, expect, test } from "vitest";
import { lineTable } from "../../compiler/source.ts";
import { ignoresIn, judgeIgnores } from "../../scan/ignores.ts";
import { remarksIn } from "../../scan/remarks.ts";

const ids = new Set(["aws-full-admin", "gha-write-all"]);
const now = Date.UTC(2026, 10, 24) / 1000;

function read(text: string) {
  return ignoresIn(text, lineTable(text), remarksIn(text, "#"), ids);
}

describe("an ignore", () => {
  test("covers the next line that is no comment", () => {
    const { ignores } = read(
      "a: 1\n# remit-ignore aws-full-admin until 2027-01-31: migration\n# and more\n\nb: 2\n",
    );
    expect(ignores).toMatchObject([{ rules: ["aws-full-admin"], reason: "migration", line: 5 }]);
  });

  test("covers its own line when something stands before it", () => {
    const { ignores } = read(
      "permissions: write-all # remit-ignore gha-write-all until 2027-01-31: release: signed\n",
    );
    expect(ignores).toMatchObject([{ line: 1, reason: "release: signed" }]);
  });

  test("names several rules", () => {
    const { ignores } = read(
      "# remit-ignore aws-full-admin, gha-write-all until 2027-01-31T08:00Z: both\nx: 1\n",
    );
    expect(ignores[0]?.rules).toEqual(["aws-full-admin", "gha-write-all"]);
  });

  test.each([
    ["names no rule", "until 2027-01-31: because"],
    ["named 'nonsense'", "nonsense until 2027-01-31: because"],
    ["has no end", "aws-full-admin: because"],
    ["'soon' is no date", "aws-full-admin until soon: because"],
    ["'2027-02-30' is no date", "aws-full-admin until 2027-02-30: because"],
    ["gives no reason", "aws-full-admin until 2027-01-31"],
    ["gives no reason", "aws-full-admin until 2027-01-31:"],
    ["cannot stand after", "aws-full-admin until 2027-01-31 or so: because"],
  ])("that %s is told", (said, written) => {
    const { ignores, bad } = read(`# remit-ignore ${written}\nx: 1\n`);
    expect(ignores).toEqual([]);
    expect(bad).toHaveLength(1);
    expect(bad[0]?.message).toContain(said);
  });
});

describe("findings under ignores", () => {
  const finding = { rule: "aws-full-admin", file: "a.yml", lines: [4, 6] as const };
  const ignore = {
    rules: ["aws-full-admin"],
    until: now + 1,
    reason: "r",
    extent: { at: 0, end: 1 },
    line: 5,
  };

  test("are taken out while the ignore holds", () => {
    const judged = judgeIgnores([finding], new Map([["a.yml", [ignore]]]), now);
    expect(judged).toMatchObject({ kept: [], ignored: [{ finding }], expired: [], unused: [] });
  });

  test("come back in the instant at which it ends, and the ignore is told", () => {
    const judged = judgeIgnores([finding], new Map([["a.yml", [ignore]]]), now + 1);
    expect(judged).toMatchObject({ kept: [finding], ignored: [], expired: [{ ignore }], unused: [] });
  });

  test.each([
    ["another rule's", { ...ignore, rules: ["gha-write-all"] }, "a.yml"],
    ["another line's", { ...ignore, line: 7 }, "a.yml"],
    ["another file's", ignore, "b.yml"],
  ])("stand where the ignore is %s, which is unused", (_, other, file) => {
    const judged = judgeIgnores([finding], new Map([[file, [other]]]), now);
    expect(judged.kept).toEqual([finding]);
    expect(judged.unused).toHaveLength(1);
  });
});
