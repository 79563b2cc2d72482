import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode, fold, type Span } from "../src/rules/intervals.ts";
import { addressOf, bodyOf, delivered, fitting, moved, mostBytes, packed, type Parcel, type Place } from "../src/rules/parcels.ts";

const place = (session: string, sequence = 1): Place => ({ session, opened: `proof of ${session}`, sequence, position: 9, rate: 1 });
const seconds = (parcels: readonly Parcel[], session: string) => decode(parcels.find((parcel) => parcel.session === session)?.watched ?? "");

test("seconds travel with the proof of the page that heard them, the oldest page first", () => {
  const before = packed([], place("monday"), [[0, 40]]);
  const both = packed(before, place("tuesday"), [[40, 50]]);
  assert.deepEqual(both.map((parcel) => [parcel.opened, decode(parcel.watched)]), [["proof of monday", [[0, 40]]], ["proof of tuesday", [[40, 50]]]]);
});

test("one page has one parcel, with its newest place", () => {
  const parcels = packed(packed([], place("a", 1), [[0, 10]]), place("a", 2), [[10, 15], [20, 30]]);
  assert.deepEqual(parcels, [{ ...place("a", 2), watched: encode([[0, 15], [20, 30]]) }]);
});

test("a page that heard nothing has no parcel", () => {
  assert.deepEqual(packed([], place("a"), []), []);
});

test("what was heard while a report travelled stays", () => {
  const [sent] = packed([], place("a"), [[0, 10]]) as [Parcel];
  const later = packed(packed([sent], place("a", 2), [[10, 20], [5, 8]]), place("b"), [[1, 2]]);
  const left = delivered(later, sent);
  assert.deepEqual([seconds(left, "a"), seconds(left, "b")], [[[10, 20]], [[1, 2]]]);
  assert.deepEqual(delivered(left, { ...sent, watched: encode([[0, 60]]) }).map((parcel) => parcel.session), ["b"]);
});

test("no second is lost and none invented, however reports and answers interleave", () => {
  let state = 7;
  const random = (below: number) => (state = (state * 1103515245 + 12345) % 2 ** 31) % below;
  for (let round = 0; round < 200; round++) {
    let [parcels, arrived, heard]: [Parcel[], Span[], Span[]] = [[], [], []];
    for (let turn = 0; turn < 12; turn++) {
      const from = random(100);
      const sent = parcels[0];
      parcels = packed(parcels, place("abc"[random(3)] as string, turn), [[from, from + 1 + random(9)]]);
      heard = [...heard, [from, from + 1], ...parcels.flatMap((parcel) => decode(parcel.watched))];
      if (sent && random(2)) [arrived, parcels] = [[...arrived, ...decode(sent.watched)], delivered(parcels, sent)];
    }
    assert.deepEqual(fold([...arrived, ...parcels.flatMap((parcel) => decode(parcel.watched))]), fold(heard));
  }
});

test("a report without seconds is sent only from another place than the start", () => {
  assert.deepEqual([moved(0, 0), moved(0, 760), moved(760, 760), moved(760.4, 760), moved(120, 760)], [false, false, false, false, true]);
});

test("a report stays under 400 bytes however somebody jumped about; the next ones carry the rest, and nothing is lost", () => {
  const opened = `1795699200.${"0123456789abcdef".repeat(2)}`;
  const spans = Array.from({ length: 900 }, (_, turn): Span => [turn * 13 + (turn % 7), turn * 13 + 8 + (turn % 5)]);
  const whole: Parcel = { session: "0b9c1f3e-6f5f-4c0f-9a4e-1f0d6c8b7a11", opened, sequence: 99_999, position: 11_699.123456789, rate: 1.75, watched: encode(spans) };
  for (const address of ["/enrollments/x/lessons/y/watching", "/enrollments/x/lessons/y/activity"]) {
    let [left, arrived, reports] = [[whole] as Parcel[], [] as Span[], 0];
    for (let [parcel] = left; parcel; [parcel] = left) {
      const sent = fitting(address, parcel);
      const bytes = addressOf(address, sent).length - address.length + JSON.stringify({ ...bodyOf(address, sent), hidden: 86_400 }).length;
      assert.ok(bytes < mostBytes && sent.watched, `${bytes} bytes`);
      [left, arrived, reports] = [delivered(left, sent), [...arrived, ...decode(sent.watched)], reports + 1];
    }
    assert.deepEqual(fold(arrived), fold(spans));
    assert.ok(reports > 10 && reports < 40, `${reports} reports`);
  }
});
