#!/usr/bin/env node
/** The program's entry. `--version` answers before anything else is loaded; everything else loads when it is needed. */
import { setFlagsFromString } from "node:v8";
import { version } from "./version.ts";

const words = process.argv.slice(2);

if (words.length === 1 && (words[0] === "--version" || words[0] === "-V")) {
  process.stdout.write(`${version}\n`);
} else {
  // A run lasts about a second. By default the engine compiles what has run a little for speed, on other threads, and
  // that is a third of the processor time; it pays only for what runs much longer, and that is compiled all the same.
  setFlagsFromString("--interrupt-budget=1000000");
  const { main } = await import("./program.ts");
  process.exitCode = await main(words);
}
