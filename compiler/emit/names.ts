/**
 * Names on the platforms: the one place where a source name becomes one that fits a platform's characters and length.
 * The mapping is injective: a name that fits stays itself, every other gets a hash of the whole name behind it, and
 * a name that merely looks as if it had one gets one too.
 */
import { createHash } from "node:crypto";

export interface NameRule {
  /** Whether the platform takes this character (one code point). ASCII letters and digits must be taken. */
  readonly allows: (character: string) => boolean;
  readonly maxLength: number;
  /** Between the readable part and the hash; characters that the platform takes. */
  readonly separator: string;
  /** The platform holds names equal that differ in case only. */
  readonly caseless?: boolean;
  /** The first character must be a letter. */
  readonly letterFirst?: boolean;
  /** The first character must be a letter or a digit, as of a file that no command takes for an option. */
  readonly alphanumericFirst?: boolean;
}

const hashLength = 12;

/** The platform's name for a source name. Two different source names never give the same one. */
export function platformName(name: string, rule: NameRule): string {
  return fits(name, rule) ? name : `${readable(name, rule)}${rule.separator}${digest(name)}`;
}

function fits(name: string, rule: NameRule): boolean {
  if (name === "" || name.length > rule.maxLength || looksHashed(name, rule)) return false;
  if (rule.caseless === true && name !== name.toLowerCase()) return false;
  if (!startsWell(name, rule)) return false;
  return [...name].every(rule.allows);
}

function looksHashed(name: string, rule: NameRule): boolean {
  const tail = name.slice(-hashLength);
  if (tail.length < hashLength || !/^[0-9a-f]+$/.test(tail)) return false;
  return name.slice(0, -hashLength).toLowerCase().endsWith(rule.separator.toLowerCase());
}

function readable(name: string, rule: NameRule): string {
  const kept = [...name]
    .map((character) => [character, character.toLowerCase()].find(rule.allows) ?? rule.separator)
    .join("");
  const room = rule.maxLength - rule.separator.length - hashLength;
  const start = startsWell(kept, rule) ? kept : `n${kept}`;
  return start.slice(0, Math.max(room, 0));
}

function startsWell(name: string, rule: NameRule): boolean {
  if (rule.letterFirst === true) return isLetter(name.charAt(0));
  return rule.alphanumericFirst !== true || /^[A-Za-z0-9]/.test(name);
}

const isLetter = (character: string): boolean => /^[A-Za-z]$/.test(character);

const digest = (name: string): string =>
  createHash("sha256").update(name, "utf8").digest("hex").slice(0, hashLength);

const characters = (pattern: RegExp) => (character: string) => pattern.test(character);

/** The platforms' rules, each from the vendor's own reference of the object. */
export const nameRules = {
  /** CloudFormation logical ids. */
  cloudformation: { allows: characters(/^[A-Za-z0-9]$/), maxLength: 200, separator: "X", letterFirst: true },
  /** CloudFormation stack names: 128 characters; room is left for what stands around. */
  stack: { allows: characters(/^[A-Za-z0-9-]$/), maxLength: 60, separator: "-", caseless: true },
  /** IAM role names: 64 characters, unique without regard to case. */
  iamRole: { allows: characters(/^[A-Za-z0-9_+=,.@-]$/), maxLength: 64, separator: "-", caseless: true },
  /** IAM policy names: 128 characters, unique without regard to case; room is left for a suffix. */
  iamPolicy: { allows: characters(/^[A-Za-z0-9_+=,.@-]$/), maxLength: 100, separator: "-", caseless: true },
  /** Terraform resource names. */
  terraform: { allows: characters(/^[A-Za-z0-9_-]$/), maxLength: 200, separator: "_", letterFirst: true },
  /** AgentCore policy names: `[A-Za-z][A-Za-z0-9_]{0,47}`. */
  agentcorePolicy: { allows: characters(/^[A-Za-z0-9_]$/), maxLength: 48, separator: "_", letterFirst: true },
  /** Names of objects in Okta; room is left for what stands before them. */
  okta: { allows: characters(/^[A-Za-z0-9_.-]$/), maxLength: 80, separator: "-", caseless: true },
  /** Keycloak client ids; their service accounts are told apart without regard to case. Room is left for a suffix. */
  keycloakClient: { allows: characters(/^[A-Za-z0-9_.-]$/), maxLength: 180, separator: "-", caseless: true },
  /** Names of Keycloak roles, identity providers and client policies, as they stand in a path. */
  keycloakObject: { allows: characters(/^[A-Za-z0-9_.:-]$/), maxLength: 180, separator: "-", caseless: true },
  /** Names of environment variables, after a prefix. */
  variable: { allows: characters(/^[A-Za-z0-9_]$/), maxLength: 180, separator: "___", caseless: true },
  /** Names of files and folders that every file system takes. */
  file: {
    allows: characters(/^[a-z0-9_-]$/),
    maxLength: 80,
    separator: "-",
    caseless: true,
    alphanumericFirst: true,
  },
} as const satisfies Record<string, NameRule>;
