import type { Commands } from "./commands.ts";
import { make } from "./make.ts";

/** One line of the list of keys: as printed, what they do, and the keys themselves as browsers name them. */
interface Key {
  shown: string[];
  words: string;
  acts: Record<string, (does: Commands) => void>;
}

const keys: Key[] = [
  { shown: ["Space", "K"], words: "Play or pause", acts: { " ": (does) => does.playOrPause(), k: (does) => does.playOrPause() } },
  { shown: ["J", "L"], words: "10 seconds back, ahead", acts: { j: (does) => does.skip(-10), l: (does) => does.skip(10) } },
  { shown: ["←", "→"], words: "5 seconds back, ahead", acts: { ArrowLeft: (does) => does.skip(-5), ArrowRight: (does) => does.skip(5) } },
  { shown: ["PgUp", "PgDn"], words: "30 seconds ahead, back", acts: { PageUp: (does) => does.skip(30), PageDown: (does) => does.skip(-30) } },
  { shown: ["Home", "End"], words: "Start, end", acts: { Home: (does) => does.jump(0), End: (does) => does.jump(1) } },
  { shown: ["0 to 9"], words: "Jump to that tenth", acts: Object.fromEntries([..."0123456789"].map((digit) => [digit, (does: Commands) => does.jump(Number(digit) / 10)])) },
  { shown: ["↑", "↓"], words: "Louder, quieter", acts: { ArrowUp: (does) => does.louder(0.1), ArrowDown: (does) => does.louder(-0.1) } },
  { shown: ["M"], words: "Sound off, on", acts: { m: (does) => does.mute() } },
  { shown: ["<", ">"], words: "Slower, faster", acts: { "<": (does) => does.faster(-1), ">": (does) => does.faster(1) } },
  { shown: ["C"], words: "Captions on, off", acts: { c: (does) => does.captions() } },
  { shown: ["D"], words: "Audio description on, off", acts: { d: (does) => does.describe() } },
  { shown: ["F"], words: "Full screen", acts: { f: (does) => does.fullScreen() } },
];
const acts = Object.assign({}, ...keys.map((key) => key.acts)) as Key["acts"];

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

/** The keys as a list that unfolds. */
export function keyHelp(): HTMLElement {
  const lines = keys.map(({ shown, words }) => make("div", {}, make("dt", {}, ...shown.flatMap((key, place) => [place ? " " : "", make("kbd", {}, key)])), make("dd", {}, words)));
  return make("details", { class: "player__keys" }, make("summary", {}, "Keys"), make("dl", {}, ...lines));
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
