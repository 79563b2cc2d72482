/** 612 MB of 1,430 MB at 3.4 MB a second -> "4 min left"; nothing to say before the speed is known. */
export function timeLeft(sent: number, total: number, elapsedMs: number): string {
  if (sent <= 0 || elapsedMs < 1500) return "";
  const seconds = ((total - sent) * elapsedMs) / sent / 1000;
  return seconds < 60 ? "under 1 min left" : `${Math.round(seconds / 60)} min left`;
}

/** "612 of 1,430 MB", both in the unit that fits the total. */
export function amount(sent: number, total: number): string {
  const [divisor, unit] = total >= 1e6 ? [1e6, "MB"] : [1e3, "KB"];
  const show = (bytes: number) => Math.round(bytes / divisor).toLocaleString("en-US");
  return `${show(sent)} of ${show(total)} ${unit}`;
}
