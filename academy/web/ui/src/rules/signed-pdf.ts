// Reads of a PDF what a check of ours needs: where its signature stands, and the files attached to it. Made for the files
// that the academy prints. No part of it decides whether a file is genuine: the signature over every byte does.

/** One character for each byte, so that places in the text are places in the file. */
export const asText = (file: Uint8Array<ArrayBuffer>): string => new TextDecoder("latin1").decode(file);

export const isPdf = (text: string): boolean => text.slice(0, 1024).includes("%PDF-");

/** `covered`: the bytes that were signed, all up to `stop` but the signature itself. `neat`: its place holds nothing else. */
export interface SignedPart {
  covered: Uint8Array<ArrayBuffer>;
  container: Uint8Array<ArrayBuffer>;
  stop: number;
  neat: boolean;
}

const RANGE = /\/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/;

/** Undefined without a signature; "torn" when it does not stand where it says, as in a file that was saved anew. */
export function signedPart(file: Uint8Array<ArrayBuffer>, text: string): SignedPart | "torn" | undefined {
  const found = RANGE.exec(text);
  if (!found) return undefined;
  const [end, start, length] = found.slice(1).map(Number) as [number, number, number];
  const hex = /^<((?:[0-9A-Fa-f]{2})+)>$/.exec(text.slice(end, start))?.[1];
  if (hex === undefined || start + length > file.length) return "torn";
  const covered = new Uint8Array(end + length);
  covered.set(file.subarray(0, end));
  covered.set(file.subarray(start, start + length), end);
  return { covered, container: fromHex(hex), stop: start + length, neat: hex === hex.toUpperCase() };
}

export function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => parseInt(hex.slice(2 * at, 2 * at + 2), 16));
}

export const toHex = (bytes: Uint8Array): string => [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");

/** The contents of all attached files. */
export async function attached(file: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array<ArrayBuffer>[]> {
  const places = [...text.matchAll(/\/EmbeddedFile\b/g)].map((found) => stored(file, text, found.index));
  return Promise.all(places.filter((one) => one !== undefined));
}

function stored(file: Uint8Array<ArrayBuffer>, text: string, at: number): Promise<Uint8Array<ArrayBuffer>> | undefined {
  const opening = /stream\r?\n/g;
  opening.lastIndex = at;
  const found = opening.exec(text);
  if (!found) return undefined;
  const head = text.slice(text.lastIndexOf("obj", at), found.index);
  const length = Number(/\/Length (\d+)(?! \d+ R)/.exec(head)?.[1]);
  const content = file.slice(opening.lastIndex, opening.lastIndex + length);
  return head.includes("/FlateDecode") ? inflated(content) : Promise.resolve(content);
}

async function inflated(content: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const unpacked = new Blob([content]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}
