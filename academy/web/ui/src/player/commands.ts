import type { Captions } from "./captions.ts";
import { play } from "./play.ts";
import type { Stream } from "./stream.ts";

export const speeds = ["0.5", "0.75", "1", "1.25", "1.5", "1.75", "2"];

/** What the bar and the keys can do with a lecture. */
export interface Commands {
  playOrPause(): void;
  skip(seconds: number): void;
  jump(share: number): void;
  faster(steps: number): void;
  louder(by: number): void;
  mute(): void;
  captions(): unknown;
  describe(): unknown;
  fullScreen(): void;
}

export function commands(media: HTMLMediaElement, host: HTMLElement, captions: Captions, stream: Stream): Commands {
  const length = () => (Number.isFinite(media.duration) ? media.duration : 0);
  return {
    playOrPause: () => (media.paused ? play(media) : media.pause()),
    skip: (seconds) => (media.currentTime = Math.max(0, Math.min(media.currentTime + seconds, length()))),
    jump: (share) => (media.currentTime = share * length()),
    faster(steps) {
      const place = speeds.indexOf(String(media.playbackRate)) + steps;
      media.playbackRate = Number(speeds[Math.min(Math.max(place, 0), speeds.length - 1)]);
    },
    louder: (by) => (media.volume = Math.round(Math.min(1, Math.max(0, media.volume + by)) * 100) / 100),
    mute: () => (media.muted = !media.muted),
    captions: () => captions.tracks.length && captions.toggle(),
    describe: () => stream.canDescribe && (stream.described = !stream.described),
    fullScreen: () => void (document.fullscreenElement ? document.exitFullscreen() : openFullScreen(media, host)),
  };
}

function openFullScreen(media: HTMLMediaElement, host: HTMLElement): void {
  const phone = media as HTMLMediaElement & { webkitEnterFullscreen?: () => void };
  if (document.fullscreenEnabled) void host.requestFullscreen();
  else phone.webkitEnterFullscreen?.();
}
