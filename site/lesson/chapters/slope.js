import { make } from "../../kit/dom.js";
import { table } from "../../kit/tables.js";
import { rough } from "../../model/format.js";
import { courses, rests } from "../figures.js";

/** @import { Content } from "../chapter.js" */

/** @type {Content} */
export default {
  id: "slope",
  title: "One line of the code",
  text: [
    "How far a row pushes depends on the slope of tanh. The output is a tanh already, so its slope " +
      "is 1 − output². The tutorial takes tanh once more: 1 − tanh(output)². That is a slip.",
    "How can such a thing be found? Nudge each weight a little and see how the error changes. " +
      "This is called a gradient check.",
  ],
  look: [["curve"], "the curve of the error, which is drawn with the line put right"],
  preset: "tutorial",
  asked: {
    question: "Is the slip what makes the weights swing?",
    choices: [
      [
        "Yes",
        "A mistake in the code, and a training that fails: one is easily taken for the cause of the other.",
      ],
      [
        "Only together with the rate of 1",
        "The two do come together in the tutorial. Put one right at a time, and only one of them makes a difference.",
      ],
      ["No", "You suspected the long steps, and not the slip."],
    ],
    label: "Put the line right",
    async act(guide) {
      const [tutorial, exact] = ["tutorial", "exact-slope"].map((name) => guide.preset(name));
      await guide.setUp(tutorial);
      const { answer: wrong } = await guide.ask((python) => python.gradient_check());
      const { answer: before } = await guide.ask((python) => python.rule());
      await guide.setUp(exact);
      const { answer: right } = await guide.ask((python) => python.gradient_check());
      const { answer: after } = await guide.ask((python) => python.rule());
      const small = { learning_rate: guide.preset("small-rate").learning_rate };
      const four = [tutorial, exact, { ...tutorial, ...small }, { ...exact, ...small }];
      const found = await guide.courses(four);
      await guide.train();
      const [, exactAtOne, slipAtSmall] = found.map(rests);
      const figure = make("div", {});
      figure.append(
        changed(before, after),
        table(
          "The gradient check: how far each slope is from nudging",
          ["slope", "relative error", ""],
          [
            ["1 − tanh(output)²", rough(wrong.relative_error), wrong.passed ? "passes" : "fails"],
            ["1 − output²", rough(right.relative_error), right.passed ? "passes" : "fails"],
          ],
        ),
        courses(
          "The error after so many steps, with one thing put right at a time",
          "slope, rate",
          four.map(({ learning_rate }, at) => [
            `${at % 2 ? "right" : "slip"}, ${learning_rate}`,
            found[at],
          ]),
        ),
      );
      return {
        right: exactAtOne ? 0 : slipAtSmall ? 2 : 1,
        words: [
          `The slip is real: the gradient check finds it off by ${rough(wrong.relative_error)} of the whole, and the right slope by no more than rounding. But with the right ` +
            `slope and a rate of 1 the neuron ${exactAtOne ? "settles" : "swings all the same"}, and with the slip and a rate of ${small.learning_rate} it ` +
            `${slipAtSmall ? "settles" : "swings"}. Two flaws, and only one of them is the cause.`,
        ],
        figure,
      };
    },
  },
  see: [
    ["#editor", "Change the line yourself, in the editor beside the stage"],
    ["#gradient-check", "Each weight nudged: the gradient check"],
  ],
};

/**
 * The line of the slope, as it was and as it is. Both are the code that runs.
 *
 * @param {string} before
 * @param {string} after
 */
function changed(before, after) {
  const slope = (/** @type {string} */ source) =>
    source
      .split("\n")
      .map((line) => line.trim())
      .find((line) => line.startsWith("return 1 -")) ?? "";
  return make(
    "pre",
    { className: "changed" },
    make("del", { textContent: slope(before) }),
    "\n",
    make("ins", { textContent: slope(after) }),
  );
}
