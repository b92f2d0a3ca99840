import { number } from "../../kit/dom.js";
import { answerOf } from "../facts.js";

/**
 * @import { Content } from "../chapter.js"
 * @import { Experiment } from "../../model/frame.js"
 */

const NOTHING = [0, 0, 0];

/** @type {Content} */
export default {
  id: "bias",
  title: "What no bias costs",
  text:
    "Most neurons have a bias: a number that is added to the sum whatever the inputs are. The " +
    "tutorial's neuron has none.",
  preset: "small-rate",
  question: "Ask it about 0, 0, 0. What will it answer, after a long training?",
  choices: ["Something near 1", "Exactly 0", "It depends on the random start"],
  label: "Train and ask",
  async act(guide) {
    const start = await guide.setUp(asking(guide.preset("small-rate")));
    const end = await guide.train();
    const isZero = answerOf(start) === 0 && answerOf(end) === 0;
    return {
      right: isZero ? 1 : answerOf(end) > 0.5 ? 0 : 2,
      words: [
        "Before the training it answered ",
        number(answerOf(start)),
        ", after it ",
        number(answerOf(end)),
        ". With every input at 0, every product is 0, and so is the sum: no weight can change that.",
      ],
    };
  },
  further: [
    {
      label: "Give it a bias and train again",
      async act(guide) {
        const experiment = asking(guide.preset("small-rate"));
        await guide.setUp({
          ...experiment,
          layers: experiment.layers.map((layer) => ({ ...layer, bias: true })),
        });
        const end = await guide.train();
        const bias = /** @type {number} */ (end.row("parameters").at(-1));
        return {
          words: [
            "Now the sum is the bias alone, ",
            number(bias),
            ", and the answer is ",
            number(answerOf(end)),
            ". The third input, which is 1 in every row, has done a bias's work until now: but in 0, 0, 0 it is missing.",
          ],
        };
      },
    },
  ],
  see: [["#truth-table", "All eight situations: the truth table"]],
};

/**
 * @param {Experiment} experiment
 * @returns {Experiment}
 */
const asking = (experiment) => ({ ...experiment, question: NOTHING });
