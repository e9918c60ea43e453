/**
 * The report as one page that needs no network: tables made here, so that it can be read without its script, and a
 * content security policy that runs nothing but the page's own style and script, named by their digests.
 */
import { createHash } from "node:crypto";
import { htmlText } from "../../compiler/emit/escape.ts";
import { formatInstant, instantInWords } from "../../compiler/model/time.ts";
import { conclusion, listed } from "../report/diff.ts";
import { printable } from "../report/printable.ts";
import type { AgentRow, PageData } from "./inventory.ts";
import { timeline } from "./timeline.ts";

export interface PageAssets {
  readonly style: string;
  readonly script: string;
}

const digest = (text: string): string =>
  `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;
/** Text of unknown origin: escaped, and without characters that act or hide. */
const show = (text: string): string => htmlText(printable(text, "one-line"));

/** The whole HTML document. */
export function reportPage(data: PageData, { style, script }: PageAssets): string {
  const policy = `default-src 'none'; style-src ${digest(style)}; script-src ${digest(script)}; base-uri 'none'; form-action 'none'`;
  const title = `Agents of ${data.workspace}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${show(title)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#agents">Skip to the inventory</a>
<header>
<h1>${show(title)}</h1>
<p class="soft">As of ${show(instantInWords(data.at))}</p>
${counts(data)}
<nav aria-label="Sections"><ul>${data.changes === undefined ? "" : '<li><a href="#changes">Changes</a></li>'}<li><a href="#agents">Inventory</a></li><li><a href="#timeline">Time line</a></li><li><a href="#map">Graph</a></li><li><a href="#findings">Findings</a></li><li><a href="#enforcement">Enforcement</a></li></ul></nav>
</header>
<main>
${changes(data)}
${inventory(data)}
<section id="timeline" aria-labelledby="h-time"><h2 id="h-time">Ends and reviews</h2><p class="soft">Bars end where access ends; dots are reviews that are due; the dashed line is the report's instant.</p><div class="scroll" tabindex="0" role="region" aria-label="Time line">${timeline(data.agents, data.at)}</div></section>
<section id="map" aria-labelledby="h-map"><h2 id="h-map">Who answers for what, and what it reaches</h2>
<div class="tools"><button type="button" id="unfold">Show all agents</button><button type="button" id="fold">Start again</button></div>
<div class="scroll" id="graph" tabindex="0" role="region" aria-label="Graph"><p>The graph is drawn by the page's script; the inventory holds the same as text.</p></div></section>
${findings(data)}
${enforcement(data)}
</main>
<script type="application/json" id="data">${jsonText({ graph: data.graph })}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** JSON inside of a script element: nothing in it can end the element or begin a comment. */
const jsonText = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );

function counts({ agents, findings: list, at }: PageData): string {
  const soon = agents.filter((row) => row.ends !== undefined && row.ends <= at + 30 * 86_400).length;
  const items: readonly (readonly [number, string])[] = [
    [agents.length, agents.length === 1 ? "agent" : "agents"],
    [agents.filter((row) => row.state === "in force").length, "in force"],
    [agents.filter((row) => row.state === "suspended").length, "suspended"],
    [soon, "end within 30 days"],
    [agents.filter((row) => row.reviewState === "overdue").length, "reviews overdue"],
    [list.length, list.length === 1 ? "finding" : "findings"],
  ];
  return `<ul class="counts">${items.map(([count, label]) => `<li><b>${count}</b> ${label}</li>`).join("")}</ul>`;
}

function inventory({ agents }: PageData): string {
  const owners = [...new Map(agents.map((row) => [row.agent.owner, row.ownerName]))].sort((a, b) =>
    a[1] < b[1] ? -1 : 1,
  );
  const states = [...new Set(agents.map((row) => row.state))].sort();
  return `<section id="agents" aria-labelledby="h-agents"><h2 id="h-agents">Inventory</h2>
<div class="tools"><label>Search <input type="search" id="search" autocomplete="off"></label>
<label>Owner <select id="owner"><option value="">all</option>${owners.map(([id, name]) => `<option value="${show(id)}">${show(name)}</option>`).join("")}</select></label>
<label>State <select id="state"><option value="">all</option>${states.map((state) => `<option>${state}</option>`).join("")}</select></label>
<span id="shown" role="status" class="soft"></span></div>
<div class="scroll" tabindex="0" role="region" aria-label="Inventory"><table><thead><tr><th scope="col">Agent</th><th scope="col">State</th><th scope="col">Owner</th><th scope="col">Ends</th><th scope="col">Review</th><th scope="col">May</th></tr></thead><tbody>
${agents.map(agentRow).join("\n")}
</tbody></table></div></section>`;
}

const where = ({ environment }: AgentRow): string =>
  environment === undefined ? "" : ` <span class="tag">${show(environment)}</span>`;

function agentRow(row: AgentRow): string {
  const { agent } = row;
  const about = [agent.title, agent.purpose]
    .flatMap((text) => (text === undefined ? [] : [`<p class="soft">${show(text)}</p>`]))
    .join("");
  const review =
    row.reviewState === "not-required"
      ? "none asked"
      : row.reviewDue === undefined
        ? "never"
        : formatInstant(row.reviewDue).slice(0, 10);
  const states: Readonly<Record<AgentRow["state"], string>> = {
    "in force": "ok",
    suspended: "suspended",
    "not yet": "warning",
    ended: "soft",
    "not in force": "warning",
  };
  return `<tr data-owner="${show(agent.owner)}" data-state="${row.state}"><td><code>${show(agent.name)}</code>${where(row)}${about}</td><td><span class="${states[row.state]}">${row.state}</span>${stopped(row)}</td><td>${show(row.ownerName)}<p class="soft">${show(row.ownerMail)}</p>${row.answering === undefined ? "" : `<p class="warning">answers now: ${show(row.answering)}</p>`}</td><td>${row.ends === undefined ? "—" : formatInstant(row.ends).slice(0, 10)}</td><td><span class="${row.reviewState === "overdue" ? "overdue" : "soft"}">${review}${row.reviewState === "overdue" ? " (overdue)" : ""}</span></td><td><details><summary>${row.grants.length} ${row.grants.length === 1 ? "grant" : "grants"}</summary><ul>${row.grants.map((grant) => `<li><code>${show(grant.text)}</code> <span class="soft">${show(grant.place)}</span></li>`).join("")}</ul></details></td></tr>`;
}

/** Since when it is suspended, and why, while it is. */
function stopped({ agent: { suspended }, state }: AgentRow): string {
  if (state !== "suspended" || suspended === undefined) return "";
  return `<p class="soft why">since ${show(instantInWords(suspended.since))}: ${show(suspended.because)}</p>`;
}

function findings({ findings: list }: PageData): string {
  const rows = list.map(
    (one) =>
      `<tr><td><span class="${one.severity}">${one.severity === "info" ? "note" : one.severity}</span></td><td><code>${show(one.code)}</code></td><td>${show(one.message)}</td><td class="soft">${show(`${one.file}:${one.range.start.line}`)}</td></tr>`,
  );
  const table =
    rows.length === 0
      ? "<p>Nothing to report.</p>"
      : `<div class="scroll" tabindex="0" role="region" aria-label="Findings"><table><thead><tr><th scope="col">Severity</th><th scope="col">Code</th><th scope="col">What</th><th scope="col">Where</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
  return `<section id="findings" aria-labelledby="h-findings"><h2 id="h-findings">Findings</h2>${table}</section>`;
}

function enforcement({ agents, targets }: PageData): string {
  const rows = agents.flatMap((row) => {
    if (row.grants.length === 0) return [];
    const grants = row.grants.map((grant) => {
      const cells = targets.map((target) => {
        const one = grant.targets.find((candidate) => candidate.target === target);
        if (one === undefined || one.kind === "not-applicable") return '<td class="soft">—</td>';
        return `<td><span class="${one.kind}">${one.kind}</span></td>`;
      });
      // Why something is not native needs room, which the columns of many targets do not have.
      const reasons = grant.targets.flatMap(({ target, kind, why }) =>
        why === "" || kind === "not-applicable"
          ? []
          : [`<p class="soft">${show(`${target}: ${kind}, ${why}`)}</p>`],
      );
      return `<tr><td><code>${show(grant.text)}</code>${reasons.join("")}</td>${cells.join("")}</tr>`;
    });
    return [
      `<tr><th scope="rowgroup" colspan="${targets.length + 1}"><code>${show(row.agent.name)}</code>${where(row)}</th></tr>`,
      ...grants,
    ];
  });
  const table =
    targets.length === 0
      ? "<p>The policy has no target: nothing enforces it.</p>"
      : `<div class="scroll" tabindex="0" role="region" aria-label="Enforcement"><table><thead><tr><th scope="col">Agent and grant</th>${targets.map((target) => `<th scope="col">${show(target)}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
  return `<section id="enforcement" aria-labelledby="h-enforcement"><h2 id="h-enforcement">What each target enforces</h2>${table}</section>`;
}

function changes({ changes: given }: PageData): string {
  if (given === undefined) return "";
  const { comparison, since } = given;
  const items = listed(comparison, false).map((one) => {
    const sentences = [
      ...one.wider.map((said) => `<li>+ ${show(said.sentence)}</li>`),
      ...one.narrower.map((said) => `<li>− ${show(said.sentence)}</li>`),
    ];
    return `<li><span class="${one.verdict}">${one.verdict}</span> <code>${show(one.agent)}</code>${one.renewal ? " (renewal)" : ""}<ul>${sentences.join("")}</ul></li>`;
  });
  const other = comparison.other.map((one) => `<li>${show(one.message)}</li>`);
  return `<section id="changes" aria-labelledby="h-changes"><h2 id="h-changes">Changed since ${show(since)}</h2><p>${show(items.length + other.length === 0 ? "Nothing: every agent may do what it might do before." : conclusion(comparison))}</p><ul>${[...items, ...other].join("")}</ul></section>`;
}
