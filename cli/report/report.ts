/** The one map of report formats. */
import type { Report } from "./finding.ts";
import { github } from "./github.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import { markdown } from "./markdown.ts";
import { pretty } from "./pretty.ts";
import { sarif } from "./sarif.ts";
import type { Style } from "./style.ts";

export type Format = "pretty" | "json" | "sarif" | "github" | "junit" | "markdown";

export const reporters: Readonly<Record<Format, (report: Report, style: Style) => string>> = {
  pretty,
  json,
  sarif,
  github,
  junit,
  markdown,
};
