import { make } from "./make.ts";

// As printed on keys, and what they do.
const keys: [shown: string[], words: string][] = [
  [["Space", "K"], "Play or pause"],
  [["J", "L"], "10 seconds back, ahead"],
  [["←", "→"], "5 seconds back, ahead"],
  [["PgUp", "PgDn"], "30 seconds ahead, back"],
  [["Home", "End"], "Start, end"],
  [["0 to 9"], "Jump to that tenth"],
  [["↑", "↓"], "Louder, quieter"],
  [["M"], "Sound off, on"],
  [["<", ">"], "Slower, faster"],
  [["C"], "Captions on, off"],
  [["D"], "Audio description on, off"],
  [["F"], "Full screen"],
];

/** The keys as a list that unfolds. */
export function keyHelp(): HTMLElement {
  const lines = keys.map(([shown, words]) => make("div", {}, make("dt", {}, ...shown.flatMap((key, place) => [place ? " " : "", make("kbd", {}, key)])), make("dd", {}, words)));
  return make("details", { class: "player__keys" }, make("summary", {}, "Keys"), make("dl", {}, ...lines));
}
