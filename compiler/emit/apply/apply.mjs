#!/usr/bin/env node
/**
 * Runs plan.json against the platform's administration API: `node apply.mjs [--dry-run | --undo] [--plan FILE]
 * [--journal FILE]`. Address, token and what else the plan names come from environment variables. Everything is read
 * before anything is written; the first failure stops the run. `--dry-run` only reads. `--undo` takes back the last run
 * that changed something, from the journal that is written beside the plan. Plain Node 20 or later, no packages.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

class Stop extends Error {}
/** A hole that nothing fills yet. */
class Open extends Error {}

const options = readArguments(process.argv.slice(2));
const say = (text) => console.log(clean(text));
let changed = 0;
/** Steps that wait for what somebody has to do elsewhere. */
let waiting = 0;
/** What steps say where no step that says the same finds its object → whether one did. */
const met = new Map();
const yielded = new Map();
const holes = ["$yield", "$env", "$item", "$entries", "$join"];

function readArguments(list) {
  const folder = dirname(fileURLToPath(import.meta.url));
  const read = { plan: join(folder, "plan.json"), journal: join(folder, "journal.json"), mode: "apply" };
  for (let index = 0; index < list.length; index++) {
    const word = list[index];
    if (word === "--dry-run" || word === "--undo") read.mode = word.slice(2);
    else if ((word === "--plan" || word === "--journal") && list[index + 1] !== undefined)
      read[word.slice(2)] = list[++index];
    else throw usage(word);
  }
  return read;
}

function usage(word) {
  console.error(
    `'${clean(word)}' is not understood. node apply.mjs [--dry-run | --undo] [--plan FILE] [--journal FILE]`,
  );
  process.exit(2);
}

/** Text of policies and servers without what a terminal would act on. */
function clean(text) {
  return String(text).replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0).toString(16)}}`,
  );
}

function variable(name) {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Stop(`The environment variable ${name} is not set.`);
  return value;
}

function readJson(path, what) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Stop(`${what} '${path}' cannot be read: ${error.message}`);
  }
}

/* Templates. */

function at(value, pointer) {
  let part = value;
  // `*` is every element of a list, and nothing where there is no list.
  const [before, after] = pointer.split("/*");
  if (after !== undefined) return (at(value, before) ?? []).map((item) => at(item, after));
  for (const step of pointer.split("/").slice(1)) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof part !== "object" || part === null || !Object.hasOwn(part, key)) return undefined;
    part = part[key];
  }
  return part;
}

function holeOf(value) {
  const keys = Object.keys(value);
  return keys.length === 1 && holes.includes(keys[0]) ? keys[0] : undefined;
}

/** Fills the holes. With `local.keep`, an environment variable is refused: the journal holds none of their values. */
function fill(template, local = {}) {
  if (Array.isArray(template)) return template.map((item) => fill(item, local));
  if (typeof template !== "object" || template === null) return template;
  const hole = holeOf(template);
  if (hole === undefined)
    return Object.fromEntries(Object.entries(template).map(([key, item]) => [key, fill(item, local)]));
  if (hole === "$env") {
    if (local.keep) throw new Stop(`What undoes a step cannot hold the variable ${template.$env}.`);
    return variable(template.$env);
  }
  if (hole === "$join") return fill(template.$join, local).join("");
  const value =
    hole === "$yield"
      ? yielded.get(template.$yield)
      : hole === "$entries"
        ? local.entries
        : at(local.item, template.$item);
  if (value === undefined)
    throw new Open(`nothing yielded '${template.$yield ?? template.$item ?? "entries"}'`);
  return value;
}

const fillCall = (call, local) => ({
  ...call,
  path: fill(call.path, local),
  ...(call.query === undefined ? {} : { query: fill(call.query, local) }),
  ...(call.body === undefined ? {} : { body: fill(call.body, local) }),
});

/** Whether all of `want` is in `have`; lists are equal without regard to order, `null` is absence. */
function within(want, have) {
  if (want === null) return have === null || have === undefined;
  if (Array.isArray(want)) {
    if (!Array.isArray(have) || have.length !== want.length) return false;
    const left = [...have];
    return want.every((item) => {
      const index = left.findIndex((other) => within(item, other));
      if (index >= 0) left.splice(index, 1);
      return index >= 0;
    });
  }
  if (typeof want !== "object") return want === have;
  if (typeof have !== "object" || have === null) return false;
  return Object.entries(want).every(([key, item]) =>
    within(item, Object.hasOwn(have, key) ? have[key] : undefined),
  );
}

/** What an update replaces: the values in `have` of everything that `want` names. */
function replaced(want, have) {
  if (have === undefined) return null;
  if (typeof want !== "object" || want === null || Array.isArray(want)) return have;
  return Object.fromEntries(
    Object.keys(want).map((key) => [
      key,
      replaced(
        want[key],
        typeof have === "object" && have !== null && Object.hasOwn(have, key) ? have[key] : undefined,
      ),
    ]),
  );
}

function matches(match, value) {
  return match.every((condition) => {
    const found = at(value, condition.at);
    if ("there" in condition) return (found !== undefined && found !== null) === condition.there;
    if ("begins" in condition) return typeof found === "string" && found.startsWith(condition.begins);
    if ("some" in condition)
      return Array.isArray(found) && found.some((item) => matches(condition.some, item));
    if ("has" in condition)
      return Array.isArray(found) && found.some((item) => same(fill(condition.has), item));
    return (
      same(fill(condition.is), found) ||
      (Array.isArray(found) && found.length === 1 && same(fill(condition.is), found[0]))
    );
  });
}

const same = (one, other) => within(one, other) && within(other, one);

/* Requests. */

const address = (source) => addressOf({ path: fill(source.path), query: fill(source.query ?? {}) });

/** The address of a path without holes. */
function addressOf({ path, query }) {
  const segments = path.map((segment) => {
    if (typeof segment !== "string" || ["", ".", ".."].includes(segment))
      throw new Stop(`'${segment}' cannot be a part of a path.`);
    return encodeURIComponent(segment);
  });
  const url = new URL(`${base.href.replace(/\/+$/, "")}/${segments.join("/")}`);
  for (const [key, value] of Object.entries(query ?? {})) url.searchParams.set(key, value);
  return url;
}

function readBase(name) {
  const url = URL.canParse(variable(name)) ? new URL(variable(name)) : undefined;
  const local = url !== undefined && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  if (url === undefined || !(url.protocol === "https:" || (url.protocol === "http:" && local)))
    throw new Stop(`${name} must be an https address; plain http only for this machine.`);
  return url;
}

async function send(method, url, body) {
  if (url.origin !== base.origin)
    throw new Stop(`The server names an address of another origin: ${url.origin}`);
  for (let tries = 1; ; tries++) {
    let answer;
    try {
      answer = await fetch(url, {
        method,
        redirect: "manual",
        signal: AbortSignal.timeout(60_000),
        headers: {
          authorization: `${plan.authorization.scheme} ${variable(plan.authorization.variable)}`,
          accept: "application/json",
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw new Stop(`${method} ${url.pathname}: no answer (${error.cause?.code ?? error.name})`);
    }
    const text = await answer.text();
    if (answer.status === 429 && tries < 6) {
      await pause(Math.min(Number(answer.headers.get("retry-after")) || 5, 60) * 1000);
      continue;
    }
    return { status: answer.status, headers: answer.headers, text, json: parse(text) };
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const refused = (method, url, { status, text }) =>
  new Stop(`${method} ${url.pathname} answered ${status}${text === "" ? "" : `: ${text.slice(0, 500)}`}`);

/** What stands at a path, all pages of a list joined; `undefined` where nothing is. */
async function read(source, list) {
  let url = address(source);
  const all = [];
  for (;;) {
    const answer = await send("GET", url);
    if (answer.status === 404) return undefined;
    if (answer.status !== 200 || answer.json === undefined) throw refused("GET", url, answer);
    if (list === undefined) return answer.json;
    const part = at(answer.json, list);
    if (!Array.isArray(part)) throw new Stop(`GET ${url.pathname} answered no list`);
    all.push(...part);
    const next =
      /<([^>]*)>;\s*rel="next"/.exec(answer.headers.get("link") ?? "")?.[1] ??
      at(answer.json, "/_links/next/href");
    if (next === undefined) return all;
    url = new URL(next, url);
  }
}

async function look(find) {
  const answer = await read(find, find.in);
  if (find.in === undefined || answer === undefined)
    return answer !== undefined && matches(find.where ?? [], answer) ? answer : undefined;
  const found = answer.filter((item) => matches(find.where ?? [], item));
  if (found.length > 1) throw new Stop(`${found.length} objects fit where one was looked for.`);
  return found[0];
}

/** Makes a change; a dry run only says it. `undo` is what takes it back, for the journal. */
async function change(step, what, call, undo, local) {
  if (options.mode === "dry-run") {
    say(`would ${what}: ${step.purpose}`);
    return undefined;
  }
  const ready = local?.raw ? call : fillCall(call, local);
  const url = addressOf(ready);
  const answer = await send(call.method, url, ready.body);
  if (!call.expects.includes(answer.status)) throw refused(call.method, url, answer);
  changed++;
  say(`${what}: ${step.purpose}`);
  if (undo !== undefined) note(step, undo);
  return answer;
}

async function settle(wait, answer) {
  const header = wait.read.header === undefined ? undefined : answer.headers.get(wait.read.header);
  if (header === null) throw new Stop(`The answer lacks the header ${wait.read.header}.`);
  const url = header === undefined ? address(wait.read) : new URL(header, base);
  for (let waited = 0; waited <= wait.atMost; waited += wait.every) {
    const state = await send("GET", url);
    if (state.status !== 200) throw refused("GET", url, state);
    if (matches(wait.until, state.json)) return;
    if (wait.failed !== undefined && matches(wait.failed, state.json)) throw refused("GET", url, state);
    await pause(wait.every * 1000);
  }
  throw new Stop(`GET ${url.pathname} was not ready after ${wait.atMost} s.`);
}

/* Steps. */

const steps = {
  async require(step) {
    const found = await read(step.read, step.read.in);
    const list = (step.read.in === undefined ? [found] : (found ?? [])).filter((item) => item !== undefined);
    const fits = step.none ?? step.one ?? step.some ?? [];
    if (step.one !== undefined && list.filter((item) => matches(fits, item)).length > 1)
      throw new Stop(`More than one object fits. ${step.message}`);
    const some = list.find((item) => matches(fits, item));
    if (step.none === undefined ? some === undefined : some !== undefined) throw new Stop(step.message);
    take(step, some);
  },

  async ensure(step) {
    const found = await look(step.find);
    meet(step, found);
    if (found === undefined) return step.create === undefined ? undefined : create(step);
    own(step, found);
    take(step, found);
    const body = step.update?.body === undefined ? undefined : fill(step.update.body, { item: found });
    if (body === undefined || within(body, found)) return;
    const before = {
      ...fillCall({ ...step.update, body: null }, { item: found }),
      body: replaced(body, found),
    };
    const answer = await change(step, "update", step.update, before, { item: found });
    if (answer !== undefined && step.update.wait !== undefined) await settle(step.update.wait, answer);
  },

  async links(step) {
    const list = await read(step.list, step.list.in ?? "");
    if (list === undefined && step.optional === true) return;
    const wanted = step.items.map((item) => fill(item));
    const twin = (item, others) => others.find((other) => same(at(item, step.key), at(other, step.key)));
    for (const item of list ?? []) {
      const want = twin(item, wanted);
      if (want === undefined ? step.extra === "keep" : within(want, item)) continue;
      await change(step, "remove from", step.remove, fillCall(step.add, { item, keep: true }), { item });
    }
    for (const item of wanted) {
      const have = twin(item, list ?? []);
      if (have !== undefined && within(item, have)) continue;
      const answer = await change(step, "add to", step.add, undefined, { item });
      if (answer === undefined) continue;
      // The platform may have given it an id, by which it is removed.
      const fresh = twin(item, (await read(step.list, step.list.in ?? "")) ?? []) ?? item;
      note(step, fillCall(step.remove, { item: fresh, keep: true }));
    }
  },

  async entry(step, previous) {
    const document = (await read(step.document)) ?? {};
    const list = at(document, step.list) ?? [];
    const value = previous === undefined ? fill(step.value) : previous;
    const found = list.find((item) => item[step.key] === step.name);
    if (value === null ? found === undefined : found !== undefined && within(value, found)) return;
    const rest = list.filter((item) => item !== found);
    const entries = value === null ? rest : [...rest, value];
    const back =
      previous === undefined ? { entry: { ...step, put: step.put }, previous: found ?? null } : undefined;
    await change(step, found === undefined ? "add" : value === null ? "remove" : "update", step.put, back, {
      entries,
    });
  },

  async remove(step) {
    const found = await look(step.find);
    meet(step, found);
    if (found === undefined) return;
    if (step.owned !== undefined && !matches(step.owned.match, found))
      return say(`left alone: ${step.owned.message}`);
    const answer = await change(step, "remove", step.call, fillCall(step.undo, { item: found, keep: true }), {
      item: found,
    });
    if (answer !== undefined && step.call.wait !== undefined) await settle(step.call.wait, answer);
  },

  async call(step) {
    const found = await look(step.unless.find);
    if (found !== undefined && matches(step.unless.match, found)) return;
    const answer = await change(step, "do", step.call, fillCall(step.undo, { item: found, keep: true }), {
      item: found,
    });
    if (answer !== undefined && step.call.wait !== undefined) await settle(step.call.wait, answer);
  },
};

async function create(step) {
  const answer = await change(step, "create", step.create);
  if (answer === undefined) return;
  let found = await look(step.find);
  if (found !== undefined) {
    take(step, found);
    if (step.undo !== undefined) note(step, fillCall(step.undo, { item: found, keep: true }));
  }
  if (step.create.wait !== undefined) await settle(step.create.wait, answer);
  if (found !== undefined) return;
  found = await look(step.find);
  if (found === undefined) throw new Stop("What was created cannot be found.");
  take(step, found);
  if (step.undo !== undefined) note(step, fillCall(step.undo, { item: found, keep: true }));
}

function own(step, found) {
  if (step.owned !== undefined && !matches(step.owned.match, found)) throw new Stop(step.owned.message);
}

function meet({ absent }, found) {
  if (absent !== undefined) met.set(absent, met.get(absent) === true || found !== undefined);
}

function take(step, found) {
  for (const [name, pointer] of Object.entries(step.yields ?? {})) {
    const value = at(found, pointer);
    if (value === undefined) throw new Stop(`The answer lacks '${pointer}'.`);
    yielded.set(name, value);
  }
}

/** Reads and judges what can be judged before anything is written. */
async function survey(step) {
  if (step.kind === "require") return steps.require(step);
  if (step.kind !== "ensure") return;
  const found = await look(step.find);
  if (found === undefined) return;
  own(step, found);
  take(step, found);
}

/* The journal: the runs that changed something, each change with what takes it back. */

function note(step, undo) {
  if (run.entries.length === 0) journal.runs.push(run);
  run.entries.push({ step: step.id, purpose: step.purpose, undo });
  saveJournal();
}

function saveJournal() {
  const fresh = `${options.journal}.new`;
  writeFileSync(fresh, `${JSON.stringify(journal, null, 2)}\n`, { mode: 0o600 });
  renameSync(fresh, options.journal);
}

async function takeBack() {
  const last = journal.runs.at(-1);
  if (last === undefined) return say("There is nothing to undo.");
  while (last.entries.length > 0) {
    const { step, purpose, undo } = last.entries.at(-1);
    try {
      if (undo.entry !== undefined) await steps.entry(undo.entry, undo.previous);
      else await changeBack({ purpose }, undo);
    } catch (error) {
      throw explained(step, error);
    }
    last.entries.pop();
    if (last.entries.length === 0) journal.runs.pop();
    saveJournal();
  }
}

async function changeBack(step, undo) {
  const gone = undo.method === "DELETE" ? [404] : [];
  const back = { ...undo, expects: [...undo.expects, ...gone] };
  const answer = await change(step, "undo", back, undefined, { raw: true });
  if (answer !== undefined && answer.status !== 404 && undo.wait !== undefined)
    await settle(undo.wait, answer);
}

const explained = (id, error) => {
  if (!(error instanceof Stop) && !(error instanceof Open)) throw error;
  return new Stop(`Step '${id}': ${error.message}`);
};

async function applyPlan() {
  const pass = async (act) => {
    for (const step of plan.steps) {
      try {
        await act(step);
      } catch (error) {
        // An object that is not there yet: what hangs on it comes later.
        if (error instanceof Open && (act === survey || options.mode === "dry-run")) {
          if (act !== survey) say(`would follow: ${step.purpose}`);
        } else throw explained(step.id, error);
      }
    }
  };
  await pass(survey);
  await pass((step) => {
    if (step.needs === undefined || yielded.has(step.needs.yield)) return steps[step.kind](step);
    if (step.needs.message === undefined) return undefined;
    waiting++;
    return say(`not yet: ${step.needs.message}`);
  });
}

let plan, base, journal;
const run = { entries: [] };
try {
  plan = readJson(options.plan, "The plan");
  if (plan.version !== 1 || !Array.isArray(plan.steps))
    throw new Stop(`'${options.plan}' is no plan of version 1.`);
  const missing = [
    plan.base,
    plan.authorization.variable,
    ...plan.environment.map(({ name }) => name),
  ].filter((name) => !process.env[name]);
  if (missing.length > 0) throw new Stop(`Set these environment variables first: ${missing.join(", ")}`);
  base = readBase(plan.base);
  journal = existsSync(options.journal) ? readJson(options.journal, "The journal") : { version: 1, runs: [] };
  await (options.mode === "undo" ? takeBack() : applyPlan());
  for (const [absent, found] of met) if (!found) say(absent);
  say(changed === 0 ? "Nothing was changed." : `Done: ${changed} changes.`);
  if (waiting > 0) {
    say(`${waiting} steps wait: do what they ask for, then run again.`);
    process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  console.error(clean(`Stopped: ${error.message}`));
  console.error(`${changed} changes were made before; run again to go on, or with --undo to take them back.`);
  process.exitCode = 1;
}
