/**
 * A thread of `remit scan` that looks at files before the scan comes to them. It begins at the first file; where the
 * scan overtakes it, it goes on a little further on.
 */
import { workerData } from "node:worker_threads";
import { lookAt } from "../scan/supply.ts";
import { type AheadTask, type Batch, batchSize } from "./scan/look-ahead.ts";
import { readRegular } from "./scan/read-regular.ts";

const { real, files, port, reached }: AheadTask = workerData;

for (let next = 0; next < files.length; ) {
  const from = Math.max(next, Atomics.load(reached, 0) + 1);
  next = from + batchSize;
  const looks = files.slice(from, next).map(([path, isPlain]) => {
    const bytes = readRegular(real, path, isPlain);
    return bytes === undefined ? undefined : lookAt(path, bytes);
  });
  const batch: Batch = { from, looks };
  port.postMessage(batch);
}
