/** What is below the ledger's columns: from what the rows ask for to the new weights. */

import { count } from "../model/format.js";
import { after, bracketed, exact, figures } from "./ledger-columns.js";

/**
 * @import { Ledger as Numbers } from "../python/questions.js"
 *
 * @typedef {{how?: string, value?: number, isSmall?: boolean}} Cell
 * @typedef {object} Line
 * @property {string} title
 * @property {string} part See `kit/links.js`.
 * @property {(numbers: Numbers, index: number | null) => Cell} of For a weight; for the bias, null.
 */

/**
 * Those that this step has: a plain one has three.
 *
 * @param {Numbers} numbers
 * @returns {Line[]}
 */
export function lines(numbers) {
  const {
    rows,
    batch,
    averaged_over: over,
    divided_by: by,
    optimiser,
    regularisation,
    shares,
    bias,
  } = numbers;
  const [isPulled, isShrunk, isPlain] = [
    regularisation === "l2",
    regularisation === "l1",
    optimiser === "plain",
  ];
  const isAsked = over > 1 || isPulled;
  const asked = isAsked ? "asked" : "adjustment";
  const direction = isPlain ? asked : "direction";
  const step = isShrunk ? "step" : "change";
  const isMeasured = isShrunk && numbers.corrections.length > 0;
  const rate = by > 1 ? `learning rate ÷ ${count(by)} rows` : "learning rate";
  return [
    {
      title: `adjustment = all ${batch > rows.length ? `${count(batch)} ` : ""}rows added up`,
      part: "adjustment",
      of: (all, at) => ({ value: pick(all.adjustments, all.bias_adjustment, at) }),
    },
    ...(isPulled
      ? [{ title: "penalty = − its rate × weight", part: "adjustment", of: pulled }]
      : []),
    ...(isAsked
      ? [
          {
            title: `asked = adjustment${over > 1 ? ` ÷ ${count(over)} rows` : ""}${isPulled ? " + penalty" : ""}`,
            part: "adjustment",
            of: wished,
          },
        ]
      : []),
    ...Object.entries(shares).map(([name, [, takes]], place) =>
      remembered(name, place, asked, takes),
    ),
    ...(isMeasured
      ? [
          {
            title: `length = ${root(numbers)} + penalty's rate + tiny`,
            part: "update",
            of: measured,
          },
        ]
      : []),
    ...(isPlain
      ? []
      : [
          {
            title: directed(numbers, isMeasured),
            part: "update",
            of: isMeasured ? scaled : towards,
          },
        ]),
    { title: `${step} = ${rate} × ${direction}`, part: "update", of: moved },
    ...(isShrunk
      ? [
          {
            title: `shrink = learning rate × penalty's rate${isMeasured ? " ÷ length" : ""}, towards 0`,
            part: "update",
            of: shrunk,
          },
          { title: "change = step + shrink", part: "update", of: changed },
          ...(optimiser === "momentum"
            ? [
                {
                  title: "velocity left = new velocity + shrink ÷ learning rate",
                  part: "update",
                  of: slowed,
                },
              ]
            : []),
        ]
      : []),
    {
      title:
        bias === null ? "new weight = old weight + change" : "new weights and bias = old + change",
      part: "update",
      of: (
        { weights, bias: old, changes, bias_change: change, new_weights: news, new_bias: value },
        at,
      ) => ({
        how: `${exact(pick(weights, old, at))} + ${after(pick(changes, change, at))}`,
        value: pick(news, value, at),
      }),
    },
  ];
}

/**
 * @param {number[]} weights
 * @param {number | null} bias
 * @param {number | null} at
 */
const pick = (weights, bias, at) => (at === null ? (bias ?? 0) : weights[at]);

/** The penalty asks nothing of a bias. @type {Line["of"]} */
const pulled = ({ regularisation_rate: rate, weights, penalties }, at) =>
  at === null ? {} : { how: `${exact(-rate)} × ${after(weights[at])}`, value: penalties[at] };

/** @type {Line["of"]} */
function wished(
  {
    adjustments,
    bias_adjustment,
    averaged_over: over,
    penalties,
    regularisation,
    asked,
    bias_asked,
  },
  at,
) {
  const share = over > 1 ? ` ÷ ${over}` : "";
  const penalty = regularisation === "l2" && at !== null ? ` + ${after(penalties[at])}` : "";
  return {
    how: `${exact(pick(adjustments, bias_adjustment, at))}${share}${penalty}`,
    value: pick(asked, bias_asked, at),
  };
}

/**
 * What an optimiser remembers from now on.
 *
 * @param {string} name
 * @param {number} place Among all that it remembers; the second is of squares.
 * @param {string} asked What it is given.
 * @param {number} takes How much of that it adds.
 * @returns {Line}
 */
function remembered(name, place, asked, takes) {
  const power = place ? "²" : "";
  const rest = takes === 1 ? "" : "the rest × ";
  return {
    title: `new ${name} = its share × ${name} + ${rest}${asked}${power}`,
    part: "update",
    of: (
      {
        shares,
        memory,
        bias_memory: ofBias,
        new_memory: news,
        new_bias_memory: newOfBias,
        asked: all,
        bias_asked,
      },
      at,
    ) => {
      const [keeps] = shares[name];
      const old = figures(pick(memory[name], ofBias[name], at));
      const wish = within(pick(all, bias_asked, at), power);
      const gain = takes === 1 ? "" : `${figures(Number(takes.toPrecision(12)))} × `;
      return {
        how: `${exact(keeps)} × ${bracketed(old)} + ${gain}${wish}`,
        value: pick(news[name], newOfBias[name], at),
        isSmall: true,
      };
    },
  };
}

/** What Adam divides by, without what is added to it. @param {Numbers} numbers */
function root({ shares }) {
  const [, [second, [keeps]]] = Object.entries(shares);
  return `√(new ${second} ÷ (1 − ${keeps}ⁿ))`;
}

/** @param {Numbers} numbers @param {boolean} isMeasured Whether the length has a line of its own. */
function directed(numbers, isMeasured) {
  const { corrections, iteration, shares } = numbers;
  const [[first, [keeps]]] = Object.entries(shares);
  if (!corrections.length) return `direction = new ${first}`;
  const length = isMeasured ? "length" : `(${root(numbers)} + tiny)`;
  return `direction = new ${first} ÷ (1 − ${keeps}ⁿ) ÷ ${length}, n = ${count(iteration + 1)}`;
}

/** @type {Line["of"]} */
function towards(
  {
    corrections,
    epsilon,
    shares,
    new_memory: memory,
    new_bias_memory: ofBias,
    directions,
    bias_direction,
  },
  at,
) {
  const value = pick(directions, bias_direction, at);
  const [mean, square] = Object.keys(shares).map((name) =>
    figures(pick(memory[name], ofBias[name], at)),
  );
  if (!corrections.length) return { how: mean, value, isSmall: true };
  const [one, other] = corrections.map(figures);
  return { how: `${mean} ÷ ${one} ÷ (√(${square} ÷ ${other}) + ${epsilon})`, value };
}

/** @type {Line["of"]} */
function measured(
  {
    corrections,
    epsilon,
    regularisation_rate: its,
    new_memory: memory,
    new_bias_memory: ofBias,
    lengths,
    bias_length: ofBiasLength,
  },
  at,
) {
  const [, square] = Object.keys(memory).map((name) =>
    figures(pick(memory[name], ofBias[name], at)),
  );
  const strength = at === null ? "" : ` + ${exact(its)}`;
  return {
    how: `√(${square} ÷ ${figures(corrections[1])})${strength} + ${epsilon}`,
    value: pick(lengths, ofBiasLength, at),
    isSmall: true,
  };
}

/** @type {Line["of"]} */
function scaled(
  {
    corrections,
    new_memory: memory,
    new_bias_memory: ofBias,
    lengths,
    bias_length: ofBiasLength,
    directions,
    bias_direction,
  },
  at,
) {
  const [mean] = Object.keys(memory).map((name) => figures(pick(memory[name], ofBias[name], at)));
  const length = figures(pick(lengths, ofBiasLength, at));
  return {
    how: `${mean} ÷ ${figures(corrections[0])} ÷ ${length}`,
    value: pick(directions, bias_direction, at),
  };
}

/** @type {Line["of"]} */
function moved(
  { learning_rate: rate, divided_by: by, directions, bias_direction, moves, bias_change },
  at,
) {
  const share = by > 1 ? ` ÷ ${by}` : "";
  return {
    how: `${exact(rate)}${share} × ${after(pick(directions, bias_direction, at))}`,
    value: pick(moves, bias_change, at),
  };
}

/** @type {Line["of"]} */
function shrunk(
  {
    learning_rate: rate,
    regularisation_rate: its,
    corrections,
    lengths,
    shrinks,
    new_weights: news,
  },
  at,
) {
  if (at === null) return {};
  if (news[at] === 0) return { how: "all that is left", value: shrinks[at] };
  const length = corrections.length ? ` ÷ ${figures(lengths[at])}` : "";
  return {
    how: `${shrinks[at] < 0 ? "-" : ""}${exact(rate)} × ${exact(its)}${length}`,
    value: shrinks[at],
  };
}

/** What momentum keeps of its velocity. @type {Line["of"]} */
function slowed(
  { learning_rate: rate, new_memory: { velocity }, left_memory: { velocity: left }, shrinks },
  at,
) {
  if (at === null) return {};
  return {
    how: `${figures(velocity[at])} + ${bracketed(figures(shrinks[at]))} ÷ ${exact(rate)}`,
    value: left[at],
    isSmall: true,
  };
}

/** @type {Line["of"]} */
const changed = ({ moves, shrinks, changes, bias_change }, at) =>
  at === null
    ? { value: bias_change ?? 0 }
    : { how: `${exact(moves[at])} + ${after(shrinks[at])}`, value: changes[at] };

/** @param {number} value @param {string} power */
const within = (value, power) =>
  power || value < 0 ? `(${figures(value)})${power}` : figures(value);
