import { isFalse } from "../../scan/grants/value.ts";
import { argument, type FrameworkUse, isRootFolder, pathText, used } from "./framework.ts";
import { isRig } from "./paths.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Where each toolkit keeps its root, and whether it reaches the whole disk without one. */
const roots: Readonly<
  Record<
    string,
    { readonly keys: readonly string[]; readonly position?: number; readonly absentIsRoot: boolean }
  >
> = {
  FileManagementToolkit: { keys: ["root_dir"], position: 0, absentIsRoot: true },
  ReadFileTool: { keys: ["root_dir"], absentIsRoot: true },
  WriteFileTool: { keys: ["root_dir"], absentIsRoot: true },
  FileTools: { keys: ["base_dir"], position: 0, absentIsRoot: false },
  FilesystemBackend: { keys: ["root_dir", "rootDir"], position: 0, absentIsRoot: false },
  LocalFileSystem: { keys: ["root", "base_path"], position: 0, absentIsRoot: false },
  LocalFileSystemToolkit: { keys: ["root_dir"], position: 0, absentIsRoot: true },
};

const fromFramework = (use: FrameworkUse) =>
  !/^(?:ReadFileTool|WriteFileTool)$/.test(use.callee) || /langchain/.test(use.from);

export default defineScanRule({
  id: "file-toolkit-rootless",
  title: "A file toolkit over the whole disk",
  tier: "medium",
  maps: maps("ASI02", "LLM06:2025", "22"),
  *check(grants) {
    for (const use of grants.of("framework-call")) {
      const rule = roots[use.callee];
      if (!rule || isRig(use.file) || !fromFramework(use)) continue;
      const given =
        argument(use, ...rule.keys) ??
        (rule.position === undefined ? undefined : use.call.args[rule.position]);
      const path = pathText(given);
      const open =
        given === undefined || given.kind === "null"
          ? rule.absentIsRoot && !use.call.entries.some((entry) => entry.key === "**")
          : path !== undefined && isRootFolder(path);
      // A virtual root keeps paths inside of it.
      if (
        !open ||
        (use.callee === "FilesystemBackend" &&
          given &&
          !isFalse(argument(use, "virtual_mode", "virtualMode")) &&
          argument(use, "virtual_mode", "virtualMode"))
      )
        continue;
      const message = `${use.callee} ${path === undefined ? "has no root folder" : `has '${path}' as its root`}, so the agent reads and writes wherever the program may. Give it a folder of its own.`;
      yield used(use, message);
    }
  },
});
