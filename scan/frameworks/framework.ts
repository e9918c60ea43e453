/**
 * What creates an agent, by framework: the one table from which the prefilter, the linker and the documentation work.
 * It is data; how a call is recognised and its arguments are found is in `link`.
 */
import type { Language, Tier } from "../facts.ts";

/** Families of programming languages whose readers write `code`. */
export type CodeLanguage = "python" | "javascript";

/**
 * Where an argument is: `keyword|other.path@position`. Keywords are tried in order; a dot goes into a record or a
 * call's own arguments (`options.allowed_tools`); `@n` is the position from 0 in a call that passes it so. In
 * JavaScript the keywords are properties of the options object.
 */
export type Slot = string;

export interface Slots {
  readonly name?: Slot;
  readonly tools?: Slot;
  readonly mcp?: Slot;
  /** A list of sets of tools, among which MCP servers may stand. */
  readonly toolsets?: Slot;
  readonly model?: Slot;
  readonly subagents?: Slot;
  /** A list that is absent means every tool. */
  readonly absentToolsMean?: "all";
}

export interface Construct extends Slots {
  readonly id: string;
  /**
   * `call`: a call of one of `symbols` (a class or a function) of one of `from`. `method`: a call whose path ends in
   * one of `symbols`, on an object that comes from one of `from`. `base`: a class that extends one of them.
   * `decorator`: a function or class that is decorated so. `record`: an object literal of that type.
   */
  readonly form: "call" | "method" | "base" | "decorator" | "record";
  readonly language?: CodeLanguage;
  /** Modules, each with what lies below it. */
  readonly from: readonly string[];
  /** Names as the module exports them; `Agent.create` and `beta.agents.create` are paths. */
  readonly symbols: readonly string[];
  readonly tier: Tier;
  /** In JavaScript, which argument is the options object; 0 if absent. */
  readonly optionsAt?: number;
  /** The framework id of what is found, where it is not the entry's own. */
  readonly framework?: string;
  /**
   * For methods: keywords of which one must be given where the receiver's origin is unknown. None: an unknown
   * receiver never counts.
   */
  readonly unlessKnown?: readonly string[];
  /** Agents that are written as records in this slot: in a list, or by their keys. */
  readonly inner?: Inner;
  /** Keywords (slots) that must all be given, or it is no agent. */
  readonly needs?: readonly Slot[];
  /** Text arguments that the receiver must have been made with: `boto3.client("bedrock-agent")`. */
  readonly madeWith?: readonly string[];
  /** Of a method: it copies the agent that it is called on, and what it is not given it takes from there. */
  readonly inherits?: true;
  /** It counts for nothing inside the body of a class or function that is itself an agent. */
  readonly partOfAgent?: true;
  /** Where the class of an agent keeps what a call gives as arguments: methods or attributes by slot. */
  readonly members?: { readonly [Key in "name" | "tools" | "model" | "mcp"]?: readonly string[] };
}

export interface Inner extends Slots {
  readonly id: string;
  readonly slot: Slot;
}

/** Something that makes a tool out of code, so that a list which holds it can be named. */
export interface ToolConstruct {
  readonly form: "call" | "decorator" | "base" | "method";
  readonly from: readonly string[];
  readonly symbols: readonly string[];
  /** Where the name is that the model sees. */
  readonly name?: Slot;
  /** The tool is its argument: `FunctionTool(func=f)`, `AgentTool(agent=x)`. */
  readonly wraps?: Slot;
  /** It is a set of tools, those of this list: `FunctionToolset(tools=[f])`. */
  readonly holds?: Slot;
  /** For methods and decorators on an agent (`@agent.tool`): the function becomes a tool of it. */
  readonly attaches?: true;
  /** The argument that names the agent which gets the tool: `create_agent_action_group(agentId=…)`. */
  readonly owner?: Slot;
}

/** Something that makes a client of an MCP server, or a server. */
export interface McpConstruct {
  readonly form: "call" | "base" | "method";
  readonly from: readonly string[];
  readonly symbols: readonly string[];
  readonly role: "client" | "server";
  readonly name?: Slot;
  readonly command?: Slot;
  readonly args?: Slot;
  readonly url?: Slot;
  /** Lists of which each text is a server: command lines, URLs. */
  readonly commands?: Slot;
  readonly urls?: Slot;
  /** A record whose entries are each a server: `new MCPClient({ servers: {…} })`. */
  readonly servers?: Slot;
  /** A record (or a list of records) that is the server: `MCPClient({"url": …})`. */
  readonly described?: Slot;
  /** Given one of these, it talks to what is made elsewhere, and is no server of its own. */
  readonly unless?: Slot;
  /** It only carries parameters: without a command or URL that is written there, it says nothing. */
  readonly bareParameters?: true;
  readonly optionsAt?: number;
}

export interface Framework {
  readonly id: string;
  readonly title: string;
  readonly languages: readonly Language[];
  /** Distributions by registry: `npm:ai`, `pypi:crewai`, `maven:…`, `go:…`, `nuget:…`. */
  readonly packages: readonly string[];
  /**
   * Module names that a project may well use for a folder of its own; then the project's own wins, unless the folder
   * is that distribution's source.
   */
  readonly commonNames?: readonly string[];
  readonly constructs: readonly Construct[];
  readonly tools?: readonly ToolConstruct[];
  readonly mcp?: readonly McpConstruct[];
  /** Where the facts of the entry come from. */
  readonly source: string;
}
