/** What of the watching is not sent yet, as the reader is told: "4 minutes of watching wait". */
export function waitingWords(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return seconds > 0 ? "Less than a minute of watching waits" : "Your place waits";
  return minutes === 1 ? "1 minute of watching waits" : `${minutes} minutes of watching wait`;
}

/** The same once it arrived: "4 minutes of watching were sent". */
export function sentWords(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return seconds > 0 ? "Less than a minute of watching was sent" : "Your place was sent";
  return minutes === 1 ? "1 minute of watching was sent" : `${minutes} minutes of watching were sent`;
}
