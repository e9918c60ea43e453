/** Whether what a kept result of linking rested on still is as it was. */
import { resolveModule } from "./modules.ts";
import { languageOf, meaning, type Program } from "./program.ts";
import type { Rest } from "./rests.ts";

/** As far as paths and names of modules go; what stands in a file, the one who kept it knows. */
export function holds(program: Program, rest: Rest): boolean {
  switch (rest.kind) {
    case "module": {
      const from = { path: rest.from, language: languageOf(rest.from) };
      return meaning(resolveModule(program, from, rest.name)) === rest.found;
    }
    case "path":
      return (program.paths.has(rest.path) || program.folders.has(rest.path)) === rest.is;
    default:
      return true;
  }
}
