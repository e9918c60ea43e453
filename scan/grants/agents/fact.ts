/** Grants to agents themselves: MCP servers, approvals, settings of coding agents, commands, calls of frameworks. */
import type { Extent } from "../../code.ts";
import type { Format } from "../documents.ts";
import type { Proof } from "../fact.ts";
import type { Call, Text, Value } from "../value.ts";

/** A variable of the environment or a header. */
export interface Variable {
  readonly key: string;
  /** Masked. */
  readonly value: Text;
  /** A credential is written out here. */
  readonly secret: boolean;
}

/** An MCP server as a client is given it. Credentials in it are masked. */
export interface McpServer {
  readonly kind: "mcp-server";
  readonly extent: Extent;
  readonly name: string;
  readonly command: Text | undefined;
  readonly args: readonly Text[];
  readonly env: readonly Variable[];
  readonly url: Text | undefined;
  readonly headers: readonly Variable[];
  readonly disabled: boolean;
  /** Tools that run without asking. */
  readonly approved: readonly Text[];
  /** The place of a switch that lets every tool run without asking. */
  readonly approvedAll: Extent | undefined;
  readonly proof: Proof;
}

/** One entry of a list of tools that an agent may use without asking: `Bash(git log:*)`, `mcp__github`. */
export interface AllowedTool {
  readonly kind: "allowed-tool";
  readonly extent: Extent;
  readonly value: string;
  /** The key of the list: `permissions.allow`, `allowedTools`. */
  readonly list: string;
  /** Other entries of the same list. */
  readonly beside: readonly string[];
  /** What the same settings refuse or ask for. */
  readonly limited: boolean;
  readonly guards: readonly string[];
  readonly proof: Proof;
}

/** A switch of an agent or a framework, wherever it is set. */
export interface AgentSetting {
  readonly kind: "agent-setting";
  readonly extent: Extent;
  readonly key: string;
  /** The keys from the root, joined by dots. */
  readonly path: string;
  readonly value: Value;
  /** The call it is an argument of; "" in configuration. */
  readonly callee: string;
  /** The names of the other arguments or keys beside it. */
  readonly beside: readonly { readonly key: string; readonly value: Value }[];
  readonly guards: readonly string[];
  readonly format: Format;
  readonly proof: Proof;
}

/** A command line option that takes a barrier away, in a script, a list of words or a string. */
export interface AgentFlag {
  readonly kind: "agent-flag";
  readonly extent: Extent;
  /** The option in its plain form: `--yolo`, `--permission-mode bypassPermissions`. */
  readonly flag: string;
  /** The agent's program, as far as it is named beside it. */
  readonly program: string;
  readonly guards: readonly string[];
  readonly format: Format;
  readonly proof: Proof;
}

/** A call that frameworks' rules look at, with what its names stand for. */
export interface FrameworkCall {
  readonly kind: "framework-call";
  readonly extent: Extent;
  /** The last part of the callee: `PythonREPLTool`. */
  readonly callee: string;
  readonly call: Call;
  /** The module it is imported from, as far as the file says. */
  readonly from: string;
  /** For a method: what its object was made by (`GmailToolkit`). */
  readonly on: string;
  /** The call it is an argument of, if it is one. */
  readonly within: string;
  readonly guards: readonly string[];
  readonly proof: Proof;
}

/** The front matter of a sub-agent or custom agent. */
export interface SubagentFile {
  readonly kind: "subagent-file";
  readonly extent: Extent;
  readonly name: string;
  readonly root: Value;
  readonly proof: Proof;
}

export type AgentGrant = McpServer | AllowedTool | AgentSetting | AgentFlag | FrameworkCall | SubagentFile;
