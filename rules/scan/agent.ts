/** What the rules about agents' own settings share. */
import type { AgentSetting } from "../../scan/grants/agents/fact.ts";
import type { Located } from "../../scan/grants/fact.ts";
import { str, type Value } from "../../scan/grants/value.ts";
import type { Offence } from "./rule.ts";

export type Setting = Located<AgentSetting>;

/** A branch that is taken only when somebody asks for it by an option, a setting or a variable of the environment. */
const asked =
  /opt|flag|arg|config|env|yolo|skip|danger|permission|bypass|auto|mode|sandbox|allow|unsafe|trust|approve|force|interactive|debug|enabled?/i;
export const onlyOnRequest = (fact: { readonly guards: readonly string[] }) =>
  fact.guards.some((test) => asked.test(test) && !byDefault(test));

/** What holds as long as nothing is set: `!flags.ask`, `flags["auto"] !== false`. */
const unset =
  /^\(?(?:!|not )[\w.?[\]'"$-]{1,100}\)?$|!==? ?(?:false|False)\)?$|===? ?undefined\)?$| is (?:None|not False)\)?$/;

/** Whether the branch is taken when nobody asks for anything: then the option is the way out, not the way in. */
function byDefault(test: string): boolean {
  if (test.length > 500) return false;
  return test
    .split(/&&|\band\b/)
    .every((part) => part.split(/\|\||\bor\b/).some((choice) => unset.test(choice.trim())));
}

export function set(setting: Setting, message: string): Offence {
  const { file, extent, key, path, proof } = setting;
  return {
    file,
    extent: { at: extent.at, end: extent.end },
    subject: `${path} ${str(setting.value) ?? key}`,
    message,
    proof,
  };
}

/** The value beside a setting under one of the keys. */
export const beside = (setting: Setting, ...keys: readonly string[]): Value | undefined =>
  setting.beside.find((other) => keys.includes(other.key))?.value;

export const isSettingsFile = (file: string) =>
  /(?:^|\/)\.claude\/[^/]*\.json$|managed-settings\.json$|settings[\w.-]*\.json$/.test(file);
