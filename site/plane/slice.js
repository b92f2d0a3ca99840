/** At which values the picture of the plane cuts the inputs that it does not spread out: a slider for each. */

import { make, write } from "../kit/dom.js";
import { rebuild, redraw } from "../kit/redraw.js";
import { indexed, short } from "../model/format.js";

/** @import { Session } from "../model/session.js" */

export class Slice {
  /** @type {{slider: HTMLInputElement, shown: HTMLElement}[]} */
  #cuts = [];

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.said = make("p", {});
    this.place = make("div", { className: "axes" });
    this.root = make("div", { className: "plane-slice", hidden: true }, this.said, this.place);
    rebuild(
      () => [session.slice.others, session.table.names],
      () => this.#build(),
    );
    redraw(() => this.#show());
  }

  #show() {
    const { session } = this;
    const { others, cut } = session.slice;
    this.root.hidden = !others.length;
    if (!others.length) return;
    this.#cuts.forEach(({ slider, shown }, at) => {
      slider.disabled = !session.ready; // the picture is Python's
      if (slider.valueAsNumber !== cut[at]) slider.value = String(cut[at]);
      write(shown, short(cut[at]));
    });
    const where = cut.map((value, at) => `${indexed("x", at + 2)} = ${short(value)}`).join(", ");
    write(this.said, `A slice of all that there is: ${where}.`);
  }

  #build() {
    const { session } = this;
    this.#cuts = session.slice.others.map(({ least, most }, at) => {
      const slider = make("input", {
        type: "range",
        min: String(least),
        max: String(most),
        step: "any",
      });
      slider.oninput = () => session.cut(session.slice.cut.with(at, slider.valueAsNumber));
      return { slider, shown: make("span", {}) };
    });
    this.place.replaceChildren(
      ...this.#cuts.map(({ slider, shown }, at) =>
        make("label", {}, `${this.#name(at + 2)} = `, shown, slider),
      ),
    );
  }

  /** @param {number} column */
  #name(column) {
    const name = this.session.table.names[column];
    return indexed("x", column) + (name ? ` (${name})` : "");
  }
}
