import { table } from "../../kit/tables.js";
import { fixed, indexed, listed } from "../../model/format.js";
import { few, signed } from "../figures.js";
import { pushes } from "../pushes.js";

/** @import { Content } from "../chapter.js" */

/** @type {Content} */
export default {
  id: "step",
  title: "One step",
  text: [
    "Now the neuron learns. Each row pushes each weight by error × slope × input. The slope says " +
      "how steep the curve is at that row's output.",
    "The pushes of the four rows are added up, and each weight moves by its total. That is one step.",
  ],
  look: [["drawing"], "the three wires of the drawing, where each row in turn pushes the weights"],
  preset: "tutorial",
  asked: {
    question: "Which weight will the first step move most?",
    choices: [
      [
        "w₁",
        "x₁ agrees with the target, so w₁ is the weight that matters in the end. But a step does " +
          "not know that: it only adds up what the rows push.",
      ],
      [
        "w₂",
        "x₂ agrees with the target in two rows only. It moves all the same: a wrong row pushes " +
          "every weight whose input is not 0.",
      ],
      ["w₃", "You saw which weight is pushed most often: x₃ is 1 in every row."],
    ],
    label: "Take one step",
    async act(guide) {
      await guide.setUp(guide.preset("tutorial"));
      const { answer: ledger } = await guide.ask((python) => python.ledger(null));
      if (!ledger) throw new Error("Your own rule is in use: its steps cannot be told.");
      for (const { row, contributions } of ledger.rows)
        await guide.play(
          row,
          contributions.map((push) => (push ? `${push > 0 ? "+" : ""}${fixed(push, 3)}` : "")),
        );
      await guide.goto(1);
      const sizes = ledger.adjustments.map(Math.abs);
      const figure = document.createElement("div");
      figure.append(
        pushes(ledger),
        table(
          "What each row pushes",
          ["row", "error", "slope", ...ledger.weights.map((_, at) => indexed("w", at))],
          [
            ...ledger.rows.map(({ row, error, slope, contributions }) => [
              String(row + 1),
              few(error),
              few(slope),
              ...contributions.map(signed),
            ]),
            ["together", "", "", ...ledger.adjustments.map(signed)],
          ],
        ),
      );
      const deltas = ledger.rows.map(({ delta }) => fixed(delta, 3));
      return {
        right: sizes.indexOf(Math.max(...sizes)),
        words: [
          `The rows push by ${deltas.slice(0, -1).join(", ")} and ${deltas.at(-1)}, each only where its input is 1. `,
          ledger.adjustments
            .map((change, at) => {
              const by = ledger.rows
                .filter(({ contributions }) => contributions[at] !== 0)
                .map(({ row }) => row + 1);
              return `${indexed("w", at)} moves by ${fixed(change, 3)}, pushed by ${by.length > 1 ? "rows" : "row"} ${listed(by)}`;
            })
            .join("; "),
          ". So the inputs decide which weights are moved.",
        ],
        figure,
      };
    },
  },
  see: [["#ledger", "Check the step by hand: the ledger"]],
};
