import { number } from "../../kit/dom.js";
import { answerOf } from "../facts.js";

/** @import { Content } from "../chapter.js" */

const FEW = 10;

/** @type {Content} */
export default {
  id: "tutorial",
  title: "10,000 iterations and a right answer",
  text:
    "The tutorial trains its neuron 10,000 times. In its rows the target is always the first " +
    "input, so the answer to the new situation 1, 0, 0 should be 1.",
  preset: "tutorial",
  question: "Will the answer after 10,000 iterations be nearer to 1 than after 10?",
  choices: ["Yes, nearer", "No, it was nearer after 10"],
  label: "Train 10,000 iterations",
  async act(guide) {
    await guide.setUp(guide.preset("tutorial"));
    const [few] = await guide.frames([FEW]);
    const many = await guide.train();
    const [early, late] = [answerOf(few), answerOf(many)];
    return {
      right: Math.abs(1 - late) < Math.abs(1 - early) ? 0 : 1,
      words: [
        `After ${FEW} iterations it was `,
        number(early),
        ", after all of them it is ",
        number(late),
        ". The tutorial prints this number and stops here, content. Is the neuron?",
      ],
    };
  },
};
