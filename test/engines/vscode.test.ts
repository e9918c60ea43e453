import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { packageExtension, readManifest } from "../../scripts/vsix.mjs";
import { engine } from "./engine.ts";
import { type Home, home, openWindow, type Server, type Window } from "./vscode-window.ts";

const program = engine("code-server");
const chromium = engine("chromium");
const shots = new URL("../../.cache/screenshots/", import.meta.url);

/** Never opened; nobody uses the name. */
const PEOPLE = 'owner ada "Ada Varga" { email "ada@acme.example" }\n\nlet forgotten = 5\n';
/** `adda` is nobody, and the last grant is not formatted. */
const AGENTS = `/// Sends the weekly mail.
agent mailer "Mailer" {
  owner   adda
  purpose "Sends the weekly mail."
  expires 2099-03-31

  may tool:send_mail until 2098-12-31
  may aws:s3:GetObject on "arn:aws:s3:::acme-mail/*"
}

agent reader {
  owner   ada
  expires 2099-03-31

  may    tool:read_mail
}

target opa { }

test "the mailer sends mail" {
  as mailer
  at 2098-01-01T10:00Z

  allow tool:send_mail
}
`;

describe.skipIf(program === undefined || chromium === undefined)("the extension in VS Code", () => {
  let place: Home;
  let server: Server | undefined;
  let window: Window;
  const file = (name: string): string => readFileSync(join(place.folder, name), "utf8");
  const shot = (name: string) =>
    window.page.screenshot({ path: new URL(`vscode-${name}.png`, shots).pathname });
  const problems = () => window.page.locator(".markers-panel .monaco-list-row");
  const waitFor = (check: () => unknown) => vi.waitFor(check, { timeout: 60_000, interval: 200 });

  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    const vsix = await packageExtension();
    place = home(program ?? "", { "remit.yaml": "", "people.remit": PEOPLE, "agents.remit": AGENTS });
    place.run("--install-extension", vsix);
    server = await place.start();
    window = await openWindow(chromium ?? "", server.url, place.folder);
    await window.openFile("agents.remit");
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await shot("failed");
  });
  afterAll(async () => {
    await window?.browser.close();
    await server?.stop();
    place?.remove();
  });

  it("is installed from its archive", () => {
    const { publisher, name, version } = readManifest();
    expect(place.run("--list-extensions", "--show-versions")).toContain(`${publisher}.${name}@${version}`);
  });

  it("underlines a mistake and says it in Problems, with its code", async () => {
    await window.page.locator(".squiggly-error").first().waitFor();
    await window.command("Problems: Focus on Problems View");
    const row = problems().filter({ hasText: "There is no owner named 'adda'; did you mean 'ada'?" });
    await row.waitFor();
    expect((await row.innerText()).split("\n")).toEqual(expect.arrayContaining(["remit", "unknown-name"]));
    await window.page.locator(".statusbar-item", { hasText: "Remit: 1 error" }).waitFor();
    await problems().filter({ hasText: "people.remit" }).waitFor();
    await problems().filter({ hasText: "forgotten" }).waitFor();
    await shot("problems");
  });

  it("repairs it with the quick fix", async () => {
    await window.command("View: Focus Active Editor Group");
    await window.goTo(3, 12);
    await window.page.keyboard.press("Control+.");
    await window.page
      .locator(".action-widget .monaco-list-row.focused", { hasText: "Write 'ada'" })
      .waitFor();
    await shot("quick-fix");
    await window.page.keyboard.press("Enter");
    await waitFor(async () => expect((await window.shown())[0]).toContain("owner   ada\n"));
    await waitFor(async () => expect(await window.page.locator(".squiggly-error").count()).toBe(0));
  });

  it("formats when the file is saved", async () => {
    expect(file("agents.remit")).toContain("owner   adda");
    await window.save();
    await waitFor(() => expect(file("agents.remit")).toContain("  may tool:read_mail\n"));
    expect(file("agents.remit")).toContain("  owner   ada\n");
  });

  it("completes actions of AWS, with what each one does", async () => {
    await window.goTo(8, 100);
    await window.page.keyboard.press("Enter");
    await window.page.keyboard.type("may aws:s3:GetObjectT", { delay: 20 });
    const widget = window.page.locator(".suggest-widget.visible");
    const row = widget.locator(".monaco-list-row", { hasText: "GetObjectTagging" });
    await row.waitFor();
    await shot("completion");
    await window.page.keyboard.press("Enter");
    await waitFor(async () =>
      expect((await window.shown())[0]).toMatch(/may aws:s3:GetObjectTagging(?! *GetObject)/),
    );
    await window.page.keyboard.press("Escape");
  });

  it("shows what the agent at the cursor is compiled to, and keeps it in step with the text", async () => {
    const right = async (): Promise<string> => (await window.shown())[1] ?? "";
    await window.command("Remit: Preview Compiled Output");
    const list = window.page.locator(".quick-input-list .monaco-list-row");
    await list.filter({ hasText: "opa/bundle/remit/policy/data.json" }).waitFor();
    await shot("preview-files");
    await window.page.keyboard.type("enforcement.md");
    await window.page.keyboard.press("Enter");
    await waitFor(async () => expect(await right()).toContain("# Agent mailer"));
    expect(await right()).toContain("native: `may aws:s3:GetObjectTagging`");
    await shot("preview");
    await window.goTo(12, 1);
    await waitFor(async () => expect(await right()).toContain("# Agent reader"));
    await window.goTo(16, 100);
    await window.page.keyboard.type(", tool:list_mail");
    await waitFor(async () => expect(await right()).toContain("tool:list_mail"));
  });

  it("says on hovering what an action does", async () => {
    await window.goTo(8, 16);
    await window.command("Show or Focus Hover");
    const hover = window.page.locator(".monaco-hover:not(.hidden) .hover-contents", { hasText: "risk" });
    await hover.first().waitFor();
    expect(await hover.first().innerText()).toContain("aws:s3:GetObject — risk read");
    await shot("hover-dark");
    await window.page.keyboard.press("Escape");
  });

  it("runs a test at a click on the line over it", async () => {
    await window.page.locator(".codelens-decoration a", { hasText: "run · passes: 1 case" }).click();
    await window.page.locator(".notification-list-item", { hasText: "the mailer sends mail" }).waitFor();
  });

  it("suspends the agent at the cursor", async () => {
    await window.goTo(14, 4);
    await window.command("Remit: Suspend the Agent at the Cursor");
    await waitFor(async () => expect((await window.shown())[0]).toMatch(/suspended since \d{4}-.* because/));
  });

  it("says what the edits since the last save allow, with a request that shows it", async () => {
    await window.command("Remit: Show What This Edit Allows and Takes Away");
    await waitFor(async () =>
      expect((await window.shown()).join("\n")).toContain("# Compared with the saved files"),
    );
    await shot("changes");
    expect((await window.shown()).join("\n")).toContain("## reader");
  });

  it("works on after its server is started again", async () => {
    await window.command("Remit: Restart the Language Server");
    await window.command("View: Focus First Editor Group");
    await window.goTo(4, 1);
    await window.page.keyboard.type("deputy nobody ");
    await window.page.locator(".squiggly-error").first().waitFor();
    await window.page.locator(".statusbar-item", { hasText: "Remit: 1 error" }).waitFor();
  });

  it("writes no mistake into its log", () => {
    expect(place.log()).not.toMatch(/\[error\]|bug in Remit/);
  });

  it("is readable in the light theme too", async () => {
    await window.command("Preferences: Toggle between Light/Dark Themes");
    await window.page.locator(".monaco-workbench.vs").waitFor();
    await shot("light");
  });
});
