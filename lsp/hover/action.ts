/** An action of a catalog: description, risk, resource types; of a wildcard, what it stands for. */
import type { CatalogAction } from "../../compiler/catalog/catalog.ts";
import { splitAction } from "../../compiler/catalog/catalogs.ts";
import { loadCatalog } from "../../compiler/catalog/load.ts";
import type { View } from "../view.ts";
import { code, plain } from "./text.ts";

const MOST = 15;

/** `undefined` where the text names no action of a catalog. */
export async function actionHover(view: View, written: string): Promise<string | undefined> {
  const split = splitAction(written.replace(/"(.*)"$/s, "$1"));
  if (split === undefined) return undefined;
  const catalog = await loadCatalog(split.service, [split.name], view.data);
  const exact = catalog.action(split.name) ?? catalog.assumed(split.name);
  if (exact !== undefined) return one(split.service, exact);
  if (!/[*?]/.test(split.name)) return undefined;
  const all = catalog.matching(split.name);
  if (all.length === 0) return undefined;
  const shown = all.slice(0, MOST).map(({ name, risk }) => `- ${code(`${split.service}:${name}`)} (${risk})`);
  const rest = all.length > MOST ? [`- and ${all.length - MOST} more`] : [];
  return [
    `${code(written)} stands for ${all.length} action${all.length === 1 ? "" : "s"}:`,
    [...shown, ...rest].join("\n"),
  ].join("\n\n");
}

function one(
  service: string,
  { name, risk, description, resources, labels, resourceRequired }: CatalogAction,
): string {
  const types = resources.map((type) => `- ${plain(type.name)}: ${code(type.pattern)}`);
  return [
    `${code(`${service}:${name}`)} — risk **${risk}**${labels.length > 0 ? `, ${labels.map(plain).join(", ")}` : ""}`,
    ...(description === undefined ? [] : [plain(description)]),
    types.length === 0
      ? "Takes no resource."
      : `${resourceRequired ? "Resources" : "Resources (optional)"}:\n\n${types.join("\n")}`,
  ].join("\n\n");
}
