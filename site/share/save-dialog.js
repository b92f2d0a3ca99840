/** The experiment as a file. */

import { action, showDialog } from "../kit/dialog.js";
import { make } from "../kit/dom.js";
import { saveFile } from "../kit/save-file.js";
import { count } from "../model/format.js";
import { written } from "../python/pretty-json.js";

/** @import { Session } from "../model/session.js" */

const NAME = "neuron-experiment.json";

/**
 * Saves the experiment. Beyond its start the reader says what it is to begin with; and, where there is
 * a rule of the reader's own, whether the file is to hold it.
 *
 * @param {Session} session
 */
export async function save(session) {
  const { iteration } = session.frame;
  const rule = session.ownRule();
  if (iteration === 0 && !rule) return download(session, false);
  const own = make("input", { type: "checkbox", checked: true });
  const choose = (/** @type {boolean} */ withWeights) => async () => {
    dialog.close();
    try {
      await download(session, withWeights, own.checked ? rule : "");
    } catch (error) {
      session.refuse(/** @type {Error} */ (error).message);
    }
  };
  const dialog = showDialog(
    "Save this experiment",
    ...(rule
      ? [make("label", { className: "check" }, own, "With your own rule, which runs only on Run")]
      : []),
    make("p", { className: "about", textContent: `Opened again, ${NAME} is to begin with` }),
    make(
      "div",
      { className: "actions" },
      action("its first weights", choose(false), "main"),
      ...(iteration ? [action(`the weights of iteration ${count(iteration)}`, choose(true))] : []),
      action("Cancel", () => dialog.close()),
    ),
  );
}

/**
 * @param {Session} session
 * @param {boolean} withWeights
 * @param {string} [rule] The reader's own, if the file is to hold it.
 */
export async function download(session, withWeights, rule = "") {
  const answer = await session.ask(async (python) => python.link(withWeights, true));
  if ("problem" in answer) throw new Error(answer.problem);
  const text = rule ? `${written({ ...JSON.parse(answer.text), rule })}\n` : answer.text;
  saveFile(NAME, text, "application/json");
}
