/**
 * The compiled OPA policy in this process: the static module in WebAssembly, with a policy's document as its data. It
 * is the same Rego as the server runs, so `test --engine opa` and `verify` need nothing but Node.
 */
import { loadPolicy } from "@open-policy-agent/opa-wasm";
import type { PolicyDocument } from "../../compiler/emit/opa/document.ts";
import { isObject } from "../../compiler/model/json.ts";
import type { Instant } from "../../compiler/model/policy.ts";
import { readAsset } from "../assets.ts";
import { failure } from "../failure.ts";
import { keepWasmCallsApart } from "./wasm.ts";

export interface OpaDecision {
  readonly allow: boolean;
  readonly reasons: readonly string[];
}

export interface OpaEngine {
  /** Makes this the policy that decides; `stopped` as in the `remit_stop` bundle, agent → since, in epoch seconds. */
  load(document: PolicyDocument, stopped?: Readonly<Record<string, number>>): void;
  /** `data.remit.decision`, as served when the engine's clock shows `clock` (epoch seconds, fractions allowed). */
  decide(request: unknown, clock: Instant): OpaDecision;
  /** `data.remit.at.decision`: at the request's own time. */
  decideAt(request: unknown): OpaDecision;
}

const MODULE = "compiler/emit/opa/generated/remit.wasm";
/** What the SDK begins with by itself; it grows as needed. */
const MEMORY_PAGES = 5;

/** Levels of JSON; the module's stack ends at some 4,000, and an instance whose stack ended is of no more use. */
const DEEPEST = 1000;

/** Loads the module once; a policy must be loaded before the first decision. */
export async function openOpa(): Promise<OpaEngine> {
  keepWasmCallsApart();
  const wasm = readAsset(MODULE);
  if (wasm === undefined)
    throw failure(`'${MODULE}' is missing from this installation; install Remit again.`);
  let now = 0;
  // Nanoseconds do not fit into a double, but whole seconds of them do, and the module needs no more.
  const clock = { "time.now_ns": () => Math.floor(now) * 1_000_000_000 };
  const policy = await loadPolicy(wasm, MEMORY_PAGES, clock);
  const ask = (request: unknown, entrypoint: string): OpaDecision =>
    isDeep(request)
      ? { allow: false, reasons: [`The request is nested deeper than ${DEEPEST} levels.`] }
      : readDecision(policy.evaluate(jsonBytes(request), entrypoint));
  return {
    load: (document, stopped = {}) =>
      policy.setData(jsonBytes({ remit: { policy: document }, remit_stop: { agents: stopped } })),
    decide: (request, at) => {
      now = at;
      return ask(request, "remit/decision");
    },
    decideAt: (request) => ask(request, "remit/at/decision"),
  };
}

function isDeep(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
  }
  return false;
}

/**
 * JSON as an HTTP client would send it. A surrogate that stands alone is no character: it becomes U+FFFD, as it does in
 * every encoder of UTF-8 (the module's parser would stop at its escape).
 */
function jsonBytes(value: unknown): ArrayBuffer {
  const text = (JSON.stringify(value) ?? "null").replace(
    /\\(?:u([0-9a-f]{4})|.)/g,
    (sequence, unit?: string) =>
      unit !== undefined && unit >= "d800" && unit <= "dfff" ? "\ufffd" : sequence,
  );
  const bytes = new TextEncoder().encode(text);
  const buffer = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

/** What is not a decision is a deny that says so. */
function readDecision(answer: unknown): OpaDecision {
  const result = Array.isArray(answer) && isObject(answer[0]) ? answer[0].result : undefined;
  if (isObject(result) && typeof result.allow === "boolean" && Array.isArray(result.reasons))
    return { allow: result.allow, reasons: result.reasons.map(String) };
  return { allow: false, reasons: ["The engine gave no decision."] };
}
