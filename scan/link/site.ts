/** An agent while it is being put together. */
import type { Arms, Extent } from "../code.ts";
import type { AgentFact, Language, ToolFact } from "../facts.ts";
import type { Construct } from "../frameworks/framework.ts";
import type { LinkedServer } from "./mcp.ts";
import type { Site } from "./origin.ts";
import type { Place } from "./program.ts";

export interface AgentSite {
  readonly framework: string;
  readonly construct: Construct;
  readonly place: Place;
  /** What identifies it to those that refer to it: the call, or the class's place. */
  readonly site: Site;
  readonly extent: Extent;
  /** Where its call begins; `extent` of a method's call begins at the method's name. */
  readonly callAt: number;
  readonly language: Language;
  name: string | null;
  readonly aliases: string[];
  readonly tools: ToolFact[];
  toolsAll: boolean;
  toolsDynamic: boolean;
  readonly mcpServers: string[];
  /** The calls that make the sets of tools which it is given. */
  readonly holders: Site[];
  /** Servers that are written where the agent is made, by their keys. */
  readonly servers: LinkedServer[];
  readonly subagents: string[];
  model?: string;
  group?: string;
  merges?: string;
  /** The branches that its statement stands in. */
  arms?: Arms;
  /** The function gives it back, which it does once. */
  isGiven?: true;
  /** It stands in the body of this agent's class, and is a part of it. */
  partOf?: AgentSite;
}

/** An agent with the file that it is in. */
export interface LinkedAgent extends AgentFact {
  readonly file: string;
  readonly language: Language;
}

/** An agent's site as plain data, for what is decided when all files are linked. */
export interface LinkedSite extends LinkedAgent {
  readonly scope: number;
  readonly callAt: number;
  readonly holders: readonly Site[];
  readonly servers: readonly LinkedServer[];
  readonly arms?: Arms;
  readonly isGiven?: true;
  /** It is a part of another. */
  readonly isPart?: true;
}

export function linkedSites(sites: readonly AgentSite[]): readonly LinkedSite[] {
  return sites.map((site) => ({
    framework: site.framework,
    tier: site.construct.tier,
    construct: site.construct.id,
    name: site.name,
    aliases: site.aliases,
    extent: site.extent,
    tools: site.tools,
    toolsAll: site.toolsAll,
    toolsDynamic: site.toolsDynamic,
    mcpServers: site.mcpServers,
    ...(site.group === undefined ? {} : { group: site.group }),
    ...(site.subagents.length === 0 ? {} : { subagents: site.subagents }),
    ...(site.model === undefined ? {} : { model: site.model }),
    ...(site.merges === undefined ? {} : { merges: site.merges }),
    file: site.place.file.path,
    language: site.language,
    scope: site.place.scope,
    callAt: site.callAt,
    holders: site.holders,
    servers: site.servers,
    ...(site.arms === undefined ? {} : { arms: site.arms }),
    ...(site.isGiven === undefined ? {} : { isGiven: site.isGiven }),
    ...(site.partOf === undefined ? {} : { isPart: true }),
  }));
}

/** The agent of a site. */
export function linkedAgent(site: LinkedSite): LinkedAgent {
  const { scope, callAt, holders, servers, arms, isGiven, isPart, ...agent } = site;
  return agent;
}

export function addTools(site: Pick<AgentSite, "tools">, tools: readonly ToolFact[]): void {
  for (const tool of tools) if (!site.tools.some((known) => known.name === tool.name)) site.tools.push(tool);
}
