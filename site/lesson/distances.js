/** How far each row's output is from its target: on one line from 0 to 1, with the middle marked. */

import { make } from "../kit/dom.js";
import { element, words } from "../kit/svg.js";
import { fixed, short } from "../model/format.js";

/** @import { Frame, Rows } from "../model/frame.js" */

const [WIDTH, LEFT, RIGHT, LANE, TOP] = [400, 92, 22, 34, 24];

/**
 * @param {Rows} table
 * @param {Frame} frame
 */
export function distances({ inputs, targets }, frame) {
  const x = (/** @type {number} */ value) =>
    LEFT + Math.max(-0.05, Math.min(value, 1.05)) * (WIDTH - LEFT - RIGHT);
  const bottom = TOP + inputs.length * LANE;
  const said = inputs.map(
    (_, row) =>
      `row ${row + 1}: target ${short(targets[row][0])}, output ${fixed(frame.outputs(row)[0], 4)}`,
  );
  const picture = element(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${bottom + 22}`, role: "img", "aria-label": said.join("; ") },
    ...[0, 0.5, 1].flatMap((at) => [
      element("line", {
        x1: x(at),
        x2: x(at),
        y1: TOP - 8,
        y2: bottom,
        class: at === 0.5 ? "half" : "axis",
      }),
      words(x(at), bottom + 16, short(at)),
    ]),
  );
  inputs.forEach((row, at) => {
    const y = TOP + (at + 0.5) * LANE - 4;
    const [output, target] = [frame.outputs(at)[0], targets[at][0]];
    const verdict = frame.verdict(at) === "near" ? "near" : "far";
    picture.append(
      words(4, y + 5, row.map(short).join(", "), "", "start"),
      element("line", { x1: x(target), x2: x(output), y1: y, y2: y, class: `gap ${verdict}` }),
      element("circle", { cx: x(target), cy: y, r: 7, class: "target" }),
      element("circle", { cx: x(output), cy: y, r: 4.5, class: `output ${verdict}` }),
      words(x(output), y - 9, fixed(output, 4), "strong"),
    );
  });
  return make(
    "figure",
    { className: "distances" },
    picture,
    make("figcaption", {
      textContent:
        "The ring is the target, the dot is the output. The dashed line is the middle, 0.5.",
    }),
  );
}
