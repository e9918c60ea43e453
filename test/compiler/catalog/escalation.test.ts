import { describe, expect, test } from "vitest";
import { builtInServices } from "../../../compiler/catalog/catalog.ts";
import { escalations } from "../../../compiler/catalog/escalation.ts";
import { loadCatalog } from "../../../compiler/catalog/load.ts";
import { memoryHost } from "../memory-host.ts";

describe("The escalation combinations", () => {
  test("have ids of their own", () => {
    const ids = escalations.map((one) => one.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("are at least twenty for AWS, PassRole to each compute service among them", () => {
    const aws = escalations.filter((one) => one.id.startsWith("aws-"));
    expect(aws.length).toBeGreaterThanOrEqual(20);
    for (const service of [
      "ec2",
      "lambda",
      "glue-job",
      "cloudformation",
      "ecs",
      "sagemaker-job",
      "datapipeline",
      "codebuild",
      "apprunner",
      "agentcore-interpreter",
    ])
      expect(aws.map((one) => one.id)).toContain(`aws-pass-role-${service}`);
  });

  test.each(builtInServices)("name only actions that %s has", async (service) => {
    const catalog = await loadCatalog(service, ["*"], memoryHost({}).data);
    for (const one of escalations)
      for (const action of one.needs.flat())
        if (action.startsWith(`${service}:`)) {
          const name = action.slice(service.length + 1);
          const known = catalog.action(name) ?? catalog.assumed(name);
          expect(known, `${one.id}: ${action}`).toBeDefined();
        }
  });

  test("explain themselves in a sentence", () => {
    for (const { explanation, title } of escalations) {
      expect(explanation).toMatch(/^[A-Z].*\.$/);
      expect(title).toMatch(/^[a-z].*[^.]$/);
    }
  });
});
