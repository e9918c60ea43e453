/** Which file of the project, or which package, an import means. */
import { folderOf } from "./folders.ts";
import { type CodeFile, type Module, meaning, type Program } from "./program.ts";
import { pythonModule } from "./python-modules.ts";
import type { Rest } from "./rests.ts";
import { scriptModule } from "./script-modules.ts";

/** What a module's name means in a file. What rests on missing files is worked out anew when they are here. */
export function resolveModule(
  program: Program,
  from: Pick<CodeFile, "path" | "language">,
  name: string,
): Module {
  // A Python file does not find itself: then what the name means is the file's own question, not its folder's.
  const isOwnQuestion = from.language === "python" && from.path.includes(name.replaceAll(".", "/"));
  const home = isOwnQuestion ? from.path : folderOf(from.path);
  let names = program.memo.imported.get(home);
  if (names === undefined) {
    names = new Map();
    program.memo.imported.set(home, names);
  }
  const known = names.get(name);
  if (known !== undefined) {
    program.memo.rests.push(known.rest);
    return known.module;
  }
  const since = program.memo.missing.length;
  const module =
    from.language === "python"
      ? pythonModule(program, from.path, name)
      : scriptModule(program, from.path, name);
  const rest: Rest = { kind: "module", from: from.path, name, found: meaning(module) };
  program.memo.rests.push(rest);
  if (program.memo.missing.length === since) names.set(name, { module, rest });
  return module;
}
