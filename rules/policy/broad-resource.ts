import type { Grant } from "../../compiler/model/policy.ts";
import { definePolicyRule } from "../rule.ts";

/**
 * `*` as the whole resource, or in the part that says whose it is: an ARN's account, an S3 bucket's name, a cluster,
 * a repository's owner, a subscription, a project. Where several `on` hold together, one narrow one is enough.
 */
export const broadResource = definePolicyRule({
  code: "broad-resource",
  *check(view) {
    for (const { agent, held } of view.agents)
      for (const { grant } of held()) {
        const found = broadOf(grant);
        if (!found) continue;
        yield {
          agent,
          span: grant.spans.resources ?? grant.origin.span,
          message: `'${found.glob}' is ${found.what}; name the ones that are needed.`,
        };
      }
  },
});

interface Broad {
  readonly glob: string;
  readonly what: string;
}

function broadOf(grant: Grant): Broad | undefined {
  let first: Broad | undefined;
  for (const list of grant.resources) {
    const broad = list.flatMap((glob) => {
      const what = breadth(glob, grant);
      return what === undefined ? [] : [{ glob, what }];
    });
    if (broad.length === 0) return undefined;
    first ??= broad[0];
  }
  return first;
}

const wild = (part: string | undefined): boolean => part?.includes("*") ?? false;

function breadth(glob: string, grant: Grant): string | undefined {
  if (/^[*?]*$/.test(glob) && glob.includes("*")) return "every resource";
  const services = new Set(grant.actions.map(({ text }) => text.slice(0, text.indexOf(":"))));
  for (const service of services) {
    const what = parts[service]?.(glob);
    if (what !== undefined) return what;
  }
  return undefined;
}

/** What a glob leaves open in the part that says whose the resource is; `undefined`: nothing. */
const parts: Readonly<Record<string, (glob: string) => string | undefined>> = {
  aws(glob) {
    const fields = glob.split(":");
    // A `*` before the account takes the account in, too.
    if (fields.length < 6) return wild(glob) ? "resources of every account" : undefined;
    if (wild(fields[4])) return "resources of every account";
    const isBucket = fields[2] === "s3" && fields[3] === "" && fields[4] === "";
    return isBucket && wild(fields[5]?.split("/")[0]) ? "more than one bucket, whoever owns it" : undefined;
  },
  gcp(glob) {
    const project = /\/projects\/([^/]*)/.exec(glob)?.[1];
    const bucket = /\/buckets\/([^/]*)/.exec(glob)?.[1];
    if (wild(project)) return "resources of every project";
    if (wild(bucket)) return "more than one bucket";
    return /^\/\/[^/]*(\/projects)?\/?\*/.test(glob) ? "resources of every project" : undefined;
  },
  azure(glob) {
    const subscription = /^\/subscriptions\/([^/]*)/.exec(glob)?.[1];
    return wild(subscription) || /^\/?\*/.test(glob) ? "resources of every subscription" : undefined;
  },
  k8s: (glob) => (wild(glob.split("/")[0]) ? "resources of every cluster" : undefined),
  github: (glob) => (wild(glob.split("/")[0]) ? "repositories of every owner" : undefined),
};
