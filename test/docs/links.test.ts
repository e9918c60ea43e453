import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { documents, root } from "./fences.ts";

/** The headings of a document as GitHub names them. */
function anchors(path: string): ReadonlySet<string> {
  const text = readFileSync(join(root, path), "utf8").replace(/^```[\s\S]*?^```/gm, "");
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map((match) => match[1] ?? "");
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .trim()
        .replace(/\s/g, "-"),
    ),
  );
}

test("links between documents lead somewhere", () => {
  const broken: string[] = [];
  for (const document of documents()) {
    const text = readFileSync(join(root, document), "utf8").replace(/^```[\s\S]*?^```/gm, "");
    for (const [, target = ""] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [file = "", anchor] = target.split("#");
      const path = file === "" ? document : join(dirname(document), file);
      const there = existsSync(join(root, path));
      if (!there || (anchor !== undefined && !anchors(path).has(anchor)))
        broken.push(`${document}: ${target}`);
    }
  }
  expect(broken).toEqual([]);
});

test("every document begins with its title, and closes each fence; the first page says how to begin", () => {
  const wrong = documents().filter((document) => {
    const text = readFileSync(join(root, document), "utf8").replace(/^---\n[\s\S]*?\n---\n/, "");
    return !text.startsWith("# ") || (text.match(/^```/gm) ?? []).length % 2 === 1;
  });
  expect(wrong).toEqual([]);
  const [start = ""] = readFileSync(join(root, "README.md"), "utf8").split("\n## ");
  expect(start).toContain("npm run demo");
  expect(start).toContain("npm test");
});
