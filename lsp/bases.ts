/** What the open documents are compared with, project by project, and what came of it. */
import { type Notice, wideningNotices } from "./features/widening.ts";
import type { Outside } from "./outside.ts";
import { openProject, type Project, type Whole } from "./project.ts";
import { changeOf, moveSpan } from "./quick.ts";
import type { Settings } from "./settings.ts";

export interface Bases {
  /** Compares a project with its base; slow, so it belongs after a check of everything. */
  readonly compare: (project: Project) => Promise<void>;
  /** What the last comparison found in a file, moved to where it stands in the text; what was edited since is left out. */
  readonly notices: (project: Project, path: string, text: string) => readonly Notice[];
  /** Forgets the bases: files were saved, or settings changed. */
  readonly forget: (project?: Project) => void;
}

interface Compared {
  readonly notices: readonly Notice[];
  readonly texts: ReadonlyMap<string, string>;
}

export function openBases(outside: Outside, settings: () => Settings): Bases {
  const saved = new Map<string, Promise<Whole | undefined>>();
  const compared = new Map<string, Compared>();
  const fromDisk = async (project: Project): Promise<Whole | undefined> => {
    const { widens } = settings();
    const host =
      typeof widens === "object"
        ? outside.revision(project.root, widens.revision)
        : outside.host(project.root);
    if (host === undefined) return undefined;
    return openProject(project.root, host, project.config, project.excluded, outside.clock).whole();
  };
  return {
    async compare(project) {
      const { widens } = settings();
      const key = project.root;
      compared.delete(key);
      if (widens === "off") return;
      if (widens === "saved" && !(await project.edited())) {
        // The check of files as they are is the base of what is edited next.
        saved.set(key, project.whole());
        return;
      }
      const base = saved.get(key) ?? fromDisk(project);
      saved.set(key, base);
      const before = await base;
      if (before === undefined) return;
      const fresh = await project.whole();
      const against = typeof widens === "object" ? `'${widens.revision}'` : "the saved files";
      compared.set(key, {
        notices: wideningNotices(before, fresh, against),
        texts: new Map(fresh.files.map(({ path, text }) => [path, text])),
      });
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
