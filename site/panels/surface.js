/** The error over two of the weights, as a landscape seen from above, and the way across it. */

import { ticks } from "d3-array";
import { resize } from "../kit/canvas.js";
import { colours, onThemeChange } from "../kit/colours.js";
import { make, write } from "../kit/dom.js";
import { along, TICKS } from "../kit/scale.js";
import { digits, rough, short } from "../model/format.js";
import { parameterNames } from "../model/frame.js";
import { landscape } from "./landscape.js";

/**
 * @import { Session } from "../model/session.js"
 * @import { Surface as Numbers } from "../python/questions.js"
 */

/** Room for the axes, in pixels. */
const [LEFT, BOTTOM, TOP, RIGHT] = [54, 40, 8, 14];
/** Points of the path that are drawn as dots, the first ones; the others are its line. */
const DOTS = 24;

export class Surface {
  /** @type {Numbers | undefined} */
  #numbers;
  #names = "";

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.selects = ["Across", "Upwards"].map((name) =>
      make("select", { name: name.toLowerCase(), onchange: () => this.#changed() }),
    );
    this.canvas = make("canvas", { role: "img", ariaLabel: "The loss surface" });
    this.pen = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    this.legend = make("p", { className: "surface-legend" });
    this.root = make(
      "div",
      { className: "surface" },
      make(
        "div",
        { className: "axes" },
        ...this.selects.map((select, at) => make("label", {}, at ? "Upwards " : "Across ", select)),
      ),
      make("div", { className: "map" }, this.canvas),
      this.legend,
    );
    onThemeChange(() => this.#draw());
    new ResizeObserver(() => this.#draw()).observe(this.canvas);
  }

  /** The places of the two weights among the parameters. */
  get chosen() {
    this.#offer();
    return this.selects.map(({ value }) => Number(value));
  }

  /** @param {Numbers} numbers */
  show(numbers) {
    this.#numbers = numbers;
    this.#draw();
  }

  /** Offers the weights of the open experiment; at first the last two that are weights. */
  #offer() {
    const names = parameterNames(this.session.description.experiment);
    if (this.#names === names.join()) return;
    this.#names = names.join();
    const weights = [...names.keys()].filter((place) => !names[place].endsWith("bias"));
    const chosen = weights.length > 1 ? weights.slice(-2) : [0, names.length - 1];
    this.selects.forEach((select, at) => {
      select.replaceChildren(
        ...names.map((text, place) => make("option", { value: String(place), text })),
      );
      select.value = String(chosen[at]);
    });
  }

  /** Two axes are two weights: the other select makes way. */
  #changed() {
    const [first, second] = this.selects;
    if (first.value === second.value)
      second.selectedIndex = (second.selectedIndex + 1) % second.length;
    this.session.look(this.session.neuron);
  }

  #draw() {
    if (!this.#numbers) return;
    const { pen, canvas } = this;
    const { first, second, losses, path } = this.#numbers;
    const { clientWidth: width, clientHeight: height } = canvas;
    const scale = devicePixelRatio;
    resize(canvas, width, height);
    const theme = colours();
    const inner = { x: LEFT, y: TOP, width: width - LEFT - RIGHT, height: height - TOP - BOTTOM };
    const x = (/** @type {number} */ value) => inner.x + along(...ends(first), value) * inner.width;
    const y = (/** @type {number} */ value) =>
      inner.y + (1 - along(...ends(second), value)) * inner.height;

    const { image, least, most } = landscape(
      losses,
      Math.round(inner.width * scale),
      Math.round(inner.height * scale),
      theme,
    );
    pen.clearRect(0, 0, width, height);
    pen.drawImage(image, inner.x, inner.y, inner.width, inner.height);
    this.#axes(inner, theme);
    this.#path(path, x, y, theme);

    const [across, upwards] = this.selects.map((select) => select.selectedOptions[0]?.text ?? "");
    const title = this.session.lossTitle;
    const last = path[path.length - 1];
    write(
      this.legend,
      `From a ${title} of ${rough(least)} (full blue, the bottom of the valley) to ${rough(most)} (faint). ` +
        "The line is the way the two weights took; the ring is where they are now.",
    );
    canvas.ariaLabel =
      `The loss surface: ${title} over ${across} and ${upwards}, from ${rough(least)} to ${rough(most)}. ` +
      `Now at ${digits(last[0])} and ${digits(last[1])}.`;
  }

  /**
   * @param {{x: number, y: number, width: number, height: number}} inner
   * @param {ReturnType<typeof colours>} theme
   */
  #axes({ x, y, width, height }, theme) {
    const { pen } = this;
    const { first, second } = /** @type {Numbers} */ (this.#numbers);
    const [across, upwards] = this.selects.map((select) => select.selectedOptions[0]?.text ?? "");
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
    const last = path[path.length - 1];
    dot(last, 8, theme.panel);
    pen.strokeStyle = theme.negative;
    pen.lineWidth = 3;
    pen.stroke();
  }
}

/** @param {number[]} axis @returns {[number, number]} */
const ends = (axis) => [axis[0], axis[axis.length - 1]];
