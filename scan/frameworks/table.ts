/** The one table of what creates an agent. */
import { anthropic } from "./anthropic.ts";
import { aws } from "./aws.ts";
import { declarative } from "./declarative.ts";
import type { Framework } from "./framework.ts";
import { google } from "./google.ts";
import { javascript } from "./javascript.ts";
import { langchain } from "./langchain.ts";
import { microsoft } from "./microsoft.ts";
import { openai } from "./openai.ts";
import { python } from "./python.ts";
import { pythonOthers } from "./python-others.ts";
import { semanticKernel } from "./semantic-kernel.ts";
import { voice } from "./voice.ts";

export const frameworks: readonly Framework[] = [
  ...openai,
  ...anthropic,
  ...langchain,
  ...microsoft,
  ...semanticKernel,
  ...google,
  ...aws,
  ...python,
  ...pythonOthers,
  ...javascript,
  ...voice,
  ...declarative,
];
