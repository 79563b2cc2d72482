import type { Captions } from "./captions.ts";
import { type Commands, speeds } from "./commands.ts";
import { barButton, make } from "./make.ts";
import { timeShown } from "./rail.ts";
import { remember, remembered } from "./remembered.ts";
import type { Stream } from "./stream.ts";

/** The row of buttons under the timeline. */
export function buttons(media: HTMLMediaElement, captions: Captions, stream: Stream, does: Commands): HTMLElement {
  const wide = make("div", { class: "player__wide" }, speedChoice(media), ...soundParts(media, does));
  const parts: Node[] = [playButton(media, does), backButton(does), timeShown(media), captionsButton(captions, does), describeButton(stream, does), wide];
  if (media instanceof HTMLVideoElement) parts.push(screenButton(does));
  return make("div", { class: "player__buttons", role: "group", "aria-label": "Player" }, ...parts);
}

function playButton(media: HTMLMediaElement, does: Commands): Node {
  const button = barButton(does.playOrPause);
  const show = () => (media.paused ? button.show("play", "Play") : button.show("pause", "Pause"));
  for (const event of ["play", "pause", "ended", "emptied"]) media.addEventListener(event, show);
  show();
  return button.element;
}

function backButton(does: Commands): Node {
  const button = barButton(() => does.skip(-10));
  button.show("back10", "10 seconds back");
  return button.element;
}

function captionsButton(captions: Captions, does: Commands): Node {
  const button = barButton(does.captions);
  const show = () => {
    button.element.hidden = !captions.tracks.length;
    button.show("captions", captions.isOn ? "Turn captions off" : "Turn captions on");
    button.element.toggleAttribute("data-on", captions.isOn);
  };
  captions.onChange(show);
  show();
  return button.element;
}

function describeButton(stream: Stream, does: Commands): Node {
  const button = barButton(does.describe);
  const show = () => {
    button.element.hidden = !stream.canDescribe;
    button.show("described", stream.described ? "Turn audio description off" : "Turn audio description on");
    button.element.toggleAttribute("data-on", stream.described);
  };
  stream.onChange(show);
  show();
  return button.element;
}

export function speedChoice(media: HTMLMediaElement): Node {
  const choice = make("select", { "aria-label": "Speed" }, ...speeds.map((speed) => make("option", { value: speed }, `${speed}×`)));
  choice.addEventListener("change", () => (media.playbackRate = Number(choice.value)));
  media.addEventListener("ratechange", () => {
    choice.value = String(media.playbackRate);
    remember("speed", choice.value);
  });
  choice.value = remembered("speed", "1");
  media.defaultPlaybackRate = media.playbackRate = Number(choice.value) || 1;
  return choice;
}

export function soundParts(media: HTMLMediaElement, does: Commands): Node[] {
  const button = barButton(does.mute);
  const volume = make("input", { type: "range", min: "0", max: "1", step: "0.05", class: "player__volume", "aria-label": "Volume" });
  volume.addEventListener("input", () => {
    media.muted = false;
    media.volume = Number(volume.value);
  });
  const show = () => {
    volume.value = String(media.muted ? 0 : media.volume);
    volume.setAttribute("aria-valuetext", `${Math.round(Number(volume.value) * 100)} percent`);
    button.show(media.muted ? "muted" : "volume", media.muted ? "Turn sound on" : "Turn sound off");
    remember("volume", String(media.volume));
  };
  media.volume = Number(remembered("volume", "1"));
  media.addEventListener("volumechange", show);
  show();
  return [button.element, volume];
}

function screenButton(does: Commands): Node {
  const button = barButton(does.fullScreen);
  button.element.classList.add("player__screen");
  const show = () => (document.fullscreenElement ? button.show("small", "Leave full screen") : button.show("full", "Full screen"));
  document.addEventListener("fullscreenchange", show);
  show();
  return button.element;
}
