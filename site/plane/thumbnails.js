/** A small picture of its own function in every neuron of the drawing, and a larger one of the one pointed at. */

import { signal } from "@preact/signals-core";
import { make, write } from "../kit/dom.js";
import { short } from "../model/format.js";
import { Heatmap } from "./heatmap.js";
import { neuronOutputs } from "./neuron-outputs.js";
import { paletteOf } from "./palette.js";

/**
 * @import { Session } from "../model/session.js"
 * @import { Neuron } from "../model/frame.js"
 * @import { Point, LabelledCanvas } from "../kit/labelled-canvas.js"
 */

/** Points along each side that are enough for a small picture. */
const SMALL_POINTS = 41;
/** The side of the larger one, in pixels, where there is room; it and its words take so much more. */
const LARGE = 132;
const [AROUND, WORDS] = [10, 46];
const GAP = 14;
const CORNER = 0.32;

export class Thumbnails {
  /** @type {Heatmap[]} */
  #pictures = [];
  #large = new Heatmap();
  /** @type {ReturnType<typeof neuronOutputs>} */
  #found = null;
  /** The neuron that is pointed at, or has the focus. */
  #pointed = signal(/** @type {number | null} */ (null));

  /**
   * @param {Session} session
   * @param {LabelledCanvas} sheet
   */
  constructor(session, sheet) {
    this.session = session;
    this.sheet = sheet;
    const canvas = make("canvas", { width: 2 * LARGE, height: 2 * LARGE });
    this.bar = make("div", { className: "bar" });
    this.ends = [make("span", {}), make("span", {}), make("span", {})];
    this.words = make("figcaption", {});
    const ends = make("div", { className: "ends" }, ...this.ends);
    this.figure = make(
      "figure",
      { className: "enlarged", hidden: true, ariaHidden: "true" },
      canvas,
      this.bar,
      ends,
      this.words,
    );
    this.pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    sheet.root.append(this.figure);
    for (const sign of ["pointerover", "pointerout", "focusin", "focusout"])
      sheet.parts.addEventListener(sign, (event) => this.#look(event));
  }

  /** Gets the pictures of this frame; whether there are any. */
  begin() {
    this.session.watchPlane(this, SMALL_POINTS);
    this.#found = this.session.stale ? null : neuronOutputs(this.session);
    if (!this.#found) this.figure.hidden = true;
    return this.#found !== null;
  }

  /** There are none of the network that is open now. */
  end() {
    this.#found = null;
    this.session.watchPlane(this, 0);
    this.figure.hidden = true;
  }

  /**
   * @param {Neuron} neuron
   * @param {Point} at
   * @param {number} radius Half of its side.
   */
  draw({ index }, at, radius) {
    if (!this.#found) return;
    const { pen, colours } = this.sheet;
    const { of, width } = this.#found;
    const level = this.session.description.plane.levels[index];
    const every = Math.max(1, Math.round(width / SMALL_POINTS));
    const picture = (this.#pictures[index] ??= new Heatmap());
    picture.signed(of(index), width, paletteOf(colours), level, every);
    const box = { x: at.x - radius, y: at.y - radius, width: 2 * radius, height: 2 * radius };
    pen.save();
    pen.beginPath();
    pen.roundRect(box.x, box.y, box.width, box.height, CORNER * radius);
    pen.clip();
    picture.drawOn(pen, box);
    pen.restore();
    pen.strokeStyle = colours.ink;
    pen.lineWidth = 1.5;
    pen.beginPath();
    pen.roundRect(box.x, box.y, box.width, box.height, CORNER * radius);
    pen.stroke();
  }

  /**
   * Draws the larger picture beside the neuron that is pointed at.
   *
   * @param {Neuron[]} all
   * @param {(neuron: Neuron) => Point} place
   * @param {number} radius
   */
  enlarge(all, place, radius) {
    const neuron = all.find(({ index }) => index === this.#pointed.value);
    this.figure.hidden = !neuron || !this.#found;
    if (!neuron || !this.#found) return;
    const { of, width } = this.#found;
    const level = this.session.description.plane.levels[neuron.index];
    const palette = paletteOf(this.sheet.colours);
    this.#large.signed(of(neuron.index), width, palette, level);
    this.#large.drawOn(this.pen, { x: 0, y: 0, width: 2 * LARGE, height: 2 * LARGE });
    write(this.words, neuron.name);
    [-1, 0, 1].forEach((side, at) => write(this.ends[at], short(level.pivot + side * level.span)));
    this.bar.style.background = palette.gradient;
    const at = place(neuron);
    const { size } = this.sheet;
    const [left, right] = [at.x - radius - GAP, at.x + radius + GAP];
    const isRight = right + LARGE + AROUND <= size.width || size.width - right > left;
    const side = Math.min(LARGE, (isRight ? size.width - right : left) - AROUND - 2);
    this.figure.style.setProperty("--side", `${side}px`);
    const y = Math.max(4, Math.min(at.y - side / 2, size.height - side - WORDS - 8));
    this.figure.style.translate = `${isRight ? right : left - side - AROUND}px ${y}px`;
  }

  /** @param {Event} event */
  #look({ type, target }) {
    const part = target instanceof Element ? target.closest("[data-neuron]") : null;
    const leaves = type === "pointerout" || type === "focusout";
    const pointed = leaves || !(part instanceof HTMLElement) ? null : Number(part.dataset.neuron);
    if (type === "focusin" && !part?.matches(":focus-visible")) return;
    this.#pointed.value = pointed;
  }
}
