/** Since when this device has no network (ms of its own clock), in whose attempt; `skew`: the server's clock is ahead so much. */
export interface Silence {
  person: string;
  attempt: string;
  began: number;
  skew: number;
}

/** Shorter than this it is a hiccup, and costs nobody any time. */
const LEAST_MS = 10_000;

/** The first moment without a network stands until the academy knows of the outage. */
export function lost(known: Silence | undefined, now: Silence): Silence {
  return known?.attempt === now.attempt && known.person === now.person ? known : now;
}

/** The fields that tell the person of an outage up to now, by the server's clock; nothing for a hiccup. */
export function report(silence: Silence | undefined, person: string, now: number): string {
  if (silence?.person !== person || now - silence.began < LEAST_MS) return "";
  const [began_at, ended_at] = [silence.began, now].map((moment) => new Date(moment + silence.skew).toISOString());
  return new URLSearchParams({ began_at, ended_at } as Record<string, string>).toString();
}
