import type { Captions } from "./captions.ts";
import { barButton, make } from "./make.ts";
import { timeShown } from "./rail.ts";
import { remember, remembered } from "./remembered.ts";

const speeds = ["0.5", "0.75", "1", "1.25", "1.5", "1.75", "2"];

/** What the bar and the keys can do with a lecture. */
export interface Commands {
  playOrPause(): void;
  skip(seconds: number): void;
  faster(steps: number): void;
  mute(): void;
  fullScreen(): void;
}

export function commands(media: HTMLMediaElement, host: HTMLElement): Commands {
  return {
    playOrPause: () => void (media.paused ? media.play() : media.pause()),
    skip: (seconds) => (media.currentTime = Math.max(0, Math.min(media.currentTime + seconds, media.duration || 0))),
    faster(steps) {
      const place = speeds.indexOf(String(media.playbackRate)) + steps;
      media.playbackRate = Number(speeds[Math.min(Math.max(place, 0), speeds.length - 1)]);
    },
    mute: () => (media.muted = !media.muted),
    fullScreen: () => void (document.fullscreenElement ? document.exitFullscreen() : openFullScreen(media, host)),
  };
}

function openFullScreen(media: HTMLMediaElement, host: HTMLElement): void {
  const phone = media as HTMLMediaElement & { webkitEnterFullscreen?: () => void };
  if (document.fullscreenEnabled) void host.requestFullscreen();
  else phone.webkitEnterFullscreen?.();
}

export function buttons(media: HTMLMediaElement, captions: Captions, does: Commands): HTMLElement {
  const parts: Node[] = [playButton(media, does), backButton(does), timeShown(media)];
  if (captions.exist) parts.push(captionsButton(captions));
  parts.push(speedChoice(media), ...soundParts(media, does));
  if (media instanceof HTMLVideoElement) parts.push(screenButton(does));
  return make("div", { class: "player__buttons", role: "group", "aria-label": "Player" }, ...parts);
}

function playButton(media: HTMLMediaElement, does: Commands): Node {
  const button = barButton(does.playOrPause);
  const show = () => (media.paused ? button.show("play", "Play") : button.show("pause", "Pause"));
  for (const event of ["play", "pause", "ended"]) media.addEventListener(event, show);
  show();
  return button.element;
}

function backButton(does: Commands): Node {
  const button = barButton(() => does.skip(-10));
  button.show("back10", "10 seconds back");
  return button.element;
}

function captionsButton(captions: Captions): Node {
  const button = barButton(() => captions.toggle());
  const show = () => {
    button.show("captions", captions.isOn ? "Turn captions off" : "Turn captions on");
    button.element.toggleAttribute("data-on", captions.isOn);
  };
  captions.onToggle(show);
  show();
  return button.element;
}

function speedChoice(media: HTMLMediaElement): Node {
  const choice = make("select", { "aria-label": "Speed" }, ...speeds.map((speed) => make("option", { value: speed }, `${speed}×`)));
  choice.addEventListener("change", () => (media.playbackRate = Number(choice.value)));
  media.addEventListener("ratechange", () => {
    choice.value = String(media.playbackRate);
    remember("speed", choice.value);
  });
  choice.value = remembered("speed", "1");
  media.defaultPlaybackRate = media.playbackRate = Number(choice.value);
  return choice;
}

function soundParts(media: HTMLMediaElement, does: Commands): Node[] {
  const button = barButton(does.mute);
  button.element.classList.add("player__mute");
  const volume = make("input", { type: "range", min: "0", max: "1", step: "0.05", class: "player__volume", "aria-label": "Volume" });
  volume.addEventListener("input", () => (media.volume = Number(volume.value)));
  const show = () => {
    volume.value = String(media.muted ? 0 : media.volume);
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
  const show = () => (document.fullscreenElement ? button.show("small", "Leave full screen") : button.show("full", "Full screen"));
  document.addEventListener("fullscreenchange", show);
  show();
  return button.element;
}
