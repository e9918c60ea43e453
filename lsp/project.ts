/**
 * One workspace of policies as the editor has it: open documents lie over the files. Parsing is by file and kept;
 * `near` checks a file with what it refers to, which a keystroke can wait for; `whole` checks everything.
 */
import micromatch from "micromatch";
import type { Checked, ParsedFile } from "../compiler/checked.ts";
import type { Config } from "../compiler/config.ts";
import { targetProblems, withTargetProblems } from "../compiler/emit/target-problems.ts";
import type { Host } from "../compiler/host.ts";
import { checkWorkspace } from "../compiler/index.ts";
import type { Problem } from "../compiler/problem.ts";
import { newFindings } from "../compiler/semantics/findings.ts";
import { bindNames, type Names } from "../compiler/semantics/names.ts";
import { parse } from "../compiler/syntax/parser.ts";
import { runPolicyRules } from "../rules/policy/index.ts";
import { closure } from "./closure.ts";
import { carried, changeOf, type Found, moveSpan, type Part, partOf } from "./quick.ts";

/** Every file's tree with all names; nothing is checked yet. */
export interface Bound {
  readonly parsed: ReadonlyMap<string, ParsedFile>;
  readonly names: Names;
  /** Of the names alone. */
  readonly problems: readonly Problem[];
}

export interface Whole extends Checked {
  /** The checker's and the rules'. */
  readonly problems: readonly Problem[];
}

export interface Project {
  readonly root: string;
  readonly config: Config;
  readonly host: Host;
  /** Folders below the root that are workspaces of their own, with a `/` at the end. */
  readonly excluded: readonly string[];
  /** Rises with every change. */
  readonly version: () => number;
  /** The text of an open document; `undefined` closes it. */
  readonly set: (path: string, text: string | undefined) => void;
  /** Whether an open document differs from its file. */
  readonly edited: () => Promise<boolean>;
  /** Forgets what was read of the disk. */
  readonly refresh: () => void;
  /** Whether a file is one of its policies. */
  readonly covers: (path: string) => boolean;
  readonly bound: () => Promise<Bound>;
  /** A file with what it refers to, checked; problems in other files and of the whole workspace are not in it. */
  readonly near: (path: string) => Promise<Whole>;
  readonly whole: () => Promise<Whole>;
  /** What `remit check` says: the problems of `whole`, and what stands in the way of the targets. */
  readonly reported: () => Promise<Found>;
  /** The problems of an edited file, as soon as can be: most of them from the last `whole` and `reported`. */
  readonly quick: (path: string) => Promise<readonly Problem[]>;
  /** The last `whole` that was finished, however old. */
  readonly last: () => Whole | undefined;
}

/** `excluded`: see `Project`. */
export function openProject(
  root: string,
  disk: Host,
  config: Config,
  excluded: readonly string[],
  clock: () => number,
): Project {
  const open = new Map<string, string>();
  const texts = new Map<string, Promise<string | undefined>>();
  const data = new Map<string, Promise<unknown>>();
  const cache = new Map<string, ParsedFile>();
  let listed: Promise<readonly string[]> | undefined;
  let version = 0;
  let bound: Kept<Bound> | undefined;
  let whole: Kept<Whole> | undefined;
  const nears = new Map<string, Kept<Whole>>();
  let finished: Whole | undefined;
  let finishedAt = -1;
  let reported: Kept<Found> | undefined;
  let ofTargets: Found = { files: [], problems: [] };

  const isOwn = (path: string): boolean => !excluded.some((folder) => path.startsWith(folder));
  const covers = (path: string): boolean => isOwn(path) && micromatch.isMatch(path, [...config.policies]);
  const read = (path: string): Promise<string | undefined> => {
    const text = open.get(path);
    if (text !== undefined) return Promise.resolve(text);
    const known = texts.get(path) ?? disk.read(path).catch(() => undefined);
    texts.set(path, known);
    return known;
  };
  const host: Host = {
    now: clock,
    read,
    list: async (globs) => {
      listed ??= disk.list(config.policies).catch(() => []);
      const found = globs === config.policies ? await listed : await disk.list(globs).catch(() => []);
      const fresh = [...open.keys()].filter((path) => micromatch.isMatch(path, [...globs]));
      return [...new Set([...found, ...fresh])].filter(isOwn).sort();
    },
    data: (name) => {
      const known = data.get(name) ?? disk.data(name);
      data.set(name, known);
      return known;
    },
  };

  /** Computes once for each version. */
  const kept = <T>(old: Kept<T> | undefined, make: () => Promise<T>): Kept<T> =>
    old?.version === version ? old : { version, value: make() };
  const changed = (): void => {
    version++;
    nears.clear();
  };
  const bindAll = async (): Promise<Bound> => {
    const parsed = new Map<string, ParsedFile>();
    for (const path of await host.list(config.policies)) parsed.set(path, await parsedFile(path));
    const findings = newFindings();
    const names = bindNames(
      [...parsed.values()].map(({ file }) => file),
      findings,
    );
    return { parsed, names, problems: findings.list };
  };
  const parsedFile = async (path: string): Promise<ParsedFile> => {
    const text = (await read(path)) ?? "";
    const before = cache.get(path);
    if (before?.file.text === text) return before;
    const fresh = parse(path, text);
    cache.set(path, fresh);
    return fresh;
  };
  const project: Project = {
    root,
    config,
    host,
    excluded,
    version: () => version,
    covers,
    set(path, text) {
      if (text === undefined) open.delete(path);
      else open.set(path, text);
      texts.delete(path);
      changed();
    },
    async edited() {
      for (const [path, text] of open)
        if (covers(path) && (await disk.read(path).catch(() => undefined)) !== text) return true;
      return false;
    },
    refresh() {
      texts.clear();
      listed = undefined;
      changed();
    },
    async bound() {
      bound = kept(bound, bindAll);
      return bound.value;
    },
    async near(path) {
      const result = kept(nears.get(path), async () => {
        const { names, problems } = await project.bound();
        const paths = closure(names, path);
        // Where the file brings in all the others, or everything is checked already, one check serves both.
        if (paths.length === names.files.length || finishedAt === version) {
          const all = await project.whole();
          return { ...all, problems: nearProblems(path, all.problems, problems) };
        }
        const part: Host = { ...host, list: async () => paths };
        const checked = await checkWorkspace(part, config, { cache, references: true });
        const found = await runPolicyRules(checked, host);
        return { ...checked, problems: nearProblems(path, found, problems) };
      });
      nears.set(path, result);
      return result.value;
    },
    async whole() {
      whole = kept(whole, async () => {
        const asked = version;
        const checked = await checkWorkspace(host, config, { cache, references: true });
        const found = { ...checked, problems: await runPolicyRules(checked, host) };
        finished = found;
        finishedAt = asked;
        return found;
      });
      return whole.value;
    },
    async reported() {
      reported = kept(reported, async () => {
        const asked = version;
        const checked = await project.whole();
        // A keystroke that came meanwhile goes first, and what is worked out for an older text is not shown.
        await new Promise((resolve) => setImmediate(resolve));
        if (asked !== version) return checked;
        const found = await targetProblems(checked, host.data);
        ofTargets = { files: checked.files, problems: found };
        return { files: checked.files, problems: withTargetProblems(checked.problems, found) };
      });
      return reported.value;
    },
    async quick(path) {
      const all = await project.bound();
      const text = all.parsed.get(path)?.file.text ?? "";
      return withTargetProblems(await quickly(all, path), carried(ofTargets, path, text));
    },
    last: () => finished,
  };
  /** Nothing is said of targets. */
  const quickly = async (all: Bound, path: string): Promise<readonly Problem[]> => {
    const part = finished && partOf(all, finished, path);
    if (part === undefined) return nearDiagnostics(await project.near(path), finished, path);
    // The text is as it was: so is what was found in it.
    if (part.judged.length === 0) return part.kept;
    const reduced = new Map(part.files);
    const paths = [...reduced.keys()].sort();
    const checked = await checkWorkspace({ ...host, list: async () => paths }, config, { cache: reduced });
    const found = await runPolicyRules(checked, host);
    return joinQuick(path, part, found, all.problems);
  };
  return project;
}

interface Kept<T> {
  readonly version: number;
  readonly value: Promise<T>;
}

/** Codes that depend on files that a file does not refer to. */
const WIDE: ReadonlySet<string> = new Set(["unused", "shared-identity", "duplicate-name"]);

function nearProblems(
  path: string,
  found: readonly Problem[],
  names: readonly Problem[],
): readonly Problem[] {
  return [
    ...found.filter(({ span, code }) => span.file === path && !WIDE.has(code)),
    ...names.filter(({ span, code }) => span.file === path && code === "duplicate-name"),
  ];
}

/** Those of `near`, and of the ones that need the whole workspace what the last whole check found outside of the change. */
function nearDiagnostics(near: Whole, last: Whole | undefined, path: string): readonly Problem[] {
  const before = last?.files.find((file) => file.path === path)?.text;
  const now = near.files.find((file) => file.path === path)?.text;
  if (last === undefined || before === undefined || now === undefined) return near.problems;
  const change = changeOf(before, now);
  const kept = last.problems.flatMap((one) => {
    if (one.span.file !== path || !WIDE.has(one.code) || one.code === "duplicate-name") return [];
    const moved = moveSpan(change, one.span.start, one.span.end);
    return moved === undefined ? [] : [{ ...one, fixes: [], span: { ...one.span, ...moved } }];
  });
  return [...near.problems, ...kept];
}

/** What the reduced check found of the declarations it judges, and the rest from before; each once. */
function joinQuick(
  path: string,
  { judged, kept, files }: Part,
  found: readonly Problem[],
  names: readonly Problem[],
): readonly Problem[] {
  const parsing = new Set(files.get(path)?.problems);
  const fresh = found.filter(
    (one) =>
      one.span.file === path &&
      !WIDE.has(one.code) &&
      (parsing.has(one) || judged.some(({ start, end }) => start <= one.span.start && one.span.end <= end)),
  );
  const duplicates = names.filter(({ span, code }) => span.file === path && code === "duplicate-name");
  const others = kept.filter(({ code }) => code !== "duplicate-name" && code !== "syntax");
  const byKey = new Map(
    [...fresh, ...duplicates, ...others]
      .reverse()
      .map((one) => [`${one.code} ${one.span.start} ${one.message}`, one]),
  );
  return [...byKey.values()].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
