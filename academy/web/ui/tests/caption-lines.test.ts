import assert from "node:assert/strict";
import { test } from "node:test";
import { applied, clockMs, clockText, corrected, merge, nextToCheck, retimed, sharingTime, shift, split, type Line } from "../src/rules/caption-lines.ts";

const lines: Line[] = [
  { start_ms: 0, end_ms: 2000, text: "Two rings work well.", doubts: [] },
  { start_ms: 2000, end_ms: 4000, text: "The outer ring holds the commend post.", doubts: ["commend"] },
  { start_ms: 5000, end_ms: 6000, text: "Rank is not a reason.", doubts: ["Rank"] },
];
const words = (all: Line[]) => all.map((line) => line.text).join(" ").replace(/\s+/g, " ");
const inOrder = (all: Line[]) => all.every((line, n) => line.start_ms < line.end_ms && line.end_ms <= (all[n + 1]?.start_ms ?? Infinity));

test("splitting and joining keep every word and the order of time, wherever the cursor stands", () => {
  for (const at of lines.keys())
    for (let cursor = 0; cursor <= 40; cursor++) {
      const change = split(lines, at, cursor);
      if (!change) continue;
      const after = applied(lines, change);
      assert.equal(words(after).replaceAll(" ", ""), words(lines).replaceAll(" ", ""));
      assert.ok(inOrder(after));
      const back = merge(after, at);
      assert.deepEqual(back && words(applied(after, back)).replaceAll(" ", ""), words(lines).replaceAll(" ", ""));
    }
});

test("a split shares the time and leaves a doubt where its word went", () => {
  const change = split(lines, 1, 15);
  assert.deepEqual(change?.now.map((line) => [line.text, line.doubts]), [["The outer ring", []], ["holds the commend post.", ["commend"]]]);
});

test("nothing is split at an edge or in no time, nothing joined after the last", () => {
  assert.equal(split(lines, 0, 0), undefined);
  assert.equal(split(lines, 0, 20), undefined);
  assert.equal(split([{ ...lines[0], end_ms: 150 } as Line], 0, 4), undefined);
  assert.equal(merge(lines, 2), undefined);
});

test("moving a start takes a touching neighbor along and never passes it", () => {
  assert.deepEqual(applied(lines, shift(lines, 1, -100)!).map((line) => [line.start_ms, line.end_ms]), [[0, 1900], [1900, 4000], [5000, 6000]]);
  assert.deepEqual(shift(lines, 2, 100)?.now.map((line) => line.start_ms), [5100]);
  let moved = lines;
  for (let step = 0; step < 80; step++) moved = applied(moved, shift(moved, 1, -100) ?? { near: 0, was: [], now: [] });
  assert.ok(inOrder(moved));
  assert.equal(shift(lines, 0, -100), undefined);
  assert.ok(inOrder(applied(lines, shift(lines, 1, 5000)!)));
});

test("a correction is one only when something changed", () => {
  assert.equal(corrected(lines, 0, " Two rings work well. ", true), undefined);
  assert.equal(corrected(lines, 0, "  ", true), undefined);
  assert.deepEqual(corrected(lines, 1, lines[1]!.text, true)?.now[0]?.doubts, []);
  assert.deepEqual(corrected(lines, 1, "The command post.", false)?.now[0], { ...lines[1], text: "The command post." });
});

test("the next line to check comes round", () => {
  assert.deepEqual([-1, 0, 1, 2].map((at) => nextToCheck(lines, at)), [1, 1, 2, 1]);
  assert.equal(nextToCheck(lines.slice(0, 2), 1), -1);
  assert.equal(nextToCheck([], -1), -1);
});

test("what stands at the same time is found after a conflict", () => {
  assert.deepEqual(sharingTime(lines, [{ start_ms: 1900, end_ms: 2100, text: "", doubts: [] }]), lines.slice(0, 2));
});

test("times are shown to a tenth and read back", () => {
  assert.deepEqual([0, 41_250, 3_723_400].map(clockText), ["0:00.0", "0:41.2", "1:02:03.4"]);
  assert.deepEqual(["0:41.2", "1:02:03.4", "7", "1:00,25", "soon", ""].map(clockMs), [41_200, 3_723_400, 7000, 60_250, undefined, undefined]);
});

test("typed times are taken when there is room", () => {
  assert.deepEqual(retimed(lines, 2, "0:04.5", "0:06.0")?.now.map((line) => [line.start_ms, line.end_ms]), [[4500, 6000]]);
  for (const [start, end] of [["0:05.0", "0:06.0"], ["0:03.9", "0:06.0"], ["0:07", "0:06.0"], ["x", "0:06.0"]] as const) assert.equal(retimed(lines, 2, start, end), undefined);
});
