import { icon, make } from "../player/make.ts";
import { clockText, type Change, type Line } from "../rules/caption-lines.ts";

/** A field of a row of the list. */
export function field(row: HTMLElement, name: "start" | "end"): HTMLInputElement {
  return row.querySelector(`input[name=${name}]`) as HTMLInputElement;
}

export function words(row: HTMLElement): HTMLTextAreaElement {
  return row.querySelector("textarea") as HTMLTextAreaElement;
}

/** The line as the server printed it; what the browser may have kept in the fields from before does not count. */
export function read(row: HTMLElement): Line {
  const doubts = (row.dataset.doubts ?? "").split(" ").filter(Boolean);
  return { start_ms: Number(row.dataset.start), end_ms: Number(row.dataset.end), text: words(row).defaultValue.trim(), doubts };
}

/** Shows a line in a row of the list; `place` counts all lines of the captions from 0. */
export function show(row: HTMLElement, line: Line, place: number): void {
  row.id = `line-${place + 1}`;
  for (const [name, ms] of [["start", line.start_ms], ["end", line.end_ms]] as const) {
    field(row, name).value = clockText(ms);
    field(row, name).setAttribute("aria-label", `${name === "start" ? "Start" : "End"} of line ${place + 1}`);
  }
  const area = words(row);
  if (area.value.trim() !== line.text) area.value = line.text;
  area.setAttribute("aria-label", `Caption at ${clockText(line.start_ms).replace(/\.\d$/, "")}`);
  row.toggleAttribute("data-needs", line.doubts.length > 0);
  showState(row, line, place);
}

function showState(row: HTMLElement, line: Line, place: number): void {
  const state = row.querySelector(".caption-rows__state") as HTMLElement;
  if (!line.doubts.length) return state.replaceChildren(icon("done"), make("span", { class: "visually-hidden" }, "Nothing to check"));
  const box = make("input", { type: "checkbox", name: "looked", value: String(place) });
  const rest = make("span", { class: "visually-hidden" }, `, line ${place + 1}`);
  state.replaceChildren(icon("look"), make("b", {}, `${line.doubts.join("? ")}?`), make("label", {}, box, " looked at", rest));
}

/** What keeps the fields of a row from becoming its line, as a sentence; empty when they are the line. */
export function faultOf(row: HTMLElement, line: Line): string {
  const untimely = (["start", "end"] as const).filter((name) => field(row, name).value.trim() !== clockText(line[`${name}_ms`]));
  for (const name of ["start", "end"] as const) field(row, name).toggleAttribute("aria-invalid", untimely.includes(name));
  words(row).toggleAttribute("aria-invalid", !words(row).value.trim());
  if (!words(row).value.trim()) return "Write the words of this line, or join it with the next one.";
  return untimely.length ? "Write times like 1:02.5, after the line before and before the next one." : "";
}

/** As many rows as a change makes of the ones it takes, the new ones copied from a neighbor. */
export function fit(list: HTMLElement, change: Change): void {
  const rows = [...list.children].slice(change.near, change.near + change.was.length) as HTMLElement[];
  while (rows.length > change.now.length) rows.pop()?.remove();
  while (rows.length < change.now.length) {
    const model = rows.at(-1) ?? (list.children[Math.max(0, change.near - 1)] as HTMLElement);
    const copy = model.cloneNode(true) as HTMLElement;
    model.after(copy);
    rows.push(copy);
  }
}

/** Below a row that somebody else changed too: what stands there now, and the choice between the two. */
export function showConflict(row: HTMLElement, theirs: string, keepMine: () => void, takeTheirs: () => void): void {
  row.querySelector("[data-conflict]")?.remove();
  const choice = (text: string, act: () => void) => {
    const button = make("button", { type: "button", class: "usa-button usa-button--outline usa-button--small" }, text);
    button.addEventListener("click", () => {
      row.querySelector("[data-conflict]")?.remove();
      act();
    });
    return button;
  };
  const said = make("p", {}, make("b", {}, "Changed in another window. "), theirs ? `It now reads: “${theirs}”` : "The line is not there any more.");
  const box = make("div", { class: "caption-rows__conflict", role: "alert", "data-conflict": "" }, said, choice("Keep mine", keepMine), choice("Take the other", takeTheirs));
  row.append(box);
}

/** The captions of the player follow what is written, without fetching the file again. */
export function liveCaptions(media: HTMLMediaElement | null, lines: Line[]): void {
  const track = media?.textTracks[0];
  const [from, to] = [(lines[0]?.start_ms ?? 0) / 1000, (lines.at(-1)?.end_ms ?? 0) / 1000];
  if (!track?.cues) return;
  for (const cue of [...track.cues]) if (cue.startTime < to && cue.endTime > from) track.removeCue(cue);
  for (const line of lines) {
    const cue = new VTTCue(line.start_ms / 1000, line.end_ms / 1000, line.text.replaceAll("&", "&amp;").replaceAll("<", "&lt;"));
    track.addCue(cue);
  }
}
