import { wait } from "../rules/backoff.ts";
import { starvedWords } from "../rules/starved.ts";
import { make } from "./make.ts";

// A link that the server no longer takes: it expired, or the lecture was replaced.
const refusals = [401, 403, 404, 410];
const longestPause = 10;

/** Keeps a lecture going over a network that comes and goes, and says in plain words what is happening meanwhile. */
export class Network {
  readonly note = make("div", { class: "player__note", role: "status" });
  /** Start loading anew; whoever plays sets this. */
  again: () => void = () => undefined;
  /** Offered when the line is too weak for the picture. */
  lighter: (() => void) | undefined;
  broken = false;
  refused = false;
  private mended = false;
  private lost = false;
  private tries = 0;
  private starvedAt = 0;
  private timer = 0;

  constructor(private readonly host: HTMLElement, private readonly media: HTMLMediaElement) {
    for (const event of ["waiting", "play", "playing", "pause", "canplay", "seeked", "error"]) media.addEventListener(event, () => this.look());
    addEventListener("offline", () => this.look());
    addEventListener("online", () => this.retry());
  }

  /** Something arrived. */
  works(): void {
    this.lost = this.refused = false;
    this.tries = 0;
    this.look();
  }

  /** The loader gave up, because of the decoder or with this HTTP status (0: no answer). */
  failed(decoder: boolean, status: number): void {
    if (decoder) return this.mend();
    if (refusals.includes(status)) return void this.renew();
    this.lost = true;
    setTimeout(() => this.retry(), Math.min(wait(++this.tries), longestPause) * 1000);
    this.look();
  }

  private retry(): void {
    if (this.lost || this.starvedAt) this.again();
    this.look();
  }

  // One attempt at mending a broken decoder.
  private mend(): void {
    if (this.mended) return this.trouble();
    this.mended = this.broken = true;
    this.again();
    this.broken = false;
  }

  // The page itself carries fresh links for whoever may still watch; a page that stood open over night goes on by itself.
  private async renew(): Promise<void> {
    if (this.refused) return this.trouble();
    this.refused = true;
    const page = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => undefined);
    if (!page) return this.failed(false, 0);
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector<HTMLElement>("psp-player")?.dataset.master;
    if (!fresh || fresh === this.host.dataset.master) return this.trouble();
    this.host.dataset.master = fresh;
    this.again();
  }

  private look(): void {
    const starved = this.media.readyState < HTMLMediaElement.HAVE_FUTURE_DATA && (!this.media.paused || this.lost);
    this.starvedAt = starved ? this.starvedAt || Date.now() : 0;
    clearTimeout(this.timer);
    if (starved) this.timer = setTimeout(() => this.look(), 500);
    const seconds = (Date.now() - this.starvedAt) / 1000;
    this.say(starved ? starvedWords({ seconds, lost: this.lost || !navigator.onLine }) : "", seconds >= 8);
  }

  private say(words: string, long: boolean): void {
    if ((this.note.firstChild?.textContent ?? "") === words) return;
    const offer = words && long && this.lighter ? [make("button", { type: "button" }, "Listen without the picture")] : [];
    offer[0]?.addEventListener("click", () => this.lighter?.());
    this.note.replaceChildren(...(words ? [make("span", {}, words), ...offer] : []));
  }

  private trouble(): void {
    if (this.host.querySelector(".player__trouble")) return;
    const again = make("button", { type: "button", class: "link" }, "Load the page again");
    again.addEventListener("click", () => location.reload());
    const words = make("p", {}, "We could not play this lecture. Your place is safe, and the transcript can be read meanwhile.");
    this.host.querySelector(".player__stage")?.append(make("div", { class: "player__trouble", role: "alert" }, words, again));
  }
}
