import type { Choices } from "./fields.ts";
import { remember, remembered } from "./remembered.ts";

export type Part = "size" | "color" | "ground" | "edge" | "place";

/** How captions can look: what is offered for each part, the usual first. */
export const looks: readonly { part: Part; name: string; choices: Choices }[] = [
  { part: "size", name: "Size", choices: [["100", "100 %"], ["125", "125 %"], ["150", "150 %"], ["175", "175 %"], ["200", "200 %"]] },
  { part: "color", name: "Text color", choices: [["white", "White"], ["yellow", "Yellow"], ["blue", "Light blue"], ["black", "Black on white"]] },
  { part: "ground", name: "Ground", choices: [["dark", "Nearly solid"], ["solid", "Solid"], ["half", "See-through"], ["none", "None"]] },
  { part: "edge", name: "Letter edge", choices: [["none", "None"], ["outline", "Outline"], ["shadow", "Shadow"]] },
  { part: "place", name: "Position", choices: [["bottom", "Bottom"], ["top", "Top"]] },
];

/** What is kept for a part, or the usual where nothing good is. */
export function lookOf(part: Part): string {
  const choices = looks.find((look) => look.part === part)?.choices ?? [];
  const kept = remembered(`caption-${part}`, "");
  return choices.some(([value]) => value === kept) ? kept : (choices[0]?.[0] ?? "");
}

/** The style sheet does the rest, by the attributes of the player. */
export function wear(host: HTMLElement): void {
  for (const { part } of looks) host.setAttribute(`data-caption-${part}`, lookOf(part));
}

export function chooseLook(host: HTMLElement, part: Part, value: string): void {
  remember(`caption-${part}`, value);
  wear(host);
}
