import assert from "node:assert/strict";
import { test } from "node:test";

import { chosenWords } from "../src/rules/chosen.ts";

test("the bar says how many are chosen", () => {
  assert.equal(chosenWords(0, 50), "Choose people to remind them.");
  assert.equal(chosenWords(1, 50), "1 person is chosen.");
  assert.equal(chosenWords(49, 50), "49 people are chosen.");
  assert.equal(chosenWords(50, 50), "All 50 people on this page are chosen.");
  assert.equal(chosenWords(1, 1), "The only person here is chosen.");
});
