/** A canvas with texts above it, and parts of it that can be pointed at. */

import { signal } from "@preact/signals-core";
import { digits, glance } from "../model/format.js";
import { emptied } from "./canvas.js";
import { colours } from "./colours.js";
import { find, make, write, writeNumber } from "./dom.js";
import { sizeOf } from "./redraw.js";
import { asOneStop } from "./roving-tabindex.js";

/** Line width, in pixels: of a weight of 0, and more for every 1 of its size. */
const THIN = 1.5;
const THICKER = 1.8;

/** @typedef {{x: number, y: number}} Point */
/** @typedef {Point & {width: number, height: number}} Box */
/** @typedef {{title: string, place: number, value: number, most: number}} Slider A number that can be
 *   moved: what it is called, where it stands among the parameters, and how far from 0 it can be moved. */

/** What is drawn anew for each picture: shapes on the canvas; texts and parts are kept by name. */
export class LabelledCanvas {
  /** @type {Map<string, HTMLElement>} */
  #placed = new Map();
  #unused = new Set();
  /** The part that is pointed at, or has the focus: its number has all its decimals. */
  #pointed = signal("");
  #size;

  /** @param {HTMLElement} root Holds the canvas. */
  constructor(root) {
    this.root = root;
    this.canvas = find("canvas", HTMLCanvasElement, root);
    this.pen = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    this.parts = make("div", {
      className: "parts",
      role: "group",
      ariaLabel: "Parts of the drawing",
    });
    asOneStop(this.parts);
    for (const sign of ["pointerover", "pointerout", "focusin", "focusout"]) {
      this.parts.addEventListener(sign, ({ type, target }) => {
        const isLeft = type === "pointerout" || type === "focusout";
        const part = target instanceof Element ? target.closest("button") : null;
        this.#pointed.value = isLeft ? "" : (part?.textContent ?? "");
      });
    }
    root.append(this.parts);
    this.#size = sizeOf(root);
  }

  get size() {
    return this.#size.value;
  }

  get colours() {
    return colours();
  }

  begin() {
    const { width, height } = this.size;
    this.#unused = new Set(this.#placed.keys());
    emptied(this.canvas, width, height);
    this.pen.lineCap = "round";
    // Paper has another width; the drawing keeps the one that it was drawn for.
    this.root.style.setProperty("--drawn-width", `${width}px`);
    this.root.style.setProperty("--drawn-height", `${height}px`);
  }

  /** Takes away the texts and parts that are not of this picture. */
  end() {
    for (const name of this.#unused) {
      this.#placed.get(name)?.remove();
      this.#placed.delete(name);
    }
  }

  /**
   * Puts a text, and after it a number of four decimals or a shorter one as text, at a point.
   *
   * @param {string} name
   * @param {string} text
   * @param {string | number} number
   * @param {Point & {
   *   align?: "start" | "end", className?: string, format?: (value: number) => string, part?: string,
   * }} at With the part that it belongs to, if this has another name.
   */
  label(name, text, number, { x, y, align, className = "", format = glance, part = name }) {
    const label = this.#keep(`label ${name}`, this.root, () =>
      make("span", {}, make("span"), make("span", { className: "number" })),
    );
    const width = typeof number === "number" ? "fixed" : "";
    const isPointed = width !== "" && part === this.#pointed.value;
    label.className = `label ${align ?? "middle"} ${width} ${className} ${isPointed ? "pointed" : ""}`;
    label.style.translate = `${x}px ${y}px`;
    write(/** @type {Node} */ (label.firstChild), text);
    const [, figure] = label.children;
    if (typeof number === "number")
      writeNumber(/** @type {HTMLElement} */ (figure), number, isPointed ? digits : format);
    else write(figure, number);
  }

  /**
   * Makes a place of the drawing a part that can be pointed at and chosen.
   *
   * @param {string} name
   * @param {string} about What it has to do with: see `linked-highlight.js`.
   * @param {Box} box
   * @param {{
   *   onclick?: () => void, chosen?: boolean, neuron?: number, title?: string, slider?: Slider,
   * }} [choice]
   */
  part(name, about, { x, y, width, height }, { onclick, chosen, neuron, title = "", slider } = {}) {
    const part = this.#keep(`part ${name}`, this.parts, () =>
      make("button", { type: "button", className: "part" }, make("span", { className: "unseen" })),
    );
    part.dataset.part = about;
    if (neuron !== undefined) part.dataset.neuron = String(neuron);
    part.onclick = onclick ?? null;
    if (part.title !== title) part.title = title;
    if (slider) asSlider(part, slider);
    part.ariaPressed = chosen === undefined ? null : String(chosen);
    part.style.translate = `${x}px ${y}px`;
    part.style.width = `${width}px`;
    part.style.height = `${height}px`;
    write(/** @type {Node} */ (part.firstChild), name);
  }

  /**
   * @param {string} name
   * @param {HTMLElement} home
   * @param {() => HTMLElement} create
   */
  #keep(name, home, create) {
    this.#unused.delete(name);
    let element = this.#placed.get(name);
    if (!element) {
      element = create();
      this.#placed.set(name, element);
      home.append(element);
    }
    return element;
  }

  /**
   * @param {Point} from
   * @param {Point} to
   */
  line(from, to, colour = this.colours.ink, width = 2) {
    const { pen } = this;
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.lineTo(to.x, to.y);
    pen.stroke();
  }

  /**
   * A line that leaves and arrives horizontally.
   *
   * @param {Point} from
   * @param {Point} to
   * @param {string} colour
   * @param {number} width
   * @param {number[]} bends How far it goes straight on, at both ends, as shares of its width.
   */
  bow(from, to, colour, width, bends) {
    const { pen } = this;
    const [leaving, arriving] = bends.map((share) => share * (to.x - from.x));
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.bezierCurveTo(from.x + leaving, from.y, to.x - arriving, to.y, to.x, to.y);
    pen.stroke();
  }

  /**
   * @param {Point} at
   * @param {number} radius
   * @param {string} fill
   */
  circle(at, radius, fill, edge = this.colours.ink, width = 1.5) {
    const { pen } = this;
    pen.fillStyle = fill;
    pen.strokeStyle = edge;
    pen.lineWidth = width;
    pen.beginPath();
    pen.arc(at.x, at.y, radius, 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
  }

  /**
   * What can be dragged up and down.
   *
   * @param {Point} at
   * @param {number} height
   */
  grip({ x, y }, height) {
    const { pen, colours } = this;
    const [half, tip] = [height * 0.3, height * 0.16];
    pen.globalAlpha = 1; // its line may be pale
    pen.fillStyle = colours.panel;
    pen.strokeStyle = colours.ink;
    pen.lineWidth = 1;
    pen.beginPath();
    pen.roundRect(x - half, y - height / 2, 2 * half, height, half);
    pen.fill();
    pen.stroke();
    pen.fillStyle = colours.ink;
    for (const up of [-1, 1]) {
      pen.beginPath();
      pen.moveTo(x, y + up * height * 0.36);
      pen.lineTo(x - tip, y + up * height * 0.12);
      pen.lineTo(x + tip, y + up * height * 0.12);
      pen.fill();
    }
  }

  /**
   * A thick line around a circle or a picture.
   *
   * @param {Point} at
   * @param {number} radius
   * @param {boolean} isSquare
   */
  ring({ x, y }, radius, isSquare) {
    const { pen } = this;
    pen.strokeStyle = this.colours.ink;
    pen.lineWidth = 3;
    pen.beginPath();
    pen.roundRect(x - radius, y - radius, 2 * radius, 2 * radius, isSquare ? 11 : radius);
    pen.stroke();
  }

  /**
   * A circle in the colour of a value, the fuller the larger it is.
   *
   * @param {Point} at
   * @param {number} radius
   * @param {number} value
   */
  bulb(at, radius, value) {
    this.circle(at, radius, this.colours.panel);
    this.pen.globalAlpha = Math.min(1, Math.abs(value)) * 0.9 || 0;
    this.circle(at, radius, this.colours.signed(value));
    this.pen.globalAlpha = 1;
  }
}

/**
 * @param {HTMLElement} part
 * @param {Slider} slider
 */
function asSlider(part, { title, place, value, most }) {
  part.role = "slider";
  part.ariaLabel = title;
  part.ariaOrientation = "vertical";
  part.ariaValueMin = plain(-most);
  part.ariaValueMax = plain(most);
  part.ariaValueNow = plain(value);
  part.ariaValueText = plain(value) === String(value) ? null : digits(value);
  part.dataset.place = String(place);
}

/** What a slider cannot say is as near to it as it can: a text says the rest. */
const MOST_SAID = 1e15;

/** A number for a slider's value, which has no exponent and an end. @param {number} value */
function plain(value) {
  const said = Math.max(-MOST_SAID, Math.min(value, MOST_SAID)) || 0;
  return String(said).includes("e") ? said.toFixed(20) : String(said);
}

/**
 * The box around a circle.
 *
 * @param {Point} at
 * @param {number} radius
 * @returns {Box}
 */
export const around = ({ x, y }, radius) => ({
  x: x - radius,
  y: y - radius,
  width: 2 * radius,
  height: 2 * radius,
});

/**
 * A point of a line that leaves and arrives horizontally.
 *
 * @param {Point} from
 * @param {Point} to
 * @param {number[]} bends As `LabelledCanvas.bow` has them.
 * @param {number} part How far along it is, from 0 to 1.
 * @returns {Point}
 */
export function onBow(from, to, [leaving, arriving], part) {
  const rest = 1 - part;
  const shares = [rest ** 3, 3 * rest ** 2 * part, 3 * rest * part ** 2, part ** 3];
  const width = to.x - from.x;
  const xs = [from.x, from.x + leaving * width, to.x - arriving * width, to.x];
  const ys = [from.y, from.y, to.y, to.y];
  const mixed = (/** @type {number[]} */ all) =>
    all.reduce((sum, one, at) => sum + shares[at] * one, 0);
  return { x: mixed(xs), y: mixed(ys) };
}

/**
 * How thick a weight's line is.
 *
 * @param {number} weight
 * @param {number} most
 */
export const thickness = (weight, most) =>
  Math.min(THIN + THICKER * Math.abs(weight), most) || THIN;
