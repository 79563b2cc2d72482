/** Since when this device has no network, in milliseconds of its own clock. */
export interface Silence {
  attempt: string;
  began: number;
}

/** Shorter than this it is a hiccup, and costs nobody any time. */
const LEAST_MS = 10_000;

/** The first moment without a network stands until the academy knows of the outage. */
export function lost(known: Silence | undefined, attempt: string, now: number): Silence {
  return known?.attempt === attempt ? known : { attempt, began: now };
}

/** The fields that tell of an outage up to now by the server's clock (`skew` ms ahead of ours); nothing for a hiccup. */
export function report(silence: Silence | undefined, attempt: string, now: number, skew: number): string {
  if (silence?.attempt !== attempt || now - silence.began < LEAST_MS) return "";
  const [began_at, ended_at] = [silence.began, now].map((moment) => new Date(moment + skew).toISOString());
  return new URLSearchParams({ began_at, ended_at } as Record<string, string>).toString();
}
