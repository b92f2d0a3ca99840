/** A weight or a bias of the drawing, typed in at its place: a new run starts from there. */

import { make, write } from "../kit/dom.js";
import { latestRate } from "../model/frame.js";

/**
 * @import { Frame } from "../model/frame.js"
 * @import { Session } from "../model/session.js"
 * @import { Box, Sheet } from "../kit/sheet.js"
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
   * @param {Session} session
   * @param {Sheet} sheet
   * @param {() => Frame} frame Whose weights are drawn.
   */
  constructor(session, sheet, frame) {
    this.session = session;
    this.frame = frame;
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

  /**
   * What a part of the drawing does when it is pressed.
   *
   * @param {number} place Of the number among the parameters.
   * @param {string} name
   * @param {Box} box
   */
  at(place, name, box) {
    return {
      onclick: () => this.#open({ place, name, ...box }),
      title: "Press it to type in another number",
    };
  }

  /** @param {Typing} typing */
  #open(typing) {
    const { session, field, form, sheet } = this;
    if (
      session.stale &&
      !session.asked?.parameters.length &&
      session.asked?.layers !== session.description.experiment.layers
    ) {
      return session.refuse("The weights that are shown are still those of the experiment before.");
    }
    if (!this.#parameters.every(Number.isFinite)) {
      return session.refuse(
        "Some weights are no finite numbers here: go back to before it diverged, then type.",
      );
    }
    if (session.training || session.waiting) session.pause();
    this.#typing = typing;
    this.#pressed = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    write(this.name, typing.name);
    field.value = String(this.#parameters[typing.place]);
    field.removeAttribute("aria-invalid");
    form.style.translate = `${Math.max(0, Math.min(typing.x, sheet.size.width - WIDTH))}px ${typing.y - 6}px`;
    form.hidden = false;
    field.focus();
    field.select();
  }

  /** Those that are shown; or asked for, before Python is there to show them. */
  get #parameters() {
    const { asked } = this.session;
    return asked?.parameters.length ? asked.parameters : Array.from(this.frame().row("parameters"));
  }

  #take() {
    const { session, field } = this;
    if (!this.#typing) return;
    const { place, name } = this.#typing;
    if (!field.checkValidity()) {
      session.refuse(`${name}: ${field.validationMessage}`);
    } else {
      const { experiment } = session;
      const parameters = this.#parameters.with(place, Number(field.value));
      session.open({ ...experiment, parameters, learning_rate: latestRate(experiment), rates: [] });
    }
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
