import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import type { Call, RequestPlan, Step, Template } from "../../../../compiler/emit/apply/plan-shape.ts";
import { compileOkta, fileOf, PEOPLE, TARGET } from "./run.ts";

const here = dirname(fileURLToPath(import.meta.url));
const MODELS = "@okta/okta-sdk-nodejs/src/types/generated/models";

/** Method and path, holes as `*`, with the type of the body. Those without a dot are the SDK's. */
const TYPES: Readonly<Record<string, string>> = {
  "POST api/v1/authorizationServers/*/scopes": "OAuth2Scope",
  "POST api/v1/authorizationServers/*/policies": "AuthorizationServerPolicy",
  "PUT api/v1/authorizationServers/*/policies/*": "AuthorizationServerPolicy",
  "POST api/v1/authorizationServers/*/policies/*/rules": "AuthorizationServerPolicyRuleRequest",
  "POST api/v1/groups": "AddGroup.Request",
  "POST workload-principals/api/v1/ai-agents": "CreateAIAgentRequest",
  "PATCH workload-principals/api/v1/ai-agents/*": "PatchAIAgentRequest",
  "POST workload-principals/api/v1/ai-agents/*/connections": "IdentityAssertionCustomASConnectionCreatable",
  "PATCH workload-principals/api/v1/ai-agents/*/connections/*": "ManagedConnectionPatchable",
  "POST governance/api/v1/resource-owners": "Governance.Owners",
  "POST governance/api/v1/campaigns": "Governance.Campaign",
};

/** What the SDK has no type for, after the published reference of the governance API; and a group to be added. */
const OTHERS = `
import type { OktaUserGroupProfile } from "${MODELS}/OktaUserGroupProfile";
declare namespace AddGroup { interface Request { profile: OktaUserGroupProfile } }
declare namespace Governance {
  interface Owners { principalOrns?: string[]; resourceOrns: string[] }
  type Action = "NO_ACTION" | "DENY";
  interface Campaign {
    name: string; description?: string; campaignType?: "RESOURCE" | "USER";
    scheduleSettings: { type: "ONE_OFF" | "RECURRING"; startDate: string; durationInDays: number; timeZone: string; recurrence?: { interval: string } };
    resourceSettings: { type: "GROUP" | "APPLICATION"; targetResources?: { resourceId: string; resourceType?: "GROUP" | "APPLICATION" }[] };
    reviewerSettings: { type: "USER" | "GROUP" | "RESOURCE_OWNER"; reviewerId?: string; selfReviewDisabled?: boolean };
    remediationSettings: { accessApproved: "NO_ACTION"; accessRevoked: Action; noResponse: Action };
  }
}
declare const hole: never;
`;

const REVIEWED = `
agent triage {
  owner jane  expires 2027-03-31  review every 90d  reviewed 2026-11-02 by jane
  may invoices:read
  may invoices:draft on behalf of group finance
}
agent helper { owner omar  expires 2027-03-31  may invoices:read }
agent gone { owner omar  expires 2027-03-31  retired 2026-11-01  may invoices:read }
${TARGET.replace('server "agents"', 'server "agents"  review-start 2026-01-01')}`;

function callsOf(step: Step): readonly Call[] {
  switch (step.kind) {
    case "ensure":
      return [step.create, step.update, step.undo].flatMap((call) => call ?? []);
    case "links":
      return [
        step.remove,
        step.add,
        ...step.items.map((item): Call => ({ ...step.add, ...(item === null ? {} : { body: item }) })),
      ];
    case "remove":
    case "call":
      return [step.call, step.undo];
    default:
      return [];
  }
}

/** A body as a TypeScript expression. A hole fits everywhere: what is in it comes from Okta itself. */
function expression(body: Template): string {
  if (typeof body !== "object" || body === null) return JSON.stringify(body);
  if (Array.isArray(body)) return `[${body.map(expression).join(", ")}]`;
  const keys = Object.keys(body);
  if (keys.length === 1 && keys[0]?.startsWith("$")) return "hole";
  return `{ ${Object.entries(body)
    .map(([key, value]) => `${JSON.stringify(key)}: ${expression(value)}`)
    .join(", ")} }`;
}

let bodies: readonly { readonly type: string; readonly text: string }[] = [];

beforeAll(async () => {
  const previous = {
    files: {},
    gone: [],
    targets: [
      {
        target: "okta",
        objects: ["ai-agent", "access-policy", "campaign", "scope", "group"].map((kind) => ({
          kind,
          name: "old",
        })),
      },
    ],
  };
  const output = await compileOkta(`${PEOPLE}${REVIEWED}`, { previous });
  const plan: RequestPlan = JSON.parse(fileOf(output, "okta/plan.json"));
  bodies = plan.steps.flatMap(callsOf).flatMap(({ method, path, body }) => {
    if (body === undefined) return [];
    const place = `${method} ${path.map((part) => (typeof part === "string" ? part : "*")).join("/")}`;
    const type = TYPES[place] ?? expect.fail(`no type is known for ${place}`);
    // In the SDK `default`, a word of the language, is called `_default`.
    const text = expression(body);
    return [{ type, text: type === "OAuth2Scope" ? text.replace('"default":', '"_default":') : text }];
  });
}, 60_000);

/** The compiler's objections to the bodies, as text. */
function judge(list: readonly { readonly type: string; readonly text: string }[]): readonly string[] {
  const sdk = [...new Set(list.map(({ type }) => type))].filter((type) => !type.includes("."));
  const source = [
    ...sdk.map((type) => `import type { ${type} } from "${MODELS}/${type}";`),
    OTHERS,
    ...list.map(({ type, text }, index) => `export const body${index}: ${type} = ${text};`),
  ].join("\n");
  const name = join(here, "okta-bodies.generated.ts");
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (file) => file === name || fileExists(file);
  host.readFile = (file) => (file === name ? source : readFile(file));
  host.getSourceFile = (file, ...rest) =>
    file === name ? ts.createSourceFile(file, source, ts.ScriptTarget.ES2022) : getSourceFile(file, ...rest);
  const program = ts.createProgram([name], options, host);
  const file = program.getSourceFile(name);
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
    ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"),
  );
}

describe("the bodies of the plan", () => {
  test("are what the types of Okta's SDK say", () => {
    expect(new Set(bodies.map(({ type }) => type))).toEqual(new Set(Object.values(TYPES)));
    expect(judge(bodies)).toEqual([]);
  }, 60_000);

  test("would be objected to with a field that is not there, missing or of another kind", () => {
    const wrong = [
      { type: "CreateAIAgentRequest", text: '{ profile: { description: "no name" } }' },
      { type: "OAuth2Scope", text: '{ name: "x", consent: "ALWAYS" }' },
      { type: "AuthorizationServerPolicy", text: '{ name: "x", clients: [] }' },
    ];
    expect(judge(wrong)).toHaveLength(3);
  }, 60_000);

  test("limit every connection to scopes that are named", () => {
    const connections = bodies.filter(({ type }) => /Connection/.test(type) && !/hole/.test(type));
    const conditions = connections.flatMap(
      ({ text }) => /"scopeCondition": ("[^"]*"|hole)/.exec(text)?.[1] ?? "none",
    );
    expect(new Set(conditions)).toEqual(new Set(['"INCLUDE_ONLY"', "hole"]));
  });
});
