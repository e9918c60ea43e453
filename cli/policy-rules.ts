import type { Checked } from "../compiler/index.ts";
import type { Problem } from "../compiler/problem.ts";

export const runPolicyRules = async (checked: Checked, _host: unknown): Promise<readonly Problem[]> =>
  checked.problems;
