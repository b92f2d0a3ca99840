/** Addresses with an experiment in them, also those that were cut off or written by hand. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { experimentIn, linkTo, textIn } from "../../site/model/share-link.js";

beforeEach(() => (globalThis.location = { href: "https://example.org/neuron/#chapter-xor" }));
afterEach(() => delete globalThis.location);

test("a link holds the experiment and is read as it was written", () => {
  const text = '{"seed":7,"data":{"title":"50 % of “rows” & more #"}}';
  const { hash } = new URL(linkTo(text));
  assert.equal(textIn(hash), text);
  assert.deepEqual(experimentIn(text), { experiment: JSON.parse(text), rule: "" });
});

test("the tutorial's own experiment is the bare address", () => {
  assert.equal(linkTo("{}"), "https://example.org/neuron/");
});

test("other addresses name no experiment", () => {
  for (const hash of ["", "#", "#chapter-xor", "#experiment"]) assert.equal(textIn(hash), null);
});

test("what was written by hand may hold a % that means itself", () => {
  assert.equal(textIn('#experiment={"title":"50 %"}'), '{"title":"50 %"}');
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
