import { count, rough, short } from "../../model/format.js";
import { said } from "../figures.js";
import { sides } from "../sides.js";

/** @import { Content } from "../chapter.js" */

const STARTS = 100;
/** Steps after which the neuron still tries. */
const FEW = 10;
/** From so many on, it is nearly all of them. */
const NEARLY_ALL = 80;

/** @type {Content} */
export default {
  id: "xor",
  title: "One or the other",
  text: [
    "Four rows with new targets: 1 if x₁ or x₂ is 1, but not both. This is called XOR. The slope is " +
      "the right one, and the rate is 0.1.",
    "Take x₁ and x₂ as a place on a map. One neuron divides the map by a straight line: outputs above " +
      "0.5 on one side, below on the other. Training moves the line.",
  ],
  look: [["table"], "the four new targets in the table; the map comes in this chapter"],
  preset: "xor-neuron",
  asked: {
    question: `One neuron is trained from ${STARTS} random starts. How many will learn all four rows?`,
    choices: [
      [
        "All of them, or nearly",
        "It learned four rows before, and these look no harder. But no straight line has both rows " +
          "with target 1 on one side and both with target 0 on the other.",
      ],
      [
        "About half of them",
        "You may have thought of luck. A lucky start helps only where some weights would do, and here none do.",
      ],
      ["None of them", "You saw that no line can do it, wherever the training begins."],
    ],
    label: `Train ${STARTS} starts`,
    async act(guide) {
      const experiment = guide.preset("xor-neuron");
      await guide.setUp(experiment);
      const early = await guide.goto(FEW);
      const picture = await guide.picture();
      const end = await guide.train({ atOnce: true });
      const { learned } = await guide.spread(STARTS);
      return {
        right: learned >= NEARLY_ALL ? 0 : learned ? 1 : 2,
        words: [
          `${count(learned)} of ${STARTS} starts have learned the four rows. The two rows with target 1 lie in opposite corners of ` +
            "the map, and so do the two with target 0: a single line leaves at least one of the four " +
            "on the wrong side. The neuron on " +
            `the stage has ${early.counts("training").right} rows right after ${FEW} steps. In the end it gives every row the same ` +
            `answer, ${short(end.outputs(0)[0])}, and its error stays at ${rough(end.loss)}.`,
        ],
        figure: sides(picture, [
          [0, `After ${FEW} steps: one line, and one row on the wrong side`],
        ]),
      };
    },
  },
  further: [
    {
      label: "Put two neurons in between, and train again",
      async act(guide) {
        const preset = guide.preset("xor-hidden");
        const [hidden, last] = preset.layers;
        const experiment = { ...preset, layers: [{ ...hidden, units: 2 }, last] };
        await guide.setUp(experiment);
        const end = await guide.train({ atOnce: true });
        const { learned } = await guide.spread(STARTS);
        const picture = await guide.picture();
        return {
          words: [
            `Now ${count(learned)} of ${STARTS} starts learn all four rows, and the error on the stage is ${said(end.loss)}. Each of the two ` +
              "neurons draws a line of its own, and the last neuron joins what they say. The layer in " +
              "between is called a hidden layer.",
          ],
          figure: sides(picture, [
            [0, "The first of the two: one line"],
            [1, "The second: another line"],
            [2, "The last neuron: both lines joined"],
          ]),
        };
      },
    },
  ],
  see: [
    ["#starts", "All starts, with their answers: other starts"],
    ["#ledger", "How an error comes back to a hidden neuron: the ledger"],
  ],
};
