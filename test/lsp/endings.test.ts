import { expect, test } from "vitest";
import { formatInstant } from "../../compiler/model/time.ts";
import { endings } from "../../lsp/features/endings.ts";
import { at } from "./at.ts";

const DAYS = 24 * 3600;
const WORLD = `environment prod
environment staging
owner ada { email "ada@acme.example" }
agent late { owner ada expires 2027-06-01 environments prod may tool:x }
agent second "Second" { owner ada expires 2026-12-20 environments prod may tool:x }
agent first { owner ada starts 2026-10-01 reviewed 2026-10-01 by ada expires 2027-06-01 review every 60d or suspend may tool:x }
agent below under second { may tool:x }
agent stopped { owner ada expires 2026-12-10 suspended since 2026-11-01 because "x" may tool:x }
agent ended { owner ada expires 2026-11-01 may tool:x }
agent coming { owner ada starts 2026-12-01 expires 2026-12-05 may tool:x }
`;

test("agents that end soon are named once, by what ends them, the next one first; stopped, ended and coming ones are not", async () => {
  const { view } = await at(WORLD);
  const found = endings(await view.whole(), 60 * DAYS);
  expect(found.map(({ agent, ends }) => `${agent} ${formatInstant(ends)}`)).toEqual([
    "first 2026-11-30T00:00:00Z",
    "below 2026-12-20T00:00:00Z",
    "second 2026-12-20T00:00:00Z",
  ]);
  expect(found.map(({ title }) => title)).toEqual([undefined, undefined, "Second"]);
  expect(endings(await view.whole(), 0)).toEqual([]);
});
