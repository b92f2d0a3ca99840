import { make } from "../../kit/dom.js";
import { table } from "../../kit/tables.js";
import { fixed, indexed, rough } from "../../model/format.js";
import { output, said } from "../figures.js";
import { sides } from "../sides.js";

/**
 * @import { Content } from "../chapter.js"
 * @import { Experiment, Frame } from "../../model/frame.js"
 * @import { Guide } from "../guide.js"
 */

/** @type {Content} */
export default {
  id: "bias",
  title: "The column of ones",
  text: [
    "The third column is 1 in every row, so it cannot tell one row from another. What is it for?",
    "To find out, the targets are turned round: 1 where x₁ is 0, and 0 where it is 1. Row 1 " +
      "begins with 0, 0, and its target is now 1. Then the third column is taken away. The slope is the right " +
      "one, the rate is 0.1.",
  ],
  look: [["table"], "row 1 of the table, which begins with 0, 0"],
  preset: "small-rate",
  asked: {
    question: "Without the third column, what can the neuron answer to 0, 0?",
    choices: [
      [
        "1, once it is trained",
        "Training can move the weights anywhere. But here both weights are multiplied by 0.",
      ],
      ["0, and nothing else", "You saw that 0 times any weight is 0, and that tanh of 0 is 0."],
      [
        "It depends on the start weights",
        "The start decides a lot elsewhere. Here every weight is multiplied by 0, and none has a say.",
      ],
    ],
    label: "Train with the column and without it",
    async act(guide) {
      const found = variants(guide.preset("small-rate"));
      const told = [];
      for (const variant of found) told.push(await ended(guide, variant));
      const [withColumn, without, withBias] = told;
      const answers = [without.start, without.end].map((frame) => frame.outputs(0)[0]);
      const isZero = answers.every((answer) => answer === 0);
      const figure = make("div", {});
      figure.append(
        table(
          "What comes of the three",
          ["", indexed("w", 0), indexed("w", 1), `${indexed("w", 2)} or bias`, "0, 0", "error"],
          told.map(({ name, end, weights }) => [name, ...weights, output(end, 0), rough(end.loss)]),
        ),
        make(
          "div",
          { className: "pair-of-sides" },
          sides(without.picture, [
            [0, "Without a bias: at 0, 0 the output is 0, wherever the border runs"],
          ]),
          sides(withBias.picture, [[0, "With a bias: the border runs where it is needed"]]),
        ),
      );
      return {
        right: isZero ? 1 : answers[1] > 0.5 ? 0 : 2,
        words: [
          `With the column the error comes down to ${said(withColumn.end.loss)}. Without it, 0, 0 gives exactly ` +
            `${answers[1]}, before the training and after it, and the error stays at ${rough(without.end.loss)}. Then the neuron is given a ` +
            "bias: a number that is added to every sum, whatever the inputs are. The error comes " +
            `down to ${said(withBias.end.loss)}, and the bias is ${withBias.weights[2]}, which is what w₃ was: ${withColumn.weights[2]}. ` +
            "The column of ones was the bias all along.",
        ],
        figure,
      };
    },
  },
};

/**
 * The targets turned round: with the column of ones, without it, and with a bias in its place.
 *
 * @param {Experiment} preset
 * @returns {[string, Experiment][]}
 */
function variants(preset) {
  const { inputs = [], targets = [] } = preset.data;
  const data = {
    ...preset.data,
    targets: targets.map(([target]) => [1 - target]),
    title: "Targets turned round",
  };
  const narrow = {
    ...preset,
    data: { ...data, inputs: inputs.map((row) => row.slice(0, 2)) },
    question: preset.question.slice(0, 2),
  };
  const layers = preset.layers.map((layer) => ({ ...layer, bias: true }));
  return [
    ["with column", { ...preset, data }],
    ["without", narrow],
    ["with bias", { ...narrow, layers }],
  ];
}

/**
 * @param {Guide} guide
 * @param {[string, Experiment]} variant
 */
async function ended(guide, [name, experiment]) {
  const start = await guide.setUp(experiment);
  const end = await guide.train({ atOnce: true });
  const weights = Array.from(end.row("parameters"), (value) => fixed(value, 3));
  return {
    name,
    start,
    end,
    weights: Object.assign(["", "", "none"], weights), // what stands in the place of w₃ is a bias
    picture: await guide.picture(),
  };
}
