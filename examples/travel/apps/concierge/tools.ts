import { tool } from "@openai/agents";
import { z } from "zod";
import { trips } from "./trips";

export const searchTrips = tool({
  name: "search_trips",
  description: "Trips between two places on a day.",
  parameters: z.object({ from: z.string(), to: z.string(), day: z.string() }),
  execute: (query) => trips.search(query),
});

export const bookTrip = tool({
  name: "book_trip",
  description: "Books a trip that the traveller has chosen.",
  parameters: z.object({ trip: z.string() }),
  execute: ({ trip }) => trips.book(trip),
});

export const cancelTrip = tool({
  name: "cancel_trip",
  description: "Cancels a booking.",
  parameters: z.object({ booking: z.string() }),
  execute: ({ booking }) => trips.cancel(booking),
});
