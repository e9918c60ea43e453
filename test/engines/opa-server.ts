/** A real OPA server on loopback. */
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { OpaDecision } from "../../cli/engines/opa.ts";

export interface OpaServer {
  /** `data.<path>` for an input; `undefined` where OPA has no answer. */
  ask(path: string, input: unknown): Promise<unknown>;
  /** The same, with OPA's own measurements, times in nanoseconds. */
  measure(
    path: string,
    input: unknown,
  ): Promise<{ readonly result: unknown; readonly metrics: Readonly<Record<string, number>> }>;
  put(path: string, document: unknown): Promise<void>;
  /** What the server has written so far. */
  said(): string;
  stop(): void;
}

/** Starts `opa run --server` with these arguments; throws with OPA's own message when it gives up. */
export async function startOpa(opa: string, args: readonly string[]): Promise<OpaServer> {
  const port = await freePort();
  const child = spawn(
    opa,
    ["run", "--server", "--addr", `127.0.0.1:${port}`, "--log-level", "error", ...args],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let said = "";
  child.stdout.on("data", (text) => (said += text));
  child.stderr.on("data", (text) => (said += text));
  const base = `http://127.0.0.1:${port}`;
  await ready(child, base, () => said);
  return {
    ask: async (path, input) => {
      const answer = await send(`${base}/v1/data/${path}`, "POST", { input });
      return JSON.parse(await answer.text()).result;
    },
    measure: async (path, input) => {
      const answer = await send(`${base}/v1/data/${path}?metrics=true`, "POST", { input });
      return JSON.parse(await answer.text());
    },
    put: async (path, document) => {
      const answer = await send(`${base}/v1/data/${path}`, "PUT", document);
      if (!answer.ok) throw new Error(await answer.text());
    },
    said: () => said,
    stop: () => child.kill(),
  };
}

/** The answer as a decision; anything else fails the test that asked. */
export function asDecision(answer: unknown): OpaDecision {
  if (typeof answer === "object" && answer !== null && "allow" in answer && "reasons" in answer) {
    const { allow, reasons } = answer;
    if (typeof allow === "boolean" && Array.isArray(reasons)) return { allow, reasons: reasons.map(String) };
  }
  throw new Error(`no decision: ${JSON.stringify(answer)}`);
}

function send(url: string, method: string, body: unknown): Promise<Response> {
  return fetch(url, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

async function ready(child: ChildProcess, base: string, said: () => string): Promise<void> {
  for (let tries = 0; tries < 2400; tries++) {
    if (child.exitCode !== null) throw new Error(said());
    const healthy = await fetch(`${base}/health?bundles`)
      .then(({ ok }) => ok)
      .catch(() => false);
    if (healthy) return;
    await pause(50);
  }
  child.kill();
  throw new Error(`OPA does not answer: ${said()}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address !== null
          ? resolve(address.port)
          : reject(new Error("no port")),
      );
    });
  });
}
