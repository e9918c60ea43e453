import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { terraformString } from "../../compiler/emit/escape.ts";

const texts = [
  "${aws_iam_role.x.arn}",
  "$${x}",
  "%{ if true }",
  "%%{",
  "${",
  "$",
  "%",
  'a"b\\c',
  "line\nbreak\r\t\b\f",
  "\u202eabc",
  "\u0001\u001b[31m",
  "</script>",
  "*/",
  "😀 é",
];

const terraform = (words: readonly string[], cwd: string) =>
  spawnSync("terraform", words, {
    cwd,
    encoding: "utf8",
    env: { PATH: process.env.PATH, HOME: cwd, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" },
  });
const present = terraform(["version"], tmpdir()).status === 0;
if (!present) console.warn("skipped: there is no terraform on this machine.");

// Outputs need no provider, so that Terraform itself says what each string is.
it.skipIf(!present)("Terraform reads every string as the text that it stands for", () => {
  const folder = mkdtempSync(join(tmpdir(), "remit-terraform-"));
  try {
    const output = Object.fromEntries(
      texts.map((text, index) => [`t${index}`, { value: terraformString(text) }]),
    );
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ output }));
    for (const words of [
      ["init", "-input=false"],
      ["validate"],
      ["apply", "-auto-approve", "-input=false"],
    ]) {
      const done = terraform(words, folder);
      expect(done.status, done.stderr).toBe(0);
    }
    const shown: Readonly<Record<string, { readonly value: string }>> = JSON.parse(
      terraform(["output", "-json"], folder).stdout,
    );
    expect(texts.map((_, index) => shown[`t${index}`]?.value)).toEqual(texts);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
