/** What creates an agent in languages that are read by their words: patterns over code without strings and comments. */
import type { Language, Tier } from "../facts.ts";

export interface LexicalConstruct {
  readonly language: Language;
  readonly framework: string;
  readonly id: string;
  readonly tier: Tier;
  /** What the file must hold to use the framework: an import, a namespace. */
  readonly imports: RegExp;
  /** The construct, global; its match ends right after the opening bracket of its arguments, if it has any. */
  readonly pattern: RegExp;
  /**
   * Where the name is: `.name("…")` in the chain that follows, a named argument or property in the brackets, the
   * first argument, or the type that follows an annotation.
   */
  readonly name: "chain" | "property" | "first" | "second" | "type" | "none";
  /** The words for the name: `name`, `Name`. */
  readonly nameWords?: readonly string[];
  /** The words for the tools, in the same place. */
  readonly toolWords?: readonly string[];
}

const adkJava = /\bcom\.google\.adk\b/;
const langchain4j = /\bdev\.langchain4j\b/;
const semanticKernel = /\bMicrosoft\.SemanticKernel\b/;
const maf = /\bMicrosoft\.Agents\.AI\b|\bMicrosoft\.Extensions\.AI\b|\bAzure\.AI\b|\bOpenAI\b/;
const javaLike: readonly Language[] = ["java", "kotlin"];

function each(
  languages: readonly Language[],
  rest: Omit<LexicalConstruct, "language">,
): readonly LexicalConstruct[] {
  return languages.map((language) => ({ language, ...rest }));
}

export const lexicalConstructs: readonly LexicalConstruct[] = [
  ...each(javaLike, {
    framework: "google-adk",
    id: "java-builder",
    tier: "explicit",
    imports: adkJava,
    pattern: /\bLlmAgent\s*\.\s*builder\s*\(/g,
    name: "chain",
    nameWords: ["name"],
    toolWords: ["tools"],
  }),
  ...each(javaLike, {
    framework: "google-adk",
    id: "java-workflow-builder",
    tier: "orchestrator",
    imports: adkJava,
    pattern: /\b(?:SequentialAgent|ParallelAgent|LoopAgent)\s*\.\s*builder\s*\(/g,
    name: "chain",
    nameWords: ["name"],
  }),
  ...each(javaLike, {
    framework: "langchain4j",
    id: "ai-services",
    tier: "explicit",
    imports: langchain4j,
    pattern: /\bAiServices\s*\.\s*(?:<[^<>()]{1,80}>\s*)?(?:builder|create)\s*\(/g,
    name: "first",
    toolWords: ["tools"],
  }),
  ...each(javaLike, {
    framework: "langchain4j",
    id: "agent-builder",
    tier: "explicit",
    imports: langchain4j,
    pattern: /\bAgenticServices\s*\.\s*(?:<[^<>()]{1,80}>\s*)?agentBuilder\s*\(/g,
    name: "first",
    toolWords: ["tools"],
  }),
  ...each(javaLike, {
    framework: "langchain4j",
    id: "ai-service-annotation",
    tier: "explicit",
    imports: /\bio\.quarkiverse\.langchain4j\b|\bdev\.langchain4j\.service\.spring\b/,
    pattern: /@(?:RegisterAiService|AiService)\b\s*\(?/g,
    name: "type",
    toolWords: ["tools"],
  }),
  ...each(javaLike, {
    framework: "embabel",
    id: "agent-annotation",
    tier: "explicit",
    imports: /\bcom\.embabel\.agent\b/,
    pattern: /@Agent\s*\(/g,
    name: "type",
    nameWords: ["name"],
  }),
  ...each(javaLike, {
    framework: "spring-ai",
    id: "chat-client-tools",
    tier: "implicit",
    imports: /\borg\.springframework\.ai\b/,
    pattern: /\bChatClient\s*\.\s*builder\s*\((?=[^;]{0,2000}\.\s*defaultTools\s*\()/g,
    name: "none",
    toolWords: ["defaultTools"],
  }),
  {
    language: "kotlin",
    framework: "koog",
    id: "ai-agent",
    tier: "explicit",
    imports: /\bai\.koog\b/,
    pattern: /(?<![\w.])(?:Graph|Functional)?AIAgent\s*\(/g,
    name: "property",
    nameWords: ["id", "name"],
    toolWords: ["toolRegistry"],
  },
  {
    language: "csharp",
    framework: "semantic-kernel",
    id: "dotnet",
    tier: "explicit",
    imports: semanticKernel,
    pattern:
      /\bnew\s+(?:ChatCompletionAgent|AzureAIAgent|OpenAIAssistantAgent|OpenAIResponseAgent|BedrockAgent|CopilotStudioAgent)\s*(?:\([^()]{0,400}\)\s*)?[({]/g,
    name: "property",
    nameWords: ["Name"],
  },
  {
    language: "csharp",
    framework: "semantic-kernel",
    id: "dotnet-typed",
    tier: "explicit",
    imports: semanticKernel,
    pattern: /\bChatCompletionAgent\s+\w+\s*=\s*new\s*(?:\(\s*\)\s*)?[({]/g,
    name: "property",
    nameWords: ["Name"],
  },
  {
    language: "csharp",
    framework: "microsoft-agent-framework",
    id: "dotnet",
    tier: "explicit",
    imports: maf,
    pattern: /\.\s*(?:AsAIAgent|CreateAIAgent|CreateAIAgentAsync)\s*\(/g,
    name: "property",
    nameWords: ["name", "Name"],
    toolWords: ["tools"],
  },
  {
    language: "csharp",
    framework: "microsoft-agent-framework",
    id: "dotnet-chat-client-agent",
    tier: "explicit",
    imports: maf,
    pattern: /\bnew\s+ChatClientAgent\s*\(/g,
    name: "property",
    nameWords: ["name", "Name"],
    toolWords: ["tools"],
  },
  {
    language: "go",
    framework: "google-adk",
    id: "go",
    tier: "explicit",
    imports: /"google\.golang\.org\/adk\//,
    pattern: /\bllmagent\s*\.\s*New\s*\(/g,
    name: "property",
    nameWords: ["Name"],
    toolWords: ["Tools"],
  },
  {
    language: "go",
    framework: "google-adk",
    id: "go-workflow",
    tier: "orchestrator",
    imports: /"google\.golang\.org\/adk\//,
    pattern: /\b(?:sequentialagent|parallelagent|loopagent)\s*\.\s*New\s*\(/g,
    name: "property",
    nameWords: ["Name"],
  },
  {
    language: "go",
    framework: "eino",
    id: "chat-model-agent",
    tier: "explicit",
    imports: /"github\.com\/cloudwego\/eino/,
    pattern: /\b(?:adk\s*\.\s*NewChatModelAgent|react\s*\.\s*NewAgent)\s*\(/g,
    name: "property",
    nameWords: ["Name"],
  },
  {
    language: "go",
    framework: "langchaingo",
    id: "executor",
    tier: "explicit",
    imports: /"github\.com\/tmc\/langchaingo\/agents"/,
    pattern: /\bagents\s*\.\s*(?:NewExecutor|Initialize)\s*\(/g,
    name: "none",
  },
  {
    language: "go",
    framework: "cagent",
    id: "go",
    tier: "explicit",
    imports: /"github\.com\/docker\/(?:cagent|docker-agent)\/pkg\/agent"/,
    pattern: /\bagent\s*\.\s*New\s*\(/g,
    name: "first",
  },
  {
    language: "go",
    framework: "genkit",
    id: "go-prompt",
    tier: "implicit",
    imports: /"github\.com\/firebase\/genkit\/go/,
    pattern: /\bgenkit\s*\.\s*DefinePrompt\s*\((?=[^;]{0,2000}\bWithTools\s*\()/g,
    name: "second",
  },
  {
    language: "rust",
    framework: "rig",
    id: "agent-builder",
    tier: "explicit",
    imports: /\buse\s+rig(?:_core)?\b/,
    pattern: /\.\s*agent\s*\((?=[^;]{0,4000}\.\s*build\s*\(\s*\))/g,
    name: "chain",
    nameWords: ["name"],
    toolWords: ["tool"],
  },
];
