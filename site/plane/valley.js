/** The loss over two parameters, as a landscape seen from above, and a way across it. */

import { signal } from "@preact/signals-core";
import { ticks } from "d3-array";
import { emptied } from "../kit/canvas.js";
import { colours } from "../kit/colours.js";
import { make } from "../kit/dom.js";
import { redraw, sizeOf } from "../kit/redraw.js";
import { along, TICKS } from "../kit/scale.js";
import { short } from "../model/format.js";
import { landscape } from "./landscape.js";

/** @import { Surface as Numbers } from "../python/queries.js" */

/** Room for the axes, in pixels. */
const [LEFT, BOTTOM, TOP, RIGHT] = [54, 40, 8, 14];
/** Points of the path that are drawn as dots, the first ones; the others are its line. */
const DOTS = 24;

export class Valley {
  #numbers = signal(/** @type {Numbers | null} */ (null));
  /** What the axes are called. */
  #names = ["", ""];
  /** The place in the path where the ring is. */
  #here = signal(0);

  /** @param {(least: number, most: number) => void} [onDraw] Told the least and the most loss. */
  constructor(onDraw = () => {}) {
    this.onDraw = onDraw;
    this.canvas = make("canvas", { role: "img", ariaLabel: "The loss surface" });
    this.pen = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    this.root = make("div", { className: "map" }, this.canvas);
    this.size = sizeOf(this.canvas);
    redraw(() => this.#draw());
  }

  /**
   * @param {Numbers} numbers
   * @param {string[]} names Of the two parameters.
   */
  show(numbers, names) {
    this.#names = names;
    this.#here.value = numbers.path.length - 1;
    this.#numbers.value = numbers;
  }

  /** Has the ring be at another place of the path. @param {number} place */
  mark(place) {
    this.#here.value = place;
  }

  #draw() {
    if (!this.#numbers.value) return;
    const { first, second, losses, path } = this.#numbers.value;
    const { width, height } = this.size.value;
    const inner = { x: LEFT, y: TOP, width: width - LEFT - RIGHT, height: height - TOP - BOTTOM };
    if (inner.width <= 0 || inner.height <= 0) return; // it is not on the screen yet
    const scale = devicePixelRatio;
    const pen = emptied(this.canvas, width, height);
    const theme = colours();
    const x = (/** @type {number} */ value) => inner.x + along(...ends(first), value) * inner.width;
    const y = (/** @type {number} */ value) =>
      inner.y + (1 - along(...ends(second), value)) * inner.height;
    const { image, least, most } = landscape(
      losses,
      Math.round(inner.width * scale),
      Math.round(inner.height * scale),
      theme,
    );
    pen.drawImage(image, inner.x, inner.y, inner.width, inner.height);
    this.#axes(inner, theme);
    this.#path(path, x, y, theme);
    this.onDraw(least, most);
  }

  /**
   * @param {{x: number, y: number, width: number, height: number}} inner
   * @param {ReturnType<typeof colours>} theme
   */
  #axes({ x, y, width, height }, theme) {
    const { pen } = this;
    const { first, second } = /** @type {Numbers} */ (this.#numbers.value);
    const [across, upwards] = this.#names;
    pen.strokeStyle = theme.edge;
    pen.lineWidth = 1;
    pen.strokeRect(x, y, width, height);
    pen.fillStyle = theme.soft;
    pen.font = "12px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "top";
    for (const tick of ticks(...ends(first), TICKS))
      pen.fillText(short(tick), x + along(...ends(first), tick) * width, y + height + 5);
    pen.fillText(across, x + width / 2, y + height + 22);
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    for (const tick of ticks(...ends(second), TICKS))
      pen.fillText(short(tick), x - 6, y + (1 - along(...ends(second), tick)) * height);
    pen.save();
    pen.translate(12, y + height / 2);
    pen.rotate(-Math.PI / 2);
    pen.textAlign = "center";
    pen.fillText(upwards, 0, 0);
    pen.restore();
  }

  /**
   * @param {Float64Array[]} path
   * @param {(value: number) => number} x
   * @param {(value: number) => number} y
   * @param {ReturnType<typeof colours>} theme
   */
  #path(path, x, y, theme) {
    const { pen } = this;
    for (const [width, colour] of /** @type {const} */ ([
      [4, theme.panel],
      [1.8, theme.negative],
    ])) {
      pen.strokeStyle = colour;
      pen.lineWidth = width;
      pen.lineJoin = "round";
      pen.beginPath();
      for (const [first, second] of path) pen.lineTo(x(first), y(second));
      pen.stroke();
    }
    const dot = (
      /** @type {Float64Array} */ [first, second],
      /** @type {number} */ radius,
      /** @type {string} */ fill,
    ) => {
      pen.beginPath();
      pen.arc(x(first), y(second), radius, 0, 2 * Math.PI);
      pen.fillStyle = fill;
      pen.fill();
    };
    for (const point of path.slice(0, DOTS)) dot(point, 3, theme.negative);
    dot(path[0], 6, theme.negative);
    dot(path[this.#here.value], 8, theme.panel);
    pen.strokeStyle = theme.negative;
    pen.lineWidth = 3;
    pen.stroke();
  }
}

/** @param {Float64Array} axis @returns {[number, number]} */
const ends = (axis) => [axis[0], axis[axis.length - 1]];
