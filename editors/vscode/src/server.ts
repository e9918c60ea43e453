/** The server that the extension brings along. */
import { outside } from "../../../cli/commands/lsp.ts";
import { serve } from "../../../lsp/server.ts";

serve(
  outside(() => Math.floor(Date.now() / 1000)),
  process.stdin,
  process.stdout,
);
