import { fold, type Span } from "./intervals.ts";

export interface Chapter {
  start_ms: number;
  title: string;
}

/** Where the rail is cut: one [from, to) in seconds for each chapter, or the whole lecture when there are none. */
export function segments(chapters: readonly Chapter[], duration: number): [number, number][] {
  const starts = [...new Set([0, ...chapters.map((chapter) => chapter.start_ms / 1000)])].filter((at) => at < duration);
  starts.sort((a, b) => a - b);
  return starts.map((from, place) => [from, starts[place + 1] ?? duration]);
}

/** The chapter that plays at `position` seconds; undefined before the first and where there are none. */
export function chapterAt(chapters: readonly Chapter[], position: number): Chapter | undefined {
  return chapters.findLast((chapter) => chapter.start_ms / 1000 <= position + 0.01);
}

/** Which chapters of a lecture of `duration` seconds were heard to the end; a second lost at either edge is forgiven. */
export function heardChapters(chapters: readonly Chapter[], duration: number, heard: readonly Span[]): boolean[] {
  return chapters.map(({ start_ms }, place) => {
    const [from, to] = [start_ms / 1000, (chapters[place + 1]?.start_ms ?? duration * 1000) / 1000];
    const inside = fold(heard.map(([a, b]): Span => [Math.max(a, from), Math.min(b, to)]));
    const covered = inside.reduce((sum, [a, b]) => sum + b - a, 0);
    return covered > 0 && covered >= to - from - 2;
  });
}
