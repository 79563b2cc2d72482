import assert from "node:assert/strict";
import { test } from "node:test";
import { ahead, Presence, Untouched } from "../src/rules/presence.ts";

const sight = (wall: number, more: object = {}) => ({ wall, visible: true, playing: false, ...more });

test("somebody is there while the page is in sight and touched, or plays", () => {
  const presence = new Presence();
  for (let wall = 0; wall <= 700; wall += 2) presence.see(sight(wall));
  assert.deepEqual(presence.take(), [[0, 600]]);
  for (let wall = 702; wall <= 800; wall += 2) presence.see(sight(wall, { playing: true }));
  assert.deepEqual(presence.take(), [[702, 800]]);
  presence.touch(900);
  for (let wall = 802; wall <= 950; wall += 2) presence.see(sight(wall, { visible: wall < 940 }));
  assert.deepEqual(presence.take(), [[800, 938]]);
});

test("the night a machine sleeps is nobody's time, and nothing is told twice", () => {
  const presence = new Presence();
  for (const wall of [0, 30, 30_000, 30_020]) presence.see(sight(wall, { playing: true }));
  assert.deepEqual(presence.take(), [[0, 30], [30_000, 30_020]]);
  presence.see(sight(30_021, { playing: true }));
  assert.deepEqual([presence.take(), presence.take()], [[[30_020, 30_021]], []]);
});

test("the question comes after ten minutes of playing without a hand, not of resting", () => {
  const untouched = new Untouched();
  const asks = (from: number, to: number, playing: boolean) => {
    for (let wall = from; wall <= to; wall += 2) if (untouched.see(wall, playing)) return wall;
    return undefined;
  };
  assert.equal(asks(0, 590, true), undefined);
  assert.equal(asks(592, 5000, false), undefined);
  assert.equal(asks(5002, 5030, true), 5012);
  untouched.touch();
  assert.equal(asks(5014, 5600, true), undefined);
});

test("a kept copy counts from when it was looked at, not from when it was made", () => {
  assert.equal(ahead("1000.mark", 1_300_000, 5), 295);
  assert.deepEqual([ahead("1000.mark", 900_000, 5), ahead("", 900_000, 5)], [0, 0]);
});
