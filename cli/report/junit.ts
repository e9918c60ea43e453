/** JUnit XML: a suite a file (or a test block), a case a finding (or a test case). */
import type { Report, TestOutcome } from "./finding.ts";

export function junit(report: Report): string {
  const cases = report.cases ?? [
    ...report.findings.map((finding) => findingCase(finding)),
    ...unread(report),
  ];
  const suites = new Map<string, TestOutcome[]>();
  for (const item of cases) suites.set(item.suite, [...(suites.get(item.suite) ?? []), item]);
  const failed = cases.filter((item) => item.failure !== undefined).length;
  const lines = [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites name="remit ${report.command}" tests="${cases.length}" failures="${failed}">`,
  ];
  for (const [name, items] of suites) {
    const failures = items.filter((item) => item.failure !== undefined).length;
    lines.push(`  <testsuite name="${xml(name)}" tests="${items.length}" failures="${failures}">`);
    for (const item of items) {
      const { line } = item.range.start;
      const file = report.shown(item.file);
      const attributes = `name="${xml(item.name)}" classname="${xml(name)}" file="${xml(file)}" line="${line}"`;
      if (item.skipped !== undefined)
        lines.push(
          `    <testcase ${attributes}>`,
          `      <skipped message="${xml(item.skipped)}"/>`,
          "    </testcase>",
        );
      else if (item.failure === undefined) lines.push(`    <testcase ${attributes}/>`);
      else
        lines.push(
          `    <testcase ${attributes}>`,
          `      <failure message="${xml(item.failure)}">${xml(`${file}:${line}: ${item.failure}`)}</failure>`,
          "    </testcase>",
        );
    }
    lines.push("  </testsuite>");
  }
  lines.push("</testsuites>", "");
  return lines.join("\n");
}

/** A file that was not read whole is a case; it fails where the run does for it, and is skipped elsewhere. */
function unread({ unread: files = [], failsUnread = false }: Report): readonly TestOutcome[] {
  return files.map(({ file, line = 1, reason }) => {
    const place = { line, column: 1 };
    return {
      file,
      range: { start: place, end: place },
      suite: file,
      name: "not read whole",
      ...(failsUnread ? { failure: reason } : { skipped: reason }),
    };
  });
}

/** Notes and warnings pass: only an error fails a build. */
function findingCase(finding: Report["findings"][number]): TestOutcome {
  const { file, range, code, severity, message } = finding;
  const name = `${code} at ${range.start.line}:${range.start.column}: ${message}`;
  return { file, range, suite: file, name, ...(severity === "error" ? { failure: message } : {}) };
}

/** Text in an attribute or an element; what XML 1.0 cannot hold becomes U+FFFD. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
