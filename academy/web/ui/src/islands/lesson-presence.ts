// Tells the academy how long somebody was there on a page of a lesson, and asks when nobody seems to be.
import { isCopy } from "../offline/device.ts";
import { make } from "../player/make.ts";
import { Outbox } from "../player/outbox.ts";
import { post } from "../player/post.ts";
import { StillThere } from "../player/still-there.ts";
import { Unseen } from "../player/unseen.ts";
import { addressOf, type Parcel } from "../rules/parcels.ts";
import { ahead, Presence } from "../rules/presence.ts";

const hands = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"];
const wall = () => performance.now() / 1000;

class LessonPresence extends HTMLElement {
  private readonly presence = new Presence();
  private readonly session = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  private outbox!: Outbox;
  private media: HTMLMediaElement | null = null;
  private stillThere: StillThere | undefined;
  private sequence = 0;
  private unseen: Unseen | undefined;
  private unseenSeconds = 0;
  private sending = false;

  connectedCallback(): void {
    this.outbox = new Outbox(this.dataset.post ?? "");
    this.media = document.querySelector<HTMLMediaElement>("psp-player video, psp-player audio");
    if (this.media) {
      this.stillThere = new StillThere(this.media, Number(this.dataset.patience) || undefined);
      this.unseen = new Unseen(this.media);
    }
    for (const event of hands) addEventListener(event, () => this.touch(), { passive: true, capture: true });
    document.addEventListener("visibilitychange", () => (this.look(), this.report()));
    addEventListener("pagehide", () => (this.look(), this.report()));
    for (const event of ["focus", "blur"]) addEventListener(event, () => this.look());
    setInterval(() => this.look(), 2_000);
    setInterval(() => this.report(), 60_000);
    this.look();
    void this.outbox.ready.then(() => this.outbox.next && this.report());
  }

  private touch(): void {
    this.presence.touch(wall());
    this.stillThere?.touch();
  }

  private look(): void {
    const playing = this.media ? !this.media.paused : false;
    this.presence.see({ wall: wall(), visible: this.inSight, playing });
    this.stillThere?.look(wall());
  }

  // The time at a question is of the window somebody works in; a text may be read beside another window.
  private get inSight(): boolean {
    return !document.hidden && (this.dataset.focus === undefined || document.hasFocus());
  }

  private report(): void {
    const place = { session: this.session, opened: this.dataset.token ?? "", sequence: ++this.sequence, position: 0, rate: 1 };
    const late = isCopy() ? ahead(place.opened, Date.now(), wall()) : 0;
    this.outbox.add(place, this.presence.take().map(([from, to]) => [from + late, to + late]));
    this.count(this.unseen?.take() ?? 0);
    const parcel = this.outbox.next ?? (this.unseenSeconds ? { ...place, watched: "" } : undefined);
    if (parcel && !this.sending) void this.send(parcel);
  }

  // Nobody waits for this: what cannot be sent now stays on this device and goes out with the next report.
  private async send(parcel: Parcel): Promise<void> {
    this.sending = true;
    const hidden = this.unseenSeconds;
    const answer = await post(addressOf(this.dataset.post ?? "", parcel), JSON.stringify({ active: parcel.watched, hidden }), "application/json").catch(() => undefined);
    this.sending = false;
    const refused = answer && [404, 409, 422].includes(answer.status);
    if (answer?.ok || refused) (this.outbox.acknowledge(parcel), (this.unseenSeconds -= hidden));
    if (answer?.ok && this.outbox.next) this.report();
  }

  private count(seconds: number): void {
    this.unseenSeconds += seconds;
    if (this.unseenSeconds < 5) return;
    const told = make("p", { class: "secondary", role: "status" }, "The film went on while you could not see this page. That part does not count yet: watch it again, or turn on the data saver in the settings to listen only.");
    this.replaceChildren(told);
  }
}

customElements.define("lesson-presence", LessonPresence);
