import { distance } from "../facts.js";
import { outputs } from "../figures.js";

/** @import { Content } from "../chapter.js" */

/** @type {Content} */
export default {
  id: "step",
  title: "One training step",
  text:
    "A row's error is its target minus its output. Every row asks each weight to move so that its " +
    "error gets smaller; what the rows ask for is added up, and the weights move by that.",
  preset: "tutorial",
  question:
    "All four outputs are too low now. After one step, will all four be nearer to their targets?",
  choices: ["Yes, all four", "No, some will be farther away"],
  label: "Take one step",
  async act(guide) {
    const experiment = guide.preset("tutorial");
    const before = await guide.setUp(experiment);
    const after = await guide.goto(1);
    const rows = [...Array(before.rows).keys()];
    const farther = rows
      .filter((row) => distance(after, row) > distance(before, row))
      .map((row) => row + 1);
    return {
      right: farther.length ? 1 : 0,
      words: [
        farther.length
          ? `Row ${farther.join(" and row ")} went past the target, and is farther away now than before. ` +
            "The weights moved the right way, but too far: nothing held the step back."
          : "Each output is nearer to its target than before.",
      ],
      figure: outputs(experiment, [
        ["before", before],
        ["after one step", after],
      ]),
    };
  },
  see: [["#ledger", "Check the step by hand: the ledger"]],
};
