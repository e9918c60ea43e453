import { asked, googleScope, requested } from "./oauth.ts";
import { defineScanRule, maps } from "./rule.ts";

const writes =
  /^(?:admin\.directory\.\w+(?:\.\w+)*|admin\.datatransfer|admin\.chrome\.\w+|apps\.groups\.settings|apps\.licensing|cloud-identity\.(?:groups|devices|policies))$/;

export default defineScanRule({
  id: "google-admin-sdk-write",
  title: "The directory of a Google organisation can be changed",
  tier: "critical",
  maps: maps("ASI03", "LLM06:2025", "269"),
  *check(grants) {
    for (const scope of requested(grants, "google")) {
      const name = googleScope(scope.value);
      if (!name || !writes.test(name) || name.endsWith(".readonly")) continue;
      yield asked(
        scope,
        `The scope auth/${name} changes users, groups or devices of the whole organisation. Ask for the .readonly scope, or give a service account an administrator role of its own.`,
      );
    }
    for (const { file, extent, callee, call, proof } of grants.of("framework-call")) {
      if (callee !== "with_subject") continue;
      const message =
        "with_subject acts as another user by domain-wide delegation. Share what is needed with the service account, or limit the delegated scopes to reading.";
      yield {
        file,
        extent: { at: extent.at, end: Math.min(extent.end, extent.at + 200) },
        subject: `with_subject ${call.callee}`,
        message,
        tier: "high",
        proof,
      };
    }
  },
});
