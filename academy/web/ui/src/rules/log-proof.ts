// The record log's proof in a file (C2SP tlog-proof, signed-note, checkpoint): the same check as academy/record_log/proofs.py.
type Bytes = Uint8Array<ArrayBuffer>;

export interface Checkpoint {
  size: number;
  root: Bytes;
}

interface Key {
  name: string;
  id: string;
  raw: Bytes;
}

const utf8 = (text: string): Bytes => new TextEncoder().encode(text);
const same = (one: Bytes, other: Bytes): boolean => one.length === other.length && one.every((byte, at) => byte === other[at]);

export async function sha256(...parts: Bytes[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer()));
}

/** Throws for what is no base64. */
export const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** Whether this entry is in the log that one of `keys` (as printed: name+number+key) signs; undefined when the browser
 * knows no Ed25519 and all else fits. */
export async function proves(proof: string, entry: string, keys: string[]): Promise<boolean | undefined> {
  const [head, note] = cut(proof, "\n\n");
  const [first, place = "", ...hashes] = head.split("\n");
  const index = Number(/^index (\d{1,15})$/.exec(place)?.[1] ?? NaN);
  const checkpoint = checkpointOf(note);
  if (first !== "c2sp.org/tlog-proof@v1" || Number.isNaN(index) || !checkpoint) return false;
  const leaf = await sha256(Uint8Array.of(0), utf8(entry));
  const root = await rootFrom(leaf, index, checkpoint.size, hashes.map(fromBase64));
  return root !== undefined && same(root, checkpoint.root) ? isSigned(note, keys) : false;
}

/** What stands above the signatures of a note. */
export function checkpointOf(note: string): Checkpoint | undefined {
  const [, size = "", root = ""] = note.split("\n");
  return /^[1-9]\d{0,14}$/.test(size) ? { size: Number(size), root: fromBase64(root) } : undefined;
}

/** The root that a leaf and its proof lead to (RFC 9162, 2.1.3.2); undefined for a proof that does not fit the place. */
export async function rootFrom(leaf: Bytes, index: number, size: number, proof: Bytes[]): Promise<Bytes | undefined> {
  let [place, last, found] = [BigInt(index), BigInt(size - 1), leaf];
  if (place > last) return undefined;
  for (const sibling of proof) {
    if (last === 0n) return undefined;
    const isLeft = place % 2n === 1n || place === last;
    found = isLeft ? await sha256(Uint8Array.of(1), sibling, found) : await sha256(Uint8Array.of(1), found, sibling);
    while (isLeft && place && place % 2n === 0n) [place, last] = [place >> 1n, last >> 1n];
    [place, last] = [place >> 1n, last >> 1n];
  }
  return last === 0n ? found : undefined;
}

async function isSigned(note: string, keys: string[]): Promise<boolean | undefined> {
  const [text, signatures] = cut(note, "\n\n", note.lastIndexOf("\n\n"));
  const key = keys.map(keyOf).find((one) => one?.name === text.split("\n")[0]);
  const line = signatures.split("\n").find((one) => key && one.startsWith(`\u2014 ${key.name} `));
  if (!key || !line) return false;
  const signed = fromBase64(line.slice(key.name.length + 3));
  const id = signed.subarray(0, 4).reduce((sum, byte) => sum + byte.toString(16).padStart(2, "0"), "");
  if (id !== key.id) return false;
  const known = await crypto.subtle.importKey("raw", key.raw, "Ed25519", false, ["verify"]).catch(() => undefined);
  return known && crypto.subtle.verify("Ed25519", known, signed.slice(4), utf8(`${text}\n`));
}

/** The parts of `name+number+key`; undefined for another kind of key, such as a fingerprint. */
function keyOf(printed: string): Key | undefined {
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(printed) ?? [];
  const typed = encoded ? fromBase64(encoded) : new Uint8Array();
  return name && id && typed.length === 33 && typed[0] === 1 ? { name, id, raw: typed.slice(1) } : undefined;
}

function cut(text: string, by: string, at = text.indexOf(by)): [string, string] {
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + by.length)];
}
