/** Who asks and who approved: the dimensions of a region that name people. */

/** The agent as itself, or on behalf of a user with groups. */
export type SubjectSet = { readonly kind: "self" } | UserSet;

export interface UserSet {
  readonly kind: "user";
  /** Only this user; absent: any but those of `not`. Emails. */
  readonly is?: string;
  readonly not: readonly string[];
  /** Claims that the user's groups must and must not hold. */
  readonly groups: readonly string[];
  readonly notGroups: readonly string[];
}

export const SELF: SubjectSet = { kind: "self" };
export const ANY_USER: UserSet = { kind: "user", not: [], groups: [], notGroups: [] };

/** An approval by one of these, other than the subject, at most `within` seconds old. */
export interface Demand {
  readonly emails: readonly string[];
  readonly within: number;
}

/** Requests whose approvals meet each of `given` and none of `refused`. */
export interface ApprovalSet {
  readonly given: readonly Demand[];
  readonly refused: readonly Demand[];
}

export function intersectSubjects(a: SubjectSet, b: SubjectSet): SubjectSet | undefined {
  if (a.kind === "self" || b.kind === "self") return a.kind === b.kind ? a : undefined;
  if (a.is !== undefined && b.is !== undefined && a.is !== b.is) return undefined;
  const both: SubjectSet = {
    kind: "user",
    is: a.is ?? b.is,
    not: merged(a.not, b.not),
    groups: merged(a.groups, b.groups),
    notGroups: merged(a.notGroups, b.notGroups),
  };
  const { is, not, groups, notGroups } = both;
  const empty = (is !== undefined && not.includes(is)) || groups.some((group) => notGroups.includes(group));
  return empty ? undefined : both;
}

/** What is in `a` and not in `b`, as a union. */
export function subtractSubjects(a: SubjectSet, b: SubjectSet): readonly SubjectSet[] {
  if (a.kind === "self" || b.kind === "self") return a.kind === b.kind ? [] : [a];
  const pieces: SubjectSet[] = [
    ...(b.is === undefined ? [] : [{ ...ANY_USER, not: [b.is] }]),
    ...b.not.map((is) => ({ ...ANY_USER, is })),
    ...b.groups.map((group) => ({ ...ANY_USER, notGroups: [group] })),
    ...b.notGroups.map((group) => ({ ...ANY_USER, groups: [group] })),
  ];
  return pieces.flatMap((piece) => intersectSubjects(a, piece) ?? []);
}

export function intersectApprovals(a: ApprovalSet, b: ApprovalSet): ApprovalSet {
  return { given: mergedDemands(a.given, b.given), refused: mergedDemands(a.refused, b.refused) };
}

/** What is in `a` and not in `b`, as a union. */
export function subtractApprovals(a: ApprovalSet, b: ApprovalSet): readonly ApprovalSet[] {
  return [
    ...b.given.map((demand) => intersectApprovals(a, { given: [], refused: [demand] })),
    ...b.refused.map((demand) => intersectApprovals(a, { given: [demand], refused: [] })),
  ];
}

/**
 * Approvals that show that somebody can ask and be approved so: each demand met as late as it may be, by somebody
 * whom no refused demand of at least that age names. `undefined`: nobody can. The later an approval, the fewer of the
 * refused demands it meets, and a subject who approves nothing stands in nobody's way; so trying these is enough.
 */
export function approversFor(
  subject: SubjectSet,
  { given, refused }: ApprovalSet,
): readonly { readonly email: string; readonly age: number }[] | undefined {
  const self = subject.kind === "user" ? subject.is : undefined;
  const found = given.map(({ emails, within }) => {
    const barred = refused.filter((demand) => demand.within >= within).flatMap((demand) => demand.emails);
    const email = emails.find((one) => one !== self && !barred.includes(one));
    return email === undefined ? undefined : { email, age: within };
  });
  return found.every((one) => one !== undefined) ? found : undefined;
}

/** A user of the set; a stranger where anybody will do. */
export function userOf(subject: SubjectSet, { given, refused }: ApprovalSet): string | undefined {
  if (subject.kind === "self") return undefined;
  if (subject.is !== undefined) return subject.is;
  const known = new Set([...subject.not, ...[...given, ...refused].flatMap(({ emails }) => emails)]);
  for (let number = 0; ; number++) {
    const email = `someone${number === 0 ? "" : number}@example.com`;
    if (!known.has(email)) return email;
  }
}

function merged(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a.length === 0) return b;
  return b.length === 0 ? a : [...new Set([...a, ...b])];
}

function mergedDemands(a: readonly Demand[], b: readonly Demand[]): readonly Demand[] {
  const more = b.filter(
    (demand) =>
      !a.some((one) => one.within === demand.within && one.emails.join("\n") === demand.emails.join("\n")),
  );
  return more.length === 0 ? a : [...a, ...more];
}
