/** `npm run zones`: writes `compiler/model/generated/zones` anew from the IANA data in `moment-timezone`. */
import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Packed, type Unpacked, unpack } from "./packed.ts";
import { follows, yearlyOf, yearOf } from "./yearly.ts";

/** The package lists every change until then. */
const LAST_YEAR = 2499;
const STEADY_FROM = 2400;
const require = createRequire(import.meta.url);
const packed: Packed = require("moment-timezone/data/packed/latest.json");
const folder = join(import.meta.dirname, "..", "generated", "zones");

/** Changes that the yearly rule brings, too, are left out. */
function zoneText({ first, changes }: Unpacked): string {
  const yearly = yearlyOf(changes, STEADY_FROM, LAST_YEAR);
  let yearlyFrom = LAST_YEAR + 1;
  if (yearly.length > 0) while (follows(changes, yearlyFrom - 1, yearly)) yearlyFrom--;
  if (yearly.length > 0 && yearlyFrom > STEADY_FROM) throw new Error("The rule does not hold for a century");
  const body =
    yearly.length === 0
      ? { first, changes }
      : { first, changes: changes.filter(([at]) => yearOf(at) < yearlyFrom), yearlyFrom, yearly };
  const digest = createHash("sha256").update(JSON.stringify(body)).digest("hex");
  return `${JSON.stringify({ digest, ...body })}\n`;
}

rmSync(folder, { recursive: true, force: true });
const names = new Map<string, string>();
for (const text of packed.zones) {
  const zone = unpack(text);
  names.set(zone.name, zone.name);
  const path = join(folder, `${zone.name}.json`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, zoneText(zone));
}
for (const link of packed.links) {
  const [target = "", name = ""] = link.split("|");
  names.set(name, target);
}
const index = {
  version: packed.version,
  names: Object.fromEntries([...names].sort(([a], [b]) => (a < b ? -1 : 1))),
};
writeFileSync(join(folder, "index.json"), `${JSON.stringify(index)}\n`);
console.log(`${packed.zones.length} zones, ${packed.links.length} links, ${packed.version}`);
