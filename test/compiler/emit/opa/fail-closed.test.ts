import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type OpaEngine, openOpa } from "../../../../cli/engines/opa.ts";
import { policyDocument } from "../../../../compiler/emit/opa/data.ts";
import { isObject } from "../../../../compiler/model/json.ts";
import { probes } from "../../../../compiler/model/probe.ts";
import { type Random, seeded } from "../../../../compiler/model/random.ts";
import { policies } from "../../../generate/policy-data.ts";

const SEED = 7;

let opa: OpaEngine;
beforeAll(async () => {
  opa = await openOpa();
});

describe("a damaged policy document", () => {
  test("never allows what the whole one denies, whichever key of it is missing or null", () => {
    let damaged = 0;
    for (const [index, policy] of fc.sample(policies, { seed: SEED, numRuns: 60 }).entries()) {
      const document = policyDocument(policy, Object.keys(policy.agents));
      const asked = [...probes(policy, { seed: SEED + index, count: 20 })];
      opa.load(document);
      const before = asked.map(({ request, at }) => opa.decide(request, at).allow);
      for (let round = 0; round < 12; round++) {
        const random = seeded(SEED + index * 100 + round);
        const broken = damage(document, random);
        opa.load(broken.value);
        for (const [number, { request, at }] of asked.entries()) {
          const { allow } = opa.decide(request, at);
          if (allow && before[number] === false)
            expect.fail(`without ${broken.path.join(".")}: ${JSON.stringify(request)} at ${at}`);
          if (!allow && before[number] === true) damaged++;
        }
      }
    }
    expect(damaged).toBeGreaterThan(50);
  });
});

/** One key somewhere taken away, or its value null. What a policy says by the keys themselves is left alone. */
function damage<T>(value: T, random: Random): { readonly value: T; readonly path: readonly string[] } {
  const places = placesOf(value, []).filter(
    (path) => !SAYING.has(path.at(-2) ?? "") && !FOR_PEOPLE.has(path.at(-1) ?? ""),
  );
  const path = random.pick(places) ?? [];
  const copy = structuredClone(value);
  let holder: unknown = copy;
  for (const key of path.slice(0, -1))
    holder = isObject(holder) || Array.isArray(holder) ? Reflect.get(holder, key) : undefined;
  const key = path.at(-1) ?? "";
  if (typeof holder === "object" && holder !== null) {
    if (random.chance(0.6)) Reflect.deleteProperty(holder, key);
    else Reflect.set(holder, key, null);
  }
  return { value: copy, path };
}

/** Maps of which each entry is something of its own: a service more or less is another policy, not a damaged one. */
const SAYING: ReadonlySet<string> = new Set(["services"]);
const FOR_PEOPLE: ReadonlySet<string> = new Set(["says", "owner", "source", "workspace", "environment"]);

/** The paths of all keys of objects, in arrays too. */
function placesOf(value: unknown, path: readonly string[]): readonly (readonly string[])[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => placesOf(item, [...path, String(index)]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => [[...path, key], ...placesOf(item, [...path, key])]);
}
