/** Globs over paths, as `source` in a policy and `include` and `exclude` in `remit.yaml` have them. */

const compiled = new Map<string, RegExp>();

/**
 * Whether a path (with `/`, relative) is one that the glob names: `**` is any number of folders, `*` any run without
 * `/`, `?` one character without `/`, `{a,b}` either. A glob without wildcards names the file or everything below it.
 */
export function matchesPath(glob: string, path: string): boolean {
  const known = compiled.get(glob);
  if (known !== undefined) return known.test(path);
  const pattern = new RegExp(`^${source(glob.replace(/^\.?\//, "").replace(/\/$/, "/**"))}(?:/.*)?$`, "s");
  if (compiled.size < 1000) compiled.set(glob, pattern);
  return pattern.test(path);
}

function source(glob: string): string {
  let depth = 0;
  const text = glob.replace(/\*\*\/|\*\*|\*|\?|\{|\}|,|[.+^$()|[\]\\]/g, (token) => {
    switch (token) {
      case "**/":
        return "(?:[^/]+/)*";
      case "**":
        return ".*";
      case "*":
        return "[^/]*";
      case "?":
        return "[^/]";
      case "{":
        depth++;
        return "(?:";
      case "}":
        if (depth === 0) return "\\}";
        depth--;
        return ")";
      case ",":
        return depth > 0 ? "|" : ",";
      default:
        return `\\${token}`;
    }
  });
  return text + ")".repeat(depth);
}
