/** The projects that are open: one for each folder with a `remit.yaml`, and for what has none. */
import { dirname } from "node:path";
import type { Diagnostic } from "vscode-languageserver/node";
import { configMistake } from "./config-mistake.ts";
import type { Outside } from "./outside.ts";
import { openProject, type Project } from "./project.ts";
import { within } from "./uris.ts";

export interface Workspace {
  readonly projects: () => readonly Project[];
  /** Opens the projects of a folder that the editor shows. */
  readonly addFolder: (folder: string) => Promise<void>;
  readonly removeFolder: (folder: string) => void;
  /** The project and path of a file, opened where it is not yet. */
  readonly find: (file: string) => Promise<Located | undefined>;
  /** The text of an open document; `undefined` closes it. */
  readonly set: (file: string, text: string | undefined) => Promise<void>;
  /** What is wrong with the `remit.yaml` of a project. */
  readonly configMistake: (project: Project) => Promise<Diagnostic | undefined>;
  /** Files changed outside of the editor; `remit.yaml` among them opens its project anew. */
  readonly changed: (files: readonly string[]) => Promise<void>;
}

export interface Located {
  readonly project: Project;
  readonly path: string;
}

/** `complain` tells the person what is wrong with a `remit.yaml`. */
export function openWorkspace(outside: Outside, complain: (message: string) => void): Workspace {
  const projects = new Map<string, Promise<Project | undefined>>();
  const opened = new Map<string, Project>();
  const folders = new Set<string>();
  const texts = new Map<string, string>();
  /** By root, why a `remit.yaml` cannot be used. */
  const mistakes = new Map<string, string>();

  const open = (root: string): Promise<Project | undefined> => {
    const known = projects.get(root);
    if (known !== undefined) return known;
    const made = make(root);
    projects.set(root, made);
    return made;
  };
  const make = async (root: string): Promise<Project | undefined> => {
    const disk = outside.host(root);
    if (disk === undefined) return undefined;
    const { config, mistake } = await outside.config(root);
    mistakes.delete(root);
    if (mistake !== undefined) {
      mistakes.set(root, mistake);
      complain(mistake);
    }
    const nested = await disk.list(["**/remit.yaml"]).catch(() => []);
    const inner = nested.flatMap((path) =>
      path.includes("/") ? [path.slice(0, path.lastIndexOf("/") + 1)] : [],
    );
    // A file outside of every folder is a workspace of its own: its folder may be somebody's home.
    const alone = ![...folders].some((folder) => folder === root || within(folder, root) !== undefined);
    const lone =
      alone && outside.findRoot(root) === undefined ? { ...config, policies: ["*.remit"] } : config;
    const project = openProject(root, disk, lone, inner, outside.clock);
    for (const [file, text] of texts) {
      const path = within(root, file);
      if (path !== undefined && project.covers(path)) project.set(path, text);
    }
    opened.set(root, project);
    return project;
  };
  const rootFor = (file: string): string => {
    const configured = outside.findRoot(dirname(file));
    if (configured !== undefined) return configured;
    const around = [...folders].filter((folder) => within(folder, file) !== undefined);
    return around.sort((a, b) => b.length - a.length)[0] ?? dirname(file);
  };
  const find = async (file: string): Promise<Located | undefined> => {
    const root = rootFor(file);
    const path = within(root, file);
    const project = await open(root);
    return path === undefined || project === undefined ? undefined : { project, path };
  };
  const close = (root: string): void => {
    projects.delete(root);
    opened.delete(root);
  };
  return {
    projects: () => [...opened.values()],
    find,
    configMistake: (project) => configMistake(project, mistakes.get(project.root)),
    async addFolder(folder) {
      folders.add(folder);
      const root = outside.findRoot(folder) ?? folder;
      await open(root);
      const nested = await outside
        .host(folder)
        ?.list(["**/remit.yaml"])
        .catch(() => []);
      for (const path of nested ?? []) {
        const inner = path.slice(0, Math.max(0, path.lastIndexOf("/")));
        if (inner !== "") await open(`${folder}/${inner}`);
      }
    },
    removeFolder(folder) {
      folders.delete(folder);
      for (const root of [...projects.keys()])
        if (root === folder || within(folder, root) !== undefined) close(root);
    },
    async set(file, text) {
      if (text === undefined) texts.delete(file);
      else texts.set(file, text);
      const located = await find(file);
      located?.project.set(located.path, text);
    },
    async changed(files) {
      if (files.some((file) => /[\\/]remit\.yaml$/.test(file))) {
        // Which files belong where may be all different now.
        for (const root of [...projects.keys()]) close(root);
        for (const folder of [...folders]) await this.addFolder(folder);
        for (const file of texts.keys()) await find(file);
        return;
      }
      for (const project of opened.values())
        if (files.some((file) => within(project.root, file) !== undefined)) project.refresh();
    },
  };
}
