/** What `remit.yaml` says, defaults filled in. The file's JSON Schema is `docs/schemas/remit.yaml.schema.json`. */
export interface Config {
  /** Names the workspace; every emitted object carries it. Default: the folder's name. */
  readonly workspace: string;
  /** Globs of the policy's files. Default: every `.remit` file below the folder. */
  readonly policies: readonly string[];
  /** The file names `policies`: that they match nothing is a mistake then. */
  readonly namesPolicies?: boolean;
  readonly scan: {
    /** Globs of what `scan` reads. Default: everything that is not ignored. */
    readonly include: readonly string[];
    readonly exclude: readonly string[];
  };
}
