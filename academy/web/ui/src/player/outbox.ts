import { decode, type Span } from "../rules/intervals.ts";
import { delivered, packed, type Parcel, type Place } from "../rules/parcels.ts";

/** Seconds heard that the server has not acknowledged yet, kept on this device until it has. */
export class Outbox {
  private readonly key: string;

  constructor(address: string) {
    this.key = `academy-watching:${address}`;
  }

  /** The oldest page's first: its seconds can no longer be proved once a later page has spoken. */
  get next(): Parcel | undefined {
    return this.parcels[0];
  }

  /** Media seconds that wait here. */
  get seconds(): number {
    return this.parcels.flatMap((parcel) => decode(parcel.watched)).reduce((sum, [from, to]) => sum + to - from, 0);
  }

  add(place: Place, spans: readonly Span[]): void {
    this.parcels = packed(this.parcels, place, spans);
  }

  acknowledge(sent: Parcel): void {
    this.parcels = delivered(this.parcels, sent);
  }

  private get parcels(): Parcel[] {
    return JSON.parse(localStorage.getItem(this.key) ?? "[]") as Parcel[];
  }

  private set parcels(parcels: Parcel[]) {
    if (parcels.length) localStorage.setItem(this.key, JSON.stringify(parcels));
    else localStorage.removeItem(this.key);
  }
}
