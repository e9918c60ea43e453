/** What the page beside a target's output says of waives: the one way in which output is wider than the policy. */
import { own } from "../model/json.ts";
import { formatInstant } from "../model/time.ts";
import type { Compiled, EmittedFile } from "./emission.ts";
import { markdownText } from "./escape.ts";

/** The target's files, `README.md` with what is given there without a modifier, and until when. */
export function withWaived({ policy, emission }: Compiled): readonly EmittedFile[] {
  const lines = emission.enforcement.flatMap(({ agent: name, grant: id, enforcement }) => {
    if (enforcement.kind !== "waived") return [];
    const grant = own(policy.agents, name)?.grants.find((one) => one.id === id);
    if (grant === undefined) return [];
    const { written, origin } = grant;
    const place = `${origin.span.file}:${origin.line}`;
    return [
      `- ${markdownText(name)}: ${markdownText(written.join(", "))} without its ${enforcement.constraints.join(", ")}, until ${formatInstant(enforcement.until)} (${markdownText(place)})`,
    ];
  });
  if (lines.length === 0) return emission.files;
  const section = [
    "",
    "## Waived",
    "",
    "The policy waives these here: until then the platform is given more than the policy says. Where it knows no dates, compile and apply again by then.",
    "",
    ...lines,
    "",
  ].join("\n");
  return emission.files.map((file) =>
    file.path === "README.md" && typeof file.content === "string"
      ? { ...file, content: `${file.content}${section}` }
      : file,
  );
}
