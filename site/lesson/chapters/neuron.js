import { number } from "../../kit/dom.js";

/** @import { Content } from "../chapter.js" */

/** @type {Content} */
export default {
  id: "neuron",
  title: "What a neuron computes",
  text:
    "Each input is multiplied by its weight, and the products are added up: that is the sum. The " +
    "activation, here tanh, turns any sum into an output between −1 and 1. That is all.",
  preset: "tutorial",
  question: "The new situation is 1, 0, 0. Which of the three weights have a say in its output?",
  choices: ["All three of them", "Only w₁", "Only w₂ and w₃"],
  label: "Send it through the neuron",
  async act(guide) {
    const frame = await guide.setUp(guide.preset("tutorial"));
    const row = frame.rows;
    guide.session.select(row);
    const [sum] = frame.row("sums", row);
    const [output] = frame.row("outputs", row);
    const weights = frame.row("parameters");
    return {
      right: sum === weights[0] ? 1 : 0,
      words: [
        "w₁ is ",
        number(weights[0]),
        " and the sum is ",
        number(sum),
        ": an input of 0 makes its product 0, " + "whatever the weight. tanh of the sum is ",
        number(output),
        ", the output.",
      ],
    };
  },
  see: [["#ledger", "All rows, number by number: the ledger"]],
};
