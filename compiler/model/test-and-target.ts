/** Test blocks and targets as plain data. */
import type { Origin } from "./policy.ts";
import type { Request } from "./request.ts";
export interface Test {
  readonly title: string;
  readonly agent: string;
  readonly environment?: string;
  readonly cases: readonly TestCase[];
  readonly origin: Origin;
}

export interface TestCase {
  readonly expect: "allow" | "deny";
  /** As `eval` would be asked, `time` set. */
  readonly request: Request;
  readonly origin: Origin;
}

export interface Target {
  readonly kind: "opa" | "cedar" | "aws" | "keycloak" | "okta";
  /** `target KIND NAME`; the folder of the output is `kind` or `kind.name`. */
  readonly name?: string;
  /** By the setting's words joined by a blank (`principal tag`); defaults of targets.md filled in. Durations are seconds, instants epoch seconds. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  readonly environment?: string;
  /** Qualified names of the agents that `only`, `except` and `agents in` leave. */
  readonly agents: readonly string[];
  readonly origin: Origin;
}
