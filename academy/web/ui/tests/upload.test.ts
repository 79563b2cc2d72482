import assert from "node:assert/strict";
import { test } from "node:test";
import { fingerprint, nextPiece, PIECES, reason, timeLeft, worthRetrying } from "../src/rules/upload.ts";

test("pieces grow on a good line, shrink on a bad one, and stay between the two sizes", () => {
  let size: number = PIECES.least;
  for (const took of [100, 100, 100, "cut", 100, 60_000, 20] as const) {
    size = nextPiece(size, took);
    assert.ok(size >= PIECES.least && size <= PIECES.most);
  }
  assert.equal(nextPiece(PIECES.least, 100), PIECES.most);
  assert.equal(nextPiece(PIECES.most, "cut"), PIECES.least);
  assert.equal(nextPiece(PIECES.most, 60_000), PIECES.least);
});

test("the academy's own sentence is shown, and nobody else's page", () => {
  assert.equal(reason(413, '{"detail":"This file has 6 GB."}'), "This file has 6 GB.");
  assert.equal(reason(507, '{"detail":"The disk is full."}'), "The disk is full.");
  for (const [status, body] of [[0, ""], [502, "<html>Bad gateway</html>"], [500, "{}"]] as const) {
    assert.equal(reason(status, body), "The connection broke. What was sent is kept.");
  }
});

test("a line or a server may recover; a refusal stays one", () => {
  assert.ok([0, 409, 423, 460, 500, 502, 507].every(worthRetrying));
  assert.ok(![401, 403, 404, 410, 412, 413, 422].some(worthRetrying));
});

test("a file is known again, for one purpose", () => {
  const file = { name: "a.mp4", type: "video/mp4", size: 5, lastModified: 7 };
  assert.equal(fingerprint(file, ""), fingerprint({ ...file }, ""));
  assert.notEqual(fingerprint(file, ""), fingerprint(file, "code"));
  assert.notEqual(fingerprint(file, ""), fingerprint({ ...file, size: 6 }, ""));
});

test("long uploads are told in hours", () => {
  assert.equal(timeLeft(1, 101, 60_000), "2 h left");
  assert.equal(timeLeft(1, 61, 60_000), "60 min left");
});
