/** One dot for each number, along an axis; those that would cover each other stand on each other. */

import { make } from "../views/dom.js";
import { short } from "../format.js";

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, RADIUS, EDGE, FOOT] = [640, 5, 24, 44];

/**
 * @param {number[]} values
 * @param {{axis: string, about: string}} words What the axis is, and what the picture shows.
 */
export function dots(values, { axis, about }) {
  const finite = values.filter(Number.isFinite).toSorted((one, other) => one - other);
  const ticks = ticksBetween(finite[0], finite[finite.length - 1]);
  const [least, most] = [ticks[0], ticks[ticks.length - 1]];
  const x = (/** @type {number} */ value) => EDGE + ((value - least) / (most - least)) * (WIDTH - 2 * EDGE);
  const places = piled(finite.map(x));
  const height = Math.max(...places.map(({ level }) => level)) * 2 * RADIUS + FOOT + 12;
  const floor = height - FOOT;
  const picture = element("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": about });
  picture.append(element("line", { x1: EDGE - 8, x2: WIDTH - EDGE + 8, y1: floor, y2: floor, class: "axis" }));
  for (const tick of ticks) {
    picture.append(element("line", { x1: x(tick), x2: x(tick), y1: floor, y2: floor + 5, class: "axis" }));
    picture.append(words(x(tick), floor + 19, short(tick)));
  }
  picture.append(words(WIDTH / 2, height - 6, axis));
  for (const { at, level } of places) {
    picture.append(element("circle", { cx: at, cy: floor - level * 2 * RADIUS + RADIUS - 2, r: RADIUS - 0.5 }));
  }
  return make("figure", { className: "dots" }, picture);
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

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} text
 */
function words(x, y, text) {
  const made = element("text", { x, y, "text-anchor": "middle" });
  made.textContent = text;
  return made;
}

/**
 * Round numbers, the first at or below the least and the last at or above the most.
 *
 * @param {number} least
 * @param {number} most
 */
function ticksBetween(least, most) {
  const rough = Math.max(most - least, 1e-6) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.floor(least / step);
  const last = Math.max(Math.ceil(most / step), first + 1);
  return Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step);
}
