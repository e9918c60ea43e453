/**
 * The language's words, in one table: which block takes which members, what follows each keyword, which modifiers a
 * statement takes. The parser looks ahead in it, the messages quote it, and the editors' grammar, completion and the
 * reference are made from it.
 */
import { IDENTITY_PLATFORMS } from "./grammar-fields.ts";
import {
  actions,
  type BlockKind,
  bindings,
  block,
  bracketed,
  choice,
  condition,
  duration,
  free,
  instant,
  type Keyword,
  type Keywords,
  list,
  literal,
  type ModifierKind,
  many,
  modifiers,
  once,
  oneAction,
  oneOf,
  optional,
  type Part,
  reference,
  string,
  subjects,
  title,
  value,
  word,
} from "./grammar-parts.ts";
import { TARGET_MEMBERS } from "./grammar-targets.ts";

export const RISKS = ["read", "write", "admin"] as const;
export const VALUE_TYPES = ["string", "int", "decimal", "bool", "ip"] as const;
export const CONSTRAINTS = ["window", "approval", "subject", "condition", "session", "deny"] as const;
/** Words that begin a variable which is no input. */
export const VARIABLE_ROOTS = ["request", "fact"] as const;

const newName = value(free("name"));
const titled = optional(title);
const risk = once("How much harm it can do.", value(oneOf(...RISKS)));
const label = many("Labels that guardrails and findings speak of.", list(free("label")));
const because = once("Why.", string);
const until = once("The first instant at which it no longer holds.", instant);
const reasoned = modifiers("reasoned");

const grantModifiers: Keywords = {
  on: many(
    "Only on these resources, or only on behalf of these people.",
    choice([word("behalf"), word("of"), subjects], [list(literal("glob", '"arn:…"'))]),
  ),
  where: once("Only where this is true.", condition),
  with: once(
    "Only with approval by one of these, given at most that long before.",
    word("approval"),
    word("from"),
    value(reference("owner", "team")),
    word("for"),
    duration,
  ),
  during: once("Only while this window is open.", value(reference("window"))),
  from: once("From this instant on.", instant),
  until,
  through: once("Up to and including this day.", instant),
  environment: once("Only in these environments.", list(reference("environment"))),
  because,
};

/** What may follow a statement's head, in any order. `duplicate-member` judges repetition by `repeatable`. */
export const MODIFIERS: Readonly<Record<ModifierKind, Keywords>> = {
  grant: grantModifiers,
  never: {
    on: once("Only on these resources.", list(literal("glob", '"arn:…"'))),
    where: once("Unless this is false.", condition),
    because,
  },
  case: {
    on: once("The resource of the request.", string),
    for: once("The user on whose behalf the agent acts.", word("user"), string),
    in: once("The groups that this user is in.", word("group"), list(reference("group"))),
    with: once("Inputs, request values and facts.", bindings),
    via: once("The agents through which the call came, outermost first.", list(reference("agent"))),
    approved: many(
      "Somebody who approved.",
      word("by"),
      value(reference("owner")),
      optional(word("at"), instant),
    ),
    at: once("When the request is made.", instant),
  },
  classify: { on: once("Only on these resources.", list(literal("glob", '"arn:…"'))) },
  reasoned: { because, until },
  suspended: { because },
  until: { until },
  none: {},
};

/** Members of an agent that a profile can give too. */
const shared: Keywords = {
  deputy: once("Who answers when the owner has left.", value(reference("owner"))),
  team: once("The team that runs it.", value(reference("team"))),
  purpose: once("What it is for.", string),
  starts: once("From when on it may act.", instant),
  expires: once("The first instant at which it may do nothing any more.", instant),
  session: once("How long its credentials live at most.", duration),
  review: once(
    "How often its access is reviewed.",
    word("every"),
    duration,
    optional(word("or"), word("suspend")),
  ),
  environments: once("The environments it exists in.", list(reference("environment"))),
  audit: once("How long its records are kept.", word("keep"), duration),
  may: many("What it may do.", { kind: "grant", actions: true }, modifiers("grant")),
  never: many("What it may not do, whatever else says that it may.", actions, modifiers("never")),
  waive: many(
    "A target that is not made to enforce a kind of constraint.",
    value(oneOf(...CONSTRAINTS)),
    word("on"),
    value(reference("target")),
    reasoned,
  ),
  accept: many("A finding that is known and accepted.", value(free("code")), reasoned),
};

const agentMembers: Keywords = {
  owner: once("The human who answers for it.", value(reference("owner"))),
  ...shared,
  source: once("Where its code lives.", list(literal("glob", '"services/mailer/**"'))),
  code: once("Its name in the code.", string),
  profile: once("The defaults that it takes.", value(reference("profile"))),
  reviewed: many("A review that was made.", instant, word("by"), value(reference("owner"))),
  suspended: once("Stopped for the time being.", word("since"), instant, modifiers("suspended")),
  retired: once("Gone for good, from this instant on.", instant),
  identity: once("Who it is on each platform.", block("identity")),
  enforced: once("Who enforces what no target can.", word("outside"), word("by"), string, modifiers("until")),
};

/** The members of each block; `file` holds the declarations. */
export const BLOCKS: Readonly<Record<BlockKind, Keywords>> = {
  file: {
    namespace: once("The namespace of this file's declarations.", value(reference("namespace"))),
    use: many("Makes another namespace's names visible.", value(reference("namespace"))),
    owner: many("A human who can be held to account.", newName, titled, block("owner")),
    team: many("A team of humans.", newName, titled, block("team")),
    group: many("People as the identity provider knows them.", newName, titled, block("group")),
    service: many("Something that agents call.", newName, titled, block("service")),
    fact: many("Something about the world that decisions depend on.", newName, titled, block("fact")),
    environment: many("An environment that policies are checked for.", newName),
    let: many("A name for a value.", newName, word("="), { kind: "by-environment" }),
    window: many("Recurring hours.", newName, titled, block("window")),
    classify: many("Gives actions a risk or labels.", actions, modifiers("classify"), block("classify")),
    scope: many(
      "A named set of permissions.",
      newName,
      optional({ kind: "parameters" }),
      titled,
      block("scope"),
    ),
    profile: many("Defaults for agents.", newName, titled, block("profile")),
    agent: many(
      "An AI agent: who answers for it, what it may do, until when.",
      newName,
      titled,
      optional(word("under"), value(reference("agent"))),
      block("agent"),
    ),
    target: many("Where to compile to.", value(free("kind")), optional(newName), block("target")),
    guardrail: many("A rule that every policy keeps.", newName, titled, block("guardrail")),
    test: many("What the policy must decide.", title, block("test")),
  },
  owner: {
    email: once(
      "The address, which is who they are in requests.",
      value(literal("email", '"ada@example.com"')),
    ),
    manager: once("Whom they report to.", value(reference("owner"))),
    left: once("From when on they answer for nothing.", instant),
    okta: once("The Okta id.", string),
    github: once("The GitHub login.", string),
  },
  team: {
    lead: once("Who leads it.", value(reference("owner"))),
    members: once("Who else is in it.", bracketed(reference("owner"))),
  },
  group: { claim: once("The value in the request's groups; default: the name.", string) },
  service: {
    audience: once("The audience of its tokens.", string),
    url: once("Where it is.", value(literal("url", '"https://…"'))),
    protocol: once("How it is called.", value(oneOf("oauth", "mcp", "http"))),
    tools: once("A pinned tools/list answer.", value(literal("file", '"tools.json"'))),
    resource: once("The shape of its resources.", value(literal("glob", '"invoice/*"'))),
    action: many("Something that it can be asked to do.", newName, titled, block("action")),
  },
  action: {
    risk,
    label,
    input: many("A named, typed input.", value(free("input")), value(oneOf(...VALUE_TYPES))),
    oauth: once("The native OAuth scope; default: the name.", string),
  },
  fact: {
    type: once("The type of its value.", value(oneOf(...VALUE_TYPES))),
    fresh: once("How old it may be.", duration),
  },
  window: {
    days: once("Its days; default: all.", list(literal("days", "mon..fri"))),
    hours: once("Its hours; default: the whole day.", value(literal("hours", "08:00..18:00"))),
    zone: once("The IANA zone whose wall clock counts.", value(literal("zone", '"Europe/Berlin"'))),
  },
  "by-environment": {},
  classify: { risk: { ...risk }, label },
  scope: {
    allow: many("What it permits.", { kind: "grant", actions: true }, modifiers("grant")),
    include: many("Another scope's permissions.", { kind: "grant", actions: false }),
  },
  profile: shared,
  agent: agentMembers,
  identity: IDENTITY_PLATFORMS,
  target: TARGET_MEMBERS,
  guardrail: {
    severity: once("How bad a violation is; default: error.", value(oneOf("error", "warning"))),
    every: once("What it holds for.", value(oneOf("agent", "grant", "owner", "team", "service"))),
    no: once("What must not be.", value(oneOf("agent", "grant", "owner", "team", "service"))),
    of: many(
      "Only those of a label, a risk or of actions.",
      choice([word("label"), value(free("label"))], [word("risk"), value(oneOf(...RISKS))], [actions]),
    ),
    in: many("Only those in a namespace and below.", value(reference("namespace"))),
    has: once("What each must have.", { kind: "predicates" }),
    holds: once("What one may do in all.", { kind: "terms" }),
    except: many(
      "One that need not comply.",
      value(reference("agent", "owner", "team", "service")),
      reasoned,
    ),
  },
  test: {
    as: once("Who asks.", value(reference("agent"))),
    at: once("When.", instant),
    environment: once("Where.", value(reference("environment"))),
    allow: many("A request that is allowed.", oneAction, modifiers("case")),
    deny: many("A request that is denied.", oneAction, modifiers("case")),
  },
};

/** Words of other blocks or languages, and what is said here instead. */
export const SYNONYMS: Readonly<Partial<Record<BlockKind, Readonly<Record<string, string>>>>> = {
  scope: { may: "allow" },
  agent: { allow: "may", deny: "never", valid: "expires" },
  profile: { allow: "may", deny: "never" },
  test: { may: "allow", never: "deny" },
};

/** The block that a keyword opens, where it opens one. */
export function blockOf(keyword: Keyword): BlockKind | undefined {
  const last: Part | undefined = keyword.parts.at(-1);
  return last?.kind === "block" ? last.block : undefined;
}

/** A keyword of a table, by its word; words such as `constructor` that every object has are none. */
export function keywordIn(table: Keywords, text: string): Keyword | undefined {
  return Object.hasOwn(table, text) ? table[text] : undefined;
}
