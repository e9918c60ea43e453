import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";

/** What GitHub makes of Markdown before it cleans the HTML: all that is dangerous is let through. */
export const rendered = (markdown: string): string =>
  micromark(markdown, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml({})],
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
  });

/** The same without code spans and blocks, where GitHub looks for mentions and references. */
export const outsideOfCode = (markdown: string): string =>
  rendered(markdown).replace(/<(code|pre)>.*?<\/\1>/gs, "");

/** The names of all elements in it. */
export const elements = (markdown: string): ReadonlySet<string> =>
  new Set([...rendered(markdown).matchAll(/<([^/\s>][^\s>/]*)/g)].map(([, name = ""]) => name));
