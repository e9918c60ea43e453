/** What the open documents are compared with, project by project, and what came of it. */
import { type Notice, wideningNotices } from "./features/widening.ts";
import type { Outside } from "./outside.ts";
import { openProject, type Project, type Whole } from "./project.ts";
import { changeOf, moveSpan } from "./quick.ts";
import type { Settings } from "./settings.ts";

export interface Bases {
  /**
   * Compares a project with its base, until it is edited; slow, so it belongs after a check of everything. Says whether
   * there is something to show that may be new.
   */
  readonly compare: (project: Project) => Promise<boolean>;
  /** What the last comparison found in a file, moved to where it stands in the text; what was edited since is left out. */
  readonly notices: (project: Project, path: string, text: string) => readonly Notice[];
  /** Forgets the bases: files were saved, or settings changed. */
  readonly forget: (project?: Project) => void;
}

interface Compared {
  readonly notices: readonly Notice[];
  readonly texts: ReadonlyMap<string, string>;
}

const NOTHING: Compared = { notices: [], texts: new Map() };

/** `complain` tells the person of a revision that is none. */
export function openBases(
  outside: Outside,
  settings: () => Settings,
  complain: (message: string) => void,
): Bases {
  const saved = new Map<string, Promise<Whole | undefined>>();
  const compared = new Map<string, Compared>();
  const baseOf = async ({ root, config, excluded }: Project): Promise<Whole | undefined> => {
    const { widens } = settings();
    const host = typeof widens === "object" ? outside.revision(root, widens.revision) : outside.host(root);
    if (host !== undefined) return openProject(root, host, config, excluded, outside.clock).whole();
    if (typeof widens === "object")
      complain(`remit.widens: there is no revision '${widens.revision}' of ${root}; 'saved' needs none.`);
    return undefined;
  };
  /** `undefined` where the project was edited meanwhile. */
  const find = async (project: Project): Promise<Compared | undefined> => {
    const { widens } = settings();
    const version = project.version();
    if (widens === "off") return NOTHING;
    if (widens === "saved" && !(await project.edited())) {
      // The check of files as they are is the base of what is edited next.
      const whole = await project.whole();
      if (version === project.version()) saved.set(project.root, Promise.resolve(whole));
      return NOTHING;
    }
    const base = saved.get(project.root) ?? baseOf(project);
    saved.set(project.root, base);
    const before = await base;
    if (before === undefined) return NOTHING;
    const fresh = await project.whole();
    const against = typeof widens === "object" ? `'${widens.revision}'` : "the saved files";
    const notices = await wideningNotices(before, fresh, against, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return version === project.version();
    });
    return notices && { notices, texts: new Map(fresh.files.map(({ path, text }) => [path, text])) };
  };
  return {
    async compare(project) {
      const before = compared.get(project.root) ?? NOTHING;
      const found = await find(project);
      if (found === undefined) return false;
      compared.set(project.root, found);
      return before.notices.length > 0 || found.notices.length > 0;
    },
    notices({ root }, path, text) {
      const found = compared.get(root);
      const before = found?.texts.get(path);
      if (found === undefined || before === undefined) return [];
      const own = found.notices.filter(({ span }) => span.file === path);
      if (before === text || own.length === 0) return own;
      const change = changeOf(before, text);
      return own.flatMap((one) => {
        const moved = moveSpan(change, one.span.start, one.span.end);
        return moved === undefined ? [] : [{ ...one, related: [], span: { ...one.span, ...moved } }];
      });
    },
    forget(project) {
      for (const store of [saved, compared]) {
        if (project === undefined) store.clear();
        else store.delete(project.root);
      }
    },
  };
}
