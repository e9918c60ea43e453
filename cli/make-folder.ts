/** Makes folders, each on its own. */
import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes the folder `path` (absolute), and those above it that are not there. Throws the system's error where one of
 * them cannot be made. (The runtime's own way to do this never ends where a folder refuses to hold others by saying
 * that there is none, as those of `/proc` do.)
 */
export function makeFolder(path: string): void {
  const missing: string[] = [];
  for (let at = path; statSync(at, { throwIfNoEntry: false }) === undefined; at = dirname(at)) {
    missing.push(at);
    if (dirname(at) === at) break;
  }
  for (const folder of missing.reverse()) makeOne(folder);
  // What stands there and is no folder is the same trouble as for any other who makes one.
  if (missing.length === 0 && !statSync(path).isDirectory()) mkdirSync(path);
}

/** Another process may have made it a moment ago. */
function makeOne(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
