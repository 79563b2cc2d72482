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
