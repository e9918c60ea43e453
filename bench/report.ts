/** The report's page in a real browser: from the address to the drawn graph, with 1, 30 and 300 agents. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { engine } from "../test/engines/engine.ts";
import type { Bench, Row } from "./bench.ts";
import { CLI, runNode } from "./measure.ts";

const bench: Bench = async () => {
  const executable = engine("chromium");
  if (executable === undefined) return [{ what: "no Chromium here", value: "not measured" }];
  const folder = mkdtempSync(join(tmpdir(), "remit-bench-report-"));
  const browser = await chromium.launch({
    executablePath: executable,
    args: ["--no-sandbox", "--disable-gpu"],
  });
  const measures: Row[] = [];
  for (const count of [1, 30, 300]) {
    const place = join(folder, String(count));
    mkdirSync(place);
    writeFileSync(join(place, "a.remit"), policy(count));
    const path = join(place, "report.html");
    const made = runNode([CLI, "report", ".", "--at", "2026-11-24", "--out", path], place);
    if (made.code !== 0) throw new Error(made.out.slice(0, 2000));
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
      const begin = performance.now();
      await page.goto(pathToFileURL(path).href);
      await page.waitForSelector('html[data-ready="true"]');
      times.push(performance.now() - begin);
      await page.close();
    }
    const median = times.sort((one, other) => one - other)[2] ?? 0;
    measures.push({
      what: `${count} agents, opened and drawn`,
      value: `${median.toFixed(0)} ms, made in ${made.cpu.toFixed(0)} ms CPU`,
      ratio: { is: median / 1000, atMost: 2, of: "a second" },
    });
  }
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
  return measures;
};

/** So many agents under ten owners, with a scope and a system each. */
function policy(count: number): string {
  const tens = Array.from({ length: 10 }, (_, index) => index);
  return [
    ...tens.map((index) => `owner o${index} "Owner ${index}" { email "o${index}@acme.example" }`),
    ...tens.map((index) => `service s${index} { action read { risk read }  action write { risk write } }`),
    ...tens.map((index) => `scope c${index} { allow s${index}:read }`),
    "target opa {}",
    ...Array.from(
      { length: count },
      (_, index) =>
        `agent a${index} "Agent ${index}" { owner o${index % 10}  expires 2027-0${1 + (index % 6)}-15  may c${index % 7}  may s${index % 10}:write until 2027-01-10  may tool:t${index % 9} until 2027-01-10 }`,
    ),
    "",
  ].join("\n");
}

export default bench;
