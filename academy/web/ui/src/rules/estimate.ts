// A network measured long ago is another network: the same laptop goes from the station's Wi-Fi to a car.
const good = 30 * 60_000;

/** Bits a second to expect before anything was measured: slow enough that the first picture comes at once. */
export const unknown = 500_000;

/** Write down a measured rate in bits a second with its time in ms. */
export function noted(bits: number, now: number): string {
  return `${Math.round(bits)}@${Math.round(now)}`;
}

/** Read a measured rate back; what is old, or cannot be read, counts as unknown. */
export function expected(kept: string, now: number): number {
  const [bits, at] = kept.split("@").map(Number);
  return bits && at && now - at >= 0 && now - at < good ? bits : unknown;
}
