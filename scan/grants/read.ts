/** All grants of one file. */
import { allowedTools } from "./agents/allowed.ts";
import { frameworkCalls } from "./agents/calls.ts";
import { agentFlags } from "./agents/flags.ts";
import { flowTools } from "./agents/flows.ts";
import { mcpServers } from "./agents/mcp.ts";
import { agentSettings } from "./agents/settings.ts";
import { strandsTools } from "./agents/strands.ts";
import { awsManagedPolicies } from "./aws/managed-policies.ts";
import { awsStatements } from "./aws/statements.ts";
import { type Bindings, bindingsOf } from "./bindings.ts";
import { type Command, commandsOf } from "./commands.ts";
import { documentsOf, type Format, formatOf, type GrantParsers } from "./documents.ts";
import type { Grant } from "./fact.ts";
import { gcpBindings, gcpRoleLists } from "./gcp/bindings.ts";
import { gcloudBindings } from "./gcp/gcloud.ts";
import { appManifests, subagentRoot, workflows } from "./github/workflows.ts";
import { type Imported, importedNames, modulesOf, withImportedNames } from "./imported.ts";
import { hostAccess } from "./kubernetes/host-access.ts";
import { kubectlGrants } from "./kubernetes/kubectl.ts";
import { kubebuilderGrants, rbacGrants } from "./kubernetes/rbac.ts";
import { azureGrants } from "./microsoft/azure.ts";
import { graphPermissions } from "./microsoft/graph.ts";
import { oauthScopes } from "./oauth/scopes.ts";
import { type OauthSigns, oauthSigns } from "./oauth/signs.ts";
import { infraResources, isInfrastructureCode } from "./resources/resources.ts";
import { get, str, type Value } from "./value.ts";

/** One document of a file, with what its names stand for. */
export interface Source {
  readonly path: string;
  readonly format: Format;
  readonly text: string;
  readonly root: Value;
  readonly bindings: Bindings;
  /** Of code: the modules that names come from. */
  readonly imports: ReadonlyMap<string, string>;
  readonly commands: readonly Command[];
  /** What the text as a whole says, worked out once for all of its documents. */
  readonly oauth: OauthSigns;
  readonly isInfrastructure: boolean;
  /** The file's name without folder and endings: the holder of what nothing else claims. */
  readonly stem: string;
}

export interface GrantReading {
  readonly grants: readonly Grant[];
  /** Why the file, or a part of it, could not be read. */
  readonly troubles: readonly string[];
}

/** Larger files are not read: no document with grants is that large, and reading must stay bounded. */
export const MAX_FILE = 2_000_000;

const none: ReadonlyMap<string, Imported> = new Map();

type Extractor = (source: Source) => readonly Grant[];

const extractors: readonly Extractor[] = [
  ({ root, bindings, stem }) => awsStatements(root, bindings, stem),
  ({ root, bindings, stem, commands }) => awsManagedPolicies(root, bindings, stem, commands),
  ({ root, bindings, text, commands }) => [...gcpBindings(root, bindings, text), ...gcloudBindings(commands)],
  ({ bindings, format }) => (format === "hcl" ? gcpRoleLists(bindings) : []),
  ({ root, bindings, commands }) => azureGrants(root, bindings, commands),
  ({ root, bindings }) => graphPermissions(root, bindings),
  ({ root, path, text, format, oauth }) => oauthScopes(root, path, text, format, oauth),
  ({ root, path, commands }) => [...rbacGrants(root, path), ...kubectlGrants(commands)],
  ({ root, path, commands }) => hostAccess(root, path, commands),
  ({ root, path, format }) => [...workflows(root, path, format), ...appManifests(root)],
  ({ root, bindings, path }) => mcpServers(root, bindings, path),
  ({ root, bindings, text, format }) => allowedTools(root, bindings, text, format),
  ({ root, bindings, format, path, imports }) => agentSettings(root, bindings, format, path, imports),
  ({ root, format, text, commands }) => agentFlags(root, format, text, commands),
  ({ root, bindings, imports, format }) =>
    format === "typescript" || format === "python" ? frameworkCalls(root, bindings, imports) : [],
  ({ root, bindings, imports, format }) => (format === "python" ? strandsTools(root, bindings, imports) : []),
  ({ root, format }) => (format === "json" ? flowTools(root) : []),
  ({ root, bindings, text, commands, isInfrastructure }) =>
    infraResources(root, bindings, text, commands, isInfrastructure),
  ({ root, path }) => {
    const front = subagentRoot(root, path);
    const name = str(get(front, "name")) ?? "";
    return front
      ? [
          {
            kind: "subagent-file",
            extent: { at: front.at, end: front.end },
            name,
            root: front,
            proof: "proven",
          },
        ]
      : [];
  },
];

/** The grants in documents that are read already; embedded documents must be in their place (`expand`). */
export function grantsIn(
  path: string,
  text: string,
  format: Format,
  documents: readonly Value[],
): readonly Grant[] {
  const stem = path.replace(/^.*\//, "").replace(/\..*$/, "");
  const isCode = format === "typescript" || format === "python";
  const imported = isCode ? importedNames(text) : none;
  const imports = modulesOf(imported);
  const oauth = oauthSigns(path, text);
  const isInfrastructure = isInfrastructureCode(text);
  return documents.flatMap((document) => {
    const root = withImportedNames(document, imported);
    const bindings = bindingsOf(root, format === "hcl");
    const source: Source = {
      path,
      format,
      text,
      root,
      bindings,
      imports,
      commands: commandsOf(root, format, text),
      oauth,
      isInfrastructure,
      stem,
    };
    return extractors.flatMap((extract) => extract(source));
  });
}

/** Reads a file; what is wrong with it is said in `troubles`, never thrown. */
export function readGrants(path: string, text: string, parsers: GrantParsers): GrantReading {
  const none = (reason: string): GrantReading => ({ grants: [], troubles: [reason] });
  if (text.length > MAX_FILE)
    return none(`The file is larger than ${MAX_FILE / 1_000_000} MB, so its grants are not read.`);
  if (path.endsWith(".go")) return { grants: kubebuilderGrants(text), troubles: [] };
  const format = formatOf(path, text);
  if (!format) return { grants: [], troubles: [] };
  try {
    const documents = documentsOf(path, text, format, parsers);
    if (!documents) return none(`The file could not be read as ${format}.`);
    return { grants: grantsIn(path, text, format, documents), troubles: [] };
  } catch (error) {
    // Parsers recurse: what nobody writes can exhaust their stack. Anything else is a bug of ours.
    if (error instanceof RangeError) return none(`The file is nested too deeply to be read as ${format}.`);
    throw error;
  }
}
