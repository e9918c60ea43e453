/**
 * Log files as a stream of records in constant memory: JSON Lines, an array, or an object with one array of records
 * (CloudTrail's `Records`), plain or gzipped. A damaged record is counted and named, never fatal.
 */
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";

export interface Damage {
  readonly count: number;
  /** The first few, `file:record`. */
  readonly where: readonly string[];
}

/** One record may be at most so large; longer ones are damage. */
const MAX_RECORD = 16 * 1024 * 1024;
const NAMED = 5;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** Collects what could not be read. */
export interface DamageLog {
  readonly add: (place: string) => void;
  readonly result: () => Damage;
}

export function damageLog(): DamageLog {
  const where: string[] = [];
  let count = 0;
  return {
    add: (place) => {
      count++;
      if (where.length < NAMED) where.push(place);
    },
    result: () => ({ count, where }),
  };
}

/** Calls `each` for every record of a file, with its place `file:number`; standard input for `-`. Errors of the file system are thrown. */
export async function readRecords(
  path: string,
  shown: string,
  damage: DamageLog,
  each: (record: unknown, place: string) => void,
): Promise<void> {
  const source = path === "-" ? process.stdin : createReadStream(path, { highWaterMark: 1 << 20 });
  let number = 0;
  let splitter: Splitter | undefined;
  const take = (text: Buffer | undefined): void => {
    number++;
    const record = text === undefined ? undefined : parsed(text);
    const place = `${shown}:${number}`;
    if (record === undefined) damage.add(place);
    else each(record, place);
  };
  for await (const raw of await plain(source)) {
    // The mark that some editors and shells put before UTF-8 is no part of the first record.
    const chunk = splitter === undefined && raw.subarray(0, 3).equals(BOM) ? raw.subarray(3) : raw;
    splitter ??= splitterFor(chunk);
    splitter.push(chunk, take);
  }
  splitter?.end(take);
}

/** A record's value; `undefined` where it is no JSON. */
function parsed(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** Unzips where the first bytes say so. A stream that breaks off ends there: what came before counts. */
async function plain(raw: NodeJS.ReadableStream): Promise<AsyncIterable<Buffer>> {
  const source = raw[Symbol.asyncIterator]();
  const first = await source.next();
  if (first.done === true) return empty();
  const head = Buffer.from(first.value);
  const rest = (async function* (): AsyncGenerator<Buffer> {
    yield head;
    for (let next = await source.next(); next.done !== true; next = await source.next())
      yield Buffer.from(next.value);
  })();
  if (head[0] !== 0x1f || head[1] !== 0x8b) return rest;
  return unzipped(rest);
}

async function* empty(): AsyncGenerator<Buffer> {}

async function* unzipped(source: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const feed = (async () => {
    for await (const chunk of source)
      if (!gunzip.write(chunk)) await new Promise((resolve) => gunzip.once("drain", resolve));
    gunzip.end();
  })();
  feed.catch(() => gunzip.destroy());
  try {
    for await (const chunk of gunzip) yield Buffer.from(chunk);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && String(error.code).startsWith("Z_"))) throw error;
  }
}

interface Splitter {
  /** `take(undefined)` stands for a record that is too large. */
  push(chunk: Buffer, take: (text: Buffer | undefined) => void): void;
  end(take: (text: Buffer | undefined) => void): void;
}

/** An array, or an object whose first member is an array, is cut into its elements; all else into lines. */
function splitterFor(chunk: Buffer): Splitter {
  const head = chunk.subarray(0, 4096).toString("latin1");
  if (/^\s*\[/.test(head)) return elements(1);
  return /^\s*\{\s*"[A-Za-z]+"\s*:\s*\[/.test(head) ? elements(2) : lines();
}

function lines(): Splitter {
  let rest: Buffer[] = [];
  let held = 0;
  let skipping = false;
  const whole = (part: Buffer): Buffer => (rest.length === 0 ? part : Buffer.concat([...rest, part]));
  const emit = (line: Buffer, take: (text: Buffer | undefined) => void): void => {
    if (skipping) take(undefined);
    else if (!isBlank(line)) take(line);
    rest = [];
    held = 0;
    skipping = false;
  };
  return {
    push(chunk, take) {
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
        emit(skipping ? chunk.subarray(0, 0) : whole(chunk.subarray(start, end)), take);
        start = end + 1;
      }
      if (skipping || start === chunk.length) return;
      rest.push(chunk.subarray(start));
      held += chunk.length - start;
      if (held > MAX_RECORD) {
        skipping = true;
        rest = [];
      }
    },
    end(take) {
      if (skipping || rest.length > 0) emit(whole(Buffer.alloc(0)), take);
    },
  };
}

const isBlank = (line: Buffer): boolean => line.every((byte) => byte === 32 || byte === 13 || byte === 9);

/** The objects that stand directly in the array at a depth: the brackets are counted outside of strings. */
function elements(depth: number): Splitter {
  let level = 0;
  let inString = false;
  let escaped = false;
  let parts: Buffer[] = [];
  let held = 0;
  let tooLarge = false;
  return {
    push(chunk, take) {
      let start = level > depth ? 0 : -1;
      for (let index = 0; index < chunk.length; index++) {
        const byte = chunk[index];
        if (inString) {
          if (escaped) escaped = false;
          else if (byte === 92) escaped = true;
          else if (byte === 34) inString = false;
        } else if (byte === 34) inString = true;
        else if (byte === 123 || byte === 91) {
          level++;
          if (level === depth + 1) start = index;
        } else if (byte === 125 || byte === 93) {
          if (level === depth + 1 && start >= 0) {
            take(tooLarge ? undefined : Buffer.concat([...parts, chunk.subarray(start, index + 1)]));
            parts = [];
            held = 0;
            tooLarge = false;
            start = -1;
          }
          level--;
        }
      }
      if (start < 0) return;
      held += chunk.length - start;
      if (held > MAX_RECORD) {
        tooLarge = true;
        parts = [];
      } else parts.push(chunk.subarray(start));
    },
    end(take) {
      // An array that is not closed was cut off, be it between two of its elements or in one.
      if (level > 0 || inString || tooLarge) take(undefined);
    },
  };
}
