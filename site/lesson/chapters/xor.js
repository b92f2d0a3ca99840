import { rough } from "../../model/format.js";
import { farRows } from "../facts.js";
import { outputs } from "../figures.js";

/** @import { Content } from "../chapter.js" */

/** @type {Content} */
export default {
  id: "xor",
  title: "What one neuron cannot do",
  text:
    "Other rows: the target is 1 if one of the first two inputs is 1, but not both. The slope is " +
    "the exact one, and the learning rate is small.",
  preset: "xor-neuron",
  question: "Can one neuron learn these four rows, if it is trained long enough?",
  choices: ["Yes", "No, not all of them"],
  label: "Train it",
  async act(guide) {
    const { experiment, end } = await guide.whole("xor-neuron");
    const { length } = farRows(end);
    return {
      right: end.hasLearned ? 0 : 1,
      words: [
        length
          ? `${length} of the rows are far from their targets, and more training does not help: the error stays at ${rough(end.loss)}. ` +
            "One neuron weighs each input for itself. It cannot say “one, but not both”."
          : "All rows are near their targets.",
      ],
      figure: outputs(experiment, [["output", end]]),
    };
  },
  further: [
    {
      label: "Add a hidden layer and train again",
      async act(guide) {
        const { experiment, end } = await guide.whole("xor-hidden");
        const { length } = farRows(end);
        const [hidden] = experiment.layers;
        return {
          words: [
            length
              ? `${length} rows are still far from their targets.`
              : `All rows are near their targets; the error is ${rough(end.loss)}. `,
            `The ${hidden.units} neurons of the hidden layer each look for something simple; the last one puts together what ` +
              "they found. Choose one of them in the drawing to see what it does.",
          ],
          figure: outputs(experiment, [["output", end]]),
        };
      },
    },
  ],
  see: [
    ["#truth-table", "All situations: the truth table"],
    ["#ledger", "How an error comes back to a hidden neuron: the ledger"],
  ],
};
