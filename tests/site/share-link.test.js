/** Addresses with an experiment in them, also those that were cut off or written by hand. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import {
  experimentAt,
  experimentIn,
  linkTo,
  optionsIn,
  roomIn,
} from "../../site/model/share-link.js";

beforeEach(() => (globalThis.location = { href: "https://example.org/neuron/#chapter-xor" }));
afterEach(() => delete globalThis.location);

test("a link holds the experiment and is read as it was written", () => {
  const text = '{"seed":7,"data":{"title":"50 % of “rows” & more #"}}';
  const { hash } = new URL(linkTo(text));
  assert.deepEqual(experimentAt(hash), { experiment: JSON.parse(text), rule: "" });
});

test("the tutorial's own experiment is the bare address", () => {
  assert.equal(linkTo("{}"), "https://example.org/neuron/");
});

test("other addresses name no experiment", () => {
  for (const hash of ["", "#", "#chapter-xor", "#experiment", "#v=1&show=drawing"])
    assert.equal(experimentAt(hash), null);
});

test("what was written by hand may hold a % that means itself", () => {
  assert.deepEqual(experimentAt('#experiment={"title":"50 %"}')?.experiment, { title: "50 %" });
});

test("addresses from before there were options are read as they were", () => {
  const raw = '{"title":"a&show=b"}';
  for (const beginning of ["#experiment=", "#room=data&experiment="]) {
    assert.deepEqual(experimentAt(beginning + raw)?.experiment, { title: "a&show=b" });
    assert.deepEqual(experimentAt(beginning + encodeURIComponent(raw))?.experiment, {
      title: "a&show=b",
    });
  }
  assert.equal(roomIn("#room=data&experiment={}"), "data");
  assert.equal(roomIn("#experiment={}"), null);
  assert.equal(roomIn("#chapter-xor"), "chapter-xor");
});

test("options stand in any order, and an experiment among them", () => {
  const hash = '#v=1&preset=circle&experiment={"title":"A & B","seed":3}&lock&show=a,b&seed=7';
  assert.deepEqual([...optionsIn(hash).keys()].join(), "v,preset,experiment,lock,show,seed");
  assert.deepEqual(experimentAt(hash)?.experiment, { preset: "circle", title: "A & B", seed: 7 });
  assert.equal(optionsIn(hash).get("lock"), "");
});

test("a seed that is no whole number is Python's to refuse", () => {
  assert.deepEqual(experimentAt("#v=1&seed=1.5")?.experiment, { seed: "1.5" });
});

test("options are written before the experiment, and read as they were written", () => {
  const { hash } = new URL(
    linkTo('{"seed":7}', [
      ["v", "1"],
      ["show", "drawing curve"],
    ]),
  );
  assert.deepEqual(
    [...optionsIn(hash)],
    [
      ["v", "1"],
      ["show", "drawing curve"],
      ["experiment", '{"seed":7}'],
    ],
  );
});

for (const [what, text] of Object.entries({
  "nothing at all": "",
  "a part": '{"seed":',
  "half a character": "%E0%A4%A",
  "what Python calls no number": '{"seed": NaN}',
}))
  test(`${what} is not JSON`, () =>
    assert.throws(() => experimentIn(text), { message: "it is not JSON, or only a part of it." }));

for (const text of [
  "[1, 2]",
  "5",
  "null",
  '"seed"',
  `{"data":${"[".repeat(3e3)}${"]".repeat(3e3)}}`,
])
  test(`${text.slice(0, 12)} is JSON, but no experiment`, () =>
    assert.throws(() => experimentIn(text), /^Error: it is JSON, but no experiment/));

test("a rule that is with an experiment is no part of it, and is text", () => {
  assert.deepEqual(experimentIn('{"seed": 2, "rule": "def step(): ..."}'), {
    experiment: { seed: 2 },
    rule: "def step(): ...",
  });
  assert.throws(() => experimentIn('{"rule": 3}'), { message: "its rule is not text." });
});
