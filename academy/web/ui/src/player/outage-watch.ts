import { lost, report, type Silence } from "../rules/outage.ts";

const store = "academy-outage";

/** What the academy says to an outage it was told of. */
export interface ToldOutage {
  deadline?: string;
  ends_label?: string;
  words?: string;
}

/** Remembers on this device since when an attempt with a clock has no network, until the academy knows of it. */
export class OutageWatch {
  readonly to: string;

  /** `skew`: how far the server's clock is ahead of this device's, in ms. */
  constructor(private readonly attempt: string, private readonly skew: number) {
    this.to = `${attempt}/outages`;
    addEventListener("offline", () => this.lost());
    if (!navigator.onLine) this.lost();
  }

  lost(): void {
    localStorage.setItem(store, JSON.stringify(lost(this.known, this.attempt, Date.now())));
  }

  /** What there is to tell now; "" for nothing. It is told again, wider, until it arrives. */
  get words(): string {
    return report(this.known, this.attempt, Date.now(), this.skew);
  }

  /** The line is there: what was a hiccup is forgotten, what was told is over. */
  over(): void {
    localStorage.removeItem(store);
  }

  private get known(): Silence | undefined {
    return JSON.parse(localStorage.getItem(store) ?? "null") ?? undefined;
  }
}

/** The one of the page's clock; a quiz without a clock has no time to give back. */
export function watchOf(page: Document): OutageWatch | undefined {
  const clock = page.querySelector<HTMLElement>("attempt-clock");
  const attempt = /^\/attempts\/[^/]+/.exec(location.pathname)?.[0];
  return clock && attempt ? new OutageWatch(attempt, Date.parse(clock.dataset.now ?? "") - Date.now()) : undefined;
}

/** The letter that has to go before the answers, if there is an outage to tell of. */
export function outageLetter(watch: OutageWatch | undefined): { to: string; body: string } | undefined {
  return watch?.words ? { to: watch.to, body: watch.words } : undefined;
}

/** The clock of the page ends when the academy says now, and says why. */
export function tellOutage(said: ToldOutage): void {
  const clock = document.querySelector<HTMLElement>("attempt-clock");
  if (clock && said.deadline) clock.dataset.deadline = said.deadline;
  const [ends, told] = [clock?.querySelector("[data-ends]"), clock?.querySelector("[data-outage]")];
  if (ends && said.ends_label) ends.textContent = said.ends_label;
  if (told) told.textContent = said.words ?? "";
}
