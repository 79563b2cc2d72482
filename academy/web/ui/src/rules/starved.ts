/** How a lecture that has nothing to play stands: for how many seconds already, and whether the network is known to be gone. */
export interface Starved {
  seconds: number;
  lost: boolean;
}

/** What to say about it; nothing during the first second, because most waits are shorter. */
export function starvedWords({ seconds, lost }: Starved): string {
  if (lost) return "No connection. Your place is safe. The lecture goes on by itself when the network is back.";
  if (seconds >= 8) return "The connection is weak. The next part is still on its way.";
  return seconds >= 1 ? "Loading…" : "";
}
