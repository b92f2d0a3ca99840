/** How the pushes of the rows add up: for each weight, arrows tip to tail from its old to its new value. */

import { make } from "../kit/dom.js";
import { along } from "../kit/scale.js";
import { element, words } from "../kit/svg.js";
import { fixed, indexed } from "../model/format.js";

/** @import { Ledger } from "../python/queries.js" */

const [WIDTH, LEFT, RIGHT, LANE, TIP] = [400, 34, 12, 66, 5];

/** @param {Ledger} ledger Of one step. */
export function pushes({ rows, weights, new_weights: after }) {
  // Between the farthest ends of all arrows, so that the three can be compared.
  const reached = [...weights, ...after];
  const [least, most] = [Math.min(...reached), Math.max(...reached)];
  const x = (/** @type {number} */ value) =>
    LEFT + 8 + along(least, most, value) * (WIDTH - LEFT - RIGHT - 16);
  const picture = element("svg", {
    viewBox: `0 0 ${WIDTH} ${weights.length * LANE}`,
    role: "img",
    "aria-label": weights
      .map(
        (weight, at) =>
          `${indexed("w", at)} goes from ${fixed(weight, 4)} to ${fixed(after[at], 4)}: ` +
          pushed(rows, at)
            .map(({ row, push }) => `row ${row + 1} pushes by ${fixed(push, 3)}`)
            .join(", "),
      )
      .join(". "),
  });
  weights.forEach((weight, at) => {
    const y = at * LANE + 34;
    picture.append(
      words(4, y + 5, indexed("w", at), "strong", "start"),
      element("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y, y2: y, class: "axis" }),
      element("line", { x1: x(weight), x2: x(weight), y1: y - 8, y2: y + 8, class: "from" }),
      words(x(weight), y + 24, fixed(weight, 3)),
    );
    const arrows = pushed(rows, at);
    let from = weight;
    for (const { row, push } of arrows) {
      picture.append(...arrow(x(from), x(from + push), y, String(row + 1)));
      from += push;
    }
    picture.append(words(x(after[at]), y + 24, fixed(after[at], 3), "strong"));
  });
  return make(
    "figure",
    { className: "pushes" },
    picture,
    make("figcaption", {
      textContent:
        "The bar is where a weight was. Each arrow is the push of the row whose number it has.",
    }),
  );
}

/**
 * The rows that push a weight at all.
 *
 * @param {Ledger["rows"]} rows
 * @param {number} at
 */
const pushed = (rows, at) =>
  rows
    .map(({ row, contributions }) => ({ row, push: contributions[at] }))
    .filter(({ push }) => push !== 0);

/**
 * @param {number} from
 * @param {number} to
 * @param {number} y
 * @param {string} text
 */
function arrow(from, to, y, text) {
  const back = to > from ? -TIP : TIP;
  const colour = to > from ? "plus" : "minus";
  return [
    element("line", { x1: from, x2: to + back, y1: y, y2: y, class: `arrow ${colour}` }),
    element("path", {
      d: `M ${to} ${y} l ${1.6 * back} ${-TIP} v ${2 * TIP} Z`,
      class: `tip ${colour}`,
    }),
    words((from + to + back) / 2, y - 8, text),
  ];
}
