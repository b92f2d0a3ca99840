/**
 * One dot for each number, along an axis; those that would cover each other stand on each other. Where
 * they would stand too high, columns take their place.
 */

import { nice, ticks as ticksBetween } from "d3-array";
import { fixed, short } from "../model/format.js";
import { make } from "./dom.js";
import { along, TICKS } from "./scale.js";
import { element, words } from "./svg.js";

const [WIDTH, RADIUS, EDGE, FOOT] = [640, 5, 24, 48];
/** Dots on each other, at most; and how high the highest column is then, and how wide all are. */
const [MOST_PILED, HIGHEST, COLUMN] = [24, 180, 16];
/** What the axis spans at least, where all numbers are the same. */
const NARROWEST = 1e-6;

/**
 * @param {number[]} values
 * @param {{axis: string, about: string}} words What the axis is, and what the picture shows.
 */
export function dots(values, { axis, about }) {
  const finite = values.filter(Number.isFinite).toSorted((one, other) => one - other);
  const [least, most] = [finite[0], finite[finite.length - 1]];
  const [start, end] = nice(least, Math.max(most, least + NARROWEST), TICKS);
  const ticks = ticksBetween(start, end, TICKS);
  const x = (/** @type {number} */ value) => EDGE + along(start, end, value) * (WIDTH - 2 * EDGE);
  const places = piled(finite.map(x));
  const highest = Math.max(...places.map(({ level }) => level));
  const columns = highest > MOST_PILED ? counted(finite.map(x)) : null;
  const height = (columns ? HIGHEST + 18 : highest * 2 * RADIUS) + FOOT + 12;
  const floor = height - FOOT;
  const picture = element("svg", {
    viewBox: `0 0 ${WIDTH} ${height}`,
    role: "img",
    "aria-label": about,
  });
  picture.append(
    element("line", { x1: EDGE - 8, x2: WIDTH - EDGE + 8, y1: floor, y2: floor, class: "axis" }),
  );
  const names = named(ticks);
  ticks.forEach((tick, at) => {
    picture.append(
      element("line", { x1: x(tick), x2: x(tick), y1: floor, y2: floor + 5, class: "axis" }),
    );
    picture.append(words(x(tick), floor + 19, names[at]));
  });
  picture.append(words(WIDTH / 2, height - 6, axis));
  for (const { at, level } of columns ? [] : places) {
    picture.append(
      element("circle", { cx: at, cy: floor - level * 2 * RADIUS + RADIUS - 2, r: RADIUS - 0.5 }),
    );
  }
  const tallest = Math.max(...(columns?.values() ?? []));
  for (const [column, many] of columns ?? []) {
    const [left, tall] = [EDGE + column * COLUMN, (many / tallest) * HIGHEST];
    picture.append(
      element("rect", { x: left + 1, y: floor - tall, width: COLUMN - 2, height: tall }),
    );
    picture.append(words(left + COLUMN / 2, floor - tall - 5, String(many), "many"));
  }
  return make("figure", { className: "dots" }, picture);
}

/**
 * How many places are in each of the columns that are side by side, of those that are not empty.
 *
 * @param {number[]} places
 */
function counted(places) {
  /** @type {Map<number, number>} */
  const columns = new Map();
  const last = Math.floor((WIDTH - 2 * EDGE) / COLUMN) - 1;
  for (const place of places) {
    const column = Math.min(last, Math.floor((place - EDGE) / COLUMN));
    columns.set(column, (columns.get(column) ?? 0) + 1);
  }
  return columns;
}

/**
 * Short, but so that no two are the same.
 *
 * @param {number[]} ticks
 */
function named(ticks) {
  const names = ticks.map(short);
  const apart = ticks[1] - ticks[0];
  if (names.every((name, at) => Math.abs(Number(name) - ticks[at]) < apart / 100)) return names;
  const decimals = Math.max(0, Math.ceil(-Math.log10(apart)));
  return ticks.map((tick) => fixed(tick, decimals));
}

/**
 * Piles of dots: each begins where the one before it ends.
 *
 * @param {number[]} places In ascending order.
 */
function piled(places) {
  /** @type {{at: number, level: number}[]} */
  const dots = [];
  for (const place of places) {
    const last = dots[dots.length - 1];
    const joins = last && place - last.at < 2 * RADIUS;
    dots.push(joins ? { at: last.at, level: last.level + 1 } : { at: place, level: 1 });
  }
  return dots;
}
