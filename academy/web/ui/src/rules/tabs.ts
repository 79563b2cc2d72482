/** The tab that a key leads to from this one, going round at both ends; undefined for keys that mean nothing to tabs. */
export function tabAfter(key: string, place: number, count: number): number | undefined {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const by = { ArrowRight: 1, ArrowLeft: -1 }[key];
  return by === undefined ? undefined : (place + by + count) % count;
}
