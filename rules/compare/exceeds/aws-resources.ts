/** The resources of IAM statements in the words of policies. */
import type { CatalogAction } from "../../../compiler/catalog/catalog.ts";
import { resourceIntersects } from "../../../compiler/catalog/resources.ts";
import type { Text } from "../../../scan/grants/value.ts";

/** What a statement's list says: patterns that are known, whether one is not, and how all of them are to be read. */
export interface Stated {
  readonly patterns: readonly string[];
  readonly isPartial: boolean;
  readonly lens?: (pattern: string) => string;
}

const OPEN = "\u0001";

/**
 * An ARN whose open parts are its partition, region and account alone (`arn:aws:sqs:${AWS::Region}:…:jobs`) is compared
 * without these; any other open part leaves the pattern unknown.
 */
export function stated(words: readonly Text[]): Stated {
  const texts = words.map((word) =>
    word.open ? word.value.replace(/\$\{[^{}]{0,500}\}/g, OPEN) : word.value,
  );
  const headless = texts.some((text) => text.includes(OPEN)) ? texts.map(withoutHead) : texts;
  const patterns = headless.filter(
    (text, index) => !text.includes(OPEN) && !isUnreadable(words[index], text),
  );
  const isPartial = patterns.length < words.length;
  return headless === texts ? { patterns, isPartial } : { patterns, isPartial, lens: withoutHead };
}

/** A text that is open and shows nowhere where. */
function isUnreadable(word: Text | undefined, text: string): boolean {
  return word?.open === true && !word.value.includes("${") && text === word.value;
}

/** `arn:aws:sqs:eu-west-1:123456789012:jobs`: `arn:aws:sqs:region:account:jobs`. What is no ARN stays as it is. */
export function withoutHead(pattern: string): string {
  const [arn, , service = "", region = "", account = "", ...rest] = pattern.split(":");
  if (arn !== "arn" || rest.length === 0) return pattern;
  const field = (text: string, name: string): string => (text === "" ? "" : name);
  return ["arn:aws", service, field(region, "region"), field(account, "account"), ...rest].join(":");
}

/**
 * The lists of globs that an action reaches by a statement's patterns: only those that can name one of its resource
 * types, and only resources of these types. `undefined`: the statement gives the action nothing.
 */
export function reached(
  action: CatalogAction | undefined,
  patterns: readonly string[],
  lens: Stated["lens"],
): readonly (readonly string[])[] | undefined {
  if (patterns.length === 0) return undefined;
  if (action === undefined) return patterns.includes("*") ? [] : [patterns];
  if (action.resources.length === 0) return patterns.includes("*") ? [] : undefined;
  const partition = /^arn:(aws[\w-]*):/.exec(patterns[0] ?? "")?.[1] ?? "aws";
  const fitting = patterns.filter((pattern) =>
    action.resources.some((type) => resourceIntersects(pattern, type)),
  );
  if (fitting.length === 0) return undefined;
  const types = action.resources.map(({ pattern }) => {
    const glob = pattern.replace("${Partition}", partition).replace(/\$\{[^}]*\}/g, "?*");
    return lens ? lens(glob) : glob;
  });
  return [fitting, types];
}
