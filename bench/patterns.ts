/** What `ast-grep` looks for in its place: the constructors of agents that a person would name first. */

const patterns: readonly (readonly [language: string, pattern: string])[] = [
  ["ts", "new Agent($$$)"],
  ["ts", "new ToolLoopAgent($$$)"],
  ["ts", "createReactAgent($$$)"],
  ["ts", "streamText($$$)"],
  ["ts", "generateText($$$)"],
  ["tsx", "new Agent($$$)"],
  ["tsx", "streamText($$$)"],
  ["js", "new Agent($$$)"],
  ["js", "createReactAgent($$$)"],
  ["python", "Agent($$$)"],
  ["python", "LlmAgent($$$)"],
  ["python", "create_react_agent($$$)"],
  ["python", "Crew($$$)"],
];

/** Thirteen rules, one document each. */
export const agentPatterns: string = patterns
  .map(
    ([language, pattern], index) =>
      `id: pattern-${index}\nlanguage: ${language}\nrule: { pattern: "${pattern}" }\n`,
  )
  .join("---\n");
