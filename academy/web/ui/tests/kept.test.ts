import assert from "node:assert/strict";
import { test } from "node:test";
import { assetsIn, cacheName, foreign, keptAs, onward } from "../src/rules/kept.ts";

test("lessons and the questions of an open quiz can be kept, and nothing else", () => {
  const paths = ["/enrollments/ab1/lessons/why", "/attempts/ab1/items/3", "/attempts/ab1/review"];
  assert.deepEqual(paths.map(keptAs), ["lesson", "attempt", "attempt"]);
  const others = ["/", "/my-training", "/enrollments/ab1", "/enrollments/ab1/lessons/why/quiz", "/attempts/ab1/result", "/media/x/hls/1.m4s", "/sites/raleigh-nc/completion"];
  assert.deepEqual(others.map(keptAs), others.map(() => undefined));
});

test("somebody else's pages go, the house's own stay", () => {
  const names = ["house", cacheName("lesson", "maria"), cacheName("attempt", "maria"), cacheName("lesson", "tyler")];
  assert.deepEqual(foreign(names, "maria"), ["lesson tyler"]);
  assert.equal(foreign(names, "").length, 3);
});

test("a page brings its styles, scripts and fonts, each once, and no film", () => {
  const html = '<link href="/static/style.AB.css"><script src="/static/app.CD.js"></script><script src="/static/app.CD.js"></script><link href="/static/a-b-400.EF.woff2"><video src="/media/x.mp4">';
  assert.deepEqual(assetsIn(html), ["/static/style.AB.css", "/static/app.CD.js", "/static/a-b-400.EF.woff2"]);
});

test("without a network the form of a question leads on within its attempt, and nowhere else", () => {
  assert.equal(onward("/attempts/x/items/1/response", "/attempts/x/items/2"), "/attempts/x/items/2");
  assert.equal(onward("/attempts/x/items/1/response", "/attempts/y/items/2"), "/attempts/x/items/1");
  assert.equal(onward("/attempts/x/items/1/response", ""), "/attempts/x/items/1");
});
