import { openai } from "@ai-sdk/openai";
import { ToolLoopAgent, tool } from "ai";
import { z } from "zod";

const weather = tool({
  description: "The weather of a place in a month.",
  inputSchema: z.object({ place: z.string(), month: z.string() }),
  execute: async ({ place, month }) => (await fetch(`https://weather.meridian.example/${place}/${month}`)).json(),
});

export const planner = new ToolLoopAgent({
  id: "trip-planner",
  model: openai("gpt-5"),
  instructions: "Plan a trip of a week, day by day.",
  tools: { weather },
});
