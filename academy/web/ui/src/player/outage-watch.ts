// Remembers on this device since when an attempt with a clock has no network, until the academy knows of it.
import { person } from "../offline/device.ts";
import { lost, report, type Silence } from "../rules/outage.ts";

const store = "academy-outage";

/** What the academy says to an outage it was told of. */
export interface ToldOutage {
  deadline?: string;
  ends_label?: string;
  words?: string;
}

/** There is no network. A quiz without a clock has no time to give back. */
export function lineLost(): void {
  const clock = document.querySelector<HTMLElement>("attempt-clock");
  const attempt = /^\/attempts\/[^/]+/.exec(location.pathname)?.[0];
  if (!clock || !attempt) return;
  const now = { person: person(), attempt, began: Date.now(), skew: Number(clock.dataset.skew ?? 0) };
  localStorage.setItem(store, JSON.stringify(lost(known(), now)));
}

/** The line is there: what was a hiccup is forgotten, what was told is over. */
export function lineBack(): void {
  localStorage.removeItem(store);
}

/** The letter that has to go before the answers, if there is an outage to tell of; again, and wider, until it arrives. */
export function outageLetter(): { to: string; body: string } | undefined {
  const silence = known();
  const body = report(silence, person(), Date.now());
  return body ? { to: `${silence?.attempt}/outages`, body } : undefined;
}

/** The clock of the page ends when the academy says now, and says why. */
export function tellOutage(said: ToldOutage): void {
  const clock = document.querySelector<HTMLElement>("attempt-clock");
  if (clock && said.deadline) clock.dataset.deadline = said.deadline;
  const [ends, told] = [clock?.querySelector("[data-ends]"), clock?.querySelector("[data-outage]")];
  if (ends && said.ends_label) ends.textContent = said.ends_label;
  if (told) told.textContent = said.words ?? "";
}

function known(): Silence | undefined {
  return JSON.parse(localStorage.getItem(store) ?? "null") ?? undefined;
}
