/** What a screen reader is told: what each action has led to, once, and a training now and then. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Session } from "../../site/model/session.js";
import { catalogue, recording } from "./core.js";
import { StandIn } from "./stand-in.js";

globalThis.requestAnimationFrame = (draw) => queueMicrotask(draw);
const { announce, QUIET, TRAINING } = await import("../../site/stage/announcement.js");

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

/** Everything that can be done without another answer has been done. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function opened() {
  const client = new StandIn();
  const session = new Session(client, recording(), catalogue);
  const said = [];
  announce(session, {
    get textContent() {
      return said.at(-1) ?? "";
    },
    set textContent(text) {
      said.push(text);
    },
  });
  await session.start();
  return { client, session, said };
}

async function after(time) {
  await settled();
  mock.timers.tick(time);
  await settled();
}

test("the start of the page is no news", async () => {
  const { said } = await opened();
  await after(QUIET);
  assert.deepEqual(said, []);
});

test("a step tells the iteration, the error, the rows and the verdict", async () => {
  const { session, said } = await opened();
  await session.goto(9);
  await after(QUIET);
  assert.deepEqual(said, [
    "Iteration 9 of 10,000: mean squared error 0.00149. 4 of 4 rows are right (100 %), 4 near. " +
      "It has learned: all 4 rows are near their targets.",
  ]);
});

test("of quick actions the last is told, once", async () => {
  const { session, said } = await opened();
  for (const iteration of [1, 2, 3]) {
    await session.goto(iteration);
    await after(QUIET / 2);
  }
  await after(QUIET);
  await after(TRAINING);
  assert.equal(said.length, 1);
  assert.match(said[0], /^Iteration 3 of/);
});

test("at the end the status says the answer, and this whether it has learned", async () => {
  const { session, said } = await opened();
  await session.train("full");
  await after(QUIET);
  assert.deepEqual(said, [
    "Mean squared error 0.0877. It has not learned: 2 of 4 rows are far from their targets.",
  ]);
});

test("a training is told every five seconds", async () => {
  const { client, session, said } = await opened();
  client.held.add("train");
  const training = session.train("watch");
  await settled();
  const show = client.asked.at(-1)[3];
  for (let iteration = 1; iteration <= 12; iteration += 1) {
    show(client.update(iteration));
    await after(1000);
  }
  assert.deepEqual(
    said.map((text) => text.split(":")[0]),
    ["Iteration 5 of 10,000", "Iteration 10 of 10,000"],
  );
  client.open.train[0].resolve(client.update(13));
  await training;
  await after(QUIET);
  assert.match(said.at(-1), /^Iteration 13 of 10,000: .* It has /);
  assert.equal(said.length, 3);
});

test("another row, and another experiment, are told", async () => {
  const { session, said } = await opened();
  session.select(1);
  await after(QUIET);
  assert.match(said.at(-1), /^Row 2, 1, 1, 1: the output is -?\d\.\d{8}, the target 1: /);
  await session.open({ ...session.experiment, question: [1, 1, 0] });
  session.select(4);
  await after(QUIET);
  assert.match(said.at(-1), /^The new situation, 1, 1, 0: the answer is -?\d\.\d{8}\.$/);
});
