import { number } from "../../kit/dom.js";
import { table } from "../../kit/tables.js";
import { rough } from "../../model/format.js";
import { answerOf, farRows } from "../facts.js";
import { outputs } from "../figures.js";

/** @import { Content } from "../chapter.js" */

/** @type {Content} */
export default {
  id: "slope",
  title: "The slope of an output that is already a tanh",
  text:
    "How far a weight should move depends on how steep tanh is. Since the output is already " +
    "tanh(sum), the slope is 1 − output². The tutorial takes tanh of the output once more: 1 − tanh(output)².",
  preset: "tutorial",
  question:
    "Nudge each weight a little and see how the error changes: which of the two agrees with that?",
  choices: ["The tutorial's", "1 − output²", "Both, nearly"],
  label: "Check both",
  async act(guide) {
    await guide.setUp(guide.preset("tutorial"));
    const { answer: tutorials } = await guide.ask((python) => python.gradient_check());
    await guide.setUp(guide.preset("exact-slope"));
    const { answer: exact } = await guide.ask((python) => python.gradient_check());
    const verdict = (/** @type {typeof exact} */ { passed }) =>
      passed ? "agrees" : "does not agree";
    return {
      right: tutorials.passed ? (exact.passed ? 2 : 0) : 1,
      words: [
        `At the start weights, the tutorial's slope is off by ${rough(tutorials.relative_error)} of the whole, ` +
          `1 − output² by ${rough(exact.relative_error)}. It is a slip that many make, and a check finds at once.`,
      ],
      figure: table(
        "Against nudging the weights",
        ["slope", "relative error", "verdict"],
        [
          ["1 − tanh(output)²", rough(tutorials.relative_error), verdict(tutorials)],
          ["1 − output²", rough(exact.relative_error), verdict(exact)],
        ],
      ),
    };
  },
  further: [
    {
      label: "Train with the right slope",
      async act(guide) {
        const { experiment, end } = await guide.whole("exact-slope");
        const { length } = farRows(end);
        return {
          words: [
            `${length} rows are far from their targets; the answer to the new situation is `,
            number(answerOf(end)),
            ". ",
            length
              ? "The right slope alone does not save it: the steps are still too long."
              : "That was all it needed.",
          ],
          figure: outputs(experiment, [["output", end]]),
        };
      },
    },
    {
      label: "And with a learning rate of 0.1",
      async act(guide) {
        const { experiment, end } = await guide.whole("small-rate");
        const { length } = farRows(end);
        return {
          words: [
            length
              ? `${length} rows are far from their targets.`
              : "All rows are near their targets.",
            ` The mean squared error is ${rough(end.loss)}, the answer `,
            number(answerOf(end)),
            ".",
          ],
          figure: outputs(experiment, [["output", end]]),
        };
      },
    },
  ],
  see: [["#gradient-check", "Each weight's two slopes: the gradient check"]],
};
