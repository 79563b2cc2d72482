// Shows the time left by the server's clock; speaks only at five minutes and at one; can be hidden.
import { isCopy } from "../offline/device.ts";
import { make } from "../player/make.ts";
import { lineLost } from "../player/outage-watch.ts";
import { announcement, secondsLeft } from "../rules/countdown.ts";
import { playtime } from "../rules/playtime.ts";

const store = "academy-clock";
const ahead = "academy-clock-ahead";

class AttemptClock extends HTMLElement {
  private left = Number.POSITIVE_INFINITY;
  private readonly speech = make("span", { role: "status", class: "visually-hidden" });
  private readonly toggle = make("button", { type: "button", class: "link" });
  private timer = 0;

  connectedCallback(): void {
    // A copy was made at another time: what the server's clock was ahead then is of no use.
    if (!isCopy()) sessionStorage.setItem(ahead, String(Date.parse(this.dataset.now ?? "") - Date.now()));
    const skew = Number(sessionStorage.getItem(ahead));
    this.dataset.skew = String(skew);
    addEventListener("offline", lineLost);
    if (!navigator.onLine) lineLost();
    this.append(this.toggle, this.speech);
    this.toggle.addEventListener("click", () => this.show(localStorage.getItem(store) === "hidden"));
    this.show(localStorage.getItem(store) !== "hidden");
    // Read anew each second: an outage that the academy gives back moves it.
    const look = () => this.tick(secondsLeft(Date.parse(this.dataset.deadline ?? ""), Date.now(), skew));
    this.timer = setInterval(look, 1000);
    look();
  }

  disconnectedCallback(): void {
    clearInterval(this.timer);
  }

  private get time(): HTMLElement {
    return this.querySelector(".clock__time") as HTMLElement;
  }

  private show(shown: boolean): void {
    localStorage.setItem(store, shown ? "shown" : "hidden");
    this.time.hidden = !shown;
    this.toggle.textContent = shown ? "Hide timer" : "Show timer";
  }

  private tick(left: number): void {
    const words = announcement(this.left, left);
    this.left = left;
    this.time.textContent = playtime(left);
    if (words) this.speech.textContent = words;
    // Without a network the end is not ours to say: an outage may give time back.
    if (left > 0 || !navigator.onLine) return;
    clearInterval(this.timer);
    // What was answered is on the server; the page there says how the attempt ended.
    setTimeout(() => location.reload(), 2000);
  }
}

customElements.define("attempt-clock", AttemptClock);
