/** Ctrl-C and a polite kill: what is half done is put away first, then the process ends by that same signal. */
const unfinished = new Set<() => void>();
let listening = false;

/** Registers what to undo when the process is interrupted; returns what takes it back. */
export function onInterrupt(undo: () => void): () => void {
  unfinished.add(undo);
  if (!listening) {
    listening = true;
    process.once("SIGINT", end);
    process.once("SIGTERM", end);
  }
  return () => unfinished.delete(undo);
}

function end(signal: NodeJS.Signals): void {
  for (const undo of unfinished) undo();
  process.kill(process.pid, signal);
}
