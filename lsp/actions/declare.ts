/** A declaration for a name that nothing has. */
import type { Problem } from "../../compiler/problem.ts";
import type { Action } from "../features/code-actions.ts";
import type { View } from "../view.ts";

const NAME = /^[A-Za-z_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?$/;

/** What the checker says about a missing name: "There is no owner named 'x'", several kinds joined by "or". */
const MISSING = /^There is no ([a-z]+)(?: or [a-z]+)* named '/;

const stubs: Readonly<Record<string, (name: string, action: string) => string>> = {
  owner: (name) => `owner ${name} { email "${name}@example.com" }`,
  team: (name) => `team ${name} { lead  }`,
  group: (name) => `group ${name} {}`,
  service: (name, action) => `service ${name} {\n  action ${action} { risk write }\n}`,
  scope: (name) => `scope ${name} {\n}`,
  window: (name) => `window ${name} { days mon..fri  hours 08:00..18:00  zone "Etc/UTC" }`,
  fact: (name) => `fact ${name} { type bool  fresh 10m }`,
};

/** The action's own name where the missing service is written with one, as in `pay:send`. */
function actionOf(view: View, { span }: Problem): string {
  const written = /^:([A-Za-z0-9_.:/*?-]+)/.exec(view.text.slice(span.end))?.[1] ?? "";
  return NAME.test(written) ? written : "act";
}

/** After the declaration in which the name is missing. */
export function declareMissing(view: View, problem: Problem): readonly Action[] {
  if (problem.code !== "unknown-name") return [];
  const name = view.text.slice(problem.span.start, problem.span.end);
  const kind = MISSING.exec(problem.message)?.[1] ?? "";
  const stub = Object.hasOwn(stubs, kind) ? stubs[kind] : undefined;
  if (stub === undefined || !NAME.test(name)) return [];
  const around = view.file.declarations.find(
    ({ start, end }) => start <= problem.span.start && problem.span.end <= end,
  );
  const at = around?.end ?? view.text.length;
  const { ending } = view;
  return [
    {
      title: `Declare the ${kind} '${name}'`,
      kind: "quickfix",
      problem,
      edits: [
        {
          span: { file: view.path, start: at, end: at },
          text: `${ending}${ending}${stub(name, actionOf(view, problem)).replaceAll("\n", ending)}`,
        },
      ],
    },
  ];
}
