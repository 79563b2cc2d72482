import assert from "node:assert/strict";
import { test } from "node:test";
import { due, LEAP_SECONDS } from "../src/rules/stops.ts";

test("playing asks every open question once, at its second, in whatever steps the player looks", () => {
  let state = 3;
  const random = (below: number) => (state = (state * 1103515245 + 12345) % 2 ** 31) % below;
  for (let round = 0; round < 200; round++) {
    const stops = Array.from({ length: random(5) }, () => ({ at: random(600) / 10, open: random(4) > 0 }));
    const wanted = stops.filter((stop) => stop.open && stop.at < 60);
    const met: typeof stops = [];
    for (let from = 0, to = 0; from < 60; from = to) {
      to = from + (1 + random(LEAP_SECONDS * 100)) / 100;
      for (let stop = due(stops, from, to); stop; stop = due(stops, from, to)) {
        stop.open = false;
        met.push(stop);
        assert.ok(from <= stop.at && stop.at < to);
      }
    }
    assert.deepEqual(new Set(wanted), new Set(met.filter((stop) => stop.at < 60)));
  }
});

test("a leap over a question, forward or back, does not force it", () => {
  const stops = [{ at: 73, open: true }];
  assert.equal(due(stops, 10, 100), undefined);
  assert.equal(due(stops, 100, 10), undefined);
  assert.equal(due(stops, 73.2, 73.5), undefined);
  assert.equal(due(stops, 72.9, 73.1), stops[0]);
});
