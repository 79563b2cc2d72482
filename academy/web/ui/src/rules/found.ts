/** A piece of a line: what was looked for, or what lies between. */
export interface Piece {
  text: string;
  hit: boolean;
}

/** Cut a line at every place where the words stand, capitals or not; together the pieces are the line. */
export function pieces(line: string, words: string): Piece[] {
  const [low, wanted] = [line.toLowerCase(), words.toLowerCase()];
  // A letter whose small form is longer (as in Turkish) would shift every place behind it.
  if (!wanted || low.length !== line.length) return [{ text: line, hit: false }];
  const cut: Piece[] = [];
  let from = 0;
  for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, from)) {
    cut.push({ text: line.slice(from, at), hit: false }, { text: line.slice(at, at + wanted.length), hit: true });
    from = at + wanted.length;
  }
  return [...cut, { text: line.slice(from), hit: false }].filter((piece) => piece.text);
}
