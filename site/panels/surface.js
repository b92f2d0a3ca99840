/** The error over two of the weights, as a landscape seen from above, and the way across it. */

import { signal, untracked } from "@preact/signals-core";
import { make, write } from "../kit/dom.js";
import { isSeen, rebuild, redraw } from "../kit/redraw.js";
import { digits, rough } from "../model/format.js";
import { parameterNames, weightPlaces } from "../model/frame.js";
import { Valley } from "../plane/valley.js";
import { keepUp, shown } from "./keep-up.js";
import { panel } from "./panel.js";

/**
 * @import { Session } from "../model/session.js"
 * @import { Panel } from "./panel.js"
 * @import { Surface as Numbers } from "../python/queries.js"
 */

/** @type {Panel} */
export function valley(session) {
  const view = new Surface(session);
  const root = panel(
    "surface",
    "The valley",
    "The error for every value of two of the weights; the others stay as they are. Training looks for the lowest point.",
    view.root,
  );
  keepUp(session, view.root, {
    about: () => [...shown(session), ...view.chosen],
    ask: (python) => python.surface(view.chosen[0], view.chosen[1]),
    show: (numbers) => view.show(numbers),
    costly: true,
  });
  return root;
}

class Surface {
  /** @type {Numbers | undefined} */
  #numbers;
  #chosen = signal([0, 0]);
  /** The names that the selects offer, as JSON. */
  #offered = "";

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.selects = ["Across", "Upwards"].map((name) =>
      make("select", { name: name.toLowerCase(), onchange: () => this.#changed() }),
    );
    this.valley = new Valley((least, most) => this.#tell(least, most));
    this.legend = make("p", { className: "surface-legend" });
    this.root = make(
      "div",
      { className: "surface" },
      make(
        "div",
        { className: "axes" },
        ...this.selects.map((select, at) => make("label", {}, at ? "Upwards " : "Across ", select)),
      ),
      this.valley.root,
      this.legend,
    );
    const seen = isSeen(this.root, "200px");
    const names = rebuild(
      () => parameterNames(session.description.experiment),
      () => this.#begin(),
    );
    redraw(() => {
      const there = names.value;
      // A large network has thousands, which nobody waits for who does not look.
      if (seen.value && there !== this.#offered) untracked(() => this.#offer());
      if (seen.value) this.#offered = there;
    });
  }

  /** The places of the two weights among the parameters. */
  get chosen() {
    return this.#chosen.value;
  }

  /** @param {Numbers} numbers */
  show(numbers) {
    this.#numbers = numbers;
    this.valley.show(numbers, this.#axes);
  }

  /** At first, the last two that are weights are chosen. */
  #begin() {
    const { experiment } = this.session.description;
    const weights = weightPlaces(experiment);
    this.#chosen.value =
      weights.length > 1 ? weights.slice(-2) : [0, parameterNames(experiment).length - 1];
  }

  /** Offers the weights of the open experiment. */
  #offer() {
    const names = parameterNames(this.session.description.experiment);
    this.selects.forEach((select, at) => {
      select.replaceChildren(
        ...names.map((text, place) => make("option", { value: String(place), text })),
      );
      select.value = String(this.chosen[at]);
    });
  }

  #choose() {
    this.#chosen.value = this.selects.map(({ value }) => Number(value));
  }

  /** Two axes are two weights: the other select makes way. */
  #changed() {
    const [first, second] = this.selects;
    if (first.value === second.value)
      second.selectedIndex = (second.selectedIndex + 1) % second.length;
    this.#choose();
  }

  /** What the two weights are called. */
  get #axes() {
    return this.selects.map((select) => select.selectedOptions[0]?.text ?? "");
  }

  /**
   * @param {number} least
   * @param {number} most
   */
  #tell(least, most) {
    const { path } = /** @type {Numbers} */ (this.#numbers);
    const [across, upwards] = this.#axes;
    const title = this.session.lossTitle;
    const last = path[path.length - 1];
    write(
      this.legend,
      `From a ${title} of ${rough(least)} (full blue, the bottom of the valley) to ${rough(most)} (faint). ` +
        "The line is the way the two weights took; the ring is where they are now.",
    );
    this.valley.canvas.ariaLabel =
      `The loss surface: ${title} over ${across} and ${upwards}, from ${rough(least)} to ${rough(most)}. ` +
      `The way begins at ${digits(path[0][0])} and ${digits(path[0][1])}. Now at ${digits(last[0])} and ${digits(last[1])}.`;
  }
}
