/** The experiment as a file. */

import { action, showDialog } from "../kit/dialog.js";
import { make } from "../kit/dom.js";
import { count } from "../model/format.js";

/** @import { Session } from "../model/session.js" */

const NAME = "neuron-experiment.json";

/**
 * Saves the experiment. Beyond its start the reader says what it is to begin with.
 *
 * @param {Session} session
 */
export async function save(session) {
  const { iteration } = session.frame;
  if (iteration === 0) return download(session, false);
  const choose = (/** @type {boolean} */ withWeights) => async () => {
    dialog.close();
    try {
      await download(session, withWeights);
    } catch (error) {
      session.refuse(/** @type {Error} */ (error).message);
    }
  };
  const dialog = showDialog(
    "Save this experiment",
    make("p", { className: "about", textContent: `Opened again, ${NAME} is to begin with` }),
    make(
      "div",
      { className: "actions" },
      action("its first weights", choose(false), "main"),
      action(`the weights of iteration ${count(iteration)}`, choose(true)),
      action("Cancel", () => dialog.close()),
    ),
  );
}

/**
 * @param {Session} session
 * @param {boolean} withWeights
 */
export async function download(session, withWeights) {
  const answer = await session.ask(async (python) => python.link(withWeights, true));
  if ("problem" in answer) throw new Error(answer.problem);
  const href = URL.createObjectURL(new Blob([answer.text], { type: "application/json" }));
  make("a", { href, download: NAME }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000); // by then the browser has it
}
