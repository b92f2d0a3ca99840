/** How far a training goes until its next picture. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { PACES } from "../../site/model/pace.js";

test("slowly, no iteration is skipped and none comes before its half second", () => {
  assert.equal(PACES.slow.due(7, 0.49), 7);
  assert.equal(PACES.slow.due(7, 0.5), 8);
  assert.equal(PACES.slow.due(7, 60), 8);
});

test("to be watched, weights that change their sign at every step do not flash", () => {
  for (const from of [0, 1, 9, 500])
    for (const seconds of [0.016, 0.3, 2]) {
      const ahead = PACES.watch.due(from, seconds) - from;
      assert.equal(Math.abs(ahead % 2), 0);
      assert.ok(ahead >= 0);
    }
});

test("to be watched, 10,000 iterations take about five seconds", () => {
  assert.ok(PACES.watch.due(0, 4) < 10_000);
  assert.ok(PACES.watch.due(0, 5.5) > 10_000);
});

test("at full speed nothing is waited for", () => {
  assert.equal(PACES.full.due(3, 0), Infinity);
});
