/** The session: what is shown, and what is kept, whatever Python does and whenever it comes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { effect } from "@preact/signals-core";
import { Stopped } from "../../site/model/interruption.js";
import { followed } from "../../site/model/runtime.js";
import { Session } from "../../site/model/session.js";
import { catalogue, recording } from "./core.js";
import { REFUSED, StandIn } from "./stand-in.js";

/** Everything that can be done without another answer has been done. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

function opened() {
  const client = new StandIn();
  return { client, session: new Session(client, recording(), catalogue) };
}

async function started() {
  const both = opened();
  await both.session.start();
  return both;
}

const other = (session, changes) => ({ ...session.experiment, ...changes });

test("before Python is here, the recorded run is shown and gone through", async () => {
  const { client, session } = opened();
  assert.ok(session.recorded);
  const iterations = session.recording.frames.map((frame) => frame.iteration);
  await session.goto(iterations.at(-1) + 5);
  assert.equal(session.frame.iteration, iterations.at(-1));
  await session.stepBack();
  assert.equal(session.frame.iteration, iterations.at(-2));
  assert.deepEqual(client.asked, []);
});

test("Python goes on where the reader is", async () => {
  const { client, session } = opened();
  await session.goto(9);
  await session.start();
  assert.equal(session.frame.iteration, 9);
  assert.ok(!session.recorded);
  assert.deepEqual(client.names, ["open", "goto"]);
});

test("a training waits for Python, and starts a Python that was deferred", async () => {
  const { client, session } = opened();
  session.defer();
  await session.train("full");
  assert.equal(session.waiting, "full");
  await settled();
  assert.equal(client.starts, 1);
  assert.equal(session.waiting, null);
  assert.equal(session.frame.iteration, 10_000);
  assert.equal(session.training, false);
});

test("a training that waits can be called off", async () => {
  const { client, session } = opened();
  client.held.add("open");
  const start = session.start();
  await session.train("full");
  await session.pause();
  await settled();
  client.open.open[0].resolve(client.opened(session.experiment));
  await start;
  assert.ok(!client.names.includes("train"));
});

test("an experiment that is asked for meanwhile opens when Python is here", async () => {
  const { session } = opened();
  await session.open(other(session, { seed: 7 }));
  await session.open(other(session, { seed: 8 }));
  assert.ok(session.stale);
  assert.equal(session.description.experiment.seed, 1);
  await session.start();
  assert.equal(session.description.experiment.seed, 8);
  assert.equal(session.asked, null);
});

test("what is not accepted is told, and the experiment before it stays", async () => {
  const { session } = await started();
  await session.goto(9);
  await session.open(other(session, { iterations: 0 }));
  assert.equal(session.problem, REFUSED);
  assert.equal(session.experiment.iterations, 10_000);
  assert.equal(session.frame.iteration, 9);
  await session.open(other(session, { seed: 3 }));
  assert.equal(session.problem, "");
});

test("what is refused while Python comes ends the waiting for its training", async () => {
  const { client, session } = opened();
  await session.open(other(session, { iterations: 0 }));
  await session.train("full");
  await session.start();
  assert.equal(session.problem, REFUSED);
  assert.equal(session.waiting, null);
  assert.ok(!client.names.includes("train"));
});

test("of two experiments that are asked for, the later one is shown", async () => {
  const { client, session } = await started();
  client.held.add("open");
  const first = session.open(other(session, { seed: 2 }));
  const second = session.open(other(session, { seed: 3 }));
  const [one, two] = [2, 3].map((seed) => client.opened(other(session, { seed })));
  client.open.open[0].resolve(one);
  await first;
  assert.equal(session.experiment.seed, 3); // it is asked for still
  client.open.open[1].resolve(two);
  await second;
  assert.equal(session.asked, null);
  assert.equal(session.description.experiment.seed, 3);
});

test("a picture that was overtaken is not shown", async () => {
  const { client, session } = await started();
  client.held.add("goto");
  const [slow, fast] = [session.goto(3), session.goto(9)];
  const [older, newer] = [client.update(3), client.update(9)];
  client.open.goto[1].resolve(newer);
  await fast;
  client.open.goto[0].resolve(older);
  await slow;
  assert.equal(session.frame.iteration, 9);
});

test("steps that are pressed faster than Python answers add up", async () => {
  const { client, session } = await started();
  await session.goto(5);
  await Promise.all([session.step(), session.step(), session.step(), session.stepBack()]);
  const asked = client.asked.filter(([name]) => name === "goto").map(([, iteration]) => iteration);
  assert.deepEqual(asked.slice(-4), [6, 7, 8, 7]);
  const { iteration } = session.frame;
  await session.step();
  assert.equal(client.asked.at(-1)[1], iteration + 1); // all before it are done
});

test("a table goes to Python once", async () => {
  const { client, session } = await started();
  const sent = () => client.asked.filter(([name]) => name === "open").at(-1)[1].data;
  await session.open(other(session, { seed: 2 }));
  assert.equal(sent(), null);
  const data = { ...session.experiment.data, title: "Own data" };
  await session.open(other(session, { data }));
  assert.equal(sent(), data);
  await session.stop();
  assert.deepEqual(sent(), data); // another Python has nothing yet
});

test("rows that are still those of the experiment before are not edited", async () => {
  const { client, session } = await started();
  client.held.add("open");
  const { data } = session.experiment;
  const recipe = { pattern: "circle", rows: 9, noise: 0 };
  session.open(other(session, { data: { recipe, test_share: data.test_share, seed: data.seed } }));
  await session.edit(() => assert.fail("it makes nothing of rows that are others"));
  assert.match(session.problem, /still those of the experiment before/);
});

test("what comes from elsewhere is tutorial but for what it says, and told if it is refused", async () => {
  const { client, session } = opened();
  await session.openForeign({ seed: 7 }, "The link");
  assert.ok(session.stale);
  await session.start();
  assert.deepEqual(client.asked.at(-1)[1], { preset: "tutorial", seed: 7 });
  await session.openForeign({ iterations: 0 }, "The file");
  assert.equal(session.notice, `The file could not be opened: ${REFUSED}`);
  assert.equal(session.description.experiment.seed, 7);
});

test("a start that fails says why, and loses nothing for the next", async () => {
  const { client, session } = opened();
  client.failure = "no bytes";
  await session.openForeign({ seed: 7 }, "The link");
  await session.start();
  assert.deepEqual(session.runtime, { stage: "failed", reason: "no bytes" });
  await assert.rejects(session.whenReady(), /could not be started/);
  client.failure = "";
  await session.start();
  assert.equal(session.description.experiment.seed, 7);
});

test("a Python that is stopped answers nobody, and the next goes on there", async () => {
  const { client, session } = await started();
  await session.goto(9);
  client.held.add("runScript");
  const question = session.runScript("while True: pass", () => {});
  const rejected = assert.rejects(question, Stopped);
  await settled();
  await session.stop();
  await rejected;
  assert.equal(client.starts, 2);
  assert.ok(session.ready);
  assert.equal(session.frame.iteration, 9);
});

test("of the slices that a slider passes, Python cuts those that it has time for", async () => {
  const { client, session } = await started();
  client.held.add("cut");
  session.cut([0.1]);
  await settled();
  session.cut([0.2]);
  session.cut([0.3]);
  assert.deepEqual(session.slice.cut, [0.3]);
  client.held.delete("cut");
  client.open.cut[0].resolve({ update: client.update(0) });
  await settled();
  const cuts = client.asked.filter(([name]) => name === "cut").map(([, cut]) => cut);
  assert.deepEqual(cuts, [[0.1], [0.3]]);
  assert.equal(session.cutting, null);
});

test("a training that fails is told, and is over", async () => {
  const { client, session } = await started();
  client.held.add("train");
  const training = session.train("watch");
  await settled();
  assert.ok(session.training);
  client.open.train[0].reject(new Error("memory"));
  await training;
  assert.equal(session.training, false);
  assert.match(session.problem, /^Python failed in this training/);
});

test("a Python that breaks while it is brought up to date is followed by another one", async () => {
  const { client, session } = opened();
  await session.goto(9);
  client.held.add("open");
  session.start();
  await settled();
  client.onFailure("out of memory");
  assert.deepEqual(session.runtime, { stage: "failed", reason: "out of memory" });
  client.held.clear();
  await session.start();
  client.open.open[0].resolve(client.opened(session.experiment)); // which nobody waits for any more
  await settled();
  assert.equal(client.starts, 2);
  assert.ok(session.ready);
  assert.equal(session.frame.iteration, 9);
});

test("a Python that has failed says nothing more, whatever it still does", async () => {
  const { client, session } = opened();
  await session.goto(9);
  client.held.add("goto");
  const first = session.start();
  await settled();
  client.onFailure("out of memory");
  client.open.goto[0].reject(new Error("no more"));
  await first;
  assert.deepEqual(session.runtime, { stage: "failed", reason: "out of memory" });
});

test("what fails of a Python that another one has followed is of no interest", async () => {
  const { client, session } = opened();
  await session.goto(9);
  client.held.add("goto");
  const first = session.start();
  await settled();
  client.onFailure("out of memory");
  client.held.clear();
  await session.start();
  client.open.goto[0].reject(new Error("no more"));
  await first;
  assert.ok(session.ready);
});

test("another speed is another training, and the one before it does not end that", async () => {
  const { client, session } = await started();
  client.held.add("train");
  const slow = session.train("slow");
  await settled();
  const fast = session.train("full");
  client.open.train[0].resolve(client.update(2));
  await slow;
  assert.ok(session.training);
  client.open.train[1].resolve(client.update(10_000));
  await fast;
  assert.equal(session.training, false);
});

test("who reads the session in an effect follows what was read, and nothing else", async () => {
  const { session } = await started();
  const seen = [];
  let looks = 0;
  const stop = effect(() => {
    looks += 1;
    seen.push(session.frame.iteration);
  });
  session.select(0);
  assert.equal(looks, 1);
  await session.goto(9);
  assert.deepEqual(seen, [0, 9]);
  stop();
  await session.goto(3);
  assert.equal(looks, 2);
});

test("of a Python that is given up, nothing is heard", () => {
  const ready = { stage: "ready", start: {}, training: null };
  assert.equal(followed({ stage: "importing" }, ready), ready);
  assert.throws(
    () => followed({ stage: "failed", reason: "" }, ready),
    /ready after it was failed/,
  );
  const deferred = { stage: "deferred" };
  assert.throws(() => followed({ stage: "starting" }, deferred), /deferred after it was starting/);
});

test("whoever waits for what was asked for finds it open", async () => {
  const { client, session } = await started();
  client.held.add("open");
  const open = session.open(other(session, { seed: 5 }));
  const seen = session.whenReady().then(() => session.description.experiment.seed);
  client.open.open[0].resolve(client.opened(other(session, { seed: 5 })));
  await open;
  assert.equal(await seen, 5);
});
