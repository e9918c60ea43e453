/** Dotprompt files with tools, and agents in TypeSpec. */

import { readFrontMatter } from "../grants/read-markdown.ts";
import { get } from "../grants/value.ts";
import { agent, tools } from "./agent.ts";
import type { Format } from "./format.ts";
import { entry, entryExtent, fileName, words } from "./read-values.ts";

/** Genkit's prompts: a model that is given tools picks among them. */
export const dotprompt: Format = {
  framework: "genkit",
  path: /\.prompt$/,
  needles: [["tools:"]],
  find: ({ path, text }) => {
    const [root] = readFrontMatter(text);
    const list = entry(root, "tools");
    const held = words(get(root, "tools"));
    if (list === undefined || held.length === 0) return {};
    return {
      agents: [
        agent({
          framework: "genkit",
          construct: "prompt-file",
          tier: "implicit",
          name: fileName(path).replace(/\.prompt$/, ""),
          extent: entryExtent(list),
          tools: tools(held),
        }),
      ],
    };
  },
};

/** Microsoft 365 agents in TypeSpec: `@agent("name", "description")`. */
export const typespecAgent: Format = {
  framework: "m365-declarative-agent",
  path: /\.tsp$/,
  needles: [["@agent"]],
  find: ({ text }) => ({
    agents: [...text.matchAll(/^[ \t]*@agent\s*\(\s*(?:"""\s*([^"]*?)\s*"""|"((?:[^"\\\n]|\\.)*)")?/gm)].map(
      (match) => {
        const at = match.index + match[0].indexOf("@agent");
        return agent({
          framework: "m365-declarative-agent",
          construct: "typespec",
          name: match[1] ?? match[2] ?? null,
          extent: { at, end: match.index + match[0].length },
          tools: tools(
            [...text.matchAll(/\bop\s+(\w+)\s+is\s+AgentCapabilities\.(\w+)/g)].map(
              (found) => found[2] ?? "",
            ),
          ),
        });
      },
    ),
  }),
};
