/** 760 -> "12:40"; 3760 -> "1:02:40". Seconds in, whole seconds shown. */
export function playtime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hour, minute, second] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = String(second).padStart(2, "0");
  return hour ? `${hour}:${String(minute).padStart(2, "0")}:${tail}` : `${minute}:${tail}`;
}

/** 125 -> "2 minutes 5 seconds", as a screen reader should say it. */
export function spoken(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts: [number, string][] = [[Math.floor(whole / 3600), "hour"], [Math.floor(whole / 60) % 60, "minute"]];
  const words = parts.filter(([count]) => count).map(([count, word]) => `${count} ${word}${count === 1 ? "" : "s"}`);
  const rest = whole % 60;
  return [...words, `${rest} second${rest === 1 ? "" : "s"}`].join(" ");
}
