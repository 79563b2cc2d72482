// Tells the academy which seconds of a lecture really played; nothing heard is lost when the network is.
import type { WatchTracker } from "../islands/watch-tracker.ts";
import { inSeconds, wait } from "../rules/backoff.ts";
import { addressOf, bodyOf, moved, type Parcel } from "../rules/parcels.ts";
import { OfflineNotice } from "./offline-notice.ts";
import { Outbox } from "./outbox.ts";
import { post } from "./post.ts";
import { deviceTime, savedLine } from "./saved.ts";

interface Receipt {
  saved_label: string;
  watched_percent: number;
  position: number;
  done: boolean;
}

export class WatchSender {
  private readonly outbox: Outbox;
  private readonly offline: OfflineNotice;
  private told: number;
  private sent = "";
  private tries = 0;
  private sending = false;

  constructor(private readonly tracker: WatchTracker) {
    this.outbox = new Outbox(tracker.dataset.post ?? "");
    this.offline = new OfflineNotice(tracker);
    this.told = tracker.resume;
    tracker.addEventListener("report-due", () => this.flush());
    addEventListener("online", () => (this.flush(), this.offline.caughtUp(this.outbox.seconds, this.sent)));
    addEventListener("offline", () => this.offline.show(this.outbox.seconds, this.sent));
    // Who played and paused before this script was here has seconds waiting that no event announces any more.
    void this.outbox.ready.then(() => this.flush());
  }

  private flush(): void {
    const { place, heard } = this.tracker.report();
    this.outbox.add(place, heard);
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
      if (parcel.session === this.tracker.session) this.told = parcel.position;
      this.tell((await answer.json()) as Receipt);
      this.sending = false;
      if (this.outbox.next) this.flush();
    } catch (fault) {
      this.sending = false;
      this.wait(fault);
    }
  }

  // The token proves when the page that heard this was opened, so that its first report may count from there.
  private post(parcel: Parcel): Promise<Response> {
    const address = this.tracker.dataset.post ?? "";
    return post(addressOf(address, parcel), JSON.stringify(bodyOf(address, parcel)), "application/json");
  }

  private tell(receipt: Receipt): void {
    this.sent = receipt.saved_label;
    this.offline.caughtUp(this.outbox.seconds, this.sent);
    savedLine("saved", `Saved at ${receipt.saved_label}`, "on the academy’s record");
    this.tracker.dispatchEvent(new CustomEvent("lesson-progress", { bubbles: true, detail: receipt }));
    for (const share of document.querySelectorAll("[data-watched-percent]")) share.textContent = `${receipt.watched_percent} %`;
  }

  private signIn(): void {
    this.sending = false;
    this.tracker.querySelector<HTMLMediaElement>("video, audio")?.pause();
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
