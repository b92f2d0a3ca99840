import { make, write } from "../../kit/dom.js";
import { dots } from "../../kit/dots.js";
import { fixed } from "../../model/format.js";
import { presetOf } from "../guide.js";

/**
 * @import { Content } from "../chapter.js"
 * @import { Session } from "../../model/session.js"
 */

const NETWORKS = 100;
/** The fourth student. */
const ASKED = [4, 8];
/** So many points apart is still the same score, or roughly so. */
const [SAME, ROUGHLY] = [1, 5];

/** @type {Content} */
export default {
  id: "hours",
  title: "Hours and points",
  text: [
    "Three students: one studied 2 hours, slept 9 and scored 92 points; one studied 1, slept 5 and " +
      "scored 86; one studied 3, slept 6 and scored 89. A fourth studies 4 hours and sleeps 8.",
    "A small network with nine weights learns the three rows. It gets each column divided by " +
      "its largest number, 3 hours, 9 hours and 100 points, so that all numbers have about the same size. " +
      "The stage shows hours and points; the ledger shows what is divided.",
  ],
  look: [["table"], "the three students in the table"],
  preset: "hours",
  asked: {
    question: `${NETWORKS} such networks learn the same three students, from different random weights. How well will they agree on the fourth?`,
    choices: [
      [
        "To the point",
        "The same examples, so the same answer: that would be so if the examples left no choice. " +
          "Three rows cannot settle nine weights.",
      ],
      ["Within five points", "You expected them to differ, and to differ little."],
      [
        "Not even within five points",
        "You trusted them less than they deserve: the fourth student is not far from the other " +
          "three, and so their answers stay together.",
      ],
    ],
    label: `Train ${NETWORKS} networks`,
    async act(guide) {
      const { experiment } = await guide.whole("hours", { atOnce: true });
      const networks = await guide.spread(NETWORKS);
      const scores = networks.scaled_back;
      const [least, most] = [Math.min(...scores), Math.max(...scores)];
      return {
        right: most - least <= SAME ? 0 : most - least <= ROUGHLY ? 1 : 2,
        words: [
          `The network on the stage says ${fixed(scores[experiment.seed], 1)} points. The others say anything from ${fixed(least, 1)} to ` +
            `${fixed(most, 1)}, and all of them fit the three students: the largest root mean squared error is ${fixed(Math.max(...networks.losses), 1)} points. ` +
            "Each dot is one network. One number without this spread is not an answer; and the " +
            "spread says nothing yet about a real student.",
        ],
        figure: dots(scores, {
          axis: `points for ${ASKED[0]} hours of study and ${ASKED[1]} of sleep`,
          about: `The points that ${NETWORKS} networks give, from ${fixed(least, 1)} to ${fixed(most, 1)}.`,
        }),
      };
    },
  },
  trial: askInHours,
};

/**
 * Asks the network on the stage about a student, in hours.
 *
 * @param {Session} session
 */
function askInHours(session) {
  const fields = ["Hours of study", "Hours of sleep"].map((name, at) => {
    const field = make("input", { type: "number", inputMode: "decimal", step: "0.5", min: "0" });
    Object.assign(field, { max: "24", required: true, value: String(ASKED[at]) });
    return { field, label: make("label", {}, `${name} `, field) };
  });
  const said = make("p", { className: "said" });
  said.setAttribute("aria-live", "polite");
  const form = make(
    "form",
    { className: "trial hours" },
    make("p", { className: "hand" }, "Ask about another student, in hours:"),
    ...fields.map(({ label }) => label),
    make("button", { type: "submit", textContent: "Ask" }),
    said,
  );
  form.onsubmit = async (event) => {
    event.preventDefault();
    const values = fields.map(({ field }) => field.valueAsNumber);
    try {
      const { question } = session.experiment;
      if (
        session.experiment.data.title !== presetOf(session, "hours").data.title ||
        question.length !== values.length
      )
        throw new Error("The students are not on the stage now. Open this chapter again.");
      const { answer } = await session.ask((python) => python.answer(values));
      const [points] = answer;
      const { iteration } = session.frame;
      write(
        said,
        `${values[0]} hours of study and ${values[1]} of sleep: ${fixed(points, 1)} points, ` +
          (iteration
            ? "says the network on the stage."
            : "says a network that is not trained yet."),
      );
    } catch (error) {
      write(said, /** @type {Error} */ (error).message);
    }
  };
  return form;
}
