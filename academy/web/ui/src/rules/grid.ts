/** Where a key leads in a grid of `rows` by `columns`; undefined = not one of our keys. Row and column count from 0. */
export function step(key: string, ctrl: boolean, at: [number, number], size: [number, number]): [number, number] | undefined {
  const [row, column] = at;
  const [rows, columns] = size;
  const moves: Record<string, [number, number]> = {
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    Home: [ctrl ? 0 : row, 0],
    End: [ctrl ? rows - 1 : row, columns - 1],
    PageUp: [row - 10, column],
    PageDown: [row + 10, column],
  };
  const to = moves[key];
  const within = (value: number, count: number) => Math.min(Math.max(value, 0), count - 1);
  return to && [within(to[0], rows), within(to[1], columns)];
}
