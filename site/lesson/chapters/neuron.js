import { isStill, make } from "../../kit/dom.js";
import { table } from "../../kit/tables.js";
import { indexed, short } from "../../model/format.js";
import { Challenge } from "../challenge.js";
import { few } from "../figures.js";

/**
 * @import { Content } from "../chapter.js"
 * @import { LedgerRow } from "../../python/queries.js"
 */

/** Counted from 0: 1, 0, 1, whose target is 1. */
const ROW = 2;

/** @type {Content} */
export default {
  id: "neuron",
  title: "A first guess",
  text: [
    "The neuron has one number for each input, its weight. It multiplies each input by its weight " +
      "and adds the products up. A curve, called tanh, turns that sum into an output between −1 and 1.",
    "Before any training, the weights are random numbers. Row 3 is 1, 0, 1, and its target is 1.",
  ],
  look: [["drawing"], "the drawing of the neuron: three wires, the sum Σ, and the curve"],
  preset: "tutorial",
  asked: {
    question: "What will the first output for row 3 be?",
    choices: [
      [
        "Near 1",
        "You gave the neuron credit for something that nobody has taught it yet: random weights " +
          "know nothing about the rows.",
      ],
      [
        "Near 0",
        "Random numbers might well cancel each other out. These two do not: both wires that carry " +
          "a 1 pull the same way.",
      ],
      ["Near −1", "You expected nothing of random weights, and these happen to pull downwards."],
    ],
    label: "Send row 3 through",
    async act(guide) {
      await guide.setUp(guide.preset("tutorial"));
      const { answer: ledger } = await guide.ask((python) => python.ledger(null));
      if (!ledger) throw new Error("Your own rule is in use: its steps cannot be told.");
      const row = ledger.rows[ROW];
      const { output, target = NaN, sum, error } = row;
      await guide.play(ROW);
      return {
        right: output > 0.5 ? 0 : output > -0.5 ? 1 : 2,
        words: [
          "The products add up to ",
          few(sum),
          ", and tanh turns that into ",
          few(output),
          `. The target is ${target}. The error is the target minus the output: `,
          few(error),
          ". The middle input is 0, so its weight adds nothing, whatever it is.",
        ],
        figure: passage(row, ledger.weights, () => guide.play(ROW)),
      };
    },
  },
  trial: (session) => new Challenge(session).root,
  see: [["#ledger", "All four rows, number by number: the ledger"]],
};

/**
 * What happens to a row on its way through the neuron, in numbers.
 *
 * @param {LedgerRow} row
 * @param {number[]} weights
 * @param {() => void} play Has the stage show it once more.
 */
function passage({ inputs, products, sum, output }, weights, play) {
  const again = make("button", { type: "button", textContent: "Play again", hidden: isStill() });
  again.onclick = play;
  const numbers = table(
    "Row 3 on its way",
    ["", "input", "weight", "product"],
    [
      ...weights.map((weight, at) => [
        indexed("w", at),
        short(inputs[at]),
        few(weight),
        few(products[at]),
      ]),
      ["sum", "", "", few(sum)],
      ["output: tanh of the sum", "", "", few(output)],
    ],
  );
  return make("div", {}, numbers, again);
}
