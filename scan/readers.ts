/** Every reader; the first that takes a path reads the file. */
import { lexicalReaders } from "./lexical/reader.ts";
import { notebookReader, pythonReader } from "./python/reader.ts";
import type { Reader } from "./reader.ts";
import { javascriptReader, typescriptReader } from "./typescript/reader.ts";

export const readers: readonly Reader[] = [
  typescriptReader,
  javascriptReader,
  pythonReader,
  notebookReader,
  ...lexicalReaders,
];

export function readerFor(path: string): Reader | undefined {
  return readers.find((reader) => reader.takes(path));
}
