import { answerOf } from "../facts.js";
import { outputs } from "../figures.js";
import { dots } from "../dots.js";

/** @import { Content } from "../chapter.js" */

const SEEDS = 100;

/** @type {Content} */
export default {
  id: "hours",
  title: "Hours studied and slept",
  text:
    "Three students: hours studied, hours slept, and their score in a test. How will a student do " +
    "who studies 4 hours and sleeps 8? A small network learns from the three; its start weights are random.",
  preset: "hours",
  question: `${SEEDS} networks learn the same three rows, each from other random weights. Will they agree on the score?`,
  choices: ["Yes, to the point", "Roughly: within five points", "No, they are farther apart"],
  label: `Train ${SEEDS} networks`,
  async act(guide) {
    const experiment = guide.preset("hours");
    await guide.setUp(experiment);
    const end = await guide.train();
    const spread = await guide.ask((python) => python.spread(SEEDS));
    return { right: 0, words: [String(answerOf(end))], figure: dots(spread.answers, { axis: "score", about: "" }) };
  },
};
