// What an event of a recording's stream says, or nothing when it cannot be read.
export interface Told {
  html: string;
  row: { state: string; percent: number };
}

export function told(data: string): Told | null {
  try {
    const said = JSON.parse(data) as Partial<Told>;
    return typeof said.html === "string" && said.row ? (said as Told) : null;
  } catch {
    return null;
  }
}

/** A recording of the list: its state, and the same as a piece of the page. */
export interface Line { code: string; state: string; html: string }

/** The recordings an event of the list's stream tells of, by their codes; none when it cannot be read. */
export function toldLines(data: string): Map<string, Line> {
  try {
    return new Map((JSON.parse(data) as Line[]).map((line) => [line.code, line]));
  } catch {
    return new Map();
  }
}
