/** Source trees of any size, all alike on every machine: TypeScript and Python, with agents or without any. */

export interface TreeSize {
  readonly files: number;
  /** Every tenth file makes an agent, every twentieth takes its tools from another file. */
  readonly agents: boolean;
}

/** The files by path; about 4 KB each, half of them TypeScript. */
export function generateTree({ files, agents }: TreeSize): ReadonlyMap<string, string> {
  const tree = new Map([
    ["package.json", '{ "name": "bench", "dependencies": { "ai": "6.0.0" } }\n'],
    ["pyproject.toml", '[project]\nname = "bench"\ndependencies = ["openai-agents"]\n'],
  ]);
  for (let index = 0; index < files; index++) {
    const kind = agents && index % 10 < 2 ? (index % 20 < 10 ? "agent" : "shared") : "plain";
    const folder = `part-${String(Math.floor(index / 50)).padStart(4, "0")}`;
    const isScript = index % 2 === 0;
    tree.set(
      isScript ? `${folder}/module-${index}.ts` : `${folder}/module_${index}.py`,
      isScript ? script(index, kind) : python(index, kind),
    );
  }
  if (agents) {
    tree.set("shared/tools.ts", SCRIPT_TOOL);
    tree.set("shared/__init__.py", "");
    tree.set("shared/tools.py", PYTHON_TOOL);
  }
  return tree;
}

type Kind = "plain" | "agent" | "shared";

const SCRIPT_TOOL = `import { tool } from "ai";\n\nexport const lookUp = tool({ description: "Looks it up", execute: async () => "found" });\n`;
const PYTHON_TOOL =
  'from agents import function_tool\n\n\n@function_tool\ndef look_up(text: str) -> str:\n    return "found"\n';

function script(index: number, kind: Kind): string {
  const body = Array.from({ length: 16 }, (_, part) => scriptPart(index, part)).join("\n");
  if (kind === "plain") return `import { readFile } from "node:fs/promises";\n\n${body}`;
  const from = kind === "shared" ? '\nimport { lookUp } from "../shared/tools";' : "";
  const tools = kind === "shared" ? "{ lookUp }" : "{}";
  return `import { ToolLoopAgent } from "ai";${from}\n\nexport const helper${index} = new ToolLoopAgent({ id: "helper-${index}", model: "any", tools: ${tools} });\n\n${body}`;
}

const scriptPart = (index: number, part: number): string =>
  `export async function step${part}(items: readonly string[]): Promise<number> {
  let total = ${index};
  for (const item of items) {
    if (item.startsWith("step-${part}")) total += item.length * ${part};
    else console.log(\`skipped \${item}\`);
  }
  return total;
}
`;

function python(index: number, kind: Kind): string {
  const body = Array.from({ length: 16 }, (_, part) => pythonPart(index, part)).join("\n\n");
  if (kind === "plain") return `import logging\nfrom pathlib import Path\n\n\n${body}`;
  const from = kind === "shared" ? "\nfrom shared.tools import look_up" : "";
  const tools = kind === "shared" ? "[look_up]" : "[]";
  return `import logging\nfrom agents import Agent${from}\n\nhelper_${index} = Agent(name="helper-${index}", tools=${tools})\n\n\n${body}`;
}

const pythonPart = (index: number, part: number): string =>
  `def step_${part}(items: list[str]) -> int:
    total = ${index}
    for item in items:
        if item.startswith("step-${part}"):
            total += len(item) * ${part}
        else:
            logging.info("skipped %s", item)
    return total
`;
