/** Patterns of resources and strings (language reference, Declarations). */
import type { Value } from "../syntax/ast-values.ts";
import { type Context, reportValue } from "./context.ts";
import type { Place } from "./place.ts";
import { readString } from "./values.ts";

/**
 * A pattern after interpolation; `{`, `}` and `**` are kept for later versions of the language. An empty one matches
 * no resource, but an empty string.
 */
export function readGlob(
  context: Context,
  place: Place,
  value: Value | undefined,
  taker: string,
  of: "resources" | "strings" = "resources",
): string | undefined {
  const text = readString(context, place, value, taker);
  if (value === undefined || text === undefined) return undefined;
  const why = text === "" && of === "resources" ? "An empty pattern matches no resource." : badGlob(text);
  if (why === undefined) return text;
  reportValue(context, place, value, "bad-literal", why);
  return undefined;
}

function badGlob(text: string): string | undefined {
  if (text.includes("**"))
    return `'**' is reserved in patterns; one '*' is any run of characters, slashes too.`;
  const brace = text.includes("{") ? "{" : text.includes("}") ? "}" : undefined;
  return brace && `'${brace}' is reserved in patterns; list the patterns one by one.`;
}
