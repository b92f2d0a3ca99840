/** A drawing's weights and biases: each is dragged up or down at its line, moved by keys, or typed in. */

import { TypedWeight } from "./typed-weight.js";

/**
 * @import { Box, Point, LabelledCanvas } from "../kit/labelled-canvas.js"
 * @import { Hand } from "./hand.js"
 * @typedef {{place: number, value: number, most: number, isMoved: boolean, y?: number}} Gesture What is
 *   being moved, how far it may go, and whether it has been moved; where the pointer is, if it is not keys.
 */

/** How far one pixel moves it, and one key; with Shift, tenfold. */
const [A_PIXEL, A_KEY, TENFOLD] = [0.02, 0.1, 10];
/** A press may wander so many pixels without being a drag. */
const STEADY = 3;
const DECIMALS = 2;
/** How far from 0 a number is moved at most, unless it is farther away already; farther, it is typed. */
const REACH = 10;
/** Of a grip that stands on its line, and of one in little room, in pixels. */
const [GRIP, SMALL_GRIP] = [20, 14];

/** @type {Record<string, number>} */
const KEYS = { ArrowUp: 1, ArrowDown: -1, PageUp: TENFOLD, PageDown: -TENFOLD };

export class Handles {
  /** @type {Gesture | null} It ends when the pointer or the focus lets go. */
  #gesture = null;
  /** Whether the press that ends now was a drag, and so opens nothing. */
  #isDragged = false;

  /**
   * @param {Hand} hand
   * @param {LabelledCanvas} sheet
   */
  constructor(hand, sheet) {
    this.hand = hand;
    this.sheet = sheet;
    this.typed = new TypedWeight(hand, sheet);
    const { parts } = sheet;
    parts.addEventListener("pointerdown", (event) => this.#grasp(event));
    parts.addEventListener("pointermove", (event) => this.#drag(event));
    parts.addEventListener("focusout", () => this.#letGo());
    for (const end of ["pointerup", "pointercancel"])
      parts.addEventListener(end, () => this.#letGo());
    parts.addEventListener("keydown", (event) => this.#press(event), { capture: true });
    const dismiss = (/** @type {Event} */ event) => {
      if (this.#isDragged) event.stopPropagation();
      this.#isDragged = false;
    };
    parts.addEventListener("click", dismiss, { capture: true });
  }

  /**
   * Makes a part of the drawing of a number that can be changed.
   *
   * @param {string} part What it is called among the parts.
   * @param {string} about What it has to do with: see `kit/linked-highlight.js`.
   * @param {{place: number, name: string, value: number, grip: Point, isSmall?: boolean}} what The number,
   *   where it stands among the parameters, and where its grip is drawn.
   * @param {Box} box All that can be pressed.
   */
  part(part, about, { place, name, value, grip, isSmall = false }, box) {
    const { sheet, typed } = this;
    sheet.grip(grip, isSmall ? SMALL_GRIP : GRIP);
    sheet.part(part, about, box, {
      onclick: () => typed.open({ place, name, ...box }),
      title: "Drag it up or down, or press it to type in another number",
      slider: {
        title: `${part === "bias" ? "Bias" : "Weight"} ${name}`,
        place,
        value,
        most: reach(value),
      },
    });
  }

  /** @param {PointerEvent} event */
  #grasp({ target, button, pointerId, clientY: y }) {
    this.#isDragged = false;
    const slider = sliderOf(target);
    if (!slider || button) return;
    slider.focus({ preventScroll: true });
    slider.setPointerCapture(pointerId);
    this.#gesture = { ...this.#begin(slider), y };
  }

  /** @param {PointerEvent} event */
  #drag({ clientY: y, shiftKey }) {
    const gesture = this.#gesture;
    if (gesture?.y === undefined) return;
    const gone = gesture.y - y;
    if (!gesture.isMoved && Math.abs(gone) < STEADY) return;
    if (!gesture.isMoved && !this.hand.take()) return this.#letGo();
    gesture.y = y;
    this.#isDragged = true;
    this.#move(gesture, gone * A_PIXEL * (shiftKey ? TENFOLD : 1));
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const slider = sliderOf(event.target);
    if (!slider || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape" && this.#gesture?.isMoved) {
      event.preventDefault();
      this.hand.undo();
      return this.#letGo();
    }
    if (!KEYS[event.key]) return;
    event.preventDefault(); // neither the page nor the focus moves
    const isOther = this.#gesture?.place !== Number(slider.dataset.place);
    const gesture = isOther ? this.#begin(slider) : /** @type {Gesture} */ (this.#gesture);
    if (!gesture.isMoved && !this.hand.take()) return;
    this.#gesture = gesture;
    this.#move(gesture, KEYS[event.key] * A_KEY * (event.shiftKey ? TENFOLD : 1));
  }

  /**
   * @param {HTMLElement} slider
   * @returns {Gesture}
   */
  #begin(slider) {
    const place = Number(slider.dataset.place);
    const value = this.hand.parameters[place];
    return { place, value, most: reach(value), isMoved: false };
  }

  /**
   * @param {Gesture} gesture
   * @param {number} by
   */
  #move(gesture, by) {
    const { isMoved: isSame, value, most } = gesture;
    gesture.value = Math.max(-most, Math.min(value + by, most));
    gesture.isMoved = true;
    this.hand.put(gesture.place, Number(gesture.value.toFixed(DECIMALS)), isSame);
  }

  #letGo() {
    this.#gesture = null;
  }
}

/** How far from 0 a number can be moved. @param {number} value What it is now. */
const reach = (value) => Math.max(REACH, Math.abs(value));

/**
 * The part that is pressed, if it can be moved.
 *
 * @param {EventTarget | null} target
 */
const sliderOf = (target) =>
  target instanceof Element
    ? /** @type {HTMLElement | null} */ (target.closest('[role="slider"]'))
    : null;
