/** Every declarative format. */
import { copilotStudio } from "./formats/copilot-studio.ts";
import type { Format } from "./formats/format.ts";

export const formats: readonly Format[] = [copilotStudio];
