/** How a command says that it could not do its work: one message that names the thing and the way out; exit code 2. */

const failures = new WeakSet<Error>();

/** An error for a person, to be thrown. Anything else that is thrown counts as a bug in Remit (exit code 3). */
export function failure(message: string): Error {
  const error = new Error(message);
  failures.add(error);
  return error;
}

export function isFailure(error: unknown): error is Error {
  return error instanceof Error && failures.has(error);
}

/** Why the operating system refused, in words; `undefined` where the error is none of its. */
export function systemReason(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  return reasons[error.code] ?? error.code;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission denied",
  EPERM: "the system does not permit it",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is not a folder",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "its symbolic links go round in a circle",
  EEXIST: "it is there already",
  EBUSY: "it is in use",
  EMFILE: "too many files are open",
};
