import { describe, expect, test } from "vitest";
import { checkWorkspace } from "../../../compiler/index.ts";
import { offsetAt } from "../../../compiler/model/window.ts";
import { config } from "../diagnose.ts";
import { memoryHost } from "../memory-host.ts";
import { agent, check, prelude } from "./prelude.ts";

const use = agent("  may mail:read during w");

async function windowOf(body: string) {
  const host = memoryHost({
    ...prelude,
    "a.remit": `let berlin = "Europe/Berlin"\nwindow w { ${body} }\n${use}`,
  });
  const { policies } = await checkWorkspace(host, config);
  return policies[0]?.agents.a?.grants[0]?.windows[0];
}

describe("windows", () => {
  test("are minutes of the local week and the zone's offsets", async () => {
    const window = await windowOf("days mon..tue, sun  hours 22:00..06:00  zone berlin");
    expect(window?.minutes).toEqual([
      { from: 0, until: 360 },
      { from: 1320, until: 1800 },
      { from: 2760, until: 3240 },
      { from: 9960, until: 10080 },
    ]);
    if (window === undefined) throw new Error("no window");
    expect(offsetAt(window, 1_796_212_800)).toBe(3600);
    expect(offsetAt(window, 1_782_864_000)).toBe(7200);
  });
  test("without days and hours are always open", async () => {
    expect((await windowOf('zone "UTC"'))?.minutes).toEqual([{ from: 0, until: 10_080 }]);
  });
  check(
    "need a zone",
    `
window w { days mon..fri }
       ^ missing-member: The window 'w' has no 'zone'; add 'zone "Europe/Berlin"', say.
${use}
`,
  );
  check(
    "need one that exists",
    `
window w { zone "Europe/Berlln" }
                ^^^^^^^^^^^^^^^ bad-literal: There is no time zone 'Europe/Berlln'; did you mean 'Europe/Berlin'?
${use}
`,
  );
  check(
    "hold at least a minute",
    `
window w { hours 08:00..08:00  zone "UTC" }
                 ^^^^^^^^^^^^ empty-range: '08:00..08:00' holds no minute: it ends where it begins.
${use}
`,
  );
  check("may last a whole day", `window w { hours 00:00..24:00  zone "UTC" }\n${use}\n`);
  check(
    "take days and hours, nothing else",
    `
window w { hours 5  days 5  zone "UTC" }
                 ^ type-mismatch: 'hours' takes hours such as 08:00..18:00, not a number.
                         ^ type-mismatch: 'days' takes days such as mon..fri, not a number.
${use}
`,
  );
});
