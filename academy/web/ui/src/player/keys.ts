import type { Commands } from "./bar.ts";
import type { Captions } from "./captions.ts";

/** Keys work only while something in the player has the focus, so that typing elsewhere never stops a lecture. */
export function listen(host: HTMLElement, media: HTMLMediaElement, captions: Captions, does: Commands): void {
  const louder = (by: number) => (media.volume = Math.min(1, Math.max(0, media.volume + by)));
  const keys: Record<string, () => void> = {
    k: does.playOrPause,
    " ": does.playOrPause,
    j: () => does.skip(-10),
    l: () => does.skip(10),
    ArrowLeft: () => does.skip(-5),
    ArrowRight: () => does.skip(5),
    PageDown: () => does.skip(-30),
    PageUp: () => does.skip(30),
    Home: () => (media.currentTime = 0),
    End: () => (media.currentTime = media.duration || 0),
    ArrowUp: () => louder(0.1),
    ArrowDown: () => louder(-0.1),
    m: does.mute,
    c: () => captions.toggle(),
    f: does.fullScreen,
    "<": () => does.faster(-1),
    ">": () => does.faster(1),
  };
  host.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || ownKey(event)) return;
    const tenth = /^\d$/.test(event.key) ? () => (media.currentTime = (Number(event.key) / 10) * (media.duration || 0)) : undefined;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? tenth;
    if (!act) return;
    event.preventDefault();
    act();
  });
}

// A button answers to the space bar and a menu to its arrows by itself; the volume slider keeps its arrows.
function ownKey(event: KeyboardEvent): boolean {
  const on = event.target as HTMLElement;
  if (on instanceof HTMLSelectElement) return true;
  if (on instanceof HTMLButtonElement) return event.key === " ";
  return on.classList.contains("player__volume") && event.key.startsWith("Arrow");
}
