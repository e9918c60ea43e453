/** Inputs, labels and targets: found, and renamed, wherever they stand. */
import { describe, expect, test } from "vitest";
import { definition, highlights, references } from "../../lsp/features/navigation.ts";
import { prepareRename, rename } from "../../lsp/features/rename.ts";
import { at, CURSOR, edited } from "./at.ts";

const SERVICE = `namespace acme.shop
service invoices {
  action draft { risk read  label payment  input amount decimal  input vendor string }
  action pay { risk write  label payment, private-data  input amount decimal }
  action list { risk read  input since string }
}
target aws prod { account "123456789012" }
`;
const AGENTS = `namespace acme
use acme.shop
owner ada { email "a@b.example" }
scope drafts { allow invoices:draft }
agent a {
  owner ada  expires 2027-03-31
  may drafts where amount <= 5.00
  may invoices:d*, acme.shop.invoices:pay where amount <= 9.00 and not (vendor == "x")
  may invoices:list where since == "x" and request.mfa
  waive condition on aws.prod because "it is so" until 2027-01-01
}
guardrail g { no agent holds label payment and label private-data }
guardrail h { every grant of label payment has until }
test "t" { as a  at 2026-12-01  deny invoices:pay with amount = 1.00 }
`;

/** The cursor is before the `which`th occurrence of a text in one of the files. */
const world = (file: "agents.remit" | "service.remit", text: string, which = 1) => {
  const files = { "agents.remit": AGENTS, "service.remit": SERVICE };
  let index = -1;
  for (let count = 0; count < which; count++) index = files[file].indexOf(text, index + 1);
  return at({ ...files, [file]: files[file].slice(0, index) + CURSOR + files[file].slice(index) });
};
const lines = (spans: readonly { readonly file: string; readonly start: number }[]): readonly string[] =>
  spans.map(({ file, start }) => {
    const text = file === "agents.remit" ? AGENTS : SERVICE;
    return `${file[0]}${text.slice(0, start).split("\n").length}`;
  });

describe("an input", () => {
  test("leads from a condition, a scope's too, and from a test to where it is given", async () => {
    for (const [which, expected] of [
      [1, ["s3"]],
      [2, ["s3", "s4"]],
      [3, ["s4"]],
    ] as const) {
      const { view, offset } = await world("agents.remit", "amount", which);
      const found = await definition(view, offset);
      // Where a condition speaks of two actions, what is linked through it is found with it.
      expect(lines(found.map(({ name }) => name))).toEqual(expect.arrayContaining([...expected]));
    }
    const { view, offset } = await world("agents.remit", "since");
    expect(lines((await definition(view, offset)).map(({ name }) => name))).toEqual(["s5"]);
  });

  test("is found everywhere, and renamed with everything that is linked to it", async () => {
    const { view, offset, files } = await world("service.remit", "amount");
    expect(lines(await references(view, offset, true)).toSorted()).toEqual(["a14", "a7", "a8", "s3", "s4"]);
    expect(lines(await references(view, offset, false)).toSorted()).toEqual(["a14", "a7", "a8"]);
    const result = await rename(view, offset, "sum");
    if (result.kind !== "edits") throw new Error(result.why);
    for (const path of ["agents.remit", "service.remit"])
      expect(edited(files[path] ?? "", result.edits, path)).toBe(
        (files[path] ?? "").replaceAll("amount", "sum"),
      );
  });

  test("is not renamed to another input of its action, nor to a word that the language keeps", async () => {
    const { view, offset } = await world("service.remit", "amount");
    expect(await rename(view, offset, "vendor")).toEqual({
      kind: "refused",
      why: "There is an input 'vendor' already.",
    });
    expect((await rename(view, offset, "fact")).kind).toBe("refused");
    const request = await world("agents.remit", "request.mfa");
    expect(await prepareRename(request.view, request.offset)).toBeUndefined();
  });
});

describe("a label", () => {
  test("is found where it is given and where guardrails speak of it, and renamed there", async () => {
    const { view, offset, files } = await world("agents.remit", "payment");
    expect(lines(await references(view, offset, true)).toSorted()).toEqual(["a12", "a13", "s3", "s4"]);
    expect((await highlights(view, offset)).map(({ write }) => write)).toEqual([false, false]);
    const result = await rename(view, offset, "money");
    if (result.kind !== "edits") throw new Error(result.why);
    expect(edited(files["service.remit"] ?? "", result.edits, "service.remit")).toContain(
      "label money, private-data",
    );
    expect((await rename(view, offset, "private-data")).kind).toBe("refused");
  });

  test("that built-in actions have keeps its name", async () => {
    const { view, offset } = await world("agents.remit", "private-data");
    expect(await rename(view, offset, "secret")).toMatchObject({ why: expect.stringContaining("built-in") });
  });
});

describe("a target", () => {
  test("is found and renamed by its name", async () => {
    const { view, offset, files } = await world("agents.remit", "prod");
    expect(lines((await definition(view, offset)).map(({ name }) => name))).toEqual(["s7"]);
    const result = await rename(view, offset, "live");
    if (result.kind !== "edits") throw new Error(result.why);
    expect(edited(files["service.remit"] ?? "", result.edits, "service.remit")).toContain(
      "target aws live {",
    );
    expect(edited(files["agents.remit"] ?? "", result.edits, "agents.remit")).toContain(
      "on aws.live because",
    );
  });
});

test("half-written statements have what is there", async () => {
  for (const text of [
    "service s { action a { input ▮amount decimal } }\nagent a { may s:a where amount <",
    "service s { action a { input ▮amount decimal } }\nagent a { may s:a where amount",
    'service s { action a { input ▮amount decimal } }\n) (\ntest "t" { as a deny s:a with amount',
  ]) {
    const { view, offset } = await at(text);
    expect(await references(view, offset, true)).toHaveLength(2);
  }
  const { view } = await at("scope s { include s  allow } agent a { may s where x == 1 ▮");
  expect(await references(view, 55, true)).toEqual([]);
});
