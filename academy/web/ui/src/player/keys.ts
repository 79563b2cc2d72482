import type { Commands } from "./commands.ts";

// What is printed about them stands in key-help.ts, which nobody needs before the first picture.
const acts: Record<string, (does: Commands) => void> = {
  " ": (does) => does.playOrPause(),
  k: (does) => does.playOrPause(),
  j: (does) => does.skip(-10),
  l: (does) => does.skip(10),
  ArrowLeft: (does) => does.skip(-5),
  ArrowRight: (does) => does.skip(5),
  PageUp: (does) => does.skip(30),
  PageDown: (does) => does.skip(-30),
  Home: (does) => does.jump(0),
  End: (does) => does.jump(1),
  ArrowUp: (does) => does.louder(0.1),
  ArrowDown: (does) => does.louder(-0.1),
  m: (does) => does.mute(),
  "<": (does) => does.faster(-1),
  ">": (does) => does.faster(1),
  c: (does) => does.captions(),
  d: (does) => does.describe(),
  f: (does) => does.fullScreen(),
};
for (let tenth = 0; tenth < 10; tenth++) acts[tenth] = (does) => does.jump(tenth / 10);

/** Keys work only while something in the player has the focus, so that typing elsewhere never stops a lecture. */
export function listen(host: HTMLElement, does: Commands): void {
  host.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || ownKey(event)) return;
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act(does);
  });
}

const sliding = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"];

// A button answers to the space bar and a list to its letters by itself; the volume slider keeps its arrows.
function ownKey(event: KeyboardEvent): boolean {
  const on = event.target as HTMLElement;
  if (on instanceof HTMLSelectElement) return true;
  if (on.matches("button, summary, a, [type=checkbox], [type=radio]")) return event.key === " ";
  if (on.matches("textarea, [type=text], [type=search]")) return true;
  return on.matches(".player__volume") && sliding.includes(event.key);
}
