/**
 * Scans mutated files one by one in this process, and prints what the slowest took. Arguments: a seed, the kind of
 * mutation, and how many.
 */
import { inventory } from "../scan/result.ts";
import { scan } from "../scan/scan.ts";
import { readerFailed } from "../scan/supply.ts";
import { memoryHost } from "../test/scan/memory-host.ts";
import { type Mutated, mutated, randoms, seeds } from "../test/scan/mutations.ts";

const [seed = "1", kind = "small", count = "1"] = process.argv.slice(2);
const random = randoms(Number(seed));
const all = seeds();
let slowest = { cpu: 0, what: "" };
const failed: string[] = [];

for (let index = 0; index < Number(count); index++) {
  const file = mutated(all, random, kind === "filling" ? "filling" : "small");
  const begun = process.cpuUsage();
  const trouble = await scanned(file);
  const { user, system } = process.cpuUsage(begun);
  const cpu = (user + system) / 1000;
  const what = `${file.how}: ${file.path}`;
  if (cpu > slowest.cpu) slowest = { cpu, what };
  if (trouble !== undefined) failed.push(`${what}: ${trouble}`);
}
console.log(JSON.stringify({ slowest, failed }));

/** What went wrong that is our own mistake. */
async function scanned({ path, bytes }: Mutated): Promise<string | undefined> {
  try {
    const result = await scan(memoryHost({ [path]: bytes }), { includeTests: true, inScope: () => true });
    const { coverage } = inventory(result, new Map());
    return coverage.unread.find(({ reason }) => reason.startsWith(readerFailed))?.reason;
  } catch (error) {
    return String(error);
  }
}
