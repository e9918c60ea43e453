import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeFolder } from "../../cli/make-folder.ts";
import { build, giveAway, runBuilt, runUnprivileged } from "./built.ts";
import { folder } from "./run.ts";

describe("making folders", () => {
  test("those above are made too, and what is there already is no trouble", () => {
    const path = join(folder({}), "a/b/c");
    makeFolder(path);
    makeFolder(path);
    expect(existsSync(path)).toBe(true);
  });

  test("a file in the way is the system's error", () => {
    const root = folder({ file: "" });
    expect(() => makeFolder(join(root, "file"))).toThrow("EEXIST");
    expect(() => makeFolder(join(root, "file/below"))).toThrow("ENOTDIR");
  });

  // Only Linux has a folder that says that there is none when it refuses.
  test.runIf(existsSync("/proc/self"))(
    "a place where nothing can be made ends the run with a message",
    () => {
      build();
      const { code, signal, err } = runBuilt(["scan", "--no-policy", "--cache", "/proc/nope/x"], folder({}));
      expect(signal).toBeNull();
      expect(err).toBe(
        "remit: Cannot use '/proc/nope/x' as a cache: it cannot be made there. Name another folder.\n",
      );
      expect(code).toBe(2);
      // A folder that is there, and takes nothing, costs time alone.
      const cwd = giveAway(folder({ "a.py": "x = 1\n" }));
      const kept = giveAway(folder({}));
      chmodSync(kept, 0o555);
      expect(runUnprivileged(["scan", "--no-policy", "--cache", kept], cwd)).toMatchObject({ code: 0 });
    },
  );
});

test("a folder that forbids writing ends init with the place and the reason, not as a bug", () => {
  build();
  const cwd = giveAway(folder({ "a.txt": "" }));
  chmodSync(cwd, 0o555);
  const { code, err } = runUnprivileged(["init", "x"], cwd);
  expect(err).toContain("Cannot write '");
  expect(err).toContain("permission denied");
  expect(code).toBe(2);
});
