/**
 * The one table of the language's diagnostics: code, severity and summary. Each code has a page
 * `docs/diagnostics/<code>.md`; a code that is not here does not compile, and one without a page or a test fails the
 * test suite. Messages are written where the mistake is found; the table of `docs/diagnostics/README.md` is made from
 * this one.
 */
import type { Fix, Problem, Related, Severity } from "./problem.ts";
import type { Span } from "./source.ts";

interface Entry {
  /** The usual severity; a few codes change it by circumstances that their page states. */
  readonly severity: Severity;
  /** One sentence: when it is reported. */
  readonly summary: string;
}

const defineProblems = <Table extends Record<string, Entry>>(table: Table): Table => table;
const error = (summary: string): Entry => ({ severity: "error", summary });
const warning = (summary: string): Entry => ({ severity: "warning", summary });
const info = (summary: string): Entry => ({ severity: "info", summary });

export const problems = defineProblems({
  syntax: error("A token stands where it cannot."),
  "bad-literal": error(
    "An instant, duration, number, escape, zone, email or glob is malformed or out of range.",
  ),
  "unknown-name": error("Nothing of that name is visible here."),
  "wrong-kind": error("The name is that of another kind of thing."),
  "duplicate-name": error("A name is declared twice, or is one that the language keeps for itself."),
  "duplicate-member": error("A single-valued member or modifier is given twice."),
  "ambiguous-name": error("Two used namespaces offer the name."),
  cycle: error("Scopes, managers, lets or agents refer to each other in a circle."),
  "missing-member": error("A required member is absent."),
  "type-mismatch": error("A value is of another type than the place takes."),
  "wrong-arguments": error("A scope is called with other arguments than it has parameters."),
  "unknown-action": error("The service has no such action."),
  "empty-wildcard": error("An action pattern matches nothing."),
  "resource-mismatch": error("The resource is none that the action can have."),
  "resource-not-taken": warning("The action cannot be limited to a resource."),
  "resource-missing": warning("The action could be limited to a resource, and is not."),
  "unknown-input": error("A condition or test uses an input that an action lacks."),
  "unverified-name": info("A well-shaped action is not in the partial catalog."),
  "undescribed-action": info("Nothing says what this tool does; it counts as write."),
  "wildcard-needs-catalog": error("A wildcard stands on a service without a complete catalog."),
  "lock-outdated": warning("A wildcard means other actions now than remit.lock froze."),
  "too-complex": error("A stated limit is passed."),
  "empty-range": error("A range or window holds no instant."),
  "outlives-agent": warning("A grant runs on after its agent's end."),
  "never-in-force": error("Range, window and the agent's life have no instant in common."),
  "session-too-long": error("The session is longer than a target allows."),
  "session-too-short": error("A target cannot make credentials that short."),
  expired: warning("It has ended by now."),
  "expires-soon": info("It ends within 14 days."),
  "review-overdue": warning("The last review is older than it may be."),
  "review-in-future": error("A review lies in the future."),
  "no-accountable-owner": error("From some instant on nobody answers for the agent."),
  "wider-than-parent": error("A sub-agent may do what its parent may not."),
  "shared-identity": error("Two agents have the same identity."),
  "review-by-stranger": error("The reviewer does not answer for the agent."),
  "self-approval": error("Nobody but the one who asks could approve."),
  swallowed: warning("A never takes away everything that this grant gives."),
  redundant: warning("Other grants of the agent already give all of it."),
  unused: warning("Nothing uses it."),
  "broad-action": warning("A wildcard takes in write or admin actions."),
  "broad-resource": warning("The resource is everything, or everything of an account."),
  "admin-risk": warning("An admin action needs no approval."),
  escalation: error("Actions of one agent together let it raise its own access."),
  "toxic-labels": warning("Private data, untrusted content and external sending meet in one agent."),
  "standing-write": info("A write or admin grant has neither an end nor an approval."),
  guardrail: error("A guardrail does not hold."),
  "test-failed": error("A test expects another decision."),
  "left-out": warning("A target cannot enforce a modifier, so the grant is not emitted there."),
  unenforced: warning("No target enforces the grant."),
  accepted: info("A finding is covered by an accept."),
  waived: info("A waive is in force."),
  "over-size-limit": error("Compiled output is over a platform's limit."),
  "suspended-still-tested": warning("A test expects an allow of an agent that is suspended then."),
});

export type ProblemCode = keyof typeof problems;

/** Makes a problem of a registered code, with the code's usual severity unless another is given. */
export function problem(
  code: ProblemCode,
  span: Span,
  message: string,
  more: {
    readonly severity?: Severity;
    readonly related?: readonly Related[];
    readonly fixes?: readonly Fix[];
  } = {},
): Problem {
  return {
    code,
    severity: more.severity ?? problems[code].severity,
    message,
    span,
    related: more.related ?? [],
    fixes: more.fixes ?? [],
  };
}
