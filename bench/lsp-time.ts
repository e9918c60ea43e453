/** What a server uses for one thing, and how long that takes. */
import { readdirSync, readFileSync } from "node:fs";
import type { TestClient } from "../test/lsp/client.ts";

/** Milliseconds. */
export interface Time {
  readonly cpu: number;
  readonly wall: number;
}

export async function timed(client: TestClient, work: () => Promise<unknown>): Promise<Time> {
  const [cpu, wall] = [cpuOf(client), performance.now()];
  await work();
  return { cpu: cpuOf(client) - cpu, wall: performance.now() - wall };
}

/** What all threads of the server have used so far, in milliseconds. */
function cpuOf({ child }: TestClient): number {
  const tasks = `/proc/${child.pid}/task`;
  return readdirSync(tasks)
    .map((task) => Number(readFileSync(`${tasks}/${task}/schedstat`, "utf8").split(" ")[0]) / 1e6)
    .reduce((sum, one) => sum + one, 0);
}

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Of each the median. */
export const median = (times: readonly Time[]): Time => ({
  cpu: middle(times.map(({ cpu }) => cpu)),
  wall: middle(times.map(({ wall }) => wall)),
});
