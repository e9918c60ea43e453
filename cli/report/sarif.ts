/** SARIF 2.1.0 (OASIS): relative addresses, rules with help, fingerprints, fixes and code flows. */
import { version } from "../version.ts";
import type { Finding, FindingFix, Place, RelatedPlace, Report } from "./finding.ts";
import { fingerprints } from "./fingerprint.ts";

const LEVEL: Readonly<Record<Finding["severity"], string>> = {
  error: "error",
  warning: "warning",
  info: "note",
};

export function sarif(report: Report): string {
  const codes = [...new Set(report.findings.map((finding) => finding.code))].sort();
  const prints = fingerprints(report);
  const document = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "Remit", semanticVersion: version, rules: codes.map((code) => rule(report, code)) },
        },
        automationDetails: { id: `remit/${report.command}/` },
        columnKind: "utf16CodeUnits",
        ...invocations(report),
        results: report.findings.map((finding, index) => ({
          ruleId: finding.code,
          ruleIndex: codes.indexOf(finding.code),
          level: LEVEL[finding.severity],
          message: { text: finding.message },
          locations: [{ physicalLocation: physical(report, finding) }],
          ...(finding.related.length === 0
            ? {}
            : { relatedLocations: finding.related.map((place, id) => ({ id, ...located(report, place) })) }),
          ...(finding.flow === undefined || finding.flow.length === 0
            ? {}
            : {
                codeFlows: [
                  {
                    threadFlows: [
                      { locations: finding.flow.map((place) => ({ location: located(report, place) })) },
                    ],
                  },
                ],
              }),
          partialFingerprints: { "remit/v1": prints[index] ?? "" },
          ...(finding.fixes.length === 0 ? {} : { fixes: finding.fixes.map((fix) => repair(report, fix)) }),
        })),
      },
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** That files were not read whole: the run came to its end, and says what it did not see. */
function invocations(report: Report): object {
  const { unread = [], failsUnread = false } = report;
  if (unread.length === 0) return {};
  const notifications = unread.map(({ file, line, reason }) => ({
    level: failsUnread ? "error" : "warning",
    message: { text: `Not read whole: ${reason}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: address(report, file), uriBaseId: "%SRCROOT%" },
          ...(line === undefined ? {} : { region: { startLine: line } }),
        },
      },
    ],
  }));
  return { invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications }] };
}

function rule(report: Report, code: string): unknown {
  const { summary, severity, help, tags } = report.rule(code);
  return {
    id: code,
    shortDescription: { text: summary },
    defaultConfiguration: { level: LEVEL[severity] },
    help: { text: help ?? summary, ...(help === undefined ? {} : { markdown: help }) },
    ...(tags === undefined || tags.length === 0 ? {} : { properties: { tags } }),
  };
}

/** A path as a relative address: everything that has a meaning in one is escaped. */
const address = (report: Report, file: string): string =>
  report.shown(file).split("/").map(encodeWellFormed).join("/");

/** A lone surrogate, as a file name on Windows may hold one, has no encoding of its own. */
const encodeWellFormed = (text: string): string => encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd"));

function physical(report: Report, place: Place): unknown {
  return {
    artifactLocation: { uri: address(report, place.file), uriBaseId: "%SRCROOT%" },
    region: region(place),
  };
}

const region = ({ range }: Place): unknown => ({
  startLine: range.start.line,
  startColumn: range.start.column,
  endLine: range.end.line,
  endColumn: range.end.column,
});

const located = (report: Report, place: RelatedPlace): object => ({
  physicalLocation: physical(report, place),
  message: { text: place.message },
});

function repair(report: Report, fix: FindingFix): unknown {
  const files = [...new Set(fix.edits.map((edit) => edit.file))];
  return {
    description: { text: fix.title },
    artifactChanges: files.map((file) => ({
      artifactLocation: { uri: address(report, file), uriBaseId: "%SRCROOT%" },
      replacements: fix.edits
        .filter((edit) => edit.file === file)
        .map((edit) => ({ deletedRegion: region(edit), insertedContent: { text: edit.text } })),
    })),
  };
}
