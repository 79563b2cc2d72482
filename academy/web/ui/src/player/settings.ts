import { qualityOf } from "../rules/quality.ts";
import { describes } from "../rules/sounds.ts";
import { soundParts, speedChoice } from "./bar.ts";
import { chooseLook, lookOf, looks } from "./caption-look.ts";
import type { Captions } from "./captions.ts";
import type { Commands } from "./commands.ts";
import { type Choices, choice, type Field, switchFor } from "./fields.ts";
import { keyHelp } from "./key-help.ts";
import { type BarButton, barButton, make } from "./make.ts";
import type { Stream } from "./stream.ts";

/** What the dialog stands in and steers; `opener` is the button that asked for it. */
export interface Parts {
  host: HTMLElement;
  opener: BarButton;
  media: HTMLMediaElement;
  stream: Stream;
  captions: Captions;
  does: Commands;
}

/**
 * Everything a learner can choose, in one plain dialog over the picture. It takes the focus when it opens and gives it back
 * when it closes: by its button, by Escape, by a press elsewhere, and when the Tab key leaves it, so that it never covers
 * what has the focus.
 */
export class Settings {
  private readonly panel = make("dialog", { class: "player__settings", "aria-label": "Player settings" });
  private readonly fields: Field[] = [];
  private readonly host: HTMLElement;
  private readonly opener: BarButton;
  private readonly stream: Stream;
  private readonly captions: Captions;

  constructor({ host, opener, media, stream, captions, does }: Parts) {
    [this.host, this.opener, this.stream, this.captions] = [host, opener, stream, captions];
    this.furnish(media, does);
    host.append(this.panel);
    stream.onChange(() => this.show());
    captions.onChange(() => this.show());
    host.addEventListener("keydown", (event) => event.key === "Escape" && this.panel.open && (event.preventDefault(), this.close()));
    this.panel.addEventListener("focusout", (event) => event.relatedTarget && !this.mine(event.relatedTarget) && this.close(false));
    document.addEventListener("pointerdown", (event) => this.panel.open && !this.mine(event.target) && this.close(false));
  }

  toggle(): void {
    if (this.panel.open) this.close();
    else this.open();
  }

  private furnish(media: HTMLMediaElement, does: Commands): void {
    const close = barButton(() => this.close());
    close.show("close", "Close settings");
    const narrow = make("div", { class: "player__narrow" }, make("span", { "aria-hidden": "true" }, "Speed"), speedChoice(media), ...soundParts(media, does));
    this.panel.append(
      make("div", { class: "player__settings-head" }, make("h2", {}, "Settings"), close.element),
      narrow,
      ...(media instanceof HTMLVideoElement ? [this.group("Picture", this.picture())] : []),
      this.group("Sound", this.sound()),
      ...(this.captions.tracks.length ? [this.group("Captions", this.words())] : []),
      keyHelp(),
    );
    this.show();
  }

  private picture(): Field[] {
    const { stream } = this;
    const saver = switchFor("Data saver", "Fetches the sound and the captions, no picture.", () => stream.saves, (on) => (stream.saves = on));
    const sizes = (): Choices => [["auto", stream.shown ? `Automatic: ${stream.shown}p` : "Automatic"], ...stream.lines.toReversed().map((lines) => [`${lines}`, `${lines}p`] as const)];
    const size = choice("Quality", sizes, () => this.qualityShown, (value) => (stream.quality = qualityOf(value)));
    const known = () => stream.lines.length > 0;
    return [shownIf(size, known), shownIf(saver, known)];
  }

  // A choice kept from another lecture may name a size that this one has not.
  private get qualityShown(): string {
    const { quality, lines } = this.stream;
    return quality === "auto" || lines.includes(Number(quality)) ? quality : "auto";
  }

  private sound(): Field[] {
    const { stream } = this;
    const describe = switchFor("Audio description", "A voice says what the picture shows.", () => stream.described, (on) => (stream.described = on));
    const plain = () => stream.sounds.filter((sound) => !describes(sound)).map((sound) => [sound.name, sound.name] as const);
    const track = choice("Sound track", plain, () => stream.soundName, (name) => (stream.soundName = name));
    return [shownIf(describe, () => stream.canDescribe), shownIf(track, () => plain().length > 1)];
  }

  private words(): Field[] {
    const { captions, host } = this;
    const languages = () => captions.tracks.map((track) => [track.language, track.label || track.language] as const);
    const on = switchFor("Show captions", "", () => captions.isOn, (wanted) => wanted === captions.isOn || captions.toggle());
    const language = choice("Language", languages, () => captions.track?.language ?? "", (code) => captions.speak(code));
    const parts = looks.map(({ part, name, choices }) => choice(name, () => choices, () => lookOf(part), (value) => chooseLook(host, part, value)));
    const sample = make("div", { class: "player__captions player__captions--sample", "aria-hidden": "true" }, make("span", {}, "Captions look like this."));
    return [on, shownIf(language, () => languages().length > 1), ...parts, { element: sample, show: () => undefined }];
  }

  private group(name: string, fields: Field[]): HTMLElement {
    this.fields.push(...fields);
    const box = make("fieldset", {}, make("legend", {}, name), ...fields.map((field) => field.element));
    this.fields.push({ element: box, show: () => (box.hidden = fields.every((field) => field.element.hidden)) });
    return box;
  }

  private show(): void {
    for (const field of this.fields) field.show();
    this.opener.show("settings", this.panel.open ? "Close settings" : "Settings");
    this.opener.element.setAttribute("aria-expanded", String(this.panel.open));
  }

  private open(): void {
    this.panel.show();
    this.panel.scrollTop = 0;
    this.host.setAttribute("data-settings", "");
    this.show();
  }

  private close(giveBack = true): void {
    if (!this.panel.open) return;
    const after = document.activeElement;
    this.panel.close();
    this.host.removeAttribute("data-settings");
    this.show();
    if (giveBack) this.opener.element.focus();
    else if (after instanceof HTMLElement && !this.panel.contains(after)) after.focus({ preventScroll: true });
  }

  private mine(target: EventTarget | null): boolean {
    return target instanceof Node && (this.panel.contains(target) || this.opener.element.contains(target));
  }
}

function shownIf(field: Field, asked: () => boolean): Field {
  const show = () => {
    field.element.hidden = !asked();
    field.show();
  };
  return { element: field.element, show };
}
