import { make } from "./make.ts";
import { remember, remembered } from "./remembered.ts";

/**
 * Captions in a band of our own, so that they never lie on the controls and, on a phone, never on the picture. The files
 * named by the page come first; those of the stream are used only where the page names none, never both.
 */
export class Captions {
  readonly band = make("div", { class: "player__captions" });
  private listeners: (() => void)[] = [];

  constructor(private readonly media: HTMLMediaElement) {
    // Set once for the person, whatever was chosen on this device; it can still be turned off here.
    if (document.documentElement.dataset.captions) remember("captions", "on");
    media.textTracks.addEventListener("addtrack", () => this.choose());
    media.addEventListener("emptied", () => this.band.replaceChildren());
    // The phone's own full screen shows only the phone's own captions.
    media.addEventListener("webkitbeginfullscreen", () => this.track && this.isOn && (this.track.mode = "showing"));
    media.addEventListener("webkitendfullscreen", () => this.track && (this.track.mode = "hidden"));
    this.choose();
  }

  /** The languages on offer, by their codes and in the words of whoever uploaded them. */
  get tracks(): TextTrack[] {
    const named = [...this.media.querySelectorAll("track")].map((element) => element.track);
    const all = named.length ? named : [...this.media.textTracks];
    return all.filter((track) => track.kind === "captions" || track.kind === "subtitles");
  }

  get track(): TextTrack | undefined {
    const wanted = remembered("caption-language", document.documentElement.lang);
    return this.tracks.find((track) => track.language === wanted) ?? this.tracks[0];
  }

  get isOn(): boolean {
    return remembered("captions", "on") === "on";
  }

  toggle(): void {
    remember("captions", this.isOn ? "off" : "on");
    this.tell();
  }

  speak(language: string): void {
    remember("caption-language", language);
    this.choose();
  }

  onChange(tell: () => void): void {
    this.listeners.push(tell);
  }

  // Only the chosen language is fetched.
  private choose(): void {
    for (const track of this.media.textTracks) {
      track.mode = track === this.track ? "hidden" : "disabled";
      track.oncuechange = track === this.track ? () => this.show() : null;
    }
    this.tell();
  }

  private tell(): void {
    this.show();
    this.media.closest("psp-player")?.toggleAttribute("data-captioned", this.isOn && this.tracks.length > 0);
    for (const tell of this.listeners) tell();
  }

  private show(): void {
    // At a cue's last instant browsers still call it active together with the next one.
    const at = this.media.currentTime + 0.02;
    const cues = this.isOn ? [...(this.track?.activeCues ?? [])].filter((cue) => cue.endTime > at) : [];
    const lines = cues.map((cue) => make("span", { lang: this.track?.language ?? "" }, (cue as VTTCue).getCueAsHTML()));
    this.band.replaceChildren(...lines.filter((line) => line.textContent?.trim()));
  }
}
