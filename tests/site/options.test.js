/** What addresses ask for, as it is understood. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { askedBy, OPTIONS } from "../../site/embed/options.js";
import { PARTS, partOf, STAGE } from "../../site/embed/parts.js";

test("parts are named with spaces, commas or + between them", () => {
  for (const list of ["drawing curve", "drawing,curve", "drawing+curve", "drawing%20curve"]) {
    const { show, remarks } = askedBy(`#v=1&show=${list}`);
    assert.deepEqual([show, remarks], [["drawing", "curve"], []]);
  }
});

test("what is not understood is told, and all the rest is done", () => {
  const { show, iteration, theme, remarks } = askedBy(
    "#v=1&show=drawing,kurve&theme=blue&iteration=-3&size=9&autoplay=visible",
  );
  assert.deepEqual([show, iteration, theme], [["drawing"], null, "auto"]);
  assert.equal(remarks.length, 4);
  assert.match(remarks[0], /“show=drawing,kurve”: “kurve” is not a part, which are title, share/);
  assert.match(remarks[1], /“theme=blue”: light, dark, auto is accepted\./);
  assert.match(remarks[2], /“iteration=-3”: is no iteration, which is a whole number from 0/);
  assert.match(remarks[3], /“size=9”: is not an option, which are v, show, lock/);
});

test("names that objects have by themselves are no options and no parts", () => {
  assert.equal(askedBy("#v=1&constructor=1").remarks.length, 1);
  assert.equal(partOf("constructor"), undefined);
  assert.equal(askedBy("#v=1&show=constructor").show, null);
});

test("another version is told", () => {
  assert.deepEqual(askedBy("#v=1").remarks, []);
  assert.match(askedBy("#v=2&show=drawing").remarks[0], /“v=2”: is not a version/);
});

test("a bare lock is of every part that changes the experiment", () => {
  const { lock } = askedBy("#v=1&lock");
  assert.ok(lock.includes("menu") && lock.includes("answer") && lock.includes("drawing"));
  assert.ok(!lock.includes("transport") && !lock.includes("curve"));
  assert.deepEqual(askedBy("#v=1&lock=answer").lock, ["answer"]);
});

test("each chapter is a part, and what a frame shows by itself are parts", () => {
  assert.deepEqual(askedBy("#v=1&show=chapter-bias").show, ["chapter-bias"]);
  assert.equal(partOf("chapter-"), undefined);
  for (const name of STAGE) assert.ok(PARTS[name], name);
});

test("an address of today asks for nothing, and nothing is remarked", () => {
  for (const hash of [
    "",
    "#lesson",
    "#chapter-bias",
    '#experiment={"seed":1}',
    "#room=data&experiment={}",
  ])
    assert.deepEqual(askedBy(hash).remarks, [], hash);
  assert.ok(Object.values(OPTIONS).every(({ about }) => about.length > 10));
});

test("the docs list the options and the parts that there are", () => {
  const docs = readFileSync(new URL("../../docs/embedding.md", import.meta.url), "utf8");
  const table = (heading) => docs.split(`| ${heading} |`)[1].split("\n\n")[0].split("\n").slice(2);
  const rows = (entries) => entries.map(([name, about]) => `| \`${name}\` | ${about} |`);
  const options = Object.entries(OPTIONS).map(([name, { about }]) => [name, about]);
  const parts = Object.entries(PARTS).map(([name, { title }]) => [name, title]);
  assert.deepEqual(table("option"), rows(options));
  assert.deepEqual(table("part"), rows(parts));
});
