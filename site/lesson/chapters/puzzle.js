import { table } from "../../kit/tables.js";
import { count, indexed, short } from "../../model/format.js";
import { presetOf } from "../guide.js";

/**
 * @import { Content } from "../chapter.js"
 * @import { Session } from "../../model/session.js"
 */

/** @type {Content} */
export default {
  id: "puzzle",
  title: "A puzzle",
  text: [
    "A well-known tutorial teaches one neuron with four examples. Each example is a row of three " +
      "digits with an answer, called the target.",
    "Then comes a new row, 1, 0, 0, without its answer.",
  ],
  look: [["table"], "the table of the four rows, on the stage"],
  shown: rows,
  preset: "tutorial",
  asked: {
    question: "What is the answer for 1, 0, 0?",
    choices: [
      [
        "0",
        "There are two zeros in 1, 0, 0, and perhaps you let the majority decide. The last row " +
          "speaks against that: 0, 1, 1 has two ones, and its target is 0.",
      ],
      ["1", "You may have looked for a column that agrees with the target, and there is one."],
      [
        "It cannot be known",
        "Strictly speaking you are right: four examples prove no rule. Learning is a bet on a " +
          "simple rule that fits all of them, and here there is one.",
      ],
    ],
    label: "Compare the columns",
    async act(guide) {
      const { data, question } = guide.preset("tutorial");
      await guide.setUp(guide.preset("tutorial"));
      const { inputs = [], targets = [] } = data;
      const agreeing = question.map(
        (_, column) => inputs.filter((row, at) => row[column] === targets[at][0]).length,
      );
      const always = agreeing.indexOf(inputs.length);
      return {
        right: always < 0 ? 2 : question[always],
        words: [
          `${indexed("x", always)} is the same as the target in all ${inputs.length} rows, so 1, 0, 0 should give ` +
            `${short(question[always])}. You can see this at a glance. The neuron has to find it ` +
            "out, from nothing but the four rows.",
        ],
        figure: table(
          "How often each column agrees with the target",
          ["column", "rows that agree"],
          agreeing.map((many, column) => [
            indexed("x", column),
            `${count(many)} of ${count(inputs.length)}`,
          ]),
        ),
      };
    },
  },
};

/**
 * The four examples, and the row whose answer is wanted.
 *
 * @param {Session} session
 */
function rows(session) {
  const { data, question } = presetOf(session, "tutorial");
  const { inputs = [], targets = [] } = data;
  return table(
    "Four examples and a question",
    ["", ...question.map((_, column) => indexed("x", column)), "target"],
    [
      ...inputs.map((row, at) => [`row ${at + 1}`, ...row.map(short), short(targets[at][0])]),
      ["new row", ...question.map(short), "?"],
    ],
  );
}
