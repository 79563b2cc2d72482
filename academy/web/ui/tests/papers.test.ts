import assert from "node:assert/strict";
import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { test } from "node:test";
import { factsOf, isLogged, papersAmong } from "../src/rules/embedded-credential.ts";
import { checkpointOf, proves, rootFrom, sha256 } from "../src/rules/log-proof.ts";
import { signedPart, toHex } from "../src/rules/signed-pdf.ts";
import { day, hours, lines, moment, unchanged } from "../src/rules/told-paper.ts";

type Bytes = Uint8Array<ArrayBuffer>;
const bytes = (text: string): Bytes => new TextEncoder().encode(text);
const base64 = (content: Uint8Array): string => Buffer.from(content).toString("base64");
const node = (left: Bytes, right: Bytes): Promise<Bytes> => sha256(Uint8Array.of(1), left, right);

/** The root of RFC 6962 by its definition, and the proof of one leaf. */
async function tree(leaves: Bytes[], index: number): Promise<[Bytes, Bytes[]]> {
  if (leaves.length === 1) return [leaves[0]!, []];
  const middle = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1);
  const [left, below] = await tree(leaves.slice(0, middle), Math.min(index, middle - 1));
  const [right, beside] = await tree(leaves.slice(middle), Math.max(index - middle, 0));
  return [await node(left, right), index < middle ? [...below, right] : [...beside, left]];
}

const leavesOf = (size: number): Promise<Bytes[]> => Promise.all(Array.from({ length: size }, (_, at) => sha256(Uint8Array.of(0), bytes(`entry ${at}`))));

test("every leaf of every small tree leads to its root, and from no other place", async () => {
  for (let size = 1; size <= 9; size++) {
    const leaves = await leavesOf(size);
    for (let index = 0; index < size; index++) {
      const [root, proof] = await tree(leaves, index);
      const found = async (place: number, path = proof) => toHex((await rootFrom(leaves[index]!, place, size, path)) ?? bytes(""));
      assert.equal(await found(index), toHex(root));
      assert.notEqual(await found((index + 1) % (size + 1)), toHex(root));
      assert.notEqual(await found(index, [...proof, root]), toHex(root));
      if (proof.length) assert.notEqual(await found(index, proof.slice(1)), toHex(root));
    }
  }
});

const NAME = "academy.example/log";
const pair = generateKeyPairSync("ed25519");

function printed(key: KeyObject, id: Bytes): string {
  return `${NAME}+${toHex(id)}+${base64(typed(key))}`;
}

const typed = (key: KeyObject): Bytes => Uint8Array.from([1, ...key.export({ format: "der", type: "spki" }).subarray(-32)]);
const idOf = async (key: KeyObject): Promise<Bytes> => (await sha256(bytes(`${NAME}\n`), typed(key))).slice(0, 4);

async function logged(entry: string): Promise<[string, string]> {
  const leaf = await sha256(Uint8Array.of(0), bytes(entry));
  const other = await sha256(bytes("other"));
  const text = `${NAME}\n2\n${base64(await node(other, leaf))}\n`;
  const id = await idOf(pair.publicKey);
  const signature = base64(Uint8Array.from([...id, ...sign(null, Buffer.from(text), pair.privateKey)]));
  const proof = `c2sp.org/tlog-proof@v1\nindex 1\n${base64(other)}\n\n${text}\n\u2014 ${NAME} ${signature}\n`;
  return [proof, printed(pair.publicKey, id)];
}

test("a proof holds for its entry, its place, its checkpoint and its key, and for nothing else", async () => {
  const [proof, key] = await logged("entry");
  assert.equal(await proves(proof, "entry", ["AB:CD:EF", key]), true);
  assert.equal(await proves(proof, "another", [key]), false);
  assert.equal(await proves(proof, "entry", ["AB:CD:EF"]), false);
  const stranger = generateKeyPairSync("ed25519").publicKey;
  assert.equal(await proves(proof, "entry", [printed(stranger, await idOf(pair.publicKey))]), false);
  for (const [from, to] of [["index 1", "index 0"], ["index 1", "index 1e0"], ["/log\n2\n", "/log\n3\n"], ["/log\n2\n", "/logs\n2\n"], ["proof@v1", "proof@v2"], ["\u2014 ", ""]] as const) {
    assert.equal(await proves(proof.replace(from, to), "entry", [key]), false, to);
  }
  assert.equal(checkpointOf("a\n-1\nAA==\n"), undefined);
});

test("a browser without Ed25519 says that it does not know, yet refuses what does not fit", async (context) => {
  const [proof, key] = await logged("entry");
  context.mock.method(crypto.subtle, "importKey", () => Promise.reject(new DOMException("unknown", "NotSupportedError")));
  assert.equal(await proves(proof, "entry", [key]), undefined);
  assert.equal(await proves(proof, "another", [key]), false);
});

test("the entry must hold the digest of the credential at hand", async () => {
  const credential = bytes('{"credentialSubject":{}}');
  const content = JSON.stringify({ credential: toHex(await sha256(credential)) });
  const digest = toHex(await sha256(Uint8Array.of(0xaa), bytes(content)));
  const entry = { content, salt: "aa", entry: JSON.stringify({ digest, kind: "certificate.credential" }) };
  const [proof, key] = await logged(entry.entry);
  const papers = papersAmong([bytes(proof), credential, bytes(JSON.stringify(entry))]);
  assert.ok(papers);
  assert.equal(await isLogged(papers, [key]), true);
  assert.equal(await isLogged({ ...papers, credential: bytes('{"credentialSubject":{ }}') }, [key]), false);
  assert.equal(await isLogged({ ...papers, entry: { ...entry, salt: "ab" } }, [key]), false);
  assert.equal(papersAmong([credential, bytes(proof)]), undefined);
});

test("a signature stands where it says, or it is torn", () => {
  const part = (text: string) => signedPart(bytes(text), text);
  const file = "/ByteRange [0 27 31 4] abcde<AB>rest";
  const signed = part(file.replace("27 31 4", "28 32 4"));
  assert.ok(signed && signed !== "torn");
  assert.deepEqual([signed.stop, signed.neat, [...signed.container]], [36, true, [0xab]]);
  assert.equal(part(file), "torn");
  assert.equal(part(file.replace("27 31 4", "28 32 5")), "torn");
  assert.equal(part("no signature"), undefined);
});

test("what stands in the file is told as it is on paper", () => {
  const said = {
    id: "https://a.example/verify/N-1", issuer: { name: "PSP Academy" }, validFrom: "2026-03-15T02:00:00Z",
    credentialSubject: {
      identifier: [{ identityHash: "x", identityType: "ext:officerNumber" }, { identityHash: "Ana Ruiz", identityType: "ext:legalName" }],
      activityEndDate: "2026-03-15T02:00:00Z", achievement: { name: "Rain", version: "3" },
      result: [{ resultDescription: "u#minutes", value: "95" }],
    },
  };
  const facts = factsOf(bytes(JSON.stringify(said)));
  const told = Object.fromEntries(lines(facts, "America/New_York"));
  assert.deepEqual(told, {
    Name: "Ana Ruiz", Course: "Rain, version 3", Completed: "March 14, 2026", Instruction: "1 h 35 min",
    Issued: "March 14, 2026 by PSP Academy", Number: "N-1",
  });
  assert.deepEqual([1, 50, 60, 90, 960].map(hours), ["1 minute", "50 minutes", "1 hour", "1.5 hours", "16 hours"]);
  assert.equal(day("2026-03-15T02:00:00Z", "UTC"), "March 15, 2026");
  assert.equal(moment(new Date("2026-11-21T08:12:30Z"), "America/New_York"), "Nov 21, 2026, 03:12 EST");
  const [, revoked] = unchanged({ facts, signedAt: undefined, logged: false, digest: "" }, "revoked", "UTC");
  assert.match(revoked, /time is stamped by an authority.* left out\. But the certificate was revoked/);
});
