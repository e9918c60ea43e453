/** First looks of a large tree, taken by a thread of its own while the scan reads what was wanted before. */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { Look } from "../../scan/supply.ts";
import { assetRoot } from "../assets.ts";

/** What the thread is given. */
export interface AheadTask {
  /** The real path of the root. */
  readonly real: string;
  /** Files in the order in which the scan comes to them, and whether no link is on the way to each. */
  readonly files: readonly (readonly [path: string, isPlain: boolean])[];
  readonly port: MessagePort;
  /** The number of the file at which the scan is. */
  readonly reached: Int32Array;
}

/** Looks at files from a number on; nothing for a file that cannot be read. */
export interface Batch {
  readonly from: number;
  readonly looks: readonly (Look | undefined)[];
}

export const batchSize = 32;

/** Below this a thread takes longer to begin than to help. */
const worthwhile = 1200;

/**
 * Gives the look at a file if the thread has it by now. Its threads end with the process; a machine with one processor,
 * a small tree and a checkout without a build have none, and what a thread cannot do, the scan does by itself.
 */
export function lookAhead(real: string, files: AheadTask["files"]): (path: string) => Look | undefined {
  const program = join(dirname(assetRoot), "cli", "look-worker.js");
  if (files.length < worthwhile || availableParallelism() < 2 || !existsSync(program)) return () => undefined;
  const { port1, port2 } = new MessageChannel();
  const reached = new Int32Array(new SharedArrayBuffer(4));
  const task: AheadTask = { real, files, port: port2, reached };
  const worker = new Worker(program, {
    workerData: task,
    transferList: [port2],
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 8 },
  });
  worker.on("error", () => undefined);
  worker.unref();
  port1.unref();
  const numbers = new Map(files.map(([path], index) => [path, index]));
  const known = new Map<number, Look>();
  return (path) => {
    const index = numbers.get(path);
    if (index === undefined) return undefined;
    Atomics.store(reached, 0, index);
    if (!known.has(index)) receive(port1, known);
    const look = known.get(index);
    known.delete(index);
    return look;
  };
}

function receive(port: MessagePort, known: Map<number, Look>): void {
  for (let got = receiveMessageOnPort(port); got !== undefined; got = receiveMessageOnPort(port)) {
    const { from, looks }: Batch = got.message;
    for (const [offset, look] of looks.entries()) if (look !== undefined) known.set(from + offset, look);
  }
}
