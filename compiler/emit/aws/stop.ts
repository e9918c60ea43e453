/**
 * The stop of agents on AWS without a new grant: in the last output the first policy of a stopped agent's role, and its
 * boundary, become one explicit deny of everything. Where there is no such output, that deny alone.
 */
import { isObject } from "../../model/json.ts";
import type { EmitInput, EmittedFile } from "../emission.ts";
import { compactJson, stableJson, terraformString } from "../escape.ts";
import { notThere, onlyDenies, type Stop } from "../last-output.ts";
import { nameRules, platformName } from "../names.ts";
import type { Role } from "./role.ts";
import { document } from "./statement.ts";

const stopped = document([{ Sid: "Suspended", Effect: "Deny", Action: ["*"], Resource: ["*"] }]);

/** The name of the inline policy that the denies alone are put under. */
const inlineName = "remit-stop";

/** `roles` are those of the policy as it is now; `where` is the target's folder. */
export function stopAws(stops: NonNullable<EmitInput["stops"]>, roles: readonly Role[], where: string): Stop {
  const { last, agents } = stops;
  const mine = roles.filter(({ agent }) => agents.includes(agent.name));
  if (last.kind !== "whole") {
    if (mine.length === 0) return { files: [], remarks: [] };
    return { files: deniesAlone(mine), remarks: [onlyDenies(last, `${where}/stop/README.md`)] };
  }
  const files: EmittedFile[] = [];
  const found = new Set<string>();
  for (const [path, text] of last.files) {
    const changed = inFile(path, text, last.files, agents, found);
    if (changed !== undefined && changed !== text) files.push({ path, content: changed });
  }
  const absent = mine.filter(({ agent }) => !found.has(agent.name)).map(({ agent }) => agent.name);
  return {
    files,
    remarks: notThere(absent),
    stopped: (stops.known ?? []).filter((name) => agents.includes(name) || isDenied(name, last.files)),
  };
}

/** Whether an earlier stop denies the agent everything: another one changes nothing. */
function isDenied(name: string, files: ReadonlyMap<string, string>): boolean {
  const found = new Set<string>();
  const changes = [...files].some(([path, text]) => {
    const changed = inFile(path, text, files, [name], found);
    return changed !== undefined && changed !== text;
  });
  return found.has(name) && !changes;
}

/** The file with the stops; `undefined` where it is none that grants. Names of agents that are in it go into `found`. */
function inFile(
  path: string,
  text: string,
  files: ReadonlyMap<string, string>,
  agents: readonly string[],
  found: Set<string>,
): string | undefined {
  const put = (places: (name: string) => readonly (readonly string[])[], leaf: unknown): string => {
    let value: unknown = JSON.parse(text);
    for (const name of agents)
      for (const place of places(name)) {
        const changed = replaced(value, place, leaf);
        if (changed === undefined) continue;
        value = changed;
        found.add(name);
      }
    return stableJson(value);
  };
  if (/^template(-\d+)?\.json$/.test(path))
    return put((name) => {
      const id = platformName(name, nameRules.cloudformation);
      const document = (key: string) => ["Resources", key, "Properties", "PolicyDocument"];
      return [document(`Policy1${id}`), document(`Boundary${id}`)];
    }, stopped);
  if (path === "main.tf.json")
    return put(
      (name) => {
        const id = platformName(name, nameRules.terraform);
        const document = (key: string) => ["resource", "aws_iam_policy", key, "policy"];
        return [document(`${id}_p1`), document(`${id}_boundary`)];
      },
      terraformString(compactJson(stopped)),
    );
  const [, folder, file] = /^(.+)\/(permissions-1|boundary)\.json$/.exec(path) ?? [];
  if (folder === undefined || file === undefined) return undefined;
  const role: unknown = JSON.parse(files.get(`${folder}/role.json`) ?? "null");
  const agent = isObject(role) && typeof role.agent === "string" ? role.agent : undefined;
  if (agent === undefined || !agents.includes(agent)) return undefined;
  found.add(agent);
  return stableJson(stopped);
}

/** The value with another leaf at an existing place; `undefined` where there is none. */
function replaced(value: unknown, [key, ...rest]: readonly string[], leaf: unknown): unknown {
  if (key === undefined) return leaf;
  if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
  const inner = replaced(value[key], rest, leaf);
  return inner === undefined ? undefined : { ...value, [key]: inner };
}

function deniesAlone(roles: readonly Role[]): readonly EmittedFile[] {
  const files = roles.map(({ name }) => `${platformName(name, nameRules.file)}.json`);
  const page = [
    "# Denies that stop agents",
    "",
    "Made by `remit compile --only-suspensions`. Each denies everything to one role, in open sessions too, and grants nothing.",
    "",
    "Apply, as an inline policy beside whatever the role has:",
    "",
    "```sh",
    ...roles.map(
      ({ name }, index) =>
        `aws iam put-role-policy --role-name ${name} --policy-name ${inlineName} --policy-document file://${files[index]}`,
    ),
    "```",
    "",
    "Undo, when the agent may act again and the output of a whole compile is applied:",
    "",
    "```sh",
    ...roles.map(({ name }) => `aws iam delete-role-policy --role-name ${name} --policy-name ${inlineName}`),
    "```",
    "",
  ].join("\n");
  return [
    { path: "stop/README.md", content: page },
    ...files.map((file) => ({ path: `stop/${file}`, content: stableJson(stopped) })),
  ];
}
