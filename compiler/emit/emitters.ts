/** The emitter of each kind of target. Each loads when a policy has such a target. */
import type { Target } from "../model/test-and-target.ts";
import type { Emitter } from "./emission.ts";

export const emitters: { readonly [Kind in Target["kind"]]?: () => Promise<Emitter> } = {
  opa: async () => (await import("./opa/emit.ts")).emitOpa,
  cedar: async () => (await import("./cedar/emit.ts")).emitCedar,
  aws: async () => (await import("./aws/emit.ts")).emitAws,
  keycloak: async () => (await import("./keycloak/emit.ts")).emitKeycloak,
  okta: async () => (await import("./okta/emit.ts")).emitOkta,
};
