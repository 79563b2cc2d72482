import { make } from "./make.ts";
import { remember, remembered } from "./remembered.ts";

/** Captions in a band of our own, so that they never lie on the controls and, on a phone, never on the picture. */
export class Captions {
  readonly band = make("div", { class: "player__captions" });
  private readonly track: TextTrack | undefined;
  private listeners: (() => void)[] = [];

  constructor(private readonly media: HTMLMediaElement) {
    this.track = media.querySelector("track")?.track;
    if (!this.track) return;
    this.track.mode = "hidden";
    this.track.addEventListener("cuechange", () => this.show());
    // The phone's own full screen shows only the phone's own captions.
    media.addEventListener("webkitbeginfullscreen", () => this.track && this.isOn && (this.track.mode = "showing"));
    media.addEventListener("webkitendfullscreen", () => this.track && (this.track.mode = "hidden"));
  }

  get exist(): boolean {
    return this.track !== undefined;
  }

  get isOn(): boolean {
    return remembered("captions", "on") === "on";
  }

  toggle(): void {
    remember("captions", this.isOn ? "off" : "on");
    this.show();
    for (const tell of this.listeners) tell();
  }

  onToggle(tell: () => void): void {
    this.listeners.push(tell);
  }

  private show(): void {
    // At a cue's last instant browsers still call it active together with the next one.
    const at = this.media.currentTime + 0.02;
    const cues = this.isOn ? [...(this.track?.activeCues ?? [])].filter((cue) => cue.endTime > at) : [];
    const words = cues.map((cue) => (cue as VTTCue).getCueAsHTML().textContent ?? "").join("\n").trim();
    this.band.replaceChildren(...(words ? [make("span", {}, words)] : []));
  }
}
