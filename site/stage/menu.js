/** The experiments that have a name, to be opened. */

import { find, make } from "../kit/dom.js";

/** @import { Session } from "../model/session.js" */

/** What the menu says of an experiment that has no name. */
const OWN = "";

export class Menu {
  #offered = "";

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.select = find("#experiment", HTMLSelectElement);
    this.select.onchange = () => {
      const preset = session.catalogue.presets[this.select.value];
      if (preset) session.open(preset);
    };
  }

  draw() {
    const { description, asked, catalogue } = this.session;
    const { presets, groups, titles } = catalogue;
    const offered = JSON.stringify(groups);
    if (this.#offered !== offered) {
      this.#offered = offered;
      const option = (/** @type {string} */ value) =>
        make("option", { value, textContent: titles[value] });
      this.select.replaceChildren(
        make("option", { value: OWN, textContent: "Your own", hidden: true }),
        ...Object.entries(groups).map(([label, names]) =>
          make("optgroup", { label }, ...names.map(option)),
        ),
      );
    }
    const isAsked = Object.keys(presets).find((name) => presets[name] === asked);
    const name = asked ? (isAsked ?? OWN) : description.preset;
    if (this.select.value !== name) this.select.value = name;
  }
}
