import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resourceIntersects } from "../../../compiler/catalog/resources.ts";
import { matches } from "../../../compiler/model/pattern.ts";

const object = { name: "object", pattern: "arn:${Partition}:s3:::${BucketName}/${ObjectName}" };
const bucket = { name: "bucket", pattern: "arn:${Partition}:s3:::${BucketName}" };
const stream = {
  name: "log-stream",
  pattern: "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}:log-stream:${LogStreamName}",
};
const stage = {
  name: "stage",
  pattern: "arn:${Partition}:apigateway:${Region}::/restapis/${RestApiId}/stages/${StageName}",
};

describe("A resource pattern and a type", () => {
  test.each([
    ["arn:aws:s3:::acme/*", object, true],
    ["arn:aws:s3:::acme/in/a.pdf", object, true],
    ["arn:aws:s3:::acme", object, false],
    ["arn:aws:s3:::acme/", object, false],
    ["arn:aws:s3:::acme*", object, true],
    ["*", object, true],
    ["arn:aws:s3:::acme", bucket, true],
    ["arn:aws:s3:::acme/*", bucket, false],
    ["arn:aws:s3:::*", bucket, true],
    ["arn:aws:s3:eu-west-1:1:acme", bucket, false],
    ["arn:aws:logs:eu-west-1:1:log-group:/aws/lambda/f:log-stream:*", stream, true],
    ["arn:aws:logs:eu-west-1:1:log-group:/aws/lambda/f", stream, false],
    ["arn:aws:apigateway:eu-west-1::/restapis/a/stages/b/c", stage, true],
    ["arn:aws:apigateway:eu-west-1::/restapis/a/b/stages/c", stage, false],
    ["arn:aws:apigateway:eu/west::/restapis/a/stages/c", stage, false],
    ["arn:aws:x::1:/backend/7/api", { name: "api", pattern: "arn:aws:x::1:/backend/${AppId}/*" }, true],
    ["", bucket, false],
    ["arn:aws:s3:::?", bucket, true],
    ["arn:aws:s3:::/", bucket, false],
  ] as const)("'%s' and %o: %s", (glob, type, expected) => {
    expect(resourceIntersects(glob, type)).toBe(expected);
  });

  test("agree with a search through all short texts", () => {
    const texts = words(["a", "/", ":"], 7);
    const glob = fc
      .array(fc.constantFrom("a", "/", ":", "*", "?"), { maxLength: 4 })
      .map((all) => all.join(""));
    const pattern = fc.array(fc.constantFrom("a", "/", ":", "${Region}", "${X}", "${BucketName}"), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(glob, pattern, (written, pieces) => {
        const regex = new RegExp(
          `^${pieces.map((piece, index) => source(piece, last(pieces) === index)).join("")}$`,
        );
        // Seven characters suffice: a shortest witness needs at most one for each place of the glob and of the pattern.
        const some = texts.some((text) => regex.test(text) && matches(written, text));
        const all = written.replaceAll("*", "").length <= 5;
        if (some || all)
          expect(resourceIntersects(written, { name: "t", pattern: pieces.join("") })).toBe(some);
      }),
      { seed: 7, numRuns: 3_000 },
    );
  });

  test("take linear time on hostile globs", () => {
    expect(resourceIntersects(`${"*a".repeat(20_000)}/`, bucket)).toBe(false);
  });
});

function last(pieces: readonly string[]): number {
  return pieces.findLastIndex((piece) => piece.startsWith("$"));
}

function source(piece: string, isLast: boolean): string {
  if (!piece.startsWith("$")) return piece;
  if (piece === "${Region}") return "[^/:]+";
  return piece === "${BucketName}" || !isLast ? "[^/]+" : ".+";
}

function words(alphabet: readonly string[], length: number): readonly string[] {
  let all = [""];
  const result = [""];
  for (let n = 0; n < length; n++) {
    all = all.flatMap((word) => alphabet.map((char) => word + char));
    result.push(...all);
  }
  return result;
}
