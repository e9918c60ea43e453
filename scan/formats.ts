/** Every declarative format. */
import { githubActions, otherPipelines, scripts } from "./formats/ci.ts";
import { codexAgents } from "./formats/codex-agents.ts";
import { copilotStudio } from "./formats/copilot-studio.ts";
import type { Format } from "./formats/format.ts";
import { agenticWorkflow, frontMatterAgents } from "./formats/front-matter.ts";
import { cloudFormation, terraform } from "./formats/infrastructure.ts";
import {
  agentCard,
  elizaCharacter,
  flowise,
  langgraphJson,
  m365,
  n8n,
  opencode,
} from "./formats/json-agents.ts";
import { agentSandbox, kagent } from "./formats/kubernetes-agents.ts";
import { mcpJson, mcpResources, mcpSettings } from "./formats/mcp-config.ts";
import { dotprompt, typespecAgent } from "./formats/prompts.ts";
import { rooModes } from "./formats/roo-modes.ts";
import { agentScript, botMetadata } from "./formats/salesforce.ts";
import { semanticKernel } from "./formats/semantic-kernel.ts";
import {
  adkYaml,
  cagent,
  crewaiYaml,
  declarativeAgent,
  deployedAgents,
  dify,
  haystackYaml,
} from "./formats/yaml-agents.ts";

export const formats: readonly Format[] = [
  ...frontMatterAgents,
  agenticWorkflow,
  githubActions,
  otherPipelines,
  scripts,
  crewaiYaml,
  cagent,
  declarativeAgent,
  semanticKernel,
  adkYaml,
  haystackYaml,
  dify,
  deployedAgents,
  copilotStudio,
  codexAgents,
  rooModes,
  n8n,
  flowise,
  m365,
  opencode,
  elizaCharacter,
  langgraphJson,
  agentCard,
  mcpJson,
  mcpSettings,
  mcpResources,
  kagent,
  agentSandbox,
  cloudFormation,
  terraform,
  agentScript,
  botMetadata,
  dotprompt,
  typespecAgent,
];
