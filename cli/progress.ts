/** A progress line on a terminal, for work that takes longer than a second; lets the process breathe, too. */
import { setImmediate } from "node:timers/promises";
import type { Call } from "./command.ts";
import * as common from "./common.ts";

const SECOND = 1000;
/** Milliseconds between two looks at the clock's work: signals are answered in between. */
const BREATH = 50;

/** Call the result once for each of `total` steps. */
export function progress(call: Call, total: number): (what: string) => Promise<void> {
  const visible = call.io.stderrIsTerminal && !call.get(common.quiet);
  const begun = performance.now();
  let breath = begun;
  let done = 0;
  let shown = false;
  return async (what) => {
    done++;
    const now = performance.now();
    const last = done === total;
    if (now - breath < BREATH && !last) return;
    breath = now;
    if (visible && now - begun > SECOND) {
      const percent = Math.floor((100 * done) / total);
      call.io.stderr(last ? "\r\u001b[K" : `\r${what}: ${done} of ${total} (${percent} %)\u001b[K`);
      shown = true;
    } else if (shown) call.io.stderr("\r\u001b[K");
    await setImmediate();
  };
}
