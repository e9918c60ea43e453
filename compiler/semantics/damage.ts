/** What syntax errors may have taken away, so that its absence is no second mistake. */
import type { ParsedFile } from "../checked.ts";
import type { Declaration } from "../syntax/ast.ts";
import type { Names } from "./names.ts";

/** Lost text that is looked at; more of it means a file that is hardly a policy. */
const LONGEST = 2000;

/**
 * The declarations with an error in them, and the text from an error between declarations to the next one. An error
 * at a declaration's very beginning is about what comes before.
 */
export function damageOf(files: readonly ParsedFile[]): Pick<Names, "damaged" | "lost"> {
  const damaged = new Set<Declaration>();
  const lost: string[] = [];
  for (const { file, problems } of files)
    for (const { code, span } of problems) {
      if (code !== "syntax") continue;
      const index = file.declarations.findLastIndex(({ start }) => start < span.start);
      const before = file.declarations[index];
      if (before) damaged.add(before);
      const next = file.declarations[index + 1]?.start ?? file.text.length;
      if (before === undefined || before.end <= span.start)
        lost.push(file.text.slice(span.start, Math.min(next, span.start + LONGEST)));
    }
  return { damaged, lost };
}
