import { describe, expect, test } from "vitest";
import { checkWorkspace } from "../../../compiler/index.ts";
import { parseTools } from "../../../compiler/semantics/tools.ts";
import { config, diagnose } from "../diagnose.ts";
import { memoryHost } from "../memory-host.ts";
import { agent, check, prelude, withPrelude } from "./prelude.ts";

const ignore = { ignore: ["unused"] } as const;

describe("services", () => {
  check(
    "have each action once",
    `
service s { action x { risk read }  action x { risk write } }
                   - declared here first
                                           ^ duplicate-name: The service 's' has an action 'x' already; give one of them another name.
`,
    ignore,
  );
  check(
    "have each input of an action once, under a name that is not kept",
    `
service s { action x { input a int  input a string  input request int } }
                       ----------- the first one
                                          ^ duplicate-member: The input 'a' is given already.
                                                          ^^^^^^^ duplicate-name: 'request' is a name that the language keeps for itself; name the input otherwise.
`,
    ignore,
  );
  test("an action without a risk counts as write", async () => {
    const { policies } = await checkWorkspace(
      memoryHost({ "a.remit": "service s { action x { label b, a  label a } }" }),
      config,
    );
    expect(policies[0]?.services.s?.actions.x).toMatchObject({ risk: "write", labels: ["b", "a"] });
  });
});

const list = {
  tools: [
    {
      name: "post",
      title: "Post",
      inputSchema: {
        properties: {
          text: { type: "string" },
          count: { type: "integer" },
          cost: { type: ["number", "null"] },
          loud: { type: "boolean" },
          deep: { type: "object" },
        },
      },
    },
    { name: "read", annotations: { readOnlyHint: true } },
    { name: "__proto__", annotations: { readOnlyHint: true, destructiveHint: true } },
  ],
};

describe("pinned tool lists", () => {
  const files = (text: string) => withPrelude({ files: { "chat.json": text } });
  const source = (body: string) => `service chat { protocol mcp  tools "chat.json" ${body} }\n`;

  test("give actions with risks and inputs, to which blocks add", async () => {
    const host = memoryHost({
      ...prelude,
      "p/a.remit": `service chat { protocol mcp  tools "chat.json"
  action read { label untrusted-content  input channel string }
}
agent a { owner ada  expires 2027-03-01  may chat:post where text like "hi*" and count < 5 and cost < 1.5 and loud
  may chat:"__proto__" }`,
      "p/chat.json": JSON.stringify({ jsonrpc: "2.0", id: 1, result: list }),
    });
    const { policies, problems } = await checkWorkspace(host, config);
    expect(problems.filter(({ span }) => span.file === "p/a.remit")).toEqual([]);
    const actions = policies[0]?.services.chat?.actions ?? {};
    expect(Object.keys(actions)).toEqual(["post", "read", "__proto__"]);
    expect(actions.post).toMatchObject({
      title: "Post",
      risk: "write",
      inputs: { text: "string", count: "int", cost: "decimal", loud: "bool" },
    });
    expect(actions.read).toMatchObject({
      risk: "read",
      labels: ["untrusted-content"],
      inputs: { channel: "string" },
    });
    expect(Object.entries(actions)[2]?.[1]).toMatchObject({ name: "__proto__", risk: "write" });
  });
  diagnose(
    "that are no JSON are one problem, and the actions that they would have had are none",
    `${source("")}                                   ^^^^^^^^^^^ bad-literal: 'chat.json' is no tools/list answer: it is no JSON; save the answer of the server anew.
${agent("may chat:post, chat:p*")}
`,
    files("{"),
  );
  diagnose(
    "that are not there",
    `service chat { tools "gone.json" }
                     ^^^^^^^^^^^ unknown-name: There is no file 'gone.json' beside this one or in the workspace; save the server's tools/list answer there.
${agent("may chat:post")}
`,
    withPrelude(),
  );
  diagnose(
    "outside of the workspace are not read",
    `service chat { tools "../chat.json" }
                     ^^^^^^^^^^^^^^ unknown-name
`,
    { ...files("{}"), ...ignore },
  );
  diagnose(
    "are found through a let",
    `let file = "chat.json"
service chat { tools file }
${agent("may chat:post")}
`,
    files(JSON.stringify(list)),
  );
  test("say what is wrong with them", () => {
    expect(parseTools("[]")).toEqual({ tools: [] });
    expect(parseTools('{"result":{}}')).toEqual({ wrong: "it holds no list of 'tools'" });
    expect(parseTools('{"tools":[{}]}')).toEqual({ wrong: "its tool 1 has no name" });
    expect(parseTools('{"tools":[{"name":"a"},{"name":"a"}]}')).toEqual({
      wrong: "it has the tool 'a' twice",
    });
    expect(parseTools("null")).toHaveProperty("wrong");
  });
});
