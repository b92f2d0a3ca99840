/** The colours of outputs, as pixels: vermilion below a pivot, blue above, pale at it; and one for each class. */

/**
 * @import { Level } from "../model/frame.js"
 * @import { colours } from "../kit/colours.js"
 */
/** @typedef {ReturnType<typeof colours>} Theme */

const STEPS = 255;
/** How much of its colour an output at the pivot has, one far from it in a picture, and a point on it. */
const [PALE, FULL, POINT] = [0.13, 0.72, 1];
/** Classes that are hardly told apart at a place are drawn paler there. */
const [FAINT, STRONG] = [0.2, 0.68];
/** Okabe & Ito, 2008: they are told apart whatever colours somebody sees. */
const CLASSES = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#e69f00",
  "#56b4e9",
  "#f0e442",
  "#8d8a82",
];

/** @typedef {[number, number, number]} Rgb */

export class Palette {
  /** @param {Theme} theme Its colours are written as #rrggbb. */
  constructor({ panel, negative, zero, positive }) {
    this.paper = rgb(panel);
    const middle = mixed(this.paper, rgb(zero), PALE);
    const scale = (/** @type {number} */ full) => {
      const ends = [negative, positive].map((colour) => mixed(this.paper, rgb(colour), full));
      return Uint32Array.from({ length: STEPS + 1 }, (_, step) => {
        const value = (2 * step) / STEPS - 1;
        return pixel(mixed(middle, ends[value > 0 ? 1 : 0], Math.abs(value)));
      });
    };
    /** From -1 to 1: in a picture, and of a point that has to be seen on it. */
    this.signed = scale(FULL);
    this.points = scale(POINT);
    this.unknown = pixel(mixed(this.paper, rgb(zero), 0.5));
    /** Of each class, from faint to strong. */
    this.classes = CLASSES.map((colour) =>
      Uint32Array.from({ length: STEPS + 1 }, (_, step) =>
        pixel(mixed(this.paper, rgb(colour), FAINT + (STRONG - FAINT) * (step / STEPS))),
      ),
    );
  }

  /**
   * The pixel of an output.
   *
   * @param {number} output
   * @param {Pick<Level, "pivot" | "span">} level
   */
  of(output, { pivot, span }, scale = this.signed) {
    const step = Math.round(((output - pivot) / span + 1) * (STEPS / 2));
    return Number.isNaN(step) ? this.unknown : scale[Math.max(0, Math.min(STEPS, step))];
  }

  /**
   * The pixels of outputs below a level, and of others. Ends that look the same are made unlike.
   *
   * @param {Level} level
   */
  sides({ low, high, pivot, span }) {
    const ends = high - low < span / 2 ? [pivot - span, pivot + span] : [low, high];
    return ends.map((side) => this.of(side, { pivot, span }));
  }

  /** The colours of a scale from one end to the other, as a style. */
  get gradient() {
    const stops = [-1, -0.5, 0, 0.5, 1].map((share) => css(this.of(share, { pivot: 0, span: 1 })));
    return `linear-gradient(to right, ${stops.join(", ")})`;
  }

  /**
   * The pixel of a class, the stronger the surer it is.
   *
   * @param {number} index
   * @param {number} sure From 0 to 1.
   */
  ofClass(index, sure) {
    const shades = this.classes[index % this.classes.length];
    return Number.isNaN(sure)
      ? this.unknown
      : shades[Math.round(Math.max(0, Math.min(1, sure)) * STEPS)];
  }
}

/** @type {WeakMap<Theme, Palette>} */
const palettes = new WeakMap();

/** @param {Theme} theme */
export function paletteOf(theme) {
  const palette = palettes.get(theme) ?? new Palette(theme);
  palettes.set(theme, palette);
  return palette;
}

/** A class's own colour. @param {number} index */
export const classColour = (index) => CLASSES[index % CLASSES.length];

/** What a class is called: A, B, C, … @param {number} index */
export const classLetter = (index) => String.fromCodePoint(65 + index);

/** A pixel, as a style. @param {number} pixel */
export const css = (pixel) => `rgb(${pixel & 255} ${(pixel >> 8) & 255} ${(pixel >> 16) & 255})`;

/** @param {string} colour @returns {Rgb} */
const rgb = (colour) =>
  /** @type {Rgb} */ ([1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)));

/**
 * @param {Rgb} from
 * @param {Rgb} to
 * @param {number} share
 * @returns {Rgb}
 */
const mixed = (from, to, share) =>
  /** @type {Rgb} */ (from.map((one, at) => Math.round(one + share * (to[at] - one))));

/** In the order of bytes that pictures have. @param {Rgb} colour */
const pixel = ([red, green, blue]) => (255 << 24) | (blue << 16) | (green << 8) | red;
