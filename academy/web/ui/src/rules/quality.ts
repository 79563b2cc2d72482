/** What a learner chose: automatic, or a picture of about this many lines. */
export type Quality = "auto" | `${number}`;

/** Read back what was kept; anything unknown means automatic. */
export function qualityOf(kept: string): Quality {
  return /^\d+$/.test(kept) ? (kept as Quality) : "auto";
}

/**
 * Which of a lecture's rungs, given by their lines, answers a choice: the tallest at or below it, else the smallest;
 * -1 for automatic. A choice made for one lecture so holds for another with other rungs.
 */
export function rungFor(lines: readonly number[], chosen: Quality): number {
  if (chosen === "auto" || !lines.length) return -1;
  const fitting = lines.filter((height) => height <= Number(chosen));
  return lines.indexOf(fitting.length ? Math.max(...fitting) : Math.min(...lines));
}
