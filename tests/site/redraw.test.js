/** What is drawn, and when: once for each picture of the screen, and only what has changed. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { signal } from "@preact/signals-core";
import { until } from "../../site/model/observed.js";

/** @type {(() => void)[]} What waits for the next picture. */
let waiting = [];
const reported = [];
Object.assign(globalThis, {
  requestAnimationFrame: (draw) => waiting.push(draw),
  reportError: (error) => reported.push(error.message),
});
const { rebuild, redraw } = await import("../../site/kit/redraw.js");

/** The screen shows its next picture. */
function picture() {
  const due = waiting;
  waiting = [];
  for (const draw of due) draw();
}

beforeEach(() => {
  while (waiting.length) picture();
  reported.length = 0;
});

test("what has changed is drawn once for each picture, and what has not is not", () => {
  const [one, other] = [signal(1), signal(1)];
  const drawn = [];
  redraw(() => drawn.push(`one ${one.value}`));
  redraw(() => drawn.push(`other ${other.value}`));
  one.value = 2;
  one.value = 3;
  assert.deepEqual(drawn, ["one 1", "other 1"]);
  picture();
  assert.deepEqual(drawn, ["one 1", "other 1", "one 3"]);
  picture();
  assert.equal(drawn.length, 3);
});

test("what is read no longer is followed no longer", () => {
  const [isShown, text] = [signal(true), signal("a")];
  let draws = 0;
  redraw(() => {
    draws += 1;
    return isShown.value && text.value;
  });
  isShown.value = false;
  picture();
  text.value = "b";
  picture();
  assert.equal(draws, 2);
});

test("what was there first is drawn first, and what it changes in the same picture", () => {
  const [rows, frame, built] = [signal(1), signal(1), signal(0)];
  const drawn = [];
  redraw(() => (built.value = rows.value));
  redraw(() => drawn.push(`${built.value} ${frame.value}`));
  redraw(() => drawn.push(`and ${built.value}`));
  frame.value = 2;
  rows.value = 2;
  picture();
  assert.deepEqual(drawn, ["1 1", "and 1", "2 2", "and 2"]);
});

test("what changes what it reads is drawn with the next picture, not for ever", () => {
  const count = signal(0);
  redraw(() => (count.value = Math.min(3, count.value + 1)));
  const seen = [];
  for (let at = 0; at < 4; at += 1) {
    seen.push(count.value);
    picture();
  }
  assert.deepEqual(seen, [1, 2, 3, 3]);
  assert.deepEqual(waiting, []);
});

test("a view that fails is told, and neither it nor another one is left behind", () => {
  const frame = signal(1);
  const drawn = [];
  redraw(() => {
    if (frame.value === 2) throw new Error("no such row");
    drawn.push(`one ${frame.value}`);
  });
  redraw(() => drawn.push(`other ${frame.value}`));
  frame.value = 2;
  picture();
  frame.value = 3;
  picture();
  assert.deepEqual(reported, ["no such row"]);
  assert.deepEqual(drawn, ["one 1", "other 1", "other 2", "one 3", "other 3"]);
});

test("what is made of the same is not made anew, whoever made that", () => {
  const [layers, frame] = [signal([3, 1]), signal(1)];
  const made = [];
  rebuild(
    () => layers.value,
    () => made.push(`${layers.value} at ${frame.value}`),
  );
  layers.value = [3, 1];
  frame.value = 2;
  picture();
  layers.value = [4, 1];
  picture();
  assert.deepEqual(made, ["3,1 at 1", "4,1 at 2"]);
});

test("a state is waited for, or what makes it impossible is told", async () => {
  const stage = signal("starting");
  const isReady = () => {
    if (stage.value === "failed") throw new Error("no Python");
    return stage.value === "ready";
  };
  const [one, other] = [until(isReady), until(() => stage.value === "never")];
  other.catch(() => assert.fail());
  stage.value = "ready";
  await one;
  stage.value = "failed";
  await assert.rejects(until(isReady), /no Python/);
});
