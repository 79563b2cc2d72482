import assert from "node:assert/strict";
import { test } from "node:test";
import { hasAnswer } from "../src/rules/answered.ts";

test("a question is answered by what is chosen or written, not by lists that still ask", () => {
  assert.equal(hasAnswer("chosen=b&revision=1"), true);
  assert.equal(hasAnswer("chosen=&chosen=2%3A1&revision=0"), true);
  assert.equal(hasAnswer("chosen=&chosen=&revision=0"), false);
  assert.equal(hasAnswer("chosen=+&revision=0"), false);
  assert.equal(hasAnswer("revision=0"), false);
});
