import assert from "node:assert/strict";
import { test } from "node:test";
import { inSeconds, wait } from "../src/rules/backoff.ts";
import { chapterAt, heardChapters, segments } from "../src/rules/chapters.ts";
import { announcement, secondsLeft } from "../src/rules/countdown.ts";
import { step } from "../src/rules/grid.ts";
import { playtime, spoken } from "../src/rules/playtime.ts";
import { stills } from "../src/rules/storyboard.ts";
import { told } from "../src/rules/told.ts";
import { amount, timeLeft } from "../src/rules/upload.ts";

const chapters = [{ start_ms: 0, title: "What" }, { start_ms: 170_000, title: "Law" }];

test("play time is printed as on a player and spoken in words", () => {
  assert.deepEqual([0, 59.9, 760, 3760].map(playtime), ["0:00", "0:59", "12:40", "1:02:40"]);
  assert.equal(spoken(125), "2 minutes 5 seconds");
  assert.equal(spoken(3601), "1 hour 1 second");
});

test("the rail is cut at chapters and never past the end", () => {
  assert.deepEqual(segments(chapters, 860), [[0, 170], [170, 860]]);
  assert.deepEqual(segments(chapters, 100), [[0, 100]]);
  assert.deepEqual(segments([], 100), [[0, 100]]);
});

test("the chapter that plays is the last one begun", () => {
  assert.equal(chapterAt(chapters, 169)?.title, "What");
  assert.equal(chapterAt(chapters, 170)?.title, "Law");
  assert.equal(chapterAt([], 5), undefined);
});

test("a chapter counts as heard to its end, not because its neighbor was", () => {
  assert.deepEqual(heardChapters(chapters, 860, []), [false, false]);
  assert.deepEqual(heardChapters(chapters, 860, [[0, 169], [300, 860]]), [true, false]);
  assert.deepEqual(heardChapters(chapters, 860, [[0, 500], [500, 859]]), [true, true]);
  assert.deepEqual(heardChapters(chapters, 860, [[171, 900]]), [false, true]);
});

test("waiting doubles and stops at a minute", () => {
  assert.deepEqual([1, 2, 3, 6, 40].map(wait), [2, 4, 8, 60, 60]);
  assert.equal(inSeconds(1), "1 second");
});

test("time left follows the server's clock, not the one of the device", () => {
  assert.equal(secondsLeft(100_000, 10_000, 0), 90);
  assert.equal(secondsLeft(100_000, 10_000, 30_000), 60);
  assert.equal(secondsLeft(100_000, 200_000, 0), 0);
});

test("the clock speaks at five minutes, at one minute and at the end, and only there", () => {
  const told = Array.from({ length: 700 }, (_, gone) => announcement(700 - gone, 699 - gone)).filter(Boolean);
  assert.deepEqual(told, ["5 minutes left", "1 minute left", "Time is up. Everything you answered is sent."]);
});

test("grid keys stay inside the grid", () => {
  assert.deepEqual(step("ArrowUp", false, [0, 3], [5, 8]), [0, 3]);
  assert.deepEqual(step("End", true, [0, 3], [5, 8]), [4, 7]);
  assert.deepEqual(step("PageDown", false, [1, 2], [5, 8]), [4, 2]);
  assert.equal(step("x", false, [1, 2], [5, 8]), undefined);
});

test("an upload says how much and how long", () => {
  assert.equal(amount(612e6, 1430e6), "612 of 1,430 MB");
  assert.equal(timeLeft(612e6, 1430e6, 180_000), "4 min left");
  assert.equal(timeLeft(0, 1430e6, 180_000), "");
});

test("a storyboard is read with hours or without", () => {
  const vtt = "WEBVTT\n\n00:00.000 --> 00:05.000\nsb-1.jpg#xywh=0,0,160,90\n\n01:00:05.000 --> 01:00:10.500\nsb-2.jpg#xywh=160,90,160,90\n";
  assert.deepEqual(stills(vtt), [
    { from: 0, to: 5, sheet: "sb-1.jpg", box: [0, 0, 160, 90] },
    { from: 3605, to: 3610.5, sheet: "sb-2.jpg", box: [160, 90, 160, 90] },
  ]);
});

test("an event of a recording's stream is read or passed over", () => {
  assert.equal(told('{"row":{"state":"ready","percent":3},"html":"<p>"}')?.html, "<p>");
  assert.deepEqual(["", "{", "{}", '{"html":1,"row":{}}'].map(told), [null, null, null, null]);
});
