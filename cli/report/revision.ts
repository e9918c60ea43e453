/** A revision as people read it: a full hash is shown by its first twelve digits. */
export const shortRevision = (revision: string): string =>
  /^[0-9a-f]{40,64}$/.test(revision) ? revision.slice(0, 12) : revision;
