/** How `scan` and `merge` end. */
import type { Call } from "../command.ts";
import { type Format, reporters } from "../report/report.ts";
import { styleOf } from "../report/style.ts";
import * as shared from "./options.ts";
import { type Reporting, scanReport } from "./reporting.ts";

/** Writes the report in a format, and gives the exit code: 1 where findings or files not read whole make it fail. */
export async function conclude(
  call: Call,
  format: Format,
  reporting: Omit<Reporting, "failsUnread">,
): Promise<0 | 1> {
  const report = await scanReport({ ...reporting, failsUnread: call.get(shared.failOnIncomplete) });
  await call.write(reporters[format](report, styleOf(call)));
  const isIncomplete = shared.failsIncomplete(call, reporting.judged.scanned.unread);
  return isIncomplete || shared.fails(reporting.findings, call.get(shared.failOn) ?? "error") ? 1 : 0;
}
