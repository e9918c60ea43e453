/** Runs the benchmarks, all or those named, and prints them with their ratios. Exits with 1 where one is over its limit. */
import { existsSync } from "node:fs";
import type { Bench } from "./bench.ts";

const benches: Readonly<Record<string, () => Promise<{ readonly default: Bench }>>> = {
  start: () => import("./start.ts"),
  check: () => import("./check.ts"),
  diff: () => import("./diff.ts"),
  opa: () => import("./opa.ts"),
  lsp: () => import("./lsp.ts"),
  usage: () => import("./usage.ts"),
  hostile: () => import("./hostile.ts"),
  report: () => import("./report.ts"),
  scan: () => import("./scan.ts"),
};

const words = process.argv.slice(2);
const wanted = words.filter((word) => !existsSync(word) || Object.hasOwn(benches, word));
/** For the benchmarks that take folders: `npm run bench scan ../checkout`. */
const folders = words.filter((word) => !wanted.includes(word));
const unknown = wanted.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`There is no benchmark '${unknown[0]}'; there are ${Object.keys(benches).join(", ")}.`);
  process.exit(2);
}

let over = 0;
for (const [name, load] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n${name}`);
  for (const { what, value, ratio } of await (await load()).default(folders)) {
    const late = ratio !== undefined && ratio.is > ratio.atMost;
    if (late) over++;
    const compared =
      ratio === undefined
        ? ""
        : `  ${ratio.is.toFixed(2)} × ${ratio.of} (at most ${ratio.atMost})${late ? "  OVER" : ""}`;
    console.log(`  ${what.padEnd(40)}  ${value.padEnd(32)}${compared}`);
  }
}
process.exitCode = over === 0 ? 0 : 1;
