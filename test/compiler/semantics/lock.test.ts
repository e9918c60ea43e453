import { describe, expect, test } from "vitest";
import { checkWorkspace } from "../../../compiler/index.ts";
import { formatLock, type Lock, readLock } from "../../../compiler/semantics/lock.ts";
import { config, diagnose } from "../diagnose.ts";
import { memoryHost } from "../memory-host.ts";
import { agent, prelude, withPrelude } from "./prelude.ts";

const lock = (expansions: Lock["expansions"], zones: Lock["zones"] = {}): string =>
  formatLock({ catalogs: {}, zones, expansions });
const locked = (text: string) => withPrelude({ files: { "remit.lock": text } });
const source = agent("  may mail:*");

async function actions(text: string) {
  const host = memoryHost({ ...prelude, "a.remit": source, "remit.lock": text });
  const { policies } = await checkWorkspace(host, config);
  return policies[0]?.agents.a?.grants.flatMap((grant) => grant.actions.map((action) => action.text));
}

describe("remit.lock", () => {
  test("freezes what wildcards mean, and can only take away", async () => {
    expect(await actions(lock({ "mail:*": ["mail:read", "mail:gone"] }))).toEqual(["mail:read"]);
    expect(await actions(lock({ "mail:*": ["mail:read", "mail:send", "aws:iam:PassRole"] }))).toEqual([
      "mail:read",
      "mail:send",
    ]);
    expect(await actions(lock({}))).toEqual(["mail:read", "mail:send"]);
  });
  test("is what a check would freeze now, the same text each time", async () => {
    const host = () =>
      memoryHost({
        ...prelude,
        "a.remit": `window w { zone "Europe/Berlin" }\n${agent('may mail:* during w  may aws:s3:Get* on "arn:aws:s3:::b/*"')}`,
      });
    const { lock: found } = await checkWorkspace(host(), config);
    expect(found.frozen).toBeUndefined();
    expect(found.current.expansions["mail:*"]).toEqual(["mail:read", "mail:send"]);
    expect(found.current.expansions["aws:s3:Get*"]).toContain("aws:s3:GetObject");
    expect(Object.keys(found.current.zones)).toEqual(["Europe/Berlin"]);
    expect(Object.keys(found.current.catalogs)).toEqual(["aws/s3"]);
    const text = formatLock(found.current);
    expect(readLock(text)).toMatchObject({ kind: "lock", lock: found.current });
    expect(formatLock((await checkWorkspace(host(), config)).lock.current)).toBe(text);
    const again = memoryHost({ ...prelude, "a.remit": source, "remit.lock": text });
    const second = await checkWorkspace(again, config);
    expect(second.problems.filter(({ code }) => code === "lock-outdated")).toEqual([]);
  });
  diagnose(
    "that froze other actions is outdated",
    agent(`
  may mail:*
      ^^^^^^ lock-outdated: 'mail:*' also matches 'mail:send', which it does not grant until then, and no longer matches 'mail:gone'; 'remit lock' shows the difference and 'remit lock --update' takes it over.`),
    locked(lock({ "mail:*": ["mail:read", "mail:gone"] })),
  );
  diagnose(
    "that does not know a wildcard",
    agent(`
  may mail:*
      ^^^^^^ lock-outdated: 'mail:*' is not in remit.lock yet, so an upgrade could change what it means; 'remit lock' shows the difference and 'remit lock --update' takes it over.
  may mail:read
  never mail:*`),
    locked(lock({})),
  );
  diagnose(
    "that froze the same is not outdated",
    source,
    locked(lock({ "mail:*": ["mail:read", "mail:send"] })),
  );
  diagnose("of a workspace without one says nothing", source, withPrelude());
  diagnose(
    "that froze other clock changes",
    `
window w { zone "Europe/Berlin" }
                ^^^^^^^^^^^^^^^ lock-outdated: The clock changes of 'Europe/Berlin' are others now than remit.lock froze; 'remit lock --update' takes them over.
${agent("may mail:read during w")}
`,
    locked(lock({}, { "Europe/Berlin": "other" })),
  );
  test("that cannot be read is an error, and says why", async () => {
    for (const [text, why] of [
      ["{", "it is no JSON"],
      ["[]", "it is no JSON object"],
      ['{"version":2}', "its version is another than 1"],
      [
        '{"version":1,"catalogs":{},"zones":{},"expansions":{"a":[1]}}',
        "'catalogs', 'zones' or 'expansions'",
      ],
    ] as const) {
      const host = memoryHost({ ...prelude, "a.remit": source, "remit.lock": text });
      const { problems, lock: found } = await checkWorkspace(host, config);
      const problem = problems.find(({ code }) => code === "lock-outdated");
      expect(problem?.severity).toBe("error");
      expect(problem?.message).toContain(why);
      expect(problem?.span.file).toBe("remit.lock");
      expect(found.frozen).toBeUndefined();
    }
  });
});
