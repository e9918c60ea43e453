/** Keeps a large scan small: what it costs in time is only paid by trees that need it. */
import { setFlagsFromString } from "node:v8";
import type { ScanHost } from "../../scan/host.ts";

/** Bytes of the process from which on garbage is looked for more often, so that a scan stays below 400 MB. */
const much = 150 * 1024 * 1024;

/**
 * The same host; while it reads, it watches the process. The heap of a scan only grows, and by itself the engine lets
 * it double before it looks what can be thrown away.
 */
export function frugal<Host extends ScanHost>(host: Host): Host {
  let reads = 0;
  let isFrugal = false;
  return {
    ...host,
    read: async (path) => {
      reads++;
      if (!isFrugal && reads % 64 === 0 && process.memoryUsage.rss() > much) {
        setFlagsFromString("--heap-growing-percent=20");
        isFrugal = true;
      }
      return host.read(path);
    },
  };
}
