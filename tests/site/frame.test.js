/** Frames, neurons and the recorded run, as neuron_core has laid them out. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { latestRate, neurons, parameterNames } from "../../site/model/frame.js";
import { recording } from "./core.js";

const layers = (...units) => units.map((many, at) => ({ units: many, bias: at > 0 }));

test("the recorded run is the tutorial's, from its start weights to its end", () => {
  const { frames } = recording();
  const last = frames.at(-1);
  assert.deepEqual([frames[0].iteration, last.iteration], [0, 10_000]);
  assert.equal(last.outputs(last.rows)[0].toFixed(8), "0.99995873");
  assert.deepEqual(last.farRows, [0, 3]);
  assert.deepEqual(last.counts("training"), { near: 2, right: 4, r_squared: null });
  assert.equal(last.lowest.iteration, 9);
  assert.equal(last.divergedAt, null);
});

test("of the recorded frames the nearest is gone to, and from it always to another", () => {
  const run = recording();
  const { frames } = run;
  const at = (from, goal) => run.towards(from, goal);
  assert.equal(at(frames[0], 9).iteration, 9);
  const [one, two] = frames.slice(-2);
  assert.equal(at(one, one.iteration + 1), two);
  assert.equal(at(two, two.iteration - 1), one);
  assert.equal(at(two, two.iteration + 1), two);
});

test("its losses are those of its frames", () => {
  const run = recording();
  const losses = run.losses();
  assert.equal(losses.length, run.frames.length);
  assert.equal(losses.losses[0], run.frames[0].loss);
  assert.ok(losses.test.every(Number.isNaN));
  assert.equal(losses.upTo(0).length, 1);
});

test("neurons know where their weights are among all parameters", () => {
  const all = neurons({ features: [], question: [0, 0], layers: layers(3, 2) });
  assert.deepEqual(
    all.map(({ name }) => name),
    [
      "neuron 1 of layer 1",
      "neuron 2 of layer 1",
      "neuron 3 of layer 1",
      "output neuron 1",
      "output neuron 2",
    ],
  );
  assert.deepEqual([all[1].weights, all[1].bias], [[1, 4], null]);
  assert.deepEqual([all[4].weights, all[4].bias], [[7, 9, 11], 13]);
});

test("every parameter has a name, and a single neuron's need not say whose they are", () => {
  const one = { features: ["x1", "x2", "x1^2"], question: [0, 0], layers: layers(1) };
  assert.deepEqual(parameterNames(one), ["w₁", "w₂", "w₃"]);
  const names = parameterNames({ features: [], question: [0, 0], layers: layers(2, 1) });
  assert.equal(new Set(names).size, names.length);
  assert.equal(names.at(-1), "output neuron, bias");
});

test("the latest learning rate is the one that was changed to last", () => {
  assert.equal(latestRate({ learning_rate: 1, rates: [] }), 1);
  assert.equal(
    latestRate({
      learning_rate: 1,
      rates: [
        [9, 0.5],
        [20, 0.1],
      ],
    }),
    0.1,
  );
});
