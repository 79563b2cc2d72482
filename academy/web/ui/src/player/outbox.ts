import { decode, encode, fold, type Span } from "../rules/intervals.ts";

/** Seconds heard that the server has not acknowledged yet, kept on this device until it has. */
export class Outbox {
  private readonly key: string;

  constructor(address: string) {
    this.key = `academy-heard:${address}`;
  }

  get waiting(): Span[] {
    return decode(localStorage.getItem(this.key) ?? "");
  }

  add(spans: readonly Span[]): void {
    this.write(fold([...this.waiting, ...spans]));
  }

  /** The server has these; whatever came in meanwhile stays. */
  acknowledge(sent: readonly Span[]): void {
    this.write(sent.reduce((rest, [from, to]) => rest.flatMap(([a, b]): Span[] => [[a, Math.min(b, from)], [Math.max(a, to), b]]), this.waiting));
  }

  private write(spans: readonly Span[]): void {
    const text = encode(spans);
    if (text) localStorage.setItem(this.key, text);
    else localStorage.removeItem(this.key);
  }
}
