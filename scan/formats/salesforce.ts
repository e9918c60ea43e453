/** Salesforce Agentforce: Agent Script and the metadata of bots. */
import type { AgentFact } from "../facts.ts";
import { agent, tools } from "./agent.ts";
import type { Format } from "./format.ts";
import { fileName, unquoted } from "./read-values.ts";

/** Agent Script is read line by line: blocks by indentation, `key: value`. */
export const agentScript: Format = {
  framework: "agentforce",
  path: /\.agent$/,
  needles: [["developer_name"]],
  find: ({ text }) => {
    const name = /^[ \t]+developer_name[ \t]*:[ \t]*(.+)$/m.exec(text);
    if (name === null) return {};
    const label = /^[ \t]+agent_label[ \t]*:[ \t]*(.+)$/m.exec(text)?.[1];
    const at = name.index + (/\S/.exec(name[0])?.index ?? 0);
    return {
      agents: [
        agent({
          framework: "agentforce",
          construct: "agent-script",
          name: unquoted(name[1] ?? ""),
          aliases: label === undefined ? [] : [unquoted(label)],
          extent: { at, end: name.index + name[0].length },
          tools: tools(actionsIn(text)),
        }),
      ],
    };
  },
};

/** Names of actions: the keys one level inside of `actions:` blocks that have a `target`. */
function actionsIn(text: string): readonly string[] {
  const found: string[] = [];
  let actions: number | undefined;
  let level: number | undefined;
  let candidate: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === "" || line.trim().startsWith("#")) continue;
    const indent = line.length - line.trimStart().length;
    if (actions !== undefined && indent <= actions) {
      actions = undefined;
      level = undefined;
    }
    if (/^\s*actions\s*:\s*$/.test(line)) {
      actions = indent;
      level = undefined;
      continue;
    }
    if (actions === undefined) continue;
    level ??= indent;
    const key = /^\s*([A-Za-z_]\w*)\s*:/.exec(line)?.[1];
    if (indent === level) candidate = key;
    else if (key === "target" && candidate !== undefined) found.push(candidate);
  }
  return found;
}

/** `<Bot>` with a type of agent, and planner bundles, which belong to one. */
export const botMetadata: Format = {
  framework: "agentforce",
  path: /\.bot-meta\.xml$|\.genAiPlannerBundle(?:-meta\.xml)?$/,
  needles: [["<Bot", "<GenAiPlannerBundle"]],
  find: ({ path, text }) => {
    const stem = fileName(path).replace(/\.(?:bot|genAiPlannerBundle)(?:-meta\.xml)?$/, "");
    const label = /<(?:label|masterLabel)>([^<]+)<\/(?:label|masterLabel)>/.exec(text)?.[1];
    const bundle = /<GenAiPlannerBundle\b/.exec(text);
    const type = /<agentType>|<type>(?:ExternalCopilot|InternalCopilot)<\/type>/.exec(text);
    const place = bundle ?? type;
    if (place === null) return {};
    const found: AgentFact = agent({
      framework: "agentforce",
      construct: bundle === null ? "bot-meta" : "planner-bundle",
      name: stem,
      aliases: label === undefined ? [] : [label],
      extent: { at: place.index, end: place.index + place[0].length },
      tools: bundle === null ? [] : tools(topicsIn(text)),
      group: `agentforce ${stem.toLowerCase()}`,
    });
    return { agents: [bundle === null ? found : { ...found, tier: "host" }] };
  },
};

function topicsIn(text: string): readonly string[] {
  return [...text.matchAll(/<genAiPluginName>([^<]+)<\/genAiPluginName>/g)].map((match) => match[1] ?? "");
}
