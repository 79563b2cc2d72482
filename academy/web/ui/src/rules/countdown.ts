/** Whole seconds left until `deadline`, by the server's clock: `skew` = server time minus own time, all in ms. */
export function secondsLeft(deadline: number, own: number, skew: number): number {
  return Math.max(0, Math.round((deadline - own - skew) / 1000));
}

/** What to say aloud when the clock steps from `before` to `after` seconds: only at five minutes and at one. */
export function announcement(before: number, after: number): string {
  if (before > 300 && after <= 300) return "5 minutes left";
  if (before > 60 && after <= 60) return "1 minute left";
  return before > 0 && after <= 0 ? "Time is up. Everything you answered is sent." : "";
}
