/** Requests of Remit's own: the compiled output at the cursor, the agents that end soon, and what an edit widens. */
import { formatInstant } from "../../compiler/model/time.ts";
import { converterOf } from "../convert.ts";
import { endings } from "../features/endings.ts";
import { preview } from "../features/preview.ts";
import { widenings } from "../features/widens.ts";
import { fromNow } from "../hover/instant.ts";
import { invalidParams } from "../params.ts";
import type { LineColumn } from "../positions.ts";
import { openProject } from "../project.ts";
import type { Server } from "../server.ts";

interface PlaceParams {
  readonly textDocument: { readonly uri: string };
  readonly position: LineColumn;
}

interface WidensParams {
  readonly textDocument: { readonly uri: string };
  /** A git revision; absent: the files as they were saved. */
  readonly base?: string;
}

interface EndingsParams {
  readonly textDocument: { readonly uri: string };
  /** Seconds from now. */
  readonly within: number;
}

export function registerRemit({ connection, on, outside }: Server): void {
  connection.onRequest(
    "remit/preview",
    on(null, async ({ view, offset }, { position }: PlaceParams) =>
      preview(view, offset(position), outside.version),
    ),
  );
  connection.onRequest(
    "remit/endings",
    on(null, async ({ view, placing }, { within }: EndingsParams) => {
      if (!Number.isFinite(within)) throw invalidParams("'within' is a number of seconds.");
      const checked = await view.whole();
      const to = converterOf(placing);
      return {
        agents: endings(checked, within).map(({ span, ends, ...one }) => ({
          ...one,
          ends: formatInstant(ends),
          fromNow: fromNow(ends - checked.at),
          location: to.location(span),
        })),
      };
    }),
  );
  connection.onRequest(
    "remit/widens",
    on(null, async ({ view, project, placing }, { base }: WidensParams) => {
      if (base !== undefined && typeof base !== "string")
        throw invalidParams("'base' is a git revision, as text; without it the saved files are meant.");
      const host = base === undefined ? outside.host(project.root) : outside.revision(project.root, base);
      if (host === undefined)
        return { agents: [], reason: `'${base ?? project.root}' is no revision that can be read here.` };
      const [old, fresh] = [
        openProject(project.root, host, project.config, [], outside.clock),
        await view.whole(),
      ];
      const before = await old.whole();
      const broken = [before, fresh].some(({ problems }) =>
        problems.some(({ severity, code }) => severity === "error" && code !== "test-failed"),
      );
      const to = converterOf(placing);
      return {
        agents: widenings(before, fresh).map(({ span, ...one }) => ({
          ...one,
          ...(span === undefined ? {} : { location: to.location(span) }),
        })),
        ...(broken ? { reason: "One side has errors; what is in error is left out of the comparison." } : {}),
      };
    }),
  );
}
