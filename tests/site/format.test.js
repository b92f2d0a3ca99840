/** Numbers as they are written on the page. */

import assert from "node:assert/strict";
import { test } from "node:test";
import * as format from "../../site/model/format.js";

/** @param {(value: number) => string} write @param {[number, string][]} cases */
const writes = (write, cases) => {
  for (const [value, text] of cases) assert.equal(write(value), text);
};

test("weights and answers have digits enough to be checked by hand", () =>
  writes(format.digits, [
    [0.99995873247, "0.99995873"],
    [-1e-12, "0.00000000"],
    [-0, "0.00000000"],
    [99_999.5, "99999.50000000"],
    [-123_456, "-1.235e+5"],
    [Infinity, "not finite"],
    [NaN, "not finite"],
  ]));

test("losses are short over many orders of magnitude", () =>
  writes(format.rough, [
    [0, "0"],
    [0.0014949, "0.00149"],
    [2.0812e-7, "2.08e-7"],
    [999_499, "999000"],
    [1.5e300, "1.5e300"],
    [-Infinity, "not finite"],
  ]));

test("inputs are as short as they can be said", () =>
  writes(format.short, [
    [0.1 + 0.2, "0.3"],
    [1 / 3, "0.3333"],
    [-2, "-2"],
  ]));

test("iterations are counted in words", () =>
  writes(format.iterations, [
    [1, "1 iteration"],
    [0, "0 iterations"],
    [10_000, "10,000 iterations"],
  ]));

test("shares are percentages", () =>
  writes(format.percent, [
    [0.15, "15 %"],
    [0.99251, "99.3 %"],
    [1, "100 %"],
    [-1e-9, "0 %"],
  ]));

test("names have their numbers below", () => {
  assert.equal(format.indexed("x", 0), "x₁");
  assert.equal(format.indexed("w", 11), "w₁₂");
});
