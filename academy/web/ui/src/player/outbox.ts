import { person } from "../offline/device.ts";
import { all, put, remove } from "../offline/store.ts";
import { decode, type Span } from "../rules/intervals.ts";
import { delivered, fitting, packed, type Parcel, type Place } from "../rules/parcels.ts";

/** A parcel as it lies on the device. */
export interface KeptParcel extends Parcel {
  id: string;
  person: string;
  address: string;
  made: number;
}

/**
 * Seconds heard that the server has not acknowledged yet, kept on this device until it has. What counts is in memory, so
 * that a page can still report while it goes away; the device's database follows at once.
 */
export class Outbox {
  private parcels: Parcel[] = [];
  private readonly made = Date.now();
  /** Resolved when what earlier pages left here is known. */
  readonly ready: Promise<void>;

  constructor(private readonly address: string) {
    this.ready = this.load();
  }

  /** What goes next: the oldest page's first, whose seconds can no longer be proved once a later page has spoken. */
  get next(): Parcel | undefined {
    return this.parcels[0] && fitting(this.address, this.parcels[0]);
  }

  /** Media seconds that wait here. */
  get seconds(): number {
    return this.parcels.flatMap((parcel) => decode(parcel.watched)).reduce((sum, [from, to]) => sum + to - from, 0);
  }

  add(place: Place, spans: readonly Span[]): void {
    this.change(packed(this.parcels, place, spans));
  }

  acknowledge(sent: Parcel): void {
    this.change(delivered(this.parcels, sent));
  }

  private async load(): Promise<void> {
    const found = (await all<KeptParcel>("parcels", person())).filter((parcel) => parcel.address === this.address);
    this.parcels = [...found.sort((one, other) => one.made - other.made), ...this.parcels];
  }

  private change(parcels: Parcel[]): void {
    const [before, now] = [this.parcels, new Set(parcels.map((parcel) => parcel.session))];
    this.parcels = parcels;
    for (const parcel of parcels) if (!before.includes(parcel)) void put("parcels", this.kept(parcel)).catch(console.warn);
    for (const { session } of before) if (!now.has(session)) void remove("parcels", this.id(session)).catch(console.warn);
  }

  private kept(parcel: Parcel): KeptParcel {
    return { made: this.made, ...parcel, id: this.id(parcel.session), person: person(), address: this.address };
  }

  private id(session: string): string {
    return `${this.address} ${session}`;
  }
}
