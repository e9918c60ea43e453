/** The label format: JSON lines, a header and rows. */

export interface AgentLabel {
  readonly path: string;
  readonly lines: readonly number[];
  readonly framework: string;
  readonly names: readonly string[];
  readonly name: string | null;
  readonly tools: readonly string[] | null;
  readonly required: boolean;
  readonly group: string;
  /** The class that it defines, whose instantiations count for nothing. */
  readonly defines?: string;
}

export interface PlaceLabel {
  readonly path: string;
  readonly lines: readonly number[];
  readonly text: string;
}

export interface Labels {
  readonly repo: string;
  readonly inScope: (path: string) => boolean;
  readonly agents: readonly AgentLabel[];
  readonly negatives: readonly PlaceLabel[];
  readonly servers: readonly PlaceLabel[];
}

export function parseLabels(text: string): Labels {
  const rows = text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line): unknown => JSON.parse(line));
  const [header, ...rest] = rows;
  const scope = strings(header, "scope_paths");
  const exclude = strings(header, "exclude").map(globPattern);
  const ofType = (type: string): readonly unknown[] => rest.filter((row) => get(row, "type") === type);
  return {
    repo: string(header, "repo"),
    inScope: (path) =>
      !path.endsWith(".ipynb") &&
      scope.some((root) => root === "" || path === root || path.startsWith(`${root}/`)) &&
      !exclude.some((pattern) => pattern.test(path)),
    agents: ofType("agent").map((row) => ({
      path: string(row, "path"),
      lines: lines(row),
      framework: string(row, "framework"),
      name: nullable(row, "name"),
      names: [nullable(row, "name"), ...strings(row, "aliases")].filter((name) => name !== null),
      tools: Array.isArray(get(row, "tools")) ? strings(row, "tools") : null,
      required: get(row, "required") === true,
      group: string(row, "group"),
      ...(typeof get(row, "defines") === "string" ? { defines: string(row, "defines") } : {}),
    })),
    negatives: ofType("negative")
      .filter((row) => get(row, "neg_for") !== "grant")
      .map((row) => ({ path: string(row, "path"), lines: lines(row), text: string(row, "reason") })),
    servers: ofType("mcp_server").map((row) => ({
      path: string(row, "path"),
      lines: lines(row),
      text: nullable(row, "name") ?? "",
    })),
  };
}

/** `**` any folders, `*` within one. */
function globPattern(glob: string): RegExp {
  const parts = glob.split(/(\*\*\/?|\*)/).map((part) => {
    if (part === "*") return "[^/]*";
    if (part.startsWith("**")) return part.endsWith("/") ? "(?:.*/)?" : ".*";
    return part.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`);
}

function get(row: unknown, name: string): unknown {
  return typeof row === "object" && row !== null
    ? Object.entries(row).find(([key]) => key === name)?.[1]
    : undefined;
}

function string(row: unknown, name: string): string {
  const value = get(row, name);
  return typeof value === "string" ? value : "";
}

function nullable(row: unknown, name: string): string | null {
  const value = get(row, name);
  return typeof value === "string" ? value : null;
}

function strings(row: unknown, name: string): readonly string[] {
  const value = get(row, name);
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function lines(row: unknown): readonly number[] {
  const alternatives = get(row, "alt_lines");
  return [get(row, "line"), ...(Array.isArray(alternatives) ? alternatives : [])].filter(
    (line) => typeof line === "number",
  );
}
