/** Tests of rules are tests of diagnostics: the source with its marks, checked by the front end and the rules. */
import { checkWorkspace } from "../../../compiler/index.ts";
import type { ProblemCode } from "../../../compiler/problems.ts";
import { runPolicyRules } from "../../../rules/policy/index.ts";
import { type Check, type DiagnoseOptions, diagnose, diagnoseFix } from "../../compiler/diagnose.ts";

export const checkAll: Check = async (host, config, options) => ({
  problems: await runPolicyRules(await checkWorkspace(host, config, options), host),
});

/** People and services that the cases use. */
const base = `
owner jane { email "jane@acme.example" }
owner omar { email "omar@acme.example"  manager jane }
team ops { lead omar  members [jane] }
group staff {}
service mail {
  action read { risk read  label private-data, untrusted-content }
  action send { risk write  label external-send  input amount int }
  action admin { risk admin }
}
`;

/** One test of a single code; nothing else counts. */
export function finds(code: ProblemCode, title: string, marked: string, options: DiagnoseOptions = {}): void {
  diagnose(title, marked, {
    check: checkAll,
    only: [code],
    ...options,
    files: { "base.remit": base, ...options.files },
  });
}

export function fixes(
  code: ProblemCode,
  title: string,
  before: string,
  after: string,
  options: DiagnoseOptions & { readonly safe?: boolean } = {},
): void {
  diagnoseFix(title, code, before, after, {
    check: checkAll,
    ...options,
    files: { "base.remit": base, ...options.files },
  });
}
