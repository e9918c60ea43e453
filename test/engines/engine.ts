/** The real engines in tests: a missing one skips with a printed reason, except under `CI=true`, where it fails. */
import { enginePath, engines } from "../../scripts/engines.mjs";

/** The program of an engine, or `undefined` where it is not set up. */
export function engine(name: keyof typeof engines): string | undefined {
  const path = enginePath(name);
  if (path !== undefined) return path;
  const message = `${name} ${engines[name].version} is not set up: run 'node scripts/engines.mjs ${name}'.`;
  if (process.env.CI === "true") throw new Error(message);
  console.warn(`skipped: ${message}`);
  return undefined;
}
