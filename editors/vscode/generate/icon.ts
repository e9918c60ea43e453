/** The extension's icon, drawn from distances: a shield with the hands of a clock. */
import { deflateSync } from "node:zlib";

export const SIZE = 256;
type Colour = readonly [number, number, number];
const GROUND: Colour = [22, 50, 79];
const SHIELD: Colour = [240, 245, 250];
const HANDS: Colour = [22, 50, 79];
const END: Colour = [224, 122, 47];

/** How far a point is from a segment between two others. */
function fromSegment(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

/** Whether a point is in the square with round corners; the picture is one unit wide. */
const onGround = (x: number, y: number): boolean =>
  Math.hypot(Math.max(0, Math.abs(x - 0.5) - 0.3), Math.max(0, Math.abs(y - 0.5) - 0.3)) <= 0.2;

/** A shield: straight above, two arcs below that meet in its tip. */
function inShield(x: number, y: number): boolean {
  const aside = Math.abs(x - 0.5);
  if (y < 0.18 || aside > 0.29) return false;
  if (y <= 0.52) return true;
  return Math.hypot(aside + 0.078, y - 0.52) <= 0.368;
}

function colourAt(x: number, y: number): Colour | undefined {
  if (!onGround(x, y)) return undefined;
  if (!inShield(x, y)) return GROUND;
  const fromCentre = Math.hypot(x - 0.5, y - 0.46);
  if (Math.hypot(x - 0.635, y - 0.46) <= 0.045) return END;
  if (Math.abs(fromCentre - 0.2) <= 0.022) return HANDS;
  const hand = Math.min(fromSegment(x, y, 0.5, 0.46, 0.5, 0.33), fromSegment(x, y, 0.5, 0.46, 0.6, 0.46));
  return hand <= 0.022 ? HANDS : SHIELD;
}

const SAMPLES = 4;

/** Red, green, blue and alpha of each pixel, row after row. */
export function pixels(): Uint8Array {
  const result = new Uint8Array(SIZE * SIZE * 4);
  for (let row = 0; row < SIZE; row++)
    for (let column = 0; column < SIZE; column++) {
      const sum = [0, 0, 0];
      let covered = 0;
      for (let part = 0; part < SAMPLES * SAMPLES; part++) {
        const x = (column + ((part % SAMPLES) + 0.5) / SAMPLES) / SIZE;
        const y = (row + (Math.floor(part / SAMPLES) + 0.5) / SAMPLES) / SIZE;
        const colour = colourAt(x, y);
        if (colour === undefined) continue;
        covered++;
        for (const [index, value] of colour.entries()) sum[index] = (sum[index] ?? 0) + value;
      }
      const at = (row * SIZE + column) * 4;
      for (const [index, value] of sum.entries())
        result[at + index] = covered === 0 ? 0 : Math.round(value / covered);
      result[at + 3] = Math.round((255 * covered) / (SAMPLES * SAMPLES));
    }
  return result;
}

/** The same as a PNG file. */
export function png(): Buffer {
  const image = pixels();
  const rows = Buffer.alloc(SIZE * (SIZE * 4 + 1));
  for (let row = 0; row < SIZE; row++)
    rows.set(image.subarray(row * SIZE * 4, (row + 1) * SIZE * 4), row * (SIZE * 4 + 1) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIZE, 0);
  header.writeUInt32BE(SIZE, 4);
  // Eight bits a channel, four channels.
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc(body));
  return Buffer.concat([length, body, sum]);
}

/** The check sum of the PNG specification, annex D. */
function crc(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
