/** Declarations that most cases need, beside the file that a case is about. */
import { type DiagnoseOptions, diagnose, diagnoseFix } from "../diagnose.ts";

export const prelude = {
  "prelude.remit": `
owner ada { email "ada@example.com" }
owner bob { email "bob@example.com"  manager ada }
team crew { lead ada  members [bob] }
group staff { }
service mail {
  action read { risk read }
  action send { risk write  input to string  input cost decimal  input count int  input urgent bool  input from ip }
}
classify tool:* { risk read }
`,
};

/** An agent around statements, for cases that are about those. */
export const agent = (body: string): string => `agent a { owner ada  expires 2027-03-01\n${body}\n}`;

export const withPrelude = (options: DiagnoseOptions = {}): DiagnoseOptions => ({
  ...options,
  files: { ...prelude, ...options.files },
});

export const check = (title: string, marked: string, options?: DiagnoseOptions): void =>
  diagnose(title, marked, withPrelude(options));

export const checkFix: typeof diagnoseFix = (title, code, before, after, options) =>
  diagnoseFix(title, code, before, after, { ...options, ...withPrelude(options) });
