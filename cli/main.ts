#!/usr/bin/env node
/** The program's entry. `--version` answers before anything else is loaded; everything else loads when it is needed. */
import { version } from "./version.ts";

const words = process.argv.slice(2);

if (words.length === 1 && (words[0] === "--version" || words[0] === "-V")) {
  process.stdout.write(`${version}\n`);
} else {
  const { main } = await import("./program.ts");
  process.exitCode = await main(words);
}
