import { asked, googleScope, requested } from "./oauth.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Scopes that write where reading, or writing less, is the common use, and what to ask for instead. */
const narrower: Readonly<Record<string, string>> = {
  "gmail.modify": "gmail.readonly, gmail.compose or gmail.labels",
  "gmail.settings.basic": "no settings scope",
  "gmail.settings.sharing": "no settings scope",
  "gmail.insert": "gmail.compose",
  calendar: "calendar.events or calendar.readonly",
  spreadsheets: "spreadsheets.readonly, or drive.file",
  documents: "documents.readonly, or drive.file",
  presentations: "presentations.readonly, or drive.file",
  contacts: "contacts.readonly",
  "chat.messages": "chat.messages.create or chat.messages.readonly",
  "chat.spaces": "chat.spaces.readonly",
  "chat.delete": "no deletion",
  tasks: "tasks.readonly",
  "forms.body": "forms.body.readonly",
  "script.projects": "script.projects.readonly",
};

export default defineScanRule({
  id: "google-restricted-write",
  title: "A Google scope that writes, asked for by default",
  tier: "medium",
  maps: maps("ASI03", "LLM06:2025", "250"),
  *check(grants) {
    for (const scope of requested(grants, "google")) {
      const name = googleScope(scope.value);
      const less = name
        ? (narrower[name] ??
          (/^classroom\.\w+(?:\.\w+)?$/.test(name) && !name.endsWith("readonly")
            ? `${name}.readonly`
            : undefined))
        : undefined;
      if (!less) continue;
      yield asked(
        scope,
        `The scope auth/${name} lets the agent change what it could only read. Ask for ${less}, and for more when a task needs it.`,
      );
    }
  },
});
