/** One small picture of the lecture inside a sheet: seconds it stands for, sheet file, place and size in pixels. */
export interface Still {
  from: number;
  to: number;
  sheet: string;
  box: [x: number, y: number, width: number, height: number];
}

const line = /(?:(\d+):)?(\d+):(\d+)\.(\d+) --> (?:(\d+):)?(\d+):(\d+)\.(\d+)[^\n]*\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)/g;

/** The stills of a storyboard written as WebVTT with `sheet.jpg#xywh=x,y,width,height` cues. */
export function stills(vtt: string): Still[] {
  const seconds = (parts: (string | undefined)[]) => {
    const [hour = 0, minute = 0, second = 0, milli = 0] = parts.map((part) => Number(part ?? 0));
    return hour * 3600 + minute * 60 + second + milli / 1000;
  };
  return [...vtt.replaceAll("\r", "").matchAll(line)].map((found) => ({
    from: seconds(found.slice(1, 5)),
    to: seconds(found.slice(5, 9)),
    sheet: found[9] ?? "",
    box: found.slice(10, 14).map(Number) as Still["box"],
  }));
}
