// How many of the people on a page are chosen, in words.
export function chosenWords(chosen: number, shown: number): string {
  if (chosen === 0) return "Choose people to remind them.";
  if (chosen === shown) return shown === 1 ? "The only person here is chosen." : `All ${shown} people on this page are chosen.`;
  return chosen === 1 ? "1 person is chosen." : `${chosen} people are chosen.`;
}
