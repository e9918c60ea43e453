import type { Finding } from "./report/finding.ts";

/** Diagnostics as every JSON document has them: exactly the documented fields. */
export function diagnosticsJson(findings: readonly Finding[]): unknown {
  return findings.map(({ code, severity, message, file, range, related, fixes }) => ({
    code,
    severity,
    message,
    file,
    range,
    related: related.map((item) => ({ message: item.message, file: item.file, range: item.range })),
    fixes: fixes.map(({ title, edits }) => ({
      title,
      edits: edits.map((edit) => ({ file: edit.file, range: edit.range, text: edit.text })),
    })),
  }));
}
