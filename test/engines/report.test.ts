import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build, runBuilt } from "../cli/built.ts";
import { engine } from "./engine.ts";

const executable = engine("chromium");
const folder = mkdtempSync(join(tmpdir(), "remit-report-"));
const shots = new URL("../../.cache/screenshots/", import.meta.url);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const hostile = "</script><img src=x onerror=document.title=1> ]]> <!-- \\u{202e}";

/** A policy of so many agents under five owners. */
function policy(count: number): string {
  const owners = [0, 1, 2, 3, 4].map(
    (index) => `owner o${index} "Owner ${index}" { email "o${index}@acme.example" }`,
  );
  const agents = Array.from({ length: count }, (_, index) => {
    const title = index === 0 ? hostile : `Agent ${index}`;
    return `agent a${index} "${title}" { owner o${index % 5}  expires 2027-0${1 + (index % 6)}-15  may reading  may tool:t${index % 9} until 2027-01-10 }`;
  });
  return [
    ...owners,
    'service files "Files" { action read { risk read } }',
    "scope reading { allow files:read }",
    "target opa {}",
    ...agents,
    "",
  ].join("\n");
}

function made(count: number): string {
  const place = join(folder, String(count));
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "a.remit"), policy(count));
  const path = join(place, "report.html");
  const done = runBuilt(["report", ".", "--at", "2026-11-24", "--out", path], place);
  expect(done.err).toBe("");
  expect(done.code).toBe(0);
  return path;
}

describe.skipIf(executable === undefined)("the report in a real browser", () => {
  let browser: Browser | undefined;
  beforeAll(async () => {
    build();
    mkdirSync(shots, { recursive: true });
    browser = await chromium.launch({
      executablePath: executable ?? "",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function opened(
    path: string,
    width: number,
    scheme: "light" | "dark" = "light",
  ): Promise<{ page: Page; errors: string[]; requests: string[] }> {
    if (browser === undefined) throw new Error("no browser");
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
    const errors: string[] = [];
    const requests: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") errors.push(message.text());
    });
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(path).href);
    await page.waitForSelector('html[data-ready="true"]', { timeout: 20_000 });
    return { page, errors, requests };
  }

  it.each([1, 30, 300])(
    "opens with %d agents, without an error or a request, and draws the graph",
    async (count) => {
      const path = made(count);
      const { page, errors, requests } = await opened(path, 1200);
      expect(errors).toEqual([]);
      expect(requests).toEqual([pathToFileURL(path).href]);
      expect(await page.title()).toContain("Agents of");
      expect(await page.locator("#agents tbody tr").count()).toBe(count);
      expect(await page.locator("#graph .node").count()).toBeGreaterThan(2);
      // Readable: never more nodes at first than fit a few screens, and all of them when asked for.
      expect(await page.locator("#graph .node").count()).toBeLessThanOrEqual(
        count > 40 ? 40 : 2 * count + 20,
      );
      await page.screenshot({
        path: new URL(`report-${count}-wide.png`, shots).pathname,
        fullPage: count < 100,
      });
      await page.click("#unfold");
      expect(await page.locator("#graph .node").count()).toBeGreaterThan(count);
      await page.close();
    },
  );

  it("filters by words, owner and state, and says how many are left", async () => {
    const { page } = await opened(made(30), 1200);
    await page.fill("#search", "a7");
    expect(await page.locator("#agents tbody tr:visible").count()).toBe(1);
    expect(await page.textContent("#shown")).toBe("1 of 30 agents");
    await page.fill("#search", "");
    await page.selectOption("#owner", "o2");
    expect(await page.locator("#agents tbody tr:visible").count()).toBe(6);
    await page.close();
  });

  it("is used by keyboard: a node is chosen with Enter, and keeps the focus", async () => {
    const { page } = await opened(made(30), 1200);
    await page.locator("#graph .node").first().focus();
    await page.keyboard.press("Enter");
    expect(await page.locator("#graph .node.lit").count()).toBeGreaterThan(1);
    expect(await page.evaluate("document.activeElement.dataset.id")).toMatch(/^owner:/);
    await page.close();
  });

  it("is unfolded on paper, and as before afterwards", async () => {
    const { page } = await opened(made(30), 1200);
    await page.locator("#agents details summary").first().click();
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.locator("details:not([open])").count()).toBe(0);
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(await page.locator("details[open]").count()).toBe(1);
    await page.close();
  });

  it("scrolls what is wide in its own frame, never the page, at any width", async () => {
    for (const width of [320, 420, 1200]) {
      const { page } = await opened(made(30), width);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      expect(
        await page.locator("#graph svg").evaluate((svg) => svg.getBoundingClientRect().width),
      ).toBeGreaterThan(800);
      await page.close();
    }
  });

  it.each([
    [1, 1200, "light"],
    [1, 420, "dark"],
    [30, 420, "light"],
    [30, 1200, "dark"],
    [300, 1200, "light"],
    [300, 420, "dark"],
  ] as const)(
    "has no serious problem of accessibility with %d agents at %d pixels in %s",
    async (count, width, scheme) => {
      const { page } = await opened(made(count), width, scheme);
      if (count === 30)
        await page.screenshot({ path: new URL(`report-30-${width}-${scheme}.png`, shots).pathname });
      // The page's policy runs nothing but its own script; the debugger's evaluation is not bound by it.
      await page.evaluate(axe);
      const result: unknown = await page.evaluate(
        "axe.run().then((found) => found.violations.filter((one) => one.impact === 'serious' || one.impact === 'critical').map((one) => one.id + ': ' + one.nodes.slice(0, 2).map((node) => node.html).join(' ')))",
      );
      expect(result).toEqual([]);
      await page.close();
    },
  );
});
