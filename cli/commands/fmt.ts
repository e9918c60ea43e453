/** `remit fmt`: policies in canonical form; comments and meaning stay. */
import { join } from "node:path";
import type { Problem } from "../../compiler/problem.ts";
import { parse } from "../../compiler/syntax/parser.ts";
import { print } from "../../compiler/syntax/printer.ts";
import { placesIn, ruleInfo } from "../checking.ts";
import { type Call, defineCommand, type ExitCode } from "../command.ts";
import * as common from "../common.ts";
import { failure } from "../failure.ts";
import { flag } from "../option.ts";
import { sourcesOf } from "../report/excerpt.ts";
import type { Finding } from "../report/finding.ts";
import { pretty } from "../report/pretty.ts";
import { printable } from "../report/printable.ts";
import { plain } from "../report/style.ts";
import { openWorkspace } from "../workspace.ts";
import { writeWhole } from "../write-file.ts";

const check = flag("check", "write nothing; exit with 1 and list the files that are not in canonical form");

export default defineCommand({
  arguments: [
    { syntax: "[paths...]", description: "files or folders; '-': standard input to standard output" },
  ],
  options: [check],
  common: [common.config, common.color],
  examples: [
    { line: "remit fmt", does: "formats every policy of the workspace" },
    { line: "remit fmt --check", does: "for a build: whether anything is left to format" },
    { line: "remit fmt - < draft.remit", does: "formats standard input" },
  ],
  notes: "A file with a syntax error is left as it is, and the error is shown.",
  run: async (call) => {
    if (call.args.includes("-")) {
      if (call.args.length > 1) throw failure("'-' stands alone: standard input is one file.");
      return formatInput(call);
    }
    const workspace = await openWorkspace(call);
    const files = (await workspace.host.list(workspace.config.policies)).filter(workspace.asked);
    if (files.length === 0) throw failure(`There is no policy to format in '${workspace.root}'.`);
    let clean = true;
    for (const file of files) {
      const text = (await workspace.host.read(file)) ?? "";
      const { formatted, errors } = format(file, text);
      if (errors.length > 0) complain(call, file, text, errors, workspace.shown);
      const changed = formatted !== text && errors.length === 0;
      if (changed && !call.get(check)) writeWhole(join(workspace.root, file), formatted);
      if (changed) {
        const verb = call.get(check) ? "is not in canonical form" : "formatted";
        const name = printable(workspace.shown(file), "one-line");
        await call.write(call.get(check) ? `${name} ${verb}\n` : `${verb} ${name}\n`);
      }
      if (errors.length > 0 || (changed && call.get(check))) clean = false;
    }
    return clean ? 0 : 1;
  },
});

/** The canonical text of a source; the text as it is where it has syntax errors. */
function format(
  path: string,
  text: string,
): { readonly formatted: string; readonly errors: readonly Problem[] } {
  const { file, problems } = parse(path, text);
  const errors = problems.filter(({ code }) => code === "syntax" || code === "too-complex");
  return errors.length > 0 ? { formatted: text, errors } : { formatted: print(file), errors };
}

async function formatInput(call: Call): Promise<ExitCode> {
  const parts: Uint8Array[] = [];
  for await (const part of call.io.stdin()) parts.push(typeof part === "string" ? Buffer.from(part) : part);
  const text = Buffer.concat(parts).toString("utf8");
  const name = "<stdin>";
  const { formatted, errors } = format(name, text);
  if (errors.length > 0) complain(call, name, text, errors, (file) => file);
  if (!call.get(check)) await call.write(formatted);
  else if (formatted !== text) await call.write("standard input is not in canonical form\n");
  return errors.length > 0 || (call.get(check) && formatted !== text) ? 1 : 0;
}

/** Syntax errors on standard error: standard output is the result. */
function complain(
  call: Call,
  file: string,
  text: string,
  errors: readonly Problem[],
  shown: (file: string) => string,
): void {
  const place = placesIn(new Map([[file, text]]));
  const findings = errors.map(
    ({ code, severity, message, span }): Finding => ({
      code,
      severity,
      message,
      ...place(span),
      related: [],
      fixes: [],
    }),
  );
  call.io.stderr(
    pretty(
      {
        command: "fmt",
        at: 0,
        findings,
        files: 1,
        rule: ruleInfo,
        source: sourcesOf(new Map([[file, text]])),
        shown,
        json: null,
        conclusion: `${shown(file)} is left as it is`,
      },
      plain,
    ),
  );
}
