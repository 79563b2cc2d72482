import assert from "node:assert/strict";
import { test } from "node:test";
import { beginning } from "../src/rules/beginning.ts";
import { expected, noted, unknown } from "../src/rules/estimate.ts";
import { pieces } from "../src/rules/found.ts";
import { qualityOf, rungFor } from "../src/rules/quality.ts";
import { describes, soundFor } from "../src/rules/sounds.ts";
import { starvedWords } from "../src/rules/starved.ts";
import { tabAfter } from "../src/rules/tabs.ts";
import { sentWords, waitingWords } from "../src/rules/waiting.ts";
import { landing } from "../src/rules/seek-lock.ts";

const described = "public.accessibility.describes-video";
const sounds = [
  { name: "English", lang: "en", default: true },
  { name: "Spanish", lang: "es" },
  { name: "English, described", lang: "en", characteristics: described },
  { name: "Spanish, described", lang: "es", characteristics: `public.easy-to-read,${described}` },
];

test("a choice made for one lecture holds for another with other rungs", () => {
  assert.deepEqual([360, 540, 720].map((height) => rungFor([360, 540, 720], `${height}`)), [0, 1, 2]);
  assert.equal(rungFor([360, 540], "720"), 1);
  assert.equal(rungFor([540, 720], "360"), 0);
  assert.deepEqual([rungFor([360, 540], "auto"), rungFor([], "720")], [-1, -1]);
});

test("what was kept and cannot be read means automatic", () => {
  assert.deepEqual(["720", "auto", "", "720p", "-1"].map(qualityOf), ["720", "auto", "auto", "auto", "auto"]);
});

test("the chosen rung is never above the choice unless every rung is", () => {
  for (let wish = 100; wish < 1200; wish += 20) {
    const lines = [1080, 360, 720];
    const given = lines[rungFor(lines, `${wish}`)] as number;
    assert.ok(given <= wish || given === Math.min(...lines));
    assert.ok(!lines.some((other) => other <= wish && other > given));
  }
});

test("a description is known by its characteristics, whatever else they say", () => {
  assert.deepEqual(sounds.map(describes), [false, false, true, true]);
  assert.equal(describes({ name: "not described-video", characteristics: `${described}-not` }), false);
});

test("the wished track plays, described in its own language when that is wished", () => {
  const place = (name: string, wanted: boolean) => soundFor(sounds, { name, described: wanted });
  assert.deepEqual([place("Spanish", false), place("Spanish", true), place("", false), place("gone", true)], [1, 3, 0, 2]);
});

test("who wishes a description hears the lecture where there is none", () => {
  assert.equal(soundFor(sounds.slice(0, 2), { name: "Spanish", described: true }), 1);
  assert.equal(soundFor([], { name: "", described: true }), -1);
  assert.equal(soundFor(sounds.slice(2, 3), { name: "", described: false }), 0);
});

test("a link names a place, everything else leads to where the reader stopped", () => {
  assert.deepEqual(["?t=754", "?t=0", "?a=1&t=7.5", "", "?t=", "?t=-3", "?t=soon"].map((search) => beginning(search, 60)), [754, 0, 7.5, 60, 60, 60, 60]);
});

test("a network measured long ago is another network", () => {
  const kept = noted(2_345_678.4, 1000);
  assert.equal(expected(kept, 60_000), 2_345_678);
  assert.deepEqual([expected(kept, 3_600_000), expected(kept, 0), expected("", 0), expected("fast", 5)], [unknown, unknown, unknown, unknown]);
});

test("all places of the words are found, and the line stays whole", () => {
  const found = pieces("Number the numbers: NUMBER", "number");
  assert.deepEqual(found.filter((piece) => piece.hit).map((piece) => piece.text), ["Number", "number", "NUMBER"]);
  for (const words of ["", "n", "the n", "NUMBERS:", "zebra", "b"]) assert.equal(pieces("Number the numbers", words).map((piece) => piece.text).join(""), "Number the numbers");
  assert.deepEqual(pieces("İ number", "number"), [{ text: "İ number", hit: false }]);
});

test("a short wait says nothing, a long one what happens, a lost network that it will go on", () => {
  assert.deepEqual([0.4, 3].map((seconds) => starvedWords({ seconds, lost: false })), ["", "Loading…"]);
  assert.match(starvedWords({ seconds: 9, lost: false }), /weak/);
  assert.match(starvedWords({ seconds: 0, lost: true }), /No connection.*by itself/);
});

test("what waits on this device is told in minutes", () => {
  assert.deepEqual([0, 20, 60, 240].map(waitingWords), ["Your place waits", "Less than a minute of watching waits", "1 minute of watching waits", "4 minutes of watching wait"]);
  assert.deepEqual([0, 20, 60, 240].map(sentWords), ["Your place was sent", "Less than a minute of watching was sent", "1 minute of watching was sent", "4 minutes of watching were sent"]);
});

test("tabs are walked by arrows, round and round, and other keys leave them alone", () => {
  assert.deepEqual(["ArrowRight", "ArrowLeft", "Home", "End", "k"].map((key) => tabAfter(key, 2, 3)), [0, 1, 0, 2, undefined]);
  assert.equal(tabAfter("ArrowLeft", 0, 3), 2);
});

test("a jump lands within what was heard and five seconds beyond, wherever it was meant to go", () => {
  const heard: [number, number][] = [[0, 30], [60, 90]];
  assert.deepEqual([10, 34, 40, 60, 94, 300].map((wanted) => landing(wanted, heard)), [10, 34, 35, 60, 94, 95]);
  assert.deepEqual([0, 3, 200].map((wanted) => landing(wanted, [])), [0, 3, 5]);
  for (let wanted = 0; wanted < 400; wanted += 7) assert.equal(landing(landing(wanted, heard), heard), landing(wanted, heard));
});
