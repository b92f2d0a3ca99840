import { count, rough } from "../../model/format.js";
import { outputs } from "../figures.js";

/** @import { Content } from "../chapter.js" */

const FEW = 10;

/** @type {Content} */
export default {
  id: "rows",
  title: "Ten steps, or ten thousand",
  text: [
    "The curve on the stage shows the error over the four rows: the mean of their squared errors. " +
      "Lower is better. The tutorial takes 10,000 steps.",
  ],
  look: [["curve"], "the curve of the error, which is drawn while the neuron is trained"],
  preset: "tutorial",
  asked: {
    question: "Will the four rows come out better after 10,000 steps than after 10?",
    choices: [
      [
        "Much better",
        "More practice usually helps. It helps a neuron as long as each step goes downhill, and " +
          "after a while these steps do not.",
      ],
      [
        "About as well",
        "You may have thought that 10 steps are enough, and that the rest does no harm. The first " +
          "half of that is true.",
      ],
      ["Worse", "You expected the rest of the steps to do harm. Chapter 6 shows how."],
    ],
    label: "Train 10 steps, then 10,000",
    async act(guide) {
      const experiment = guide.preset("tutorial");
      await guide.setUp(experiment);
      const early = await guide.goto(FEW);
      const late = await guide.train();
      const { lowest } = late;
      return {
        right: late.loss > early.loss ? 2 : late.loss > early.loss / 2 ? 1 : 0,
        words: [
          `The error is ${rough(early.loss)} after ${FEW} steps and ${rough(late.loss)} after ${count(late.iteration)}. ` +
            `It was lowest after ${count(lowest.iteration)} steps: ${rough(lowest.loss)}. More training is not ` +
            "better by itself.",
        ],
        figure: outputs(experiment, [
          [`after ${FEW}`, early],
          [`after ${count(late.iteration)}`, late],
        ]),
      };
    },
  },
  further: [
    {
      label: "Go to the step with the lowest error",
      async act(guide) {
        const { iteration } = guide.session.frame.lowest;
        const frame = await guide.goto(iteration);
        return {
          words: [
            `After ${count(iteration)} steps, ${count(frame.counts("training").near)} of the ${frame.rows} rows are near their targets, ` +
              `and the error is ${rough(frame.loss)}.`,
          ],
          figure: outputs(guide.session.experiment, [[`after ${count(iteration)}`, frame]]),
        };
      },
    },
  ],
};
