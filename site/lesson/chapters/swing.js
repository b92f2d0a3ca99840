import { isStill } from "../../kit/dom.js";
import { fixed, indexed, rough } from "../../model/format.js";
import { ACROSS, flipped } from "../facts.js";
import { weights } from "../figures.js";
import { LastSteps } from "../last-steps.js";

/** @import { Content } from "../chapter.js" */

/** The last steps that are played. */
const STEPS = 5;

/** @type {Content} */
export default {
  id: "swing",
  title: "The last five steps",
  text: [
    "Why is the error not lower? Think of the error as a valley: every pair of values of w₂ and w₃ is a " +
      "place, and the error there is its height. Training should end at the lowest point.",
    "After 10,000 steps w₂ is 0.1948 and w₃ is 0.3432.",
  ],
  look: [["drawing"], "w₂ and w₃, on the two lower wires of the drawing"],
  preset: "tutorial",
  asked: {
    question: "What does one more step do to w₂ and w₃?",
    choices: [
      [
        "It moves them a little way down",
        "That is what a step is for. But nothing shortens these steps as the lowest point comes near.",
      ],
      [
        "Nothing: they have come to rest",
        "After 10,000 steps one would think so. The curve is level because the error stays the " +
          "same, not because the weights do.",
      ],
      [
        "It throws them to the other side",
        "You thought of a step that is too long for the valley.",
      ],
    ],
    label: "Play the last five steps",
    async act(guide) {
      await guide.setUp(guide.preset("tutorial"));
      const { iteration } = await guide.train({ atOnce: true });
      const steps = Array.from({ length: STEPS }, (_, at) => iteration - STEPS + 1 + at);
      const frames = await guide.frames(steps);
      const { answer } = await guide.ask((python) => python.surface(...ACROSS, steps));
      const [before, after] = frames.slice(-2);
      const turned = flipped(before, after);
      const [one, other] = ACROSS.map((place) => fixed(before.row("parameters")[place], 4));
      const [first, second] = ACROSS.map((place) => fixed(after.row("parameters")[place], 4));
      const player = new LastSteps(guide, frames, answer, ACROSS);
      const figure = document.createElement("div");
      figure.append(player.root, weights(frames));
      if (!isStill()) player.play();
      return {
        right: ACROSS.every((place) => turned.includes(place))
          ? 2
          : before.loss > after.loss
            ? 0
            : 1,
        words: [
          `${ACROSS.map((place) => indexed("w", place)).join(" and ")} are thrown from ${one} and ${other} to ${first} and ${second}, ` +
            "and back again, for ever. The lowest point lies between. Each step jumps over it, and " +
            `lands as far up the other side: the error is ${rough(before.loss)} on one side and ${rough(after.loss)} on the ` +
            "other. This is called overshooting.",
        ],
        figure,
      };
    },
  },
  see: [["#surface", "The whole way across the valley"]],
};
