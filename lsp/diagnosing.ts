/** When diagnostics are worked out and sent: the edited file soon, everything when the typing stops. */
import type { Problem } from "../compiler/problem.ts";
import { allDiagnostics } from "./features/diagnostics.ts";
import type { Project } from "./project.ts";

/** Milliseconds after the last keystroke. */
const NEAR = 30;
const WHOLE = 500;

export interface Diagnosing {
  /** A file was edited. */
  readonly edited: (project: Project, path: string) => void;
  /** Something else changed. */
  readonly changed: (project: Project) => void;
  readonly stop: () => void;
}

export interface Receiver {
  readonly file: (project: Project, path: string, problems: readonly Problem[]) => void;
  /** Everything was checked: what is slower can be done now, and all is shown. */
  readonly all: (project: Project, problems: ReadonlyMap<string, readonly Problem[]>) => Promise<void>;
  readonly failed: (error: unknown) => void;
}

/** What is worked out for a version that has gone by meanwhile is not sent. */
export function diagnosing(receiver: Receiver): Diagnosing {
  const timers = new Map<string, NodeJS.Timeout>();
  const later = (key: string, delay: number, work: () => Promise<void>): void => {
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => {
        timers.delete(key);
        work().catch(receiver.failed);
      }, delay),
    );
  };
  const whole = (project: Project, delay: number): void =>
    later(`${project.root}\n`, delay, async () => {
      const version = project.version();
      const problems = await allDiagnostics(project);
      if (version === project.version()) await receiver.all(project, problems);
    });
  return {
    edited(project, path) {
      if (project.last() !== undefined)
        later(`${project.root}\n${path}`, NEAR, async () => {
          const version = project.version();
          const problems = await project.quick(path);
          if (version === project.version()) receiver.file(project, path, problems);
        });
      whole(project, project.last() === undefined ? NEAR : WHOLE);
    },
    changed: (project) => whole(project, NEAR),
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
