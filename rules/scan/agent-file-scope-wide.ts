import { isHome } from "../../scan/grants/bindings.ts";
import { items, str } from "../../scan/grants/value.ts";
import { set } from "./agent.ts";
import { isRig } from "./paths.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Patterns of file rules that reach the whole disk, the home folder, or where keys lie. */
const wide =
  /^(?:Read|Write|Edit|MultiEdit|NotebookEdit|Glob|Grep)\((?:\/\/?\*\*?(?:\/\*)?|\/|~\/?(?:\*\*?(?:\/\*)?)?|\/\/(?:Users|home|root|etc)(?:\/[^/]*)?\/\*\*|~\/\.(?:ssh|aws|gnupg|config|kube|docker)\b.*|\/\/.*\/\.(?:ssh|aws)\b.*)\)$/;
const folder =
  /^(?:\/|~\/?|\$HOME\/?|\$\{HOME\}\/?|\.\.\/?|(?:\.\.\/)+|[A-Za-z]:\\?|\/(?:Users|home)(?:\/[^/]+)?\/?|\/etc\/?|\/root\/?)$/;

export default defineScanRule({
  id: "agent-file-scope-wide",
  title: "Files outside of the workspace",
  tier: "medium",
  maps: maps("ASI02", "LLM06:2025", "552"),
  *check(grants) {
    for (const { file, extent, value, list, proof } of grants.of("allowed-tool")) {
      if (!wide.test(value) || isRig(file)) continue;
      const message = `'${value}' in ${list} reaches files outside of the workspace, where credentials lie. Limit it to the workspace, and deny ~/.ssh and .env files.`;
      yield { file, extent, subject: `${list} ${value}`, message, proof };
    }
    for (const setting of grants.of("agent-setting")) {
      if (
        !/^(?:additionalDirectories|additional_directories|add_dirs|writable_roots|writableRoots|includeDirectories)$/.test(
          setting.key,
        ) ||
        isRig(setting.file)
      )
        continue;
      for (const item of items(setting.value)) {
        const path = isHome(item) ? "~" : (str(item) ?? "");
        if (!folder.test(path)) continue;
        const message = `${setting.key} adds '${path}' to what the agent may use. Add the folder that it needs.`;
        yield { ...set(setting, message), extent: { at: item.at, end: item.end } };
      }
    }
    for (const { file, extent, flag, proof } of grants.of("agent-flag")) {
      if ((flag !== "--add-dir /" && flag !== "--allow-all-paths") || isRig(file)) continue;
      yield {
        file,
        extent,
        subject: flag,
        message: `${flag} opens files outside of the workspace to the agent. Add the folder that it needs.`,
        proof,
      };
    }
  },
});
