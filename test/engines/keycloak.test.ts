import { afterAll, beforeAll, describe } from "vitest";
import { engine } from "./engine.ts";
import { assertionTests } from "./keycloak-assertions.ts";
import { endTests } from "./keycloak-ends.ts";
import { exampleTests } from "./keycloak-example.ts";
import { planTests } from "./keycloak-plans.ts";
import { begin, server } from "./keycloak-suite.ts";
import { tokenTests } from "./keycloak-tokens.ts";
import { removeFolders } from "./keycloak-world.ts";

const program = engine("keycloak");

describe.skipIf(program === undefined)("Keycloak", () => {
  beforeAll(() => begin(program ?? ""));
  afterAll(async () => {
    removeFolders();
    await server?.stop();
  });

  tokenTests();
  planTests();
  assertionTests();
  endTests();
  exampleTests();
});
