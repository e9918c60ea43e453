/** The published schema of SARIF 2.1.0 as a check: the complaints about a document, none for a valid one. */
import schema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import { Ajv } from "ajv";
import addFormats from "ajv-formats";

const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
// The schema is of draft 4, whose `id` and dialect the validator does not know; nothing else in it differs.
const { $schema: _dialect, id: _id, ...rules } = schema;
const validate = ajv.compile(rules);

export function sarifComplaints(text: string): readonly string[] {
  const document: unknown = JSON.parse(text);
  if (validate(document)) return [];
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ""}`);
}
