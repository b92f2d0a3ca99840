import { make } from "../../kit/dom.js";
import { CHAPTERS } from "./index.js";

/** @import { Content } from "../chapter.js" */

/** What there is to say, each with the chapter that shows it. @type {[string, string, string][]} */
const SENTENCES = [
  [
    "The learning rate is missing.",
    "Without one the rate is 1, and above 0.764 each step jumps across the valley.",
    "rate",
  ],
  [
    "The slope is taken twice.",
    "The output is a tanh already, so the slope is 1 − output². A gradient check finds this slip; it is not what makes the weights swing.",
    "slope",
  ],
  [
    "The four rows were never learned.",
    "Two outputs swing between about −0.33 and 0.33, and −0.49 and 0.49, where 0 is wanted; the best step was the ninth.",
    "rows",
  ],
  [
    "0.99995873 owes much to the question.",
    "In 1, 0, 0 only w₁ has a say, and w₁ is the one weight that came out well.",
    "tutorial",
  ],
  [
    "The column of ones is a bias.",
    "Without it the neuron can answer nothing but 0 to a row of zeros.",
    "bias",
  ],
];

/**
 * The five sentences.
 *
 * @param {(id: string) => (Node | string)[]} [linked] What follows each: how its chapter is found.
 */
export const sentences = (linked = () => []) =>
  make(
    "ol",
    { className: "sentences" },
    ...SENTENCES.map(([claim, why, id]) =>
      make("li", {}, make("strong", {}, `${claim} `), `${why} `, ...linked(id)),
    ),
  );

/** What mends the tutorial. */
export const MENDED =
  "Two changes put the tutorial right: the slope in one line, and a learning rate of 0.1. " +
  "And one neuron draws one straight line, whatever its rate: XOR takes a hidden layer.";

/** @type {Content} */
export default {
  id: "tell",
  title: "What to say about that tutorial",
  text: [
    "Five things to say to whoever sends you that tutorial. Each link opens the chapter that shows it, " +
      "with its stage.",
  ],
  look: [["drawing", "curve"], "the whole stage: you can now say what each part of it does"],
  preset: "tutorial",
  trial() {
    const list = sentences((id) => {
      const at = CHAPTERS.findIndex((chapter) => chapter.id === id);
      return [
        make("a", {
          href: `#chapter-${id}`,
          textContent: `See chapter ${at + 1}`,
          title: CHAPTERS[at].title,
        }),
      ];
    });
    const print = make("button", { type: "button", textContent: "Print this page" });
    print.onclick = () => window.print();
    return make("div", {}, list, make("p", { textContent: MENDED }), print);
  },
  see: [
    ["#python", "Change the Python"],
    ["#quality", "Train on other data, and test it on rows that were kept back"],
  ],
};
