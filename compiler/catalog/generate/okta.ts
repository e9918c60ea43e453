/** Okta: scopes from the table of areas. */
import { oktaAdmin, oktaAreas, oktaOthers } from "../overlay-okta.ts";
import { type Row, writeCatalog } from "./write.ts";

export function generateOkta(): void {
  const rows = Object.entries(oktaAreas).flatMap(([area, what]): Row[] => [
    [`okta.${area}.read`, "r", `Read ${what}`, [0]],
    [`okta.${area}.manage`, oktaAdmin.has(area) ? "a" : "w", `Read and change ${what}`, [0]],
  ]);
  const others = oktaOthers.map(([name, risk, what]): Row => [name, risk, what, [0]]);
  const actions = [...rows, ...others];
  const part = { title: "Okta", limited: false, types: [["id", "${Id}"]] as const, actions };
  console.log("okta", writeCatalog("okta", "Okta's documentation of its OAuth scopes", { all: part }));
}
