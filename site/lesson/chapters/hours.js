import { number } from "../../kit/dom.js";
import { dots } from "../../kit/dots.js";
import { count, fixed, rough } from "../../model/format.js";
import { answerOf } from "../facts.js";

/** @import { Content } from "../chapter.js" */

const NETWORKS = 100;
/** So many points apart is still the same score, or roughly so. */
const [SAME, ROUGHLY] = [1, 5];

/** @type {Content} */
export default {
  id: "hours",
  title: "Hours studied and slept",
  text:
    "Three students: hours studied, hours slept, and the score in a test. What will a fourth score, who " +
    "studies 4 hours and sleeps 8? A small network learns from the three, and is asked.",
  preset: "hours",
  question: `${NETWORKS} such networks learn the same three rows, each from other random weights. Will they agree on the score?`,
  choices: ["Yes, to the point", "Roughly, within five points", "No, they are farther apart"],
  label: `Train ${NETWORKS} networks`,
  async act(guide) {
    const { experiment, end } = await guide.whole("hours");
    const { found, problem } = await guide.ask((python) => python.spread(NETWORKS));
    if (!found) throw new Error(problem);
    const scores = found.scaled_back;
    const [least, most] = [Math.min(...scores), Math.max(...scores)];
    const { near } = end.counts("training");
    return {
      right: most - least <= SAME ? 0 : most - least <= ROUGHLY ? 1 : 2,
      words: [
        `The network on the stage comes near ${count(near)} of the three scores, and answers `,
        number(answerOf(end)),
        `: a score of ${fixed(scores[experiment.seed], 1)}. The others say anything from ${fixed(least, 1)} to ` +
          `${fixed(most, 1)}. All of them fit the three students: the largest mean squared error is ` +
          `${rough(Math.max(...found.losses))}. Three rows cannot settle so many weights. ` +
          "Whoever shows one number here has chosen one of these dots.",
      ],
      figure: dots(scores, {
        axis: "score for 4 hours studied and 8 slept",
        about: `The scores that ${NETWORKS} networks give, from ${fixed(least, 1)} to ${fixed(most, 1)}.`,
      }),
    };
  },
};
