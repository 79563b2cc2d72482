import assert from "node:assert/strict";
import { test } from "node:test";
import { lost, report } from "../src/rules/outage.ts";
import { following } from "../src/rules/operations.ts";
import { addressOf, bodyOf, type Parcel } from "../src/rules/parcels.ts";
import { answersHere, due, fate, forgotten, type Letter, openWords, replaced } from "../src/rules/unsent.ts";

const letter = (number: number, to = "/1", more: Partial<Letter> = {}): Letter => ({ id: `phone.${number}`, person: "p", to, body: "chosen=a", ...more });
const ids = (letters: readonly Letter[]) => letters.map((one) => one.id);

test("numbers of a device only rise, whatever its clock and its memory do", () => {
  assert.deepEqual([following(0, 900), following(900, 900), following(900, 100)], [900, 901, 901]);
});

test("letters go in the order in which they were made; what is set aside or skipped does not", () => {
  const letters = [letter(10), letter(9, "/2"), letter(1, "/3", { aside: "too_late" }), letter(2, "/4")];
  assert.deepEqual(ids(due(letters)), ["phone.2", "phone.9", "phone.10"]);
  assert.deepEqual(ids(due(letters, new Set(["phone.2"]))), ["phone.9", "phone.10"]);
});

test("word of an outage goes before the answers of that time", () => {
  assert.deepEqual(ids(due([letter(1), letter(2), letter(9, "/attempts/x/outages")])), ["phone.9", "phone.1", "phone.2"]);
});

test("an outage counts from its first moment, by the server's clock, and a hiccup does not", () => {
  const first = { person: "p", attempt: "/attempts/x", began: 1_000, skew: 500 };
  assert.equal(lost(first, { ...first, began: 50_000 }), first);
  assert.deepEqual([lost(undefined, first), lost(first, { ...first, attempt: "/attempts/y" }).attempt, lost(first, { ...first, person: "q" }).person], [first, "/attempts/y", "q"]);
  assert.deepEqual([report(first, "p", 10_000), report(first, "q", 90_000), report(undefined, "p", 90_000)], ["", "", ""]);
  assert.equal(decodeURIComponent(report(first, "p", 61_000)), "began_at=1970-01-01T00:00:01.500Z&ended_at=1970-01-01T00:01:01.500Z");
});

test("a newer answer replaces the one to the same question that still waits, and no other", () => {
  const letters = [letter(1), letter(2, "/2"), letter(3, "/1", { aside: "too_late" }), letter(4)];
  assert.deepEqual(ids(replaced(letters, letter(4))), ["phone.1"]);
  assert.deepEqual(ids(replaced([letter(4), letter(5)], letter(4))), [], "two in one moment do not clear away each other");
});

test("a letter is let go only when it was saved, or when a rule refused what it says", () => {
  const fates = [200, 201, 422, 413, 404, 401, 403, 429, 500, 503].map((status) => fate(status));
  assert.deepEqual(fates, ["done", "done", "refused", "refused", "aside", "sign-in", "reload", "later", "later", "later"]);
  assert.deepEqual(["other_person", "token_forged", "token_expired"].map((code) => fate(409, code)), ["skip", "skip", "skip"]);
  assert.deepEqual(["too_late", "attempt_closed", "conflict"].map((code) => fate(409, code)), ["aside", "aside", "later"]);
});

test("what was set aside is shown for a month to whoever asks", () => {
  const day = 24 * 3600 * 1000;
  const letters = [letter(1 * day, "/1", { aside: "too_late" }), letter(1 * day, "/2")];
  assert.deepEqual([forgotten(letters, 30 * day), forgotten(letters, 32 * day)].map(ids), [[], [`phone.${day}`]]);
});

test("a report of the lecture stays under 400 bytes, however its page is called", () => {
  const uuid = "0b9c1f3e-6f5f-4c0f-9a4e-1f0d6c8b7a11";
  const parcel: Parcel = { session: uuid, opened: "p", sequence: 9999, position: 5999.123456, rate: 1.75, watched: "0-a3.5-2f.19-zz.2-11.7-9" };
  assert.ok(JSON.stringify(bodyOf("/enrollments/x/lessons/y/watching", parcel)).length < 400);
  assert.deepEqual(bodyOf("/enrollments/x/lessons/y/activity", parcel), { active: parcel.watched });
  assert.equal(addressOf("/a", { ...parcel, opened: "1.b/c" }), "/a?opened=1.b%2Fc");
});

test("what waits is newer than what is remembered, and word of an outage is no answer", () => {
  const here = answersHere([letter(3, "/a/items/1/response"), letter(4, "/a/outages")], [["/a/items/1/response", "chosen=b"], ["/a/items/2/response", "chosen=c"]]);
  assert.deepEqual([...here], [
    ["/a/items/1/response", { body: "chosen=a", waits: true }],
    ["/a/items/2/response", { body: "chosen=c", waits: false }],
  ]);
  assert.deepEqual([0, 1, 2].map(openWords), ["Every question is answered.", "1 question is not answered.", "2 questions are not answered."]);
});
