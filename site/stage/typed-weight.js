/** A weight or a bias of the drawing, typed in at its place: a new run starts from there. */

import { make, write } from "../kit/dom.js";

/**
 * @import { Box, LabelledCanvas } from "../kit/labelled-canvas.js"
 * @import { Hand } from "./hand.js"
 * @typedef {Box & {place: number, name: string}} Typing Where it is among the parameters, what it is
 *   called, and where on the drawing it stands.
 */

/** As wide as all digits of a number and its name, in pixels. */
const WIDTH = 236;

export class TypedWeight {
  /** @type {Typing | null} What is being typed in. */
  #typing = null;
  /** @type {HTMLElement | null} The part that was pressed. */
  #pressed = null;

  /**
   * @param {Hand} hand
   * @param {LabelledCanvas} sheet
   */
  constructor(hand, sheet) {
    this.hand = hand;
    this.sheet = sheet;
    this.name = make("span", {});
    this.field = make("input", { type: "number", step: "any", required: true });
    this.form = make(
      "form",
      { className: "typed", hidden: true, noValidate: true },
      make("label", {}, this.name, " ", this.field),
    );
    this.field.onchange = () => this.#take();
    this.field.onblur = () => this.#close();
    this.form.onsubmit = (event) => {
      event.preventDefault();
      this.#close();
    };
    this.form.onkeydown = (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.#close();
    };
    sheet.root.append(this.form);
  }

  /** @param {Typing} typing */
  open(typing) {
    const { hand, field, form, sheet } = this;
    if (!hand.take()) return;
    this.#typing = typing;
    this.#pressed = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    write(this.name, typing.name);
    field.value = String(hand.parameters[typing.place]);
    field.removeAttribute("aria-invalid");
    form.style.translate = `${Math.max(0, Math.min(typing.x, sheet.size.width - WIDTH))}px ${typing.y - 6}px`;
    form.hidden = false;
    field.focus();
    field.select();
  }

  #take() {
    const { hand, field } = this;
    if (!this.#typing) return;
    const { place, name } = this.#typing;
    if (field.checkValidity()) hand.put(place, Number(field.value));
    else hand.session.refuse(`${name}: ${field.validationMessage}`);
    this.#close();
  }

  #close() {
    if (!this.#typing) return;
    this.#typing = null; // first: what is hidden loses the focus, which is told as a change
    const held = this.form.contains(document.activeElement);
    this.form.hidden = true;
    if (held) this.#pressed?.focus();
  }
}
