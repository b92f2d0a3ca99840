import { courses } from "../figures.js";
import { presetOf } from "../guide.js";
import { RateTrial } from "../rate-trial.js";

/** @import { Content } from "../chapter.js" */

const RATES = [0.01, 0.1, 0.5, 1];
/** The place of the error after 100 steps among those that are told. */
const AFTER_100 = 1;

/** @type {Content} */
export default {
  id: "rate",
  title: "How long a step may be",
  text: [
    "Every step can be made shorter or longer: it is multiplied by a number, the learning rate. " +
      "The tutorial has none, which is the same as a rate of 1. Everything else stays as it was.",
  ],
  look: [["curve"], "the curve of the error; the valley comes in this chapter"],
  preset: "tutorial",
  asked: {
    question: "Which of these rates has the lowest error after 100 steps?",
    choices: [
      [
        "0.01",
        "Short steps look safe, and they are: they never jump across. But after 100 of them the " +
          "neuron is still on its way.",
      ],
      ["0.1", "A careful choice, which settles well. It could be quicker."],
      ["0.5", "Long steps, but short enough to stay on their side of the valley."],
      [
        "1",
        "The longest steps are the quickest at first. They cannot stay: after 10 steps the error " +
          "was lower than it is after 100.",
      ],
    ],
    label: "Train all four",
    async act(guide) {
      const preset = guide.preset("tutorial");
      await guide.setUp(preset);
      const found = await guide.courses(RATES.map((rate) => ({ ...preset, learning_rate: rate })));
      const after = found.map(({ losses }) => losses[AFTER_100]);
      const best = after.indexOf(Math.min(...after));
      await guide.setUp({ ...preset, learning_rate: RATES[best] });
      await guide.train();
      return {
        right: best,
        words: [
          "Too small a rate crawls, too large a rate jumps from side to side. The limit here is about " +
            "0.764: it is 2 divided by 2.618, and 2.618 is how strongly the valley curves in its steepest " +
            "direction. Below the limit the weights come to rest, sooner or later. Nothing else was " +
            "changed: the learning rate is what the tutorial left out.",
        ],
        figure: courses(
          "The error at four rates, after so many steps",
          "rate",
          RATES.map((rate, at) => [String(rate), found[at]]),
        ),
      };
    },
  },
  trial: (session) => new RateTrial(session, presetOf(session, "tutorial")).root,
};
