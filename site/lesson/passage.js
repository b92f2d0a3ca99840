/** One row on its way through the neuron: along the wires, into the sum, and along the curve. */

import { isStill, make } from "../kit/dom.js";
import { along } from "../kit/scale.js";
import { element, words } from "../kit/svg.js";
import { fixed, short } from "../model/format.js";

/** @import { LedgerRow } from "../python/questions.js" */

const [WIDTH, HEIGHT] = [400, 214];
const [FIRST, APART, SUM, BOX] = [34, 58, 240, 280];
const [SIDE, TOP] = [112, 36];
/** How long a part of the way takes, in milliseconds; readers who want no motion see its end. */
const [WIRE, SLIDE, FRAME] = [900, 1200, 30];

/**
 * @param {LedgerRow} row
 * @param {number[]} weights
 * @param {{sums: number[], outputs: number[]}} curve Of the activation.
 */
export function passage(row, weights, curve) {
  const beads = weights.map(() => element("circle", { r: 5, class: "bead" }));
  const point = element("circle", { r: 6, class: "bead" });
  const picture = element(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": told(row, weights) },
    ...weights.flatMap((weight, at) => wire(row, weight, at)),
    ...beads,
    element("line", { x1: SUM + 16, x2: BOX, y1: middle(), y2: middle(), class: "axis" }),
    element("circle", { cx: SUM, cy: middle(), r: 17, class: "node" }),
    words(SUM, middle() + 5, "Σ", "strong"),
    words(SUM, middle() + 34, "sum"),
    words(SUM, middle() + 50, fixed(row.sum, 4), "strong"),
    ...drawnCurve(curve),
    point,
    words(BOX + SIDE / 2, TOP - 10, "tanh"),
    words(BOX + SIDE / 2, TOP + SIDE + 20, "output"),
    words(BOX + SIDE / 2, TOP + SIDE + 37, fixed(row.output, 4), "strong"),
  );
  // Where the sum stands among those of the curve that Python has computed.
  const goal = curve.sums.findIndex((sum) => sum >= row.sum);
  const start = curve.sums.findIndex((sum) => sum >= 0);
  const place = (/** @type {number} */ gone) => {
    const wires = Math.min(1, gone / WIRE);
    beads.forEach((bead, at) => {
      bead.setAttribute("cx", String(48 + wires * (SUM - 48 - 17)));
      bead.setAttribute("cy", String(height(at) + wires ** 2 * (middle() - height(at))));
    });
    const slid = Math.max(0, Math.min(1, (gone - WIRE) / SLIDE));
    const at = start + Math.round(slid * (goal - start));
    const [x, y] = spot(
      curve,
      slid === 1 ? row.sum : curve.sums[at],
      slid === 1 ? row.output : curve.outputs[at],
    );
    point.setAttribute("cx", String(x));
    point.setAttribute("cy", String(y));
  };
  const again = make("button", { type: "button", textContent: "Play again" });
  const play = () => {
    const began = performance.now();
    const go = () => {
      const gone = performance.now() - began;
      place(gone);
      if (gone < WIRE + SLIDE && picture.isConnected) setTimeout(go, FRAME);
    };
    setTimeout(go);
  };
  again.onclick = play;
  const figure = make("figure", { className: "passage" }, picture);
  if (isStill()) place(WIRE + SLIDE);
  else {
    place(0);
    queueMicrotask(play);
    figure.append(again);
  }
  return figure;
}

/** @param {number} at */
const height = (at) => FIRST + at * APART;
const middle = () => height(1);

/**
 * @param {LedgerRow} row
 * @param {number} weight
 * @param {number} at
 */
function wire({ inputs, products }, weight, at) {
  const y = height(at);
  return [
    element("path", {
      d: `M 34 ${y} C ${SUM - 50} ${y}, ${SUM - 50} ${middle()}, ${SUM - 17} ${middle()}`,
      class: `wire ${weight < 0 ? "minus" : "plus"} ${inputs[at] === 0 ? "silent" : ""}`,
    }),
    element("circle", { cx: 18, cy: y, r: 15, class: "node" }),
    words(18, y + 5, short(inputs[at]), "strong"),
    words(
      44,
      // Below the middle the wire bends upwards, and its words stand below it.
      y > middle() ? y + 20 : y - 9,
      `${short(inputs[at])} × ${fixed(weight, 4)} = ${fixed(products[at], 4)}`,
      "",
      "start",
    ),
  ];
}

/** @param {{sums: number[], outputs: number[]}} curve */
function drawnCurve(curve) {
  const line = curve.sums
    .map((sum, at) => spot(curve, sum, curve.outputs[at]).join(" "))
    .join(" L ");
  const [zero] = [spot(curve, 0, 0)];
  return [
    element("rect", { x: BOX, y: TOP, width: SIDE, height: SIDE, rx: 10, class: "node" }),
    element("line", { x1: BOX, x2: BOX + SIDE, y1: zero[1], y2: zero[1], class: "axis" }),
    element("line", { x1: zero[0], x2: zero[0], y1: TOP, y2: TOP + SIDE, class: "axis" }),
    element("path", { d: `M ${line}`, class: "curve" }),
    words(BOX + SIDE - 5, TOP + 16, "1", "", "end"),
    words(BOX + SIDE - 5, TOP + SIDE - 6, "−1", "", "end"),
  ];
}

/**
 * Where a point of the curve is in the picture.
 *
 * @param {{sums: number[], outputs: number[]}} curve
 * @param {number} sum
 * @param {number} output
 */
function spot({ sums, outputs }, sum, output) {
  const margin = 10;
  const inner = SIDE - 2 * margin;
  return [
    BOX + margin + along(sums[0], sums[sums.length - 1], sum) * inner,
    TOP + margin + (1 - along(outputs[0], outputs[outputs.length - 1], output)) * inner,
  ];
}

/**
 * @param {LedgerRow} row
 * @param {number[]} weights
 */
function told({ inputs, sum, output }, weights) {
  const products = inputs.map((input, at) => `${short(input)} times ${fixed(weights[at], 4)}`);
  return `${products.join(", plus ")}, makes a sum of ${fixed(sum, 4)}; tanh turns that into ${fixed(output, 4)}.`;
}
