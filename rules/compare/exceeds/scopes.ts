/** What lists of OAuth scopes in an agent's code ask for. */
import type { Agent } from "../../../compiler/model/policy.ts";
import type { ScopeProvider } from "../../../scan/grants/oauth/fact.ts";
import type { Grants } from "../../scan/rule.ts";
import type { Claim } from "./claim.ts";

/** The service of the policy's language whose actions the provider's scopes are. */
const services: Partial<Readonly<Record<ScopeProvider, string>>> = {
  google: "google",
  slack: "slack",
  okta: "okta",
  microsoft: "graph",
};

/** Scopes that tell who somebody is, or how long a token lasts: no access to anything. */
const identity =
  /^(?:openid|profile|email|address|phone|groups|offline_access|\.default|User\.Read|https:\/\/www\.googleapis\.com\/auth\/userinfo\.(?:email|profile))$/;

/** The claims of the scope lists in the agent's files. Whose token it will be, no list says: they are inferred. */
export function scopeClaims(
  isOwn: (file: string) => boolean,
  agent: Agent,
  grants: Grants,
): readonly Claim[] {
  const allowed = new Set(agent.grants.flatMap(({ actions }) => actions.map((action) => action.text)));
  return grants.of("oauth-scope").flatMap(({ provider, value, file, extent, option }): readonly Claim[] => {
    const service = services[provider];
    const name = value.replace(/^https:\/\/graph\.microsoft\.com\//, "");
    if (service === undefined || option || identity.test(name) || !isOwn(file)) return [];
    const action = [`${service}:${name}`, ...wider(service, name)].find((one) => allowed.has(one));
    return [
      {
        file,
        at: extent.at,
        holder: "The code",
        parts: [{ action: action ?? `${service}:${name}`, said: value, extent, denies: [] }],
        proof: "inferred",
        unbounded: false,
      },
    ];
  });
}

/** Scopes that give what this one gives, and more. */
function wider(service: string, name: string): readonly string[] {
  const found: string[] = [];
  if (service === "google") {
    found.push(
      name.replace(
        /\.(?:readonly|metadata|labels|send|compose|insert|modify|file|events)(?:\.readonly)?$/,
        "",
      ),
    );
    if (name.includes("/auth/gmail.")) found.push("https://mail.google.com/");
    if (name.endsWith("/auth/gmail.readonly")) found.push(name.replace(/readonly$/, "modify"));
  } else if (service === "graph") {
    found.push(
      name.replace(/\.Read(?:Basic)?(?=\.|$)/, ".ReadWrite"),
      name.replace(/\.ReadBasic(?=\.|$)/, ".Read"),
    );
  } else if (service === "okta")
    found.push(name.replace(/\.read(?:\.self)?$/, ".manage"), name.replace(/\.self$/, ""));
  return found.filter((one) => one !== name).map((one) => `${service}:${one}`);
}
