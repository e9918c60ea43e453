/** `remit lock`: what wildcards mean now against what `remit.lock` froze. */
import { join } from "node:path";
import { formatInstant } from "../../compiler/model/time.ts";
import { formatLock, LOCK_FILE, type Lock } from "../../compiler/semantics/lock.ts";
import { frontEnd } from "../checking.ts";
import { defineCommand } from "../command.ts";
import * as common from "../common.ts";
import { assertSound } from "../deciding.ts";
import { flag } from "../option.ts";
import { printable } from "../report/printable.ts";
import { type Style, styleOf } from "../report/style.ts";
import { openWorkspace } from "../workspace.ts";
import { writeWhole } from "../write-file.ts";

const update = flag("update", "write remit.lock anew");
const format = common.format(["pretty", "json"]);

export default defineCommand({
  arguments: [common.paths],
  options: [update],
  common: [format, common.out, common.at, common.config, common.color],
  examples: [
    { line: "remit lock", does: "what would change; exit code 1 where anything would" },
    { line: "remit lock --update", does: "freezes what wildcards mean now, and shows what changed" },
  ],
  notes:
    "remit.lock stands beside remit.yaml and belongs into version control. It holds the actions that each wildcard of a\n'may' stands for, and the digests of the catalogs and time zones that say so.",
  run: async (call) => {
    const workspace = await openWorkspace(call);
    const checked = await frontEnd(workspace);
    assertSound(checked);
    const { frozen, current } = checked.lock;
    const text = formatLock(current);
    const changes = changesOf(frozen, current);
    const same = (await workspace.host.read(LOCK_FILE)) === text;
    const written = call.get(update) && !same;
    if (written) writeWhole(join(workspace.root, LOCK_FILE), text);
    await call.write(
      call.get(format) === "json"
        ? `${JSON.stringify({ version: 1, at: formatInstant(checked.at), written, upToDate: same, ...changes }, null, 2)}\n`
        : inWords(changes, { same, written, fresh: frozen === undefined }, styleOf(call)),
    );
    return same || written ? 0 : 1;
  },
});

interface Changes {
  readonly wildcards: readonly {
    readonly pattern: string;
    readonly added: readonly string[];
    readonly removed: readonly string[];
  }[];
  readonly catalogs: readonly string[];
  readonly zones: readonly string[];
}

/** Patterns with other actions than before, and the catalogs and zones with another digest. */
function changesOf(frozen: Lock | undefined, current: Lock): Changes {
  const before = frozen?.expansions ?? {};
  const patterns = [...new Set([...Object.keys(before), ...Object.keys(current.expansions)])].sort();
  return {
    wildcards: patterns.flatMap((pattern) => {
      const [old, now] = [before[pattern] ?? [], current.expansions[pattern] ?? []];
      const added = now.filter((action) => !old.includes(action));
      const removed = old.filter((action) => !now.includes(action));
      return added.length + removed.length === 0 ? [] : [{ pattern, added, removed }];
    }),
    catalogs: otherDigests(frozen?.catalogs, current.catalogs),
    zones: otherDigests(frozen?.zones, current.zones),
  };
}

type Digests = Readonly<Record<string, string>>;

const otherDigests = (before: Digests = {}, now: Digests): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((name) => before[name] !== now[name])
    .sort();

/** More than this is a list nobody reads on a terminal; JSON has it whole. */
const SHOWN = 12;

function inWords(
  { wildcards, catalogs, zones }: Changes,
  { same, written, fresh }: { readonly same: boolean; readonly written: boolean; readonly fresh: boolean },
  style: Style,
): string {
  if (same) return `${LOCK_FILE} is up to date\n`;
  const lines: string[] = [];
  for (const { pattern, added, removed } of wildcards) {
    lines.push(style.bold(printable(pattern, "one-line")));
    lines.push(...listed("+", added, style.warning), ...listed("-", removed, style.info));
  }
  if (catalogs.length > 0) lines.push(`catalogs: ${catalogs.join(", ")}`);
  if (zones.length > 0) lines.push(`time zones: ${zones.join(", ")}`);
  const state = fresh ? "is not there yet" : "is out of date";
  lines.push(written ? `wrote ${LOCK_FILE}` : `${LOCK_FILE} ${state}; 'remit lock --update' writes it`);
  return `${lines.join("\n")}\n`;
}

function listed(
  sign: string,
  actions: readonly string[],
  paint: (text: string) => string,
): readonly string[] {
  const shown = actions
    .slice(0, SHOWN)
    .map((action) => `  ${paint(`${sign} ${printable(action, "one-line")}`)}`);
  const more = actions.length - SHOWN;
  return more > 0 ? [...shown, `  ${sign} ${more} more`] : shown;
}
