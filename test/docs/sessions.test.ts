import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { agrees, documents, play, rewritten, root, sessionsOf } from "./fences.ts";

const update = process.env.UPDATE_DOCS === "1";

for (const document of documents()) {
  const sessions = sessionsOf(document);
  if (sessions.length === 0) continue;
  test(`what ${document} shows is what the commands print`, async () => {
    // From the last to the first, so that a rewritten one moves none that is still to come.
    for (const session of [...sessions].reverse()) {
      const outputs = await play(session);
      expect(outputs.flat(), document).not.toContain("(exit code 3)");
      if (update) {
        const path = join(root, document);
        writeFileSync(path, rewritten(readFileSync(path, "utf8"), session, outputs));
        continue;
      }
      session.steps.forEach((step, index) => {
        const real = outputs[index] ?? [];
        if (!agrees(step.shown, real))
          expect(step.shown.join("\n").trimEnd(), `${document}:${session.line}: $ ${step.command}`).toBe(
            real.join("\n"),
          );
      });
    }
  });
}

test("documents show sessions at all", () => {
  expect(documents().flatMap(sessionsOf).length).toBeGreaterThan(3);
});
