/** Every declarative format. */
import type { Format } from "./formats/format.ts";

export const formats: readonly Format[] = [];
