/** Slopes of the error, by formula and by nudging each weight: an exact rule agrees. */

import { signal } from "@preact/signals-core";
import { make, number, write } from "../kit/dom.js";
import { redraw } from "../kit/redraw.js";
import { table } from "../kit/tables.js";
import { count, rough } from "../model/format.js";
import { parameterNames } from "../model/frame.js";
import { whatElse } from "./keep-up.js";
import { panel } from "./panel.js";

/**
 * @import { Description } from "../model/frame.js"
 * @import { Session } from "../model/session.js"
 * @import { Panel } from "./panel.js"
 * @import { GradientCheck as Check } from "../python/queries.js"
 */

/** @type {Panel} */
export function gradientCheck(session) {
  return panel(
    "gradient-check",
    "Which way is down?",
    "A formula says at once how the error changes with each weight. Nudging each weight a little and " +
      "looking at the error says it, too: slowly, but it cannot be wrong.",
    new GradientCheck(session).root,
  );
}

class GradientCheck {
  /** What was judged. */
  #judged = signal(
    /** @type {{frame: object, iteration: number, description: Description} | null} */ (null),
  );

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.button = make("button", { textContent: "Gradient check", onclick: () => this.#check() });
    this.verdict = make("p", { className: "verdict" });
    this.verdict.setAttribute("aria-live", "polite");
    this.note = make("p", { className: "dated" });
    this.place = make("div", {});
    this.root = make("div", {}, this.button, this.verdict, this.note, this.place);
    redraw(() => {
      const judged = this.#judged.value;
      if (!judged) return;
      const isBehind = judged.frame !== session.frame; // what was judged may not be shown any more
      this.root.classList.toggle("behind", isBehind);
      write(this.note, isBehind ? whatElse(session, judged) : "");
    });
  }

  async #check() {
    const { session } = this;
    if (!session.ready) write(this.verdict, "It begins as soon as Python is here …");
    try {
      const { answer } = await session.ask((python) => python.gradient_check());
      const { frame, description } = session;
      this.#judged.value = { frame, iteration: frame.iteration, description };
      this.#show(answer);
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
    write(
      this.verdict,
      `${whose} ${verdict} at iteration ${count(frame.iteration)}.${compared} ${leftOut}`.trimEnd(),
    );
    const names = parameterNames(this.session.description.experiment);
    this.place.replaceChildren(
      table(
        "How the error changes with each weight",
        ["", "by formula", "by nudging"],
        parameters.map(({ by_formula: formula, by_nudging: nudging, kink }, at) => [
          names[at],
          number(formula),
          kink
            ? make(
                "span",
                { title: "A kink" },
                number(kink[0]),
                " below",
                make("br"),
                number(kink[1]),
                " above",
              )
            : number(nudging),
        ]),
      ),
    );
  }
}
