/** The project's own JSON Schemas as checks. */
import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

const ajv = new Ajv2020({ strict: false, allErrors: true });
const compiled = new Map<string, ValidateFunction>();

/** Reads a JSON text; complaints of `docs/schemas/NAME.schema.json` about it are thrown. */
export function readJson(name: string, text: string): unknown {
  const value: unknown = JSON.parse(text);
  const validate =
    compiled.get(name) ?? ajv.compile(JSON.parse(readFileSync(`docs/schemas/${name}.schema.json`, "utf8")));
  compiled.set(name, validate);
  if (!validate(value))
    throw new Error(`${name}: ${ajv.errorsText(validate.errors)}\n${text.slice(0, 2000)}`);
  return value;
}
