const api = "https://trips.meridian.example";

const call = async (path: string, body: unknown) =>
  (await fetch(`${api}/${path}`, { method: "POST", body: JSON.stringify(body) })).json();

export const trips = {
  search: (query: { from: string; to: string; day: string }) => call("search", query),
  book: (trip: string) => call("bookings", { trip }),
  cancel: (booking: string) => call("cancellations", { booking }),
};
