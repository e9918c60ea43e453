import { Agent } from "@openai/agents";
import { bookTrip, cancelTrip, searchTrips } from "./tools";

export const concierge = new Agent({
  name: "concierge",
  instructions: "Help the traveller to find and book a trip. Say what it costs before booking it.",
  tools: [searchTrips, bookTrip, cancelTrip],
});
