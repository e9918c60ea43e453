/** An instant: UTC, the clock of this machine, and how long from now. */
import { readInstant } from "../../compiler/literals.ts";
import { DAY, HOUR, instantInWords, MINUTE } from "../../compiler/model/time.ts";

/** `undefined` where the text is no instant. */
export function instantHover(text: string, now: number): string | undefined {
  const read = readInstant(text);
  if (read === undefined) return undefined;
  const local = new Date(read.seconds * 1000).toLocaleString("en-GB", {
    dateStyle: "full",
    timeStyle: "short",
  });
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return [
    `**${utc(read.seconds)}**`,
    `${local} (${zone})`,
    `${fromNow(read.seconds - now)}${read.dateOnly ? ". A date alone is its start: 'until' leaves that day out, 'through' takes it in" : ""}.`,
  ].join("\n\n");
}

const utc = (seconds: number): string => {
  const words = instantInWords(seconds);
  return words.endsWith("UTC") ? words : `${words} 00:00 UTC`;
};

/** `in 126 days`, `3 hours ago`. */
export function fromNow(seconds: number): string {
  const size = Math.abs(seconds);
  const [count, unit] =
    size >= 2 * DAY
      ? [Math.floor(size / DAY), "day"]
      : size >= 2 * HOUR
        ? [Math.floor(size / HOUR), "hour"]
        : [Math.floor(size / MINUTE), "minute"];
  const words = `${count} ${unit}${count === 1 ? "" : "s"}`;
  return seconds >= 0 ? `in ${words}` : `${words} ago`;
}
