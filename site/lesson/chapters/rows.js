import { count, indexed, rough } from "../../model/format.js";
import { farRows, flipped } from "../facts.js";
import { outputs, weights } from "../figures.js";

/** @import { Content } from "../chapter.js" */

const FEW = 10;

/** @type {Content} */
export default {
  id: "rows",
  title: "The four rows that it was trained on",
  text:
    "The answer to the new situation was right. But training is about the four rows: the error " +
    "curve above is drawn from them.",
  preset: "tutorial",
  question: "For these four rows, will 10,000 iterations be better than 10?",
  choices: ["Yes, much better", "About as good", "No, worse"],
  label: "Train and look at the rows",
  async act(guide) {
    const experiment = guide.preset("tutorial");
    await guide.setUp(experiment);
    const [few] = await guide.frames([FEW]);
    const many = await guide.train();
    const { lowest } = many;
    const last = many.iteration;
    const steps = await guide.frames([last - 3, last - 2, last - 1, last]);
    const jumping = flipped(steps[2], steps[3]).map((index) => indexed("w", index));
    const { near, right } = many.counts("training");
    const figure = document.createElement("div");
    figure.className = "figures";
    figure.append(
      outputs(experiment, [
        [`after ${FEW}`, few],
        [`after ${count(last)}`, many],
      ]),
      weights(steps),
    );
    return {
      right: many.loss > few.loss ? 2 : many.loss > few.loss / 2 ? 1 : 0,
      words: [
        `The mean squared error was ${rough(few.loss)} after ${FEW} iterations and is ${rough(many.loss)} after ` +
          `${count(last)}; it was lowest at iteration ${count(lowest.iteration)}, with ${rough(lowest.loss)}. ` +
          `${right} of the ${many.rows} rows are right: their outputs are on their own side of 0.5. But only ${near} are near their targets. `,
        jumping.length
          ? `And so it will stay: ${jumping.join(" and ")} change their sign at every step, for ever. Each step ` +
            "jumps over the bottom of the valley to its other side."
          : "The weights have come to rest.",
      ],
      figure,
    };
  },
  further: [
    {
      label: "Go to the iteration with the lowest error",
      async act(guide) {
        const { iteration } = guide.session.frame.lowest;
        const frame = await guide.goto(iteration);
        return {
          words: [
            `Iteration ${count(iteration)}: ${farRows(frame).length} rows are far from their targets, the error is ${rough(frame.loss)}.`,
          ],
          figure: outputs(guide.session.experiment, [[`after ${count(iteration)}`, frame]]),
        };
      },
    },
  ],
  see: [["#surface", "The valley, and the path across it"]],
};
