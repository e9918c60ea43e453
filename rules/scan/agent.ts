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
  fact.guards.some((test) => asked.test(test));

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
