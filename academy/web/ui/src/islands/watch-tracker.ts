// Tells the academy which seconds of a lecture really played; nothing heard is lost when the network is.
import { OfflineNotice } from "../player/offline-notice.ts";
import { outOfSight } from "../player/out-of-sight.ts";
import { Outbox } from "../player/outbox.ts";
import { post } from "../player/post.ts";
import { deviceTime, savedLine } from "../player/saved.ts";
import { inSeconds, wait } from "../rules/backoff.ts";
import { Heard } from "../rules/heard.ts";
import { moved, type Parcel, type Place } from "../rules/parcels.ts";

interface Receipt {
  saved_label: string;
  watched_percent: number;
  position: number;
  done: boolean;
}

class WatchTracker extends HTMLElement {
  private readonly heard = new Heard();
  private readonly session = crypto.randomUUID?.() ?? `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  private outbox!: Outbox;
  private offline!: OfflineNotice;
  private media!: HTMLMediaElement;
  private sequence = 0;
  private told = 0;
  private last = 0;
  private sent = "";
  private tries = 0;
  private sending = false;

  connectedCallback(): void {
    this.outbox = new Outbox(this.dataset.post ?? "");
    this.offline = new OfflineNotice(this);
    this.media = this.querySelector("video, audio") as HTMLMediaElement;
    this.told = this.last = Number(this.querySelector("psp-player")?.getAttribute("data-resume") ?? "0");
    this.media.addEventListener("timeupdate", () => this.look());
    for (const event of ["pause", "ended"]) this.media.addEventListener(event, () => this.stop());
    for (const event of ["seeking", "waiting", "ratechange"]) this.media.addEventListener(event, () => this.heard.close());
    document.addEventListener("visibilitychange", () => document.hidden && this.flush());
    addEventListener("pagehide", () => this.stop());
    addEventListener("online", () => (this.flush(), this.offline.caughtUp(this.outbox.seconds, this.sent)));
    addEventListener("offline", () => this.offline.show(this.outbox.seconds, this.sent));
    setInterval(() => this.media.paused || this.flush(), 10_000);
    if (this.outbox.next) this.flush();
  }

  private look(): void {
    if (this.media.paused || this.media.seeking) return;
    if (outOfSight(this.media)) return this.heard.close();
    this.heard.see({ position: this.media.currentTime, wall: performance.now() / 1000, rate: this.media.playbackRate });
  }

  private stop(): void {
    this.look();
    this.heard.close();
    this.flush();
  }

  // While the player changes from one stream to another it stands at zero for a moment; the reader does not.
  private get position(): number {
    const { currentTime, readyState } = this.media;
    if (currentTime > 0 || readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) this.last = currentTime;
    return this.last;
  }

  private get place(): Place {
    const { position, session } = this;
    return { session, opened: this.dataset.token ?? "", sequence: ++this.sequence, position, rate: this.media.playbackRate };
  }

  private flush(): void {
    const place = this.place;
    const heard = this.heard.take();
    this.outbox.add(place, heard);
    if (heard.length) this.dispatchEvent(new CustomEvent("seconds-heard", { bubbles: true, detail: heard }));
    if (this.sending) return;
    const parcel = this.outbox.next ?? (moved(place.position, this.told) ? { ...place, watched: "" } : undefined);
    if (parcel) void this.send(parcel);
  }

  private async send(parcel: Parcel): Promise<void> {
    this.sending = true;
    if (!document.hidden) savedLine("saving", "Saving…");
    try {
      const answer = await this.post(parcel);
      if (answer.status === 401) return this.signIn();
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      this.outbox.acknowledge(parcel);
      this.tries = 0;
      if (parcel.session === this.session) this.told = parcel.position;
      this.tell((await answer.json()) as Receipt);
      this.sending = false;
      if (this.outbox.next) this.flush();
    } catch (fault) {
      this.sending = false;
      this.wait(fault);
    }
  }

  // The token proves when the page that heard this was opened, so that its first report may count from there.
  private post({ opened, ...heard }: Parcel): Promise<Response> {
    const address = (this.dataset.post ?? "") + (opened ? `?opened=${encodeURIComponent(opened)}` : "");
    return post(address, JSON.stringify({ ...heard, client_time: new Date().toISOString() }), "application/json");
  }

  private tell(receipt: Receipt): void {
    this.sent = receipt.saved_label;
    this.offline.caughtUp(this.outbox.seconds, this.sent);
    savedLine("saved", `Saved at ${receipt.saved_label}`, "on the academy’s record");
    this.dispatchEvent(new CustomEvent("lesson-progress", { bubbles: true, detail: receipt }));
    for (const share of document.querySelectorAll("[data-watched-percent]")) share.textContent = `${receipt.watched_percent} %`;
  }

  private signIn(): void {
    this.sending = false;
    this.media.pause();
    const next = encodeURIComponent(location.pathname);
    savedLine("device", "You were signed out. Your place is kept on this device.", "", () => location.assign(`/sign-in?next=${next}`), "Sign in again");
  }

  // Without a network this is normal, not an error; with one it is ours to repair, and we say when.
  private wait(fault: unknown): void {
    const pause = wait(++this.tries);
    setTimeout(() => this.flush(), pause * 1000);
    if (!navigator.onLine) {
      this.offline.show(this.outbox.seconds, this.sent);
      return savedLine("device", `Saved on this device, ${deviceTime()}`);
    }
    console.warn("watching not saved yet", fault);
    savedLine("waiting", `Not saved yet, trying again in ${inSeconds(pause)}.`, "", () => this.flush());
  }
}

customElements.define("watch-tracker", WatchTracker);
