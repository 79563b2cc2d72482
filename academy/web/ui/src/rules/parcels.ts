import { decode, encode, fold, type Span } from "./intervals.ts";

/** What one opened page heard and the academy has not confirmed yet, with the proof of when that page was opened. */
export interface Parcel {
  session: string;
  opened: string;
  sequence: number;
  position: number;
  rate: number;
  watched: string;
}

/** Where the reader is: everything of a parcel but the seconds. */
export type Place = Omit<Parcel, "watched">;

/** Where a parcel goes, with the proof that its first report may count from the moment its page was opened. */
export function addressOf(address: string, parcel: Parcel): string {
  return parcel.opened ? `${address}?opened=${encodeURIComponent(parcel.opened)}` : address;
}

/** What a parcel says: seconds of a lecture, or of being there. */
export function bodyOf(address: string, { session, sequence, position, rate, watched }: Parcel): object {
  return address.endsWith("/activity") ? { active: watched } : { session, sequence, position, rate, watched };
}

/** A report has fewer bytes than this, address query and body together: it still goes out while a page goes away. */
export const mostBytes = 400;
/** Room for what a page adds of its own, such as the seconds out of sight. */
const spare = 24;

/** As much of a parcel, its earliest seconds, as one report carries; what is left goes with the next ones. */
export function fitting(address: string, parcel: Parcel): Parcel {
  const bare = { ...parcel, watched: "" };
  const query = addressOf(address, parcel).length - address.length;
  const room = mostBytes - spare - query - JSON.stringify(bodyOf(address, bare)).length;
  // Spans are written one after the other, each from the end of the one before: a beginning of the text is a beginning of them.
  return parcel.watched.length < room ? parcel : { ...bare, watched: parcel.watched.slice(0, parcel.watched.lastIndexOf(".", room - 1)) };
}

/** Add seconds to the parcel of their own page; those of earlier pages keep their proof and go out first. */
export function packed(parcels: readonly Parcel[], place: Place, spans: readonly Span[]): Parcel[] {
  const mine = parcels.find((parcel) => parcel.session === place.session);
  const watched = encode(fold([...decode(mine?.watched ?? ""), ...spans]));
  const changed = { ...place, watched };
  if (mine) return parcels.map((parcel) => (parcel === mine ? changed : parcel));
  return watched ? [...parcels, changed] : [...parcels];
}

/** Without what was sent; whatever came in meanwhile stays. */
export function delivered(parcels: readonly Parcel[], sent: Parcel): Parcel[] {
  const left = parcels.map((parcel) => (parcel.session === sent.session ? { ...parcel, watched: encode(without(decode(parcel.watched), decode(sent.watched))) } : parcel));
  return left.filter((parcel) => parcel.watched);
}

/** A report without seconds is worth sending only when the reader moved to another place, which is never the very start. */
export function moved(position: number, told: number): boolean {
  return position > 0 && Math.abs(position - told) >= 1;
}

function without(spans: readonly Span[], gone: readonly Span[]): Span[] {
  return gone.reduce((rest, [from, to]) => rest.flatMap(([a, b]): Span[] => [[a, Math.min(b, from)], [Math.max(a, to), b]]).filter(([a, b]) => a < b), [...spans]);
}
