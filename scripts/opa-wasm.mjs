/**
 * Compiles the static Rego module to WebAssembly with the pinned OPA: `node scripts/opa-wasm.mjs` writes
 * `compiler/emit/opa/generated/remit.wasm`; with a path, writes there instead (the tests compare the two).
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { enginePath } from "./engines.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = process.argv[2] ?? join(root, "compiler/emit/opa/generated/remit.wasm");
const folder = mkdtempSync(join(tmpdir(), "remit-opa-"));
try {
  const opa = enginePath("opa");
  if (opa === undefined) throw new Error("There is no OPA; run 'node scripts/engines.mjs opa' first.");
  const bundle = join(folder, "bundle.tar.gz");
  const entries = ["decision", "allow", "at/decision", "at/allow"].flatMap((name) => ["-e", `remit/${name}`]);
  // The module's path is part of the output, so it is built from its own folder.
  execFileSync(opa, ["build", "-t", "wasm", ...entries, "-o", bundle, "remit.rego"], {
    cwd: join(root, "compiler/emit/opa"),
  });
  execFileSync("tar", ["xzf", bundle, "-C", folder, "/policy.wasm"], {
    stdio: ["ignore", "ignore", "ignore"],
  });
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, readFileSync(join(folder, "policy.wasm")));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
