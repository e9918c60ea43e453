/** Reading JSON of other people's packages: each reader gives the value or fails with what it found instead. */
function fail(what: string, value: unknown): never {
  throw new Error(`Expected ${what}, found ${JSON.stringify(value)?.slice(0, 80)}.`);
}

export type Json = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const record = (value: unknown): Json => (isRecord(value) ? value : fail("an object", value));
export const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : fail("a list", value);
export const text = (value: unknown): string => (typeof value === "string" ? value : fail("a string", value));
/** The object's member, or an empty one where it is absent. */
export const member = (value: unknown, name: string): Json => record(record(value)[name] ?? {});
