/** Reads a file of a tree without leaving it, and without waiting for anybody. */
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { inside } from "../host.ts";

/**
 * The bytes of a file below `real`, which is a real path. Opens without waiting for a pipe's other end, and reads only
 * what is a regular file inside of the root. `isPlain`: no link is on the way to it.
 */
export function readRegular(real: string, path: string, isPlain: boolean): Uint8Array | undefined {
  let handle: number | undefined;
  try {
    const full = isPlain ? `${real}/${path}` : join(real, path);
    if (!isPlain && !inside(real, realpathSync(full))) return undefined;
    const noLink = isPlain ? constants.O_NOFOLLOW : 0;
    handle = openSync(full, constants.O_RDONLY | constants.O_NONBLOCK | noLink);
    const stat = fstatSync(handle);
    return stat.isFile() ? allOf(handle, stat.size) : undefined;
  } catch {
    return undefined;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** What can be read of a file that had `size` bytes a moment ago; what was added since is for the next scan. */
function allOf(handle: number, size: number): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(size);
  let at = 0;
  while (at < size) {
    const count = readSync(handle, bytes, at, size - at, at);
    if (count === 0) break;
    at += count;
  }
  return at === size ? bytes : bytes.subarray(0, at);
}
