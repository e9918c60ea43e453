import manifest from "../package.json" with { type: "json" };

/** Remit's own version, as `--version` and every manifest say it. */
export const version: string = manifest.version;
