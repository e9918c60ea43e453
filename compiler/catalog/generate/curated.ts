/** The partial catalogs: Google Cloud, Azure and Microsoft Graph, from the tables written by hand. */

import type { CuratedAction } from "../curated-clouds.ts";
import { azureActions, gcpActions } from "../curated-clouds.ts";
import { graphActions } from "../curated-graph.ts";
import { type Row, writeCatalog } from "./write.ts";

const types = {
  gcp: [["resource", "//${Service}/${Name}"]],
  azure: [
    ["subscription scope", "/subscriptions/${Name}"],
    ["provider scope", "/providers/${Name}"],
  ],
  graph: [["id", "${Id}"]],
} as const;

function write(service: keyof typeof types, title: string, table: readonly CuratedAction[]): void {
  const places = types[service].map((_, index) => index);
  const letter = { read: "r", write: "w", admin: "a" } as const;
  const actions = table.map(
    ({ name, risk, why, labels }): Row =>
      labels ? [name, letter[risk], why, places, labels] : [name, letter[risk], why, places],
  );
  const part = { title, limited: service !== "graph", types: types[service], actions };
  console.log(
    service,
    writeCatalog(service, "written by hand from the vendor's documentation", { all: part }),
  );
}

export function generateCurated(): void {
  write("gcp", "Google Cloud", gcpActions);
  write("azure", "Azure", azureActions);
  write("graph", "Microsoft Graph", graphActions);
}
