import { make } from "../../kit/dom.js";
import { rough } from "../../model/format.js";
import { flipped } from "../facts.js";
import { weights } from "../figures.js";
import { presetOf } from "../guide.js";
import { RateTrial } from "../rate-trial.js";

/**
 * @import { Content } from "../chapter.js"
 * @import { Guide } from "../guide.js"
 */

/** @type {Content} */
export default {
  id: "rate",
  title: "The learning rate",
  text:
    "What the rows ask for can be multiplied by a learning rate before the weights move. The " +
    "tutorial has none, which is a rate of 1: steps so long that they jump across the valley.",
  preset: "rate-below",
  question:
    "One neuron learns with a rate of 0.763, another with 0.765. Will that make a difference?",
  choices: ["Hardly any", "Yes: one comes to rest, the other never does"],
  label: "Train both",
  async act(guide) {
    const below = await lastSteps(guide, "rate-below");
    const above = await lastSteps(guide, "rate-above");
    const figure = make("div", { className: "figures" });
    for (const { rate, frames } of [below, above]) {
      figure.append(make("div", {}, make("p", { textContent: `Rate ${rate}` }), weights(frames)));
    }
    const differs = below.jumps !== above.jumps;
    return {
      right: differs ? 1 : 0,
      words: [
        `With ${below.rate} the error ends at ${rough(below.loss)} and ${below.jumps ? "the weights still jump" : "the weights are at rest"}; ` +
          `with ${above.rate} it ends at ${rough(above.loss)} and ${above.jumps ? "they jump for ever" : "they are at rest, too"}. `,
        differs
          ? "Somewhere between them is the limit: beyond it, a step lands farther up the other side than it came from."
          : "",
      ],
      figure,
    };
  },
  trial: (session) => new RateTrial(session, presetOf(session, "rate-below")).root,
  see: [["#surface", "The valley, and the path across it"]],
};

/**
 * The last two steps of a whole training.
 *
 * @param {Guide} guide
 * @param {string} name Of the experiment.
 */
async function lastSteps(guide, name) {
  const { experiment, end } = await guide.whole(name, { atOnce: true });
  const frames = await guide.frames([end.iteration - 1, end.iteration]);
  return {
    rate: experiment.learning_rate,
    loss: end.loss,
    frames,
    jumps: flipped(frames[0], frames[1]).length > 0,
  };
}
