import { defineCommand } from "../command.ts";
import { failure } from "../failure.ts";

export default defineCommand({
  arguments: [{ syntax: "[paths...]", description: "files or folders" }],
  options: [],
  common: [],
  examples: [{ line: "remit fmt", does: "formats every policy of the workspace" }],
  run: async () => {
    throw failure("The printer is not there yet.");
  },
});
