/** Slopes of the error, by formula and by nudging each weight: an exact rule agrees. */

import { count, rough } from "../format.js";
import { parameterNames } from "../frame.js";
import { make, number, write } from "../views/dom.js";
import { table } from "../views/tables.js";

/**
 * @import { Session } from "../session.js"
 * @import { GradientCheck as Check } from "../lab/questions.js"
 */

export class GradientCheck {
  /** @type {object | undefined} The frame that was judged. */
  #judged;

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.button = make("button", { textContent: "Gradient check", onclick: () => this.#check() });
    this.verdict = make("p", { className: "verdict" });
    this.verdict.setAttribute("aria-live", "polite");
    this.place = make("div", {});
    this.root = make("div", {}, this.button, this.verdict, this.place);
  }

  /** What was judged may not be what is shown any more. */
  draw() {
    if (this.#judged) this.root.classList.toggle("behind", this.#judged !== this.session.frame);
  }

  async #check() {
    const { session } = this;
    if (!session.ready) write(this.verdict, "It begins as soon as Python is here …");
    try {
      const check = await session.ask((python) => python.gradientCheck());
      this.#judged = session.frame;
      this.root.classList.remove("behind");
      this.#show(check);
    } catch (error) {
      write(this.verdict, /** @type {Error} */ (error).message);
    }
  }

  /** @param {Check} check */
  #show({ parameters, passed, judged, verdict, left_out: leftOut, relative_error: error, limit }) {
    const { edited, frame } = this.session;
    const whose = edited ? "Your rule" : "This rule";
    const compared = judged ? ` Relative error ${rough(error)}, the limit is ${rough(limit)}.` : "";
    this.verdict.className = judged ? `verdict ${passed ? "passed" : "failed"}` : "verdict";
    write(this.verdict, `${whose} ${verdict} at iteration ${count(frame.iteration)}.${compared} ${leftOut}`.trimEnd());
    const names = parameterNames(this.session.description.experiment);
    this.place.replaceChildren(
      table(
        "How the error changes with each weight",
        ["", "by formula", "by nudging"],
        parameters.map(({ by_formula: formula, by_nudging: nudging, kink }, at) => [
          names[at],
          number(formula),
          kink ? make("span", {}, number(kink[0]), " below, ", number(kink[1]), " above: a kink") : number(nudging),
        ]),
      ),
    );
  }
}
