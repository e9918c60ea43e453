/** Bytes as text. */

/** What a file's bytes are as text; `undefined` where they are no text (a NUL byte in UTF-8). */
export function decode(bytes: Uint8Array): { readonly text: string; readonly damaged: boolean } | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe)
    return { text: new TextDecoder("utf-16le").decode(bytes), damaged: false };
  if (first === 0xfe && second === 0xff)
    return { text: new TextDecoder("utf-16be").decode(bytes), damaged: false };
  const text = new TextDecoder("utf-8").decode(bytes);
  if (text.includes("\0")) return undefined;
  return { text, damaged: text.includes("\ufffd") };
}

/** Each byte as one character: enough to search for ASCII, and fast. */
export function raw(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
