/** Captions in review, as the server keeps them; `doubts` are words nobody has looked at yet. */
export interface Line {
  start_ms: number;
  end_ms: number;
  text: string;
  doubts: string[];
}

/** One run of lines as it stood at `near` and as it is to be; the server finds it again by its times and words. */
export interface Change {
  near: number;
  was: Line[];
  now: Line[];
}

const shortest = 100;

/** The lines after a change. */
export function applied(lines: Line[], change: Change): Line[] {
  return [...lines.slice(0, change.near), ...change.now, ...lines.slice(change.near + change.was.length)];
}

/** A line with other words, or with its doubtful words looked at; nothing when it is the same. */
export function corrected(lines: Line[], at: number, text: string, looked: boolean): Change | undefined {
  const line = lines[at];
  if (!line || !text.trim()) return undefined;
  const doubts = looked ? [] : line.doubts;
  if (text.trim() === line.text && doubts.length === line.doubts.length) return undefined;
  return { near: at, was: [line], now: [{ ...line, text: text.trim(), doubts }] };
}

/** Two lines for one, cut at the cursor; the time is shared by the number of characters. */
export function split(lines: Line[], at: number, cursor: number): Change | undefined {
  const line = lines[at];
  if (!line) return undefined;
  const [before, after] = [line.text.slice(0, cursor).trim(), line.text.slice(cursor).trim()];
  const length = line.end_ms - line.start_ms;
  if (!before || !after || length < 2 * shortest) return undefined;
  const share = Math.round((length * before.length) / (before.length + after.length));
  const middle = line.start_ms + Math.min(length - shortest, Math.max(shortest, share));
  const doubtsIn = (text: string) => line.doubts.filter((word) => text.includes(word));
  const now = [
    { ...line, end_ms: middle, text: before, doubts: doubtsIn(before) },
    { ...line, start_ms: middle, text: after, doubts: doubtsIn(after) },
  ];
  return { near: at, was: [line], now };
}

/** One line for two. */
export function merge(lines: Line[], at: number): Change | undefined {
  const [line, next] = [lines[at], lines[at + 1]];
  if (!line || !next) return undefined;
  const whole = { start_ms: line.start_ms, end_ms: next.end_ms, text: `${line.text} ${next.text}`, doubts: [...line.doubts, ...next.doubts] };
  return { near: at, was: [line, next], now: [whole] };
}

/** The start moved by so many milliseconds, as far as there is room; a line that touches from before gives way. */
export function shift(lines: Line[], at: number, by: number): Change | undefined {
  const [before, line] = [lines[at - 1], lines[at]];
  if (!line) return undefined;
  const earliest = before ? before.start_ms + shortest : 0;
  const start = Math.min(Math.max(line.start_ms + by, earliest), line.end_ms - shortest);
  if (start === line.start_ms || start < 0) return undefined;
  const moved = { ...line, start_ms: start };
  if (!before || (before.end_ms <= start && before.end_ms !== line.start_ms)) return { near: at, was: [line], now: [moved] };
  return { near: at - 1, was: [before, line], now: [{ ...before, end_ms: start }, moved] };
}

/** The place of the next line with doubtful words after this one, from the start again after the last; -1 for none. */
export function nextToCheck(lines: Line[], after: number): number {
  const order = [...lines.keys()].map((_, step) => (after + 1 + step + lines.length) % lines.length);
  return order.find((place) => place !== after && lines[place]?.doubts.length) ?? -1;
}

/** The lines of others that share time with these: what stands there now, after a conflict. */
export function sharingTime(lines: Line[], mine: Line[]): Line[] {
  const [from, to] = [mine[0]?.start_ms ?? 0, mine.at(-1)?.end_ms ?? 0];
  return lines.filter((line) => line.start_ms < to && line.end_ms > from);
}

/** A time as the editor shows it, to a tenth: 0:41.2, 1:02:03.4. */
export function clockText(ms: number): string {
  const [hours, minutes, seconds] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, Math.floor(ms / 100) % 600];
  const tail = (seconds / 10).toFixed(1).padStart(4, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/** The time somebody typed, in milliseconds; nothing when it is none. */
export function clockMs(text: string): number | undefined {
  if (!/^(\d{1,2}:)?(\d{1,3}:)?\d{1,4}([.,]\d{1,3})?$/.test(text.trim())) return undefined;
  return Math.round(text.trim().replace(",", ".").split(":").reduce((total, part) => total * 60 + Number(part), 0) * 1000);
}

/** A line with other times; nothing when they are the same as shown, unreadable, or over a neighbor. */
export function retimed(lines: Line[], at: number, start: string, end: string): Change | undefined {
  const line = lines[at];
  if (!line) return undefined;
  const from = start.trim() === clockText(line.start_ms) ? line.start_ms : clockMs(start);
  const to = end.trim() === clockText(line.end_ms) ? line.end_ms : clockMs(end);
  if (from === undefined || to === undefined || from >= to || (from === line.start_ms && to === line.end_ms)) return undefined;
  if (from < (lines[at - 1]?.end_ms ?? 0) || to > (lines[at + 1]?.start_ms ?? Infinity)) return undefined;
  return { near: at, was: [line], now: [{ ...line, start_ms: from, end_ms: to }] };
}
