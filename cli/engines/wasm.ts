/** WebAssembly in this process. */
import { setFlagsFromString } from "node:v8";

/**
 * To be called before an engine in WebAssembly is asked. V8 11, that of Node 20, puts calls into WebAssembly into the
 * code around them, and in rare long runs ends the whole process where it has to undo that; so it shall not. Later
 * ones are left alone.
 */
export function keepWasmCallsApart(): void {
  if (process.versions.v8.startsWith("11.")) setFlagsFromString("--no-turbo-inline-js-wasm-calls");
}
