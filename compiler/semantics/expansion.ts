/** What a wildcard of a `may` means: what the lock froze, as far as it still exists (language reference, Types). */
import { own } from "../model/json.ts";
import type { Lock } from "./lock.ts";

/**
 * The actions to grant, out of those that the pattern matches now. Without a lock or an entry: all of them. An entry
 * can only take away, so neither an upgrade nor a forged lock widens a policy.
 */
export function settle(lock: Lock | undefined, written: string, now: readonly string[]): ReadonlySet<string> {
  const frozen = lock && own(lock.expansions, written);
  if (frozen === undefined) return new Set(now);
  const allowed = new Set(frozen);
  return new Set(now.filter((action) => allowed.has(action)));
}

/** Why the lock should be looked at again for this wildcard; `undefined` where it is as it was. */
export function outdated(
  lock: Lock | undefined,
  written: string,
  now: readonly string[],
): string | undefined {
  if (lock === undefined) return undefined;
  const way = "'remit lock' shows the difference and 'remit lock --update' takes it over.";
  const frozen = own(lock.expansions, written);
  if (frozen === undefined)
    return `'${written}' is not in remit.lock yet, so an upgrade could change what it means; ${way}`;
  const [old, current] = [new Set(frozen), new Set(now)];
  const added = now.filter((action) => !old.has(action));
  const gone = frozen.filter((action) => !current.has(action));
  if (added.length === 0 && gone.length === 0) return undefined;
  const parts = [
    ...(added.length > 0 ? [`also matches ${listed(added)}, which it does not grant until then`] : []),
    ...(gone.length > 0 ? [`no longer matches ${listed(gone)}`] : []),
  ];
  return `'${written}' ${parts.join(", and ")}; ${way}`;
}

function listed(actions: readonly string[]): string {
  const shown = actions.slice(0, 3).map((action) => `'${action}'`);
  const rest = actions.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}
