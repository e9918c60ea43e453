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

/** What a first look searches for ASCII words: each byte as one character, which is fast; UTF-16 is decoded. */
export function searchable(bytes: Uint8Array): string {
  const [first, second, third] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return decode(bytes)?.text ?? "";
  // A byte order mark would hide what stands at the beginning of the first line.
  const marked = first === 0xef && second === 0xbb && third === 0xbf;
  return new TextDecoder("latin1").decode(marked ? bytes.subarray(3) : bytes);
}
