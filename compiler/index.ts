/** The compiler's public interface. */
export type { Checked, CheckOptions, CheckWorkspace, ParseCache } from "./checked.ts";
export type { Config } from "./config.ts";
export type { Host } from "./host.ts";
export type { Fix, Problem, Related, Severity } from "./problem.ts";
export { checkWorkspace } from "./semantics/workspace.ts";
export type { Span } from "./source.ts";
