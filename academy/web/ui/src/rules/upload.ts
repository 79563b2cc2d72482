const MB = 1_000_000;

/** The smallest and the largest piece: a cut costs at most one, and a fast line need not ask so often. */
export const PIECES = { least: 8 * MB, most: 16 * MB } as const;

/** A piece that took longer than this shows a slow line. */
const LONG_MS = 10_000;

/** The size of the next piece: larger after one that went fast, the least again after a slow one or a cut. */
export function nextPiece(size: number, tookMs: number | "cut"): number {
  return tookMs === "cut" || tookMs > LONG_MS ? PIECES.least : Math.min(size * 2, PIECES.most);
}

/** 612 MB of 1,430 MB at 3.4 MB a second -> "4 min left"; nothing to say before the speed is known. */
export function timeLeft(sent: number, total: number, elapsedMs: number): string {
  if (sent <= 0 || elapsedMs < 1500) return "";
  const seconds = ((total - sent) * elapsedMs) / sent / 1000;
  if (seconds < 60) return "under 1 min left";
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min left` : `${Math.round(minutes / 60)} h left`;
}

/** "612 of 1,430 MB", both in the unit that fits the total. */
export function amount(sent: number, total: number): string {
  const [divisor, unit] = total >= MB ? [MB, "MB"] : [1e3, "KB"];
  const show = (bytes: number) => Math.round(bytes / divisor).toLocaleString("en-US");
  return `${show(sent)} of ${show(total)} ${unit}`;
}

/** What the person reads when sending stopped: the academy's own sentence, or that the line broke. */
export function reason(status: number, body: string): string {
  try {
    const { detail } = JSON.parse(body) as { detail?: unknown };
    if (status >= 400 && typeof detail === "string") return detail;
  } catch {
    // Not from the academy: a proxy's page, or nothing at all because the line broke.
  }
  return "The connection broke. What was sent is kept.";
}

/** Whether it is worth asking again by itself: the line or the server may recover, a refusal stays one. */
export function worthRetrying(status: number): boolean {
  return status < 400 || status >= 500 || [409, 423, 429, 460].includes(status);
}

/** The same file for the same purpose, on whatever day it is chosen again. */
export function fingerprint(file: { name: string; type: string; size: number; lastModified: number }, purpose: string): string {
  return ["academy", file.name, file.type, file.size, file.lastModified, purpose].join("-");
}
