/** A real Keycloak on loopback, and what the tests ask it. */
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

export interface Answer {
  readonly status: number;
  /** Its shape is what the tests find out. */
  readonly json: ReturnType<typeof JSON.parse>;
}

export interface Keycloak {
  readonly url: string;
  /** An administrator's access token, fresh. */
  token(): Promise<string>;
  /** A call of the Admin API, by the path below `/admin/realms`. */
  admin(method: string, path: string, body?: unknown): Promise<Answer>;
  /** A form sent to an endpoint of the realm's `protocol/openid-connect`. */
  ask(realm: string, endpoint: string, form: Readonly<Record<string, string>>): Promise<Answer>;
  stop(): Promise<void>;
}

const password = "for-this-run-only";

/** Starts the server and waits until it is ready; throws with its last lines when it gives up. */
export async function startKeycloak(program: string): Promise<Keycloak> {
  const [port, management] = [await freePort(), await freePort()];
  const child = spawn(
    program,
    [
      "start",
      "--optimized",
      "--http-enabled=true",
      "--hostname-strict=false",
      "--http-host=127.0.0.1",
      `--http-port=${port}`,
      `--http-management-port=${management}`,
    ],
    {
      stdio: ["ignore", "pipe", "pipe"],
      // Its script starts Java as a child: the group is stopped as a whole.
      detached: true,
      env: { ...process.env, KC_BOOTSTRAP_ADMIN_USERNAME: "admin", KC_BOOTSTRAP_ADMIN_PASSWORD: password },
    },
  );
  let said = "";
  const keep = (text: unknown) => {
    said = `${said}${text}`.slice(-4000);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  await ready(child, `http://127.0.0.1:${management}/health/ready`, () => said);
  const url = `http://127.0.0.1:${port}`;
  const ask: Keycloak["ask"] = async (realm, endpoint, form) =>
    answerOf(
      await fetch(`${url}/realms/${realm}/protocol/openid-connect/${endpoint}`, {
        method: "POST",
        body: new URLSearchParams(form),
      }),
    );
  const token = async (): Promise<string> => {
    for (let tries = 0; tries < 120; tries++) {
      const form = { grant_type: "password", client_id: "admin-cli", username: "admin", password };
      const { status, json } = await ask("master", "token", form);
      if (status === 200) return String(json.access_token);
      await pause(500);
    }
    throw new Error(`the administrator gets no token: ${said}`);
  };
  await token();
  return {
    url,
    token,
    ask,
    admin: async (method, path, body) =>
      answerOf(
        await fetch(`${url}/admin/realms${path}`, {
          method,
          headers: { authorization: `Bearer ${await token()}`, "content-type": "application/json" },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      ),
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        if (child.pid === undefined || child.exitCode !== null) resolve();
        else process.kill(-child.pid, "SIGTERM");
      }),
  };
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  try {
    return { status: response.status, json: JSON.parse(text) };
  } catch {
    return { status: response.status, json: text };
  }
}

async function ready(child: ChildProcess, health: string, said: () => string): Promise<void> {
  for (let tries = 0; tries < 1200; tries++) {
    if (child.exitCode !== null) throw new Error(said());
    const healthy = await fetch(health)
      .then(({ ok }) => ok)
      .catch(() => false);
    if (healthy) return;
    await pause(250);
  }
  child.kill();
  throw new Error(`Keycloak does not answer: ${said()}`);
}

export function freePort(): Promise<number> {
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
