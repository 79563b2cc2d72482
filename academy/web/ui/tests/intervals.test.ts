import assert from "node:assert/strict";
import { test } from "node:test";
import { Heard } from "../src/rules/heard.ts";
import { decode, encode, fold, percentOf, type Span } from "../src/rules/intervals.ts";

// A fixed sequence of numbers instead of randomness: a failure can be repeated.
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
}

function someSpans(seed: number): Span[] {
  const next = numbers(seed);
  return Array.from({ length: Math.floor(next() * 12) }, () => {
    const from = Math.floor(next() * 900);
    return [from, from + Math.floor(next() * 120)];
  });
}

const seconds = (spans: readonly Span[]) => new Set(spans.flatMap(([from, to]) => Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at)));

test("folding keeps the set of seconds, in any order, and twice is once", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const spans = someSpans(seed);
    const folded = fold(spans);
    assert.deepEqual([...seconds(folded)].sort(), [...seconds(spans)].sort());
    assert.deepEqual(fold([...spans].reverse()), folded);
    assert.deepEqual(fold(folded), folded);
  }
});

test("what is sent can be read back", () => {
  assert.equal(encode([[0, 50], [55, 65]]), "0-1e.5-a");
  for (let seed = 1; seed <= 300; seed++) assert.deepEqual(decode(encode(someSpans(seed))), fold(someSpans(seed)));
});

test("percent is rounded down and bounded", () => {
  assert.equal(percentOf([[0, 899]], 900), 99);
  assert.equal(percentOf([[0, 5000]], 900), 100);
  assert.equal(percentOf([], 0), 0);
});

test("playing at double speed counts every media second once", () => {
  const heard = new Heard();
  for (let tick = 0; tick <= 40; tick++) heard.see({ position: 10 + tick * 0.5, wall: tick * 0.25, rate: 2 });
  heard.close();
  assert.deepEqual(heard.take(), [[10, 30]]);
});

test("a jump counts nothing between", () => {
  const heard = new Heard();
  for (const [position, wall] of [[0, 0], [1, 1], [2, 2], [500, 2.2], [501, 3.2]] as const) heard.see({ position, wall, rate: 1 });
  heard.close();
  assert.deepEqual(heard.take(), [[0, 2], [500, 501]]);
});

test("taking in the middle loses no second and repeats none that matters", () => {
  const heard = new Heard();
  const parts: Span[] = [];
  for (let tick = 0; tick <= 100; tick++) {
    heard.see({ position: tick * 0.25, wall: tick * 0.25, rate: 1 });
    if (tick % 30 === 29) parts.push(...heard.take());
  }
  heard.close();
  assert.deepEqual(fold([...parts, ...heard.take()]), [[0, 25]]);
});
