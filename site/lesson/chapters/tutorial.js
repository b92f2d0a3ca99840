import { number } from "../../kit/dom.js";
import { fixed } from "../../model/format.js";
import { distances } from "../distances.js";
import { answerOf, farRows } from "../facts.js";

/** @import { Content } from "../chapter.js" */

/** @type {Content} */
export default {
  id: "tutorial",
  title: "The number that the tutorial prints",
  text: [
    "After its 10,000 steps the tutorial asks about the new row, 1, 0, 0. It prints the answer, " +
      "0.99995873, and ends there. The answer should be 1.",
  ],
  look: [["question", "table"], "the new situation, and the outputs in the table beside it"],
  preset: "tutorial",
  asked: {
    question: "How many of the four rows come within a quarter of their targets?",
    choices: [
      [
        "All four",
        "One right answer looks like proof of the rest. But in 1, 0, 0 two inputs are 0: only w₁ " +
          "is tested, and nothing is said about w₂ and w₃.",
      ],
      ["Two", "You did not take one right answer for proof."],
      [
        "None",
        "You trust it less than it deserves: for the two rows whose target is 1 it is almost exactly right.",
      ],
    ],
    label: "Train, and ask all of them",
    async act(guide) {
      await guide.setUp(guide.preset("tutorial"));
      const end = await guide.train();
      guide.session.select(end.rows);
      const { near, right } = end.counts("training");
      const far = farRows(end);
      const theirs = far.map((row) => fixed(end.outputs(row - 1)[0], 4)).join(" and ");
      return {
        right: near === end.rows ? 0 : near ? 1 : 2,
        words: [
          "The answer to 1, 0, 0 is ",
          number(answerOf(end)),
          `. Of the four rows, ${right} are on the right side of 0.5, and ${near} are near their targets. ` +
            `Rows ${far.join(" and ")} give ${theirs}, where 0 is wanted. So both are true: all four rows are on the ` +
            "right side, and two of them are not learned.",
        ],
        figure: distances(guide.session.table, end),
      };
    },
  },
  see: [["#truth-table", "All eight rows of 0 and 1: the truth table"]],
};
