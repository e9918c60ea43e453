/** What an edit gives and takes, as a page. */

interface Said {
  readonly sentence: string;
  /** A request that the one side allows and the other does not. */
  readonly witness: unknown;
}

export interface Widened {
  readonly agents: readonly {
    readonly agent: string;
    readonly verdict: string;
    readonly wider: readonly Said[];
    readonly narrower: readonly Said[];
  }[];
  readonly reason?: string;
}

/** Markdown; `base` names what is compared with. */
export function report({ agents, reason }: Widened, base: string): string {
  const parts = agents.map(({ agent, verdict, wider, narrower }) =>
    [
      `## ${agent}: ${verdict.replaceAll("-", " ")}`,
      ...section("May now, and could not before", wider),
      ...section("Could before, and may no more", narrower),
    ].join("\n\n"),
  );
  const body =
    parts.length > 0 ? parts : reason === undefined ? ["No agent may do more or less than before."] : [];
  return `${[`# Compared with ${base}`, ...(reason === undefined ? [] : [`> ${reason}`]), ...body].join(
    "\n\n",
  )}\n`;
}

function section(title: string, said: readonly Said[]): readonly string[] {
  if (said.length === 0) return [];
  return [
    `### ${title}`,
    ...said.map(
      ({ sentence, witness }) =>
        `- ${sentence}\n\n  \`\`\`json\n  ${JSON.stringify(witness, null, 2).replaceAll("\n", "\n  ")}\n  \`\`\``,
    ),
  ];
}
