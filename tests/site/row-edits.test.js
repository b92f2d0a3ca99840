/** Rows that are added, taken away and changed: always those that the reader has made so far. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { whyFixed, withCell, withoutRow, withRow, withRowAt } from "../../site/model/row-edits.js";

const table = (more = {}) => ({
  inputs: [
    [0, 1],
    [2, 3],
  ],
  targets: [[0], [1]],
  names: ["a", "b", "t"],
  scales: [],
  kind: "classes",
  test_share: 0.5,
  seed: 4,
  ...more,
});
const made = {
  data: { recipe: { pattern: "circle", rows: 2, noise: 0 }, test_share: 0.5, seed: 4 },
};

test("a row is added to the rows that are shown, which are then the experiment's own", () => {
  const { data } = withRow(made, table(), [4, 5], [1]);
  assert.deepEqual(data.inputs, [
    [0, 1],
    [2, 3],
    [4, 5],
  ]);
  assert.deepEqual(data.targets, [[0], [1], [1]]);
  assert.equal(data.recipe, undefined);
  assert.deepEqual(
    [data.title, data.names, data.test_share, data.seed],
    ["Own data", ["a", "b", "t"], 0.5, 4],
  );
});

test("edits follow each other before Python has brought the rows of the first", () => {
  const shown = table();
  const twice = withoutRow(withRow(made, shown, [4, 5], [1]), shown, 0);
  assert.deepEqual(twice.data.inputs, [
    [2, 3],
    [4, 5],
  ]);
});

test("a cell is an input or, after these, a target", () => {
  assert.deepEqual(withCell(made, table(), 1, 0, 9).data.inputs, [
    [0, 1],
    [9, 3],
  ]);
  assert.deepEqual(withCell(made, table(), 1, 2, 9).data.targets, [[0], [9]]);
  assert.deepEqual(withRowAt(made, table(), 0, [7, 7], [0]).data.inputs[0], [7, 7]);
});

test("a row that is gone already is not changed", () => {
  assert.equal(withCell(made, table(), 2, 0, 9), made);
  assert.equal(withRowAt(made, table(), 2, [1, 1], [1]), made);
});

test("amounts remain amounts; whether classes do, Python sees", () => {
  assert.equal(withoutRow(made, table({ kind: "regression" }), 0).data.kind, "regression");
  assert.equal("kind" in withoutRow(made, table(), 0).data, false);
});

test("neither the experiment nor the table is changed itself", () => {
  const shown = table();
  withCell(made, shown, 0, 0, 9);
  assert.deepEqual(shown, table());
  assert.equal(made.data.inputs, undefined);
});

test("rows of which only some are shown are not changed by hand", () => {
  assert.equal(whyFixed(table()), "");
  assert.match(whyFixed(table({ rows: 1_000 })), /the first 2 of 1,000/);
});
