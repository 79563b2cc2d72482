/** A half-open span of whole media seconds. */
export type Span = readonly [from: number, to: number];

/** Sorted, disjoint, touching spans joined: the same set of seconds in its shortest form. */
export function fold(spans: readonly Span[]): Span[] {
  const folded: [number, number][] = [];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = folded.at(-1);
    if (to <= from) continue;
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else folded.push([from, to]);
  }
  return folded;
}

/** Gap-length pairs in base 36: [0,50), [55,65) -> "0-1e.5-a". */
export function encode(spans: readonly Span[]): string {
  let end = 0;
  return fold(spans).map(([from, to]) => {
    const pair = `${(from - end).toString(36)}-${(to - from).toString(36)}`;
    end = to;
    return pair;
  }).join(".");
}

/** The spans that `encode` wrote. */
export function decode(text: string): Span[] {
  let end = 0;
  return text.split(".").filter(Boolean).map((pair) => {
    const [gap, length] = pair.split("-").map((digits) => Number.parseInt(digits, 36)) as [number, number];
    const from = end + gap;
    end = from + length;
    return [from, end];
  });
}

/** Share of `duration` covered, in whole percent rounded down. */
export function percentOf(spans: readonly Span[], duration: number): number {
  const covered = fold(spans).reduce((sum, [from, to]) => sum + to - from, 0);
  return duration > 0 ? Math.min(100, Math.floor((covered * 100) / duration)) : 0;
}
