import { describe, expect, test } from "vitest";
import type { BuiltInService } from "../../../compiler/catalog/catalog.ts";
import { loadCatalog } from "../../../compiler/catalog/load.ts";
import { memoryHost } from "../memory-host.ts";

async function load(service: BuiltInService, ...patterns: string[]) {
  const host = memoryHost({});
  return { catalog: await loadCatalog(service, patterns, host.data), asked: host.asked };
}

describe("Loading a catalog", () => {
  test("reads only the AWS services that the patterns name", async () => {
    const { catalog, asked } = await load("aws", "s3:GetObject", "sts:*");
    expect(asked).toEqual(["aws/index.json", "aws/s3.json", "aws/sts.json"]);
    expect(Object.keys(catalog.digests)).toEqual(["aws/s3", "aws/sts"]);
    expect(catalog.action("s3:GetObject")?.risk).toBe("read");
    expect(catalog.action("ec2:RunInstances")).toBeUndefined();
  });

  test("reads every AWS service that a wildcard in the prefix can match", async () => {
    const { asked } = await load("aws", "s3*:GetObject");
    expect(asked.filter((name) => name.startsWith("aws/s3")).length).toBeGreaterThan(4);
    expect(asked).not.toContain("aws/ec2.json");
    const { catalog } = await load("aws", "*");
    expect(catalog.matching("*").length).toBeGreaterThan(20_000);
  });

  test("reads nothing where there is no pattern", async () => {
    expect((await load("aws")).asked).toEqual([]);
  });

  test("reads nothing of AWS for another service", async () => {
    const { asked } = await load("k8s", "apps/deployments:get");
    expect(asked.filter((name) => name.startsWith("aws/"))).toEqual([]);
  });

  test("finds what a wildcard matches, sorted", async () => {
    const { catalog } = await load("aws", "s3:GetObject*");
    const names = catalog.matching("s3:GetObject?cl").map((action) => action.name);
    expect(names).toEqual(["s3:GetObjectAcl"]);
    const all = catalog.matching("s3:GetObject*").map((action) => action.name);
    expect(all).toEqual(all.toSorted());
    expect(all).toContain("s3:GetObject");
  });

  test.each([
    ["s3:GetObjetc", "s3:GetObject"],
    ["s3:getobject", "s3:GetObject"],
    ["s33:GetObject", "s3:GetObject"],
    ["GetObjectAcl", "s3:GetObjectAcl"],
  ])("knows what '%s' may have meant", async (wrong, right) => {
    const { catalog } = await load("aws", wrong);
    expect(catalog.action(wrong)).toBeUndefined();
    expect(catalog.nearest(wrong, 3)[0]).toBe(right);
  });

  test("does not freeze the digests of what only suggestions need", async () => {
    expect((await load("aws", "s33:GetObject")).catalog.digests).toEqual({});
  });
});
